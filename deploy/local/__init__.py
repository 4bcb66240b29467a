"""The one-command run: set-up, real servers, the six processes, and their end."""
