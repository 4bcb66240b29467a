"""The three services: applicant, training, loans; same rooms, same names."""
