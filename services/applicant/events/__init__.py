"""Everything Kafka of applicant: what it tells, what it listens to."""
