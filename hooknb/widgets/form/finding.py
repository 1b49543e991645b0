"""What the mapping rules being written would find in the last response, row by row, masked and short."""

from __future__ import annotations

from typing import Any

from hooknb.core.likely_paths import likely_paths
from hooknb.core.mapping import MappingContext, MappingRule, ResponseMapping
from hooknb.core.objectpath.path import ObjectPath
from hooknb.engine.decode import DecodeError
from hooknb.engine.result import Result
from hooknb.errors import ObjectPathError
from hooknb.view.text import cut, in_line, visible
from hooknb.view.value import shown
from hooknb.widgets.form.bindings import Row

_OFFERED = 300
# Looking through more than this at every key would make writing slow; a path to one place is always quick.
_LARGEST = 1_000_000
_LONGEST = 60


class Finder:
    """Look rules up in one result; what was found is remembered."""

    def __init__(self, result: Result) -> None:
        self._result = result
        self._known: dict[tuple[Any, ...], dict[str, Any]] = {}
        self._data = result.data
        self._decodes = not isinstance(result.decoded, DecodeError)

    def paths(self) -> list[str]:
        """Return object paths of the response that are worth offering."""
        mask = self._result.prepared.redactor.text
        offered = (mask(path) for path in likely_paths(self._data))
        return [visible(path) for _, path in zip(range(_OFFERED), offered, strict=False)]

    def found(self, row: Row) -> dict[str, Any] | None:
        """Return what one row finds: `text` and `ok`; None where that is not known."""
        key = tuple(row[name] for name in ("path", "entity", "required", "secret", "policy"))
        if key not in self._known:
            made = self._look(row)
            if made is None:
                return None
            self._known[key] = made
        return self._known[key]

    def _look(self, row: Row) -> dict[str, Any] | None:
        if not row["path"] or not self._decodes:
            return None
        try:
            path = ObjectPath(row["path"])
        except ObjectPathError:
            return None
        if not path.definite and len(self._result.body) > _LARGEST:
            return {"text": "shown after a test", "ok": True}
        rule = MappingRule("X", row["path"], row["entity"], row["required"], row["secret"], row["policy"])
        mapped = ResponseMapping([rule]).apply(self._data, MappingContext(lax=self._result.lax)).rows[0]
        redactor = self._result.prepared.redactor
        if not mapped.ok:
            return {"text": cut(in_line(redactor.message(mapped.why)), 3 * _LONGEST), "ok": not rule.required}
        if rule.secret:
            return {"text": "never shown", "ok": True}
        text = cut(shown(redactor.data(mapped.value), data=True, typed=True).text, _LONGEST)
        many = f"{mapped.matches:,} matches: " if mapped.matches > 1 else ""
        return {"text": many + text, "ok": True}
