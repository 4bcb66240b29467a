"""What all three services need, and nothing that knows one of them."""
