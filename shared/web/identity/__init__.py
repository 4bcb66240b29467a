"""Who asks: short signed tokens from the edge and between services, and the gate before every route."""
