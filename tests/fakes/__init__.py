"""Stand-ins for what we do not own."""
