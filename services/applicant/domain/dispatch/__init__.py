"""The monthly dispatch: which month a fact counts in, what is counted, targets, ranking, locking."""
