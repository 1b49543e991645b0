"""From a text to a `Query`: the grammar of paths, rule by rule.

    path      = ["$" | "@"] segments              the seed's dialect: also a bare name first
    segment   = "." name | "." "*" | "[" selectors "]" | ".." (name | "*" | "[" selectors "]")
    selectors = selector {"," selector}
    selector  = quoted | "*" | index | slice | "?" test     the seed's dialect: also a bare name

Filters have their own file, `parse_filter`.
"""

from __future__ import annotations

import re

from hooknb.core.objectpath.parse_filter import FilterParser
from hooknb.core.objectpath.scan import Scanner
from hooknb.core.objectpath.syntax import Every, Filter, Index, Name, Query, Segment, Selector, Slice
from hooknb.errors import ObjectPathError

_NUMERIC = re.compile(r"-?[0-9]+[ \t\n\r]*(?=[,\]:])|[ \t\n\r]*:[ \t\n\r\-0-9:]*(?=[,\]])")


def parse(text: str, *, strict: bool) -> Query:
    """Read a path.

    Args:
        text: the path as written.
        strict: True for RFC 9535 and nothing else, False for the seed's dialect.

    Returns:
        What the path means.

    Raises:
        ObjectPathError: the text is not a path of that dialect; says where and how to mend it.
    """
    scan = Scanner(text, strict=strict)
    query = _Parser(scan).strict_path() if strict else _Parser(scan).path()
    if not scan.at_end:
        raise _error_at_rest(scan)
    return query


class _Parser:
    def __init__(self, scan: Scanner) -> None:
        self.scan = scan

    def strict_path(self) -> Query:
        """`path = "$" segments`, and nothing before or after."""
        if not self.scan.take("$"):
            self.scan.fail(
                "a path of RFC 9535 begins with $", f"write ${_dot(self.scan.text)}{self.scan.text}"
            )
        return Query(self.segments())

    def path(self) -> Query:
        """`path = ["$" | "@"] segments`, or a bare name and more segments."""
        scan = self.scan
        scan.blanks()
        if scan.at_end:
            scan.fail("the path is empty", "write $ for the whole response")
        if not self._root() and scan.next not in (".", "["):
            segments = (Segment((self._dotted(),)), *self.segments())
        else:
            segments = self.segments()
        scan.blanks()
        return Query(segments)

    def _root(self) -> bool:
        """Read `$`, or an `@` that is not the beginning of an attribute's name."""
        scan = self.scan
        if scan.next not in ("$", "@"):
            return False
        start = scan.position
        scan.position += 1
        if not scan.name():
            return True
        name = scan.text[start + 1 : scan.position]
        scan.position = start
        if scan.next == "$":
            scan.fail("$ is the whole response", f"write {name}, or ['${name}'] for a name with $ in it")
        return False

    def segments(self) -> tuple[Segment, ...]:
        """`segments = {blanks segment}`; stops before what is no segment."""
        scan = self.scan
        found: list[Segment] = []
        while True:
            before = scan.position
            scan.blanks()
            if scan.next not in (".", "[") or scan.at_end:
                scan.position = before
                return tuple(found)
            found.append(self._segment())

    def _segment(self) -> Segment:
        scan = self.scan
        if scan.take("["):
            return Segment(self._selectors())
        descendant = scan.at("..")
        scan.position += 2 if descendant else 1
        if not scan.strict:
            scan.blanks()
        if scan.at("[") and (descendant or not scan.strict):
            scan.position += 1
            return Segment(self._selectors(), descendant)
        return Segment((self._dotted(),), descendant)

    def _dotted(self) -> Selector:
        """`name | "*"`, and in the seed's dialect a quoted name."""
        scan = self.scan
        if scan.take("*"):
            return Every(dotted=True)
        name = scan.name() or (None if scan.strict else scan.quoted())
        if name is None or name == "":
            raise _error_at_name(scan)
        return Name(name)

    def _selectors(self) -> tuple[Selector, ...]:
        """`selectors = selector {"," selector}` and the closing bracket."""
        scan = self.scan
        opened = scan.position - 1
        found = []
        while True:
            scan.blanks()
            found.append(self._selector(opened))
            scan.blanks()
            if scan.take("]"):
                return tuple(found)
            if not scan.take(","):
                raise _error_in_brackets(scan, opened)

    def _selector(self, opened: int) -> Selector:
        scan = self.scan
        if scan.take("?"):
            return self._filter()
        if scan.take("*"):
            return Every()
        name = scan.quoted()
        if name is not None:
            return Name(name)
        if scan.strict or _NUMERIC.match(scan.text, scan.position):
            numeric = self._index_or_slice()
            if numeric is not None:
                return numeric
        elif bare := scan.name():
            return Name(bare)
        raise _error_in_brackets(scan, opened)

    def _index_or_slice(self) -> Index | Slice | None:
        """`index | [start] ":" [stop] [":" [step]]`."""
        scan = self.scan
        start = scan.integer()
        before = scan.position
        scan.blanks()
        if not scan.take(":"):
            scan.position = before
            return None if start is None else Index(start)
        scan.blanks()
        stop = scan.integer()
        before = scan.position
        scan.blanks()
        if not scan.take(":"):
            scan.position = before
            return Slice(start, stop)
        scan.blanks()
        return Slice(start, stop, scan.integer())

    def _filter(self) -> Filter:
        scan = self.scan
        scan.deeper()
        scan.blanks()
        parser = FilterParser(scan, self._inner_query)
        test = parser.test()
        scan.depth -= 1
        if not scan.at_end and scan.next not in ("]", ","):
            raise parser.error_between()
        return Filter(test)

    def _inner_query(self) -> Query:
        """Read a query inside a filter, from its `@` or `$` on."""
        relative = self.scan.next == "@"
        self.scan.position += 1
        return Query(self.segments(), relative)


