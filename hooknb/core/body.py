"""What a node sends after the headers: a format, and a text, a file or form fields.

>>> Body("json", '{"who": "$NAME"}').content_type
'application/json'
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal, get_args

from hooknb.core.pairs import Pairs

BodyFormat = Literal["json", "html", "text", "form", "xml", "raw"]
BODY_FORMATS: tuple[str, ...] = get_args(BodyFormat)

# The seed's five formats; a raw body says nothing about itself.
_CONTENT_TYPES = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "text": "text/plain; charset=utf-8",
    "form": "application/x-www-form-urlencoded",
    "xml": "application/xml; charset=utf-8",
    "raw": "",
}


@dataclass(frozen=True, slots=True)
class Body:
    """Hold a request body: exactly one of `text`, `file` and `pairs`.

    Args:
        format: one of `BODY_FORMATS`.
        text: the body as written, with parameters in it.
        file: path of a file that is sent as it is, unfilled; relative to the working directory.
        pairs: form fields, encoded for you (format `form` only).
    """

    format: BodyFormat
    text: str | None = None
    file: str | None = None
    pairs: Pairs | None = None

    @classmethod
    def json(cls, data: Any) -> Body:
        """Make a JSON body from Python data; a `$` in it is kept as it is.

        Example:
            >>> Body.json({"price": "$5"}).text
            '{"price": "$5"}'
        """
        text = json.dumps(data, ensure_ascii=False, allow_nan=False)
        return cls("json", text.replace("$", "$$") if _looks_filled(text) else text)

    @property
    def content_type(self) -> str:
        """The Content-Type to send when the author sets none; empty for `raw`."""
        return _CONTENT_TYPES[self.format]

    def document(self) -> dict[str, Any]:
        """Return the body as a document holds it."""
        if self.pairs is not None:
            return {"format": self.format, "pairs": self.pairs.document()}
        if self.file is not None:
            return {"format": self.format, "file": self.file}
        return {"format": self.format, "text": self.text}


def _looks_filled(text: str) -> bool:
    from hooknb.core.template import Literal, Template

    return Template(text).parts != (Literal(text),)
