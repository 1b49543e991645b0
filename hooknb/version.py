"""The version of hooknb, for whoever must tell it: the package, and the User-Agent header."""

__version__ = "0.1.0"
