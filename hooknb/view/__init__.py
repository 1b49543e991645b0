"""Rows and cards: what hooknb shows, as text, HTML or a DataFrame. Escaping happens here, once."""
