"""loans: applications and what becomes of them."""
