"""Pages and JSON of ledgers, the same in every service: one factory for each kind."""
