"""A large city: one that was played is copied many times, document by document, so that all of it fits together."""
