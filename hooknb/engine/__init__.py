"""A node at work: prepare, send, decode, route, map."""
