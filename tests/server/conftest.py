"""The chaos server, for whole runs."""

from server.fixtures import authority_file, certificates, chaos

__all__ = ["authority_file", "certificates", "chaos"]
