"""A woman's whole way through the three services, told act by act."""
