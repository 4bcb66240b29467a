"""Events between services: written with the change, sent in order, applied once (docs/events-kit.md)."""
