"""Everything MongoDB of applicant."""
