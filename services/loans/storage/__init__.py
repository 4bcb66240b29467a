"""Everything MongoDB of loans."""
