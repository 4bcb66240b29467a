"""Titles that were recognised before this system was there (ADR 0014)."""
