"""Asking the outside world before a use case runs."""
