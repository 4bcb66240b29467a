"""The rules of applicant: pure, knowing no library."""
