"""A document as the text of a cell: the request, then each section of the table that has something to say.

>>> print(write_cell({"method": "GET", "url": "https://api.example.com/users", "timeout": 15}, magic=False))
GET https://api.example.com/users
[Options]
timeout: 15
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from hooknb.formats.cell_off import OffComments
from hooknb.formats.cell_pairs import write_headers
from hooknb.formats.cell_sections import BODY, SECTIONS

_TWO_BRACES = re.compile(r"\{(?=\{)")


def write_cell(document: Mapping[str, Any], *, magic: bool) -> str:
    """Write a node's document.

    Args:
        document: as `Node.to_dict` gives it.
        magic: whether to begin with the line `%%webhook NAME`.
    """
    lines = [f"%%webhook {document.get('name', '')}".rstrip()] if magic else []
    off = OffComments(document)
    lines += [f"{document['method']} {_url(document['url'])}"]
    lines += off.among("Headers", write_headers(document))
    return "\n".join([*lines, *off.alone(), *_sections(document, off)])


def _url(url: str) -> str:
    # `{{x}}` on one line is refused as a mark of other tools; the second line continues the URL.
    return _TWO_BRACES.sub("{\n  ", url)


def _sections(document: Mapping[str, Any], off: OffComments) -> Iterator[str]:
    for section in SECTIONS:
        lines = section.write(document)
        if lines is None:
            continue
        if section is not BODY:
            yield f"[{section.name}]"
        yield from off.among(section.name, lines)
