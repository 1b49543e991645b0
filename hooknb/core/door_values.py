"""The door's second half: parameters, secrets, entities and the body, which have rules of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hooknb.core import entities
from hooknb.core.body import BODY_FORMATS, Body
from hooknb.core.checks import Findings, is_parameter_name
from hooknb.core.json_words import mend
from hooknb.core.pairs import Pairs
from hooknb.core.parameters import ANY, UNSET, Chosen, Parameter, json_value, read_value, same_value
from hooknb.core.places import fill_markup, json_placeholders, json_problem, xml_problem
from hooknb.core.rows import FORM_ROWS, PARAMETER_ROWS, SECRET_ROWS, read_rows
from hooknb.core.secrets import Secret
from hooknb.core.template import Template
from hooknb.errors import EntityError, FieldPath, NodeError, ParameterError, did_you_mean, quoted


def read_parameters(value: Any, path: FieldPath, findings: Findings) -> tuple[Parameter, ...]:
    """Read the declared parameters; each name once."""
    made: dict[str, Parameter] = {}
    for index, row in read_rows(value, path, PARAMETER_ROWS, findings):
        here = (*path, index)
        name = _declared_name(row["name"], here, made, findings)
        secret = row.get("secret", False) is True
        entity = read_entity(row.get("entity", ANY), (*here, "entity"), findings)
        held = _parameter_value(row.get("value", UNSET), name, entity, (*here, "value"), findings)
        if secret and held is not UNSET:
            findings.add(
                (*here, "value"),
                f"{name} is secret, so its value cannot stand here",
                "name its source under secrets",
            )
            continue
        made[name] = Parameter(
            name, held, entity, secret=secret, spelling=_spelling(row, held, here, findings)
        )
    return tuple(made.values())


def _declared_name(value: Any, here: FieldPath, made: Mapping[str, object], findings: Findings) -> str:
    name = value if isinstance(value, str) else str(value)
    if not is_parameter_name(name):
        findings.add(
            (*here, "name"),
            f"{quoted(name)} is not a parameter name",
            "use letters, digits and _, such as USER_ID",
        )
    elif name in made:
        findings.add((*here, "name"), f"{name} is declared twice", "keep one of the two")
    return name


def _spelling(row: Mapping[str, Any], held: Any, here: FieldPath, findings: Findings) -> str:
    """Return how a value was written; it must read back as that value."""
    text = row.get("spelling") or ""
    if text == "" or (row.get("value", UNSET) is not UNSET and held is UNSET):
        return ""
    if isinstance(text, str) and held is not UNSET and same_value(read_value(text)[0], held):
        return text
    what = "no value" if held is UNSET else f"the value {quoted(held)}"
    message = f"{quoted(text)} is not a way to write {what}"
    findings.add((*here, "spelling"), message, "leave the spelling out, or mend one of the two")
    return ""


def _parameter_value(value: Any, name: str, entity: str, path: FieldPath, findings: Findings) -> Any:
    if value is UNSET:
        return UNSET
    try:
        made = json_value(value, name)
        entities.entity(entity).coerce(made)
    except EntityError as error:
        findings.add(path, error.message, error.hint)
    except ParameterError as error:
        findings.add(path, error.message, error.hint)
    else:
        return made
    return UNSET


def read_entity(value: Any, path: FieldPath, findings: Findings) -> str:
    """Read an entity type's name; one that is not known is advice, see `lint`."""
    text = value if isinstance(value, str) else str(value)
    if not text.strip() or any(character.isspace() or character in "():" for character in text):
        findings.add(path, f"{quoted(text)} is not an entity type", did_you_mean(text, entities.KNOWN))
        return ANY
    return text


def read_secrets(value: Any, path: FieldPath, findings: Findings) -> tuple[Secret, ...]:
    """Read the sources of secrets; a literal value is refused and never quoted."""
    made: dict[str, Secret] = {}
    for index, row in read_rows(value, path, SECRET_ROWS, findings):
        here = (*path, index)
        name = _declared_name(row["name"], here, made, findings)
        try:
            made[name] = Secret.parse(name, str(row["source"]))
        except NodeError as error:
            for problem in error.problems:
                findings.add((*here, "source"), problem.message, problem.hint)
    return tuple(made.values())


