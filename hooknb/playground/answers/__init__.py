"""What the playground answers, one chapter of addresses per file."""
