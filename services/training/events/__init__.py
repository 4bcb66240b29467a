"""Everything Kafka of training: event → use case, news → contract."""
