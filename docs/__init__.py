"""Documents, written by hand and by write.py."""
