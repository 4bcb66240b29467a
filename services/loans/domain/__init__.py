"""The rules of loans: pure Python."""