def _dot(text: str) -> str:
    return "" if text.startswith((".", "[")) else "."


def _error_at_name(scan: Scanner) -> ObjectPathError:
    found = scan.next
    if not found:
        return scan.error("the path ends where a name is expected", "remove the last dot")
    if found == ".":
        return scan.error("a dot where a name is expected", "two dots mean every depth; three mean nothing")
    if found == "[":
        return scan.error("a bracket where a name is expected", "remove the dot")
    if scan.strict:
        return scan.error(f"a name cannot begin with {found!r}", "quote it: ['name']")
    return scan.error(f"a name cannot hold {found!r}", "quote it: ['name']")


def _error_in_brackets(scan: Scanner, opened: int) -> ObjectPathError:
    found, text = scan.next, scan.text
    if not found:
        return scan.error("the bracket [ is never closed", "add ]", opened)
    if found == "]":
        if not text[opened + 1 : scan.position].strip():
            return scan.error("nothing stands between the brackets", "write [*] for all of them")
        return scan.error("a comma with nothing after it", "remove it")
    if found == "(":
        return scan.error("scripts are not run", "write [-1] for the last one, [?@.price > 10] for a filter")
    end = text.find("]", opened)
    inside = text[opened + 1 : end].strip() if end > 0 else ""
    quotable = inside and not set(inside) & set("'\"[?*")
    return scan.error(
        f"{found!r} is not expected between brackets",
        f"quote the name: ['{inside}']"
        if quotable
        else "names are quoted, selectors have commas between them",
    )


def _error_at_rest(scan: Scanner) -> ObjectPathError:
    found = scan.next
    if scan.strict and found.isspace():
        return scan.error("blanks after the path", "remove them")
    if found == "]":
        return scan.error("a bracket that nobody opened", "remove it")
    if found == "/" and not set(scan.text) & set(" $@["):
        return scan.error("a path has dots, not slashes", f"write {scan.text.strip('/').replace('/', '.')}")
    if scan.text[scan.position - 1].isspace() and found.isalnum():
        return scan.error("a name ends at a blank", "quote a name that holds one: ['first name']")
    return scan.error(f"{found!r} is not expected here", "quote a name that holds it: ['name']")
