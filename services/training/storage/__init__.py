"""Everything MongoDB of training."""
