"""Everything Kafka of loans: event → use case, news → contract."""
