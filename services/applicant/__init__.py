"""applicant: the person, her sign-in, the organisation, her journey."""
