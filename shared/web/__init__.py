"""Everything about HTTP that the three services have in common."""
