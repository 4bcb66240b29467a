"""Certificates that were given out before this system was there (ADR 0010)."""
