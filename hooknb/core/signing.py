"""How a node's requests are signed: which secret, for which account, in which header.

Making and checking the signature is `engine/signature.py`.

    >>> Signing("SIGNATURE", api_key="abcd1234").document()
    {'secret': 'SIGNATURE', 'api_key': 'abcd1234'}
"""

from __future__ import annotations

from dataclasses import dataclass, fields

HEADER = "Authorization"


@dataclass(frozen=True, slots=True)
class Signing:
    """Sign a node's requests as a Vonage agent does: a token in a header, see docs/signing.md.

    Args:
        secret: the name of the declared secret (or parameter) that holds the signature secret; a cell writes
            it `$NAME`. Never the secret itself.
        api_key: the account whose secret it is, so that a receiver with several secrets can choose; may hold
            `$NAME`. Left out of the token when empty.
        application_id: the application that sends; may hold `$NAME`. Left out of the token when empty.
        header: the header that carries the token.

    Example:
        >>> Signing("SIGNATURE").header
        'Authorization'
    """

    secret: str
    api_key: str = ""
    application_id: str = ""
    header: str = HEADER

    def document(self) -> dict[str, str]:
        """Return the fields as a document holds them, those at their default left out."""
        return {
            each.name: getattr(self, each.name)
            for each in fields(self)
            if getattr(self, each.name) != each.default
        }
