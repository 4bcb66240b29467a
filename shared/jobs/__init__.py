"""Due work: written in the transaction that wants it, run later under a lease, done with its effect."""
