"""The help pages: `%%webhook --help` and `%webhook help`, made from the tables that the reader goes by."""

from __future__ import annotations

from hooknb.formats.cell_sections import OPTIONS, SECTIONS
from hooknb.magic.line import COMMANDS, cell_parser

_EXAMPLE = """\
%%webhook order
POST https://api.example.com/orders
Authorization: Bearer $TOKEN
[Params]
QTY (sys.number): 2
[Secrets]
TOKEN: env ORDERS_TOKEN
[Response Mapping]
ORDER_ID: order.id
[Status]
4xx: our_mistake
[Body json]
{"qty": $QTY}"""


def cell_help() -> str:
    """Return the help of the cell magic."""
    options = cell_parser().format_help().replace("usage: ", "")
    return f"{options}\n{_sections()}\n\nAn example:\n\n{_indented(_EXAMPLE)}"


def help_page() -> str:
    """Return the help of the line magic, with the sections of a cell."""
    commands = "\n".join(f"  %webhook {usage}" for usage in COMMANDS.values())
    pages = (
        f"Commands:\n{commands}",
        "%%webhook --help lists the options of a cell.",
        _sections(),
        f"An example:\n\n{_indented(_EXAMPLE)}",
    )
    return "\n\n".join(pages)


def _sections() -> str:
    lines = ["Sections of a cell, after the request line and its headers:"]
    for section in SECTIONS:
        line = section.line if section.name == "Body" else f"[{section.name}]  {section.line}"
        lines += [f"  {line}", f"      {section.help}"]
    lines.append("Lines of [Options]:")
    lines += [f"  {option.name}: {option.help}" for option in OPTIONS]
    return "\n".join(lines)


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.split("\n"))
