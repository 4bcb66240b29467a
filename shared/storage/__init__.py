"""MongoDB: client, transactions, guards, idempotency, audit, sealing."""