def read_body(value: Any, declared: frozenset[str] | None, findings: Findings) -> Body | None:
    """Read a body: its format, and exactly one of text, file and pairs.

    Args:
        value: a `Body`, its document, or plain text.
        declared: see `Template`.
        findings: where mistakes are noted.
    """
    if isinstance(value, Body):
        value = value.document()
    if isinstance(value, str):
        value = {"format": "text", "text": value}
    if not isinstance(value, Mapping):
        findings.add(
            ("body",), f"{quoted(value)} is not a body", "give Body.json(data), or a format and a text"
        )
        return None
    body_format = str(value.get("format", "raw")).lower()
    if body_format not in BODY_FORMATS:
        findings.add(
            ("body", "format"),
            f"{quoted(body_format)} is not a body format",
            did_you_mean(body_format, BODY_FORMATS),
        )
        return None
    for key in value:
        if key not in ("format", "text", "file", "pairs"):
            findings.add(
                ("body", str(key)),
                f"a body has no field {quoted(key)}",
                did_you_mean(str(key), ("format", "text", "file", "pairs")),
            )
    return _content(value, body_format, declared, findings)


def _content(
    value: Mapping[str, Any], body_format: Any, declared: frozenset[str] | None, findings: Findings
) -> Body | None:
    given = [key for key in ("text", "file", "pairs") if value.get(key) is not None]
    if len(given) != 1:
        findings.add(
            ("body",),
            "a body needs exactly one of text, file and pairs",
            f"it has {' and '.join(given) or 'none'}",
        )
        return None
    if given == ["pairs"]:
        return _form_fields(value["pairs"], body_format, findings)
    content = value[given[0]]
    if not isinstance(content, str) or any("\ud800" <= character <= "\udfff" for character in content):
        findings.add(
            ("body", given[0]), f"{quoted(content)} is not text", "give a text without half characters"
        )
        return None
    if given == ["file"]:
        if not content.strip():
            findings.add(("body", "file"), "the body's file has no name", "write its path after @")
        elif "\0" in content:
            findings.add(("body", "file"), "the name of a file cannot hold a NUL", "take it out")
        return Body(body_format, file=content)
    problem = text_problem(content, body_format, declared)
    if problem:
        findings.add(("body", "text"), *problem)
    return Body(body_format, text=content)


def _form_fields(value: Any, body_format: str, findings: Findings) -> Body | None:
    if body_format != "form":
        findings.add(
            ("body", "pairs"), f"only a form has fields, this body is {body_format}", "use the format form"
        )
        return None
    pairs = read_form_fields(value, ("body", "pairs"), findings)
    return None if pairs is None else Body("form", pairs=pairs)


def read_form_fields(value: Any, path: FieldPath, findings: Findings) -> Pairs | None:
    """Read the fields of a form; each is a name and a text."""
    rows = read_rows(value, path, FORM_ROWS, findings)
    for index, row in rows:
        for key in ("name", "value"):
            if not isinstance(row[key], str):
                findings.add((*path, index, key), f"{quoted(row[key])} is not text", "put it in quotes")
                return None
    return Pairs((row["name"], row["value"]) for _, row in rows)


def text_problem(
    text: str, body_format: str, declared: frozenset[str] | None
) -> tuple[str, str, tuple[int, int]] | None:
    """Check that a JSON or XML body is one, whatever its parameters are; offsets are in its text."""
    if not text.strip():
        return None
    template = Template(text, declared)
    how = ""
    if body_format == "json":
        checked = json_placeholders(template)
        mistake = json_problem(checked)
        if mistake is None:
            return None
        message, position, how = mistake.what, mistake.position, mend(mistake.kind)
    elif body_format == "xml":
        checked = fill_markup(template, lambda name: Chosen(name, "x", "x"), xml=True)
        problem = xml_problem(checked)
        if problem is None:
            return None
        message, position = problem
    else:
        return None
    hint = f"{how or 'mend it'}, or use [Body raw] to send it as it is"
    at = _same_line_offset(checked, position, text)
    return f"the body is not {body_format.upper()}: {message}", hint, (at, min(at + 1, len(text)))


def _same_line_offset(checked: str, position: int, text: str) -> int:
    """Find in the written text what a checker found in the filled one: same line, same way from its end."""
    line = checked.count("\n", 0, position)
    end = checked.find("\n", position)
    from_end = (len(checked) if end < 0 else end) - position
    lines = text.split("\n")
    line = min(line, len(lines) - 1)
    start = sum(len(each) + 1 for each in lines[:line])
    return max(start, min(start + len(lines[line]) - from_end, len(text) - 1))
