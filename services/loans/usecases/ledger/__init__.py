"""Loans and funds that were there before this system was (ADR 0014)."""
