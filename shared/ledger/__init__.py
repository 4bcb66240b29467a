"""Ledgers that a county brings in: uploaded, checked, signed by two people, booked row by row (ADR 0014)."""
