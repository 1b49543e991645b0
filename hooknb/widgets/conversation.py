"""What the explorer answers: a message from the browser in, a message out; no widget, no notebook.

A message has `ask` and what belongs to it; its answer is plain JSON. The tree stays here: the browser gets
the page it shows, cut and masked. Searches and counts are asked for again until they are done, each time for
a slice of time, so that the kernel stays free and a new question ends an old one.

>>> talk = Conversation(explored({"items": [{"id": 7}]}))
>>> talk.answer({"ask": "pick", "at": [0, 0, 0]})["path"]
'items[0].id'
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from hooknb.core.entities import known_names
from hooknb.core.mapping import MappingRule, ResponseMapping
from hooknb.core.node import build
from hooknb.core.tree import Address, Bucket, Entry
from hooknb.core.tree_marks import Marks
from hooknb.core.tree_search import Search, search
from hooknb.errors import HooknbError
from hooknb.formats.cell_named import write_rules
from hooknb.formats.cell_writer import write_cell
from hooknb.view.text import in_line, visible
from hooknb.widgets.explored import Explored
from hooknb.widgets.picking import Pick, meant, pick

SLICE = 0.15
STOP_AFTER = 2.0
ROOM = 24
TEXT_PIECE = 100_000

Message = dict[str, Any]


class Conversation:
    """Answer the browser, and remember what was picked. Any thread may ask.

    Args:
        explored: what is looked at.
        changed: called, in the asking thread, after a pick or a change of the rules.

    Attributes:
        picked: the last pick; None before the first.
        paths: every path that was picked, in order, each once.
        mapping: the rules that were added.
    """

    def __init__(self, explored: Explored, changed: Callable[[], None] = lambda: None) -> None:
        self.explored, self.tree = explored, explored.tree
        self.picked: Pick | None = None
        self.paths: tuple[str, ...] = ()
        self.mapping = ResponseMapping()
        self._changed = changed
        self._search: Search | None = None
        self._counts: dict[int, Search] = {}
        self._lock = threading.RLock()
        self._marks = self._new_marks()
        self._answers: Mapping[str, Callable[[Message], Message]] = {
            "children": self._children,
            "pick": self._pick,
            "rung": self._rung,
            "count": self._count,
            "search": self._begin_search,
            "search on": self._search_on,
            "hit": self._hit,
            "text": self._text,
            "map": self._map,
            "unmap": self._unmap,
            "marks": self._marks_of,
            "rules": lambda _: self._said_rules(),
            "cell": lambda _: {"text": self.explored.mask(self.cell())},
        }

    def answer(self, message: Message) -> Message:
        """Return the answer to a message; one that cannot be answered gets an `error`, a sentence."""
        try:
            with self._lock:
                return self._answers[message["ask"]](message)
        except HooknbError as error:
            return {"error": self._shown(str(error))}
        except RuntimeError:
            return {"error": "The data were changed while they were looked at; ask again."}
        except (LookupError, TypeError, ValueError) as error:
            return {"error": self._shown(f"This cannot be answered: {error}")}

    def first(self) -> Message:
        """Return what the browser shows before it has asked for anything."""
        with self._lock:
            return {
                "title": in_line(self.explored.title),
                "note": visible(self.explored.note),
                "xml": self.tree.lax,
                "root": self._row(self.tree.entry(())),
                "pages": [self._page(list(at), start, stop) for at, start, stop in self.tree.opening(ROOM)],
                "entities": list(known_names()),
                "node": self.explored.node is not None,
            }

    def follow(self, mapping: ResponseMapping) -> None:
        """Take over the rules of somebody who keeps them elsewhere, instead of the node's own."""
        with self._lock:
            node = self.explored.node
            self.explored = replace(self.explored, node=None if node is None else node.replace(mapping=()))
            self.mapping = mapping
            self._marks = self._new_marks()

    def cell(self) -> str:
        """Return the node's cell with the rules added, or the lines of the rules where there is no node."""
        node = self.explored.node
        return self.lines() if node is None else write_cell(self._document(node.to_dict()), magic=True)

    def lines(self) -> str:
        """Return the rules as they stand in a cell; empty when there are none."""
        if not self.mapping:
            return ""
        rules = write_rules({"mapping": self.mapping.document()}) or []
        return "\n".join(["[Response Mapping]", *rules])

    # The tree.

    def _children(self, message: Message) -> Message:
        return self._page(message["at"], int(message["start"]), message["stop"])

    def _page(self, at: list[int], start: int, stop: int | None) -> Message:
        page = self.tree.page(tuple(at), start, stop)
        return {
            "at": at,
            "start": start,
            "stop": stop,
            "entries": [self._row(entry) for entry in page.entries],
            "buckets": [_bucket(bucket) for bucket in page.buckets],
        }

    def _row(self, entry: Entry) -> Message:
        return {
            "at": list(entry.address),
            "key": entry.key,
            "kind": entry.kind,
            "count": entry.count,
            "preview": entry.preview,
            "cut": entry.cut,
            "of": entry.siblings,
            "marks": list(self._marks.of(self.tree.location(entry.address))),
        }

    def _text(self, message: Message) -> Message:
        text, start = self.tree.text(tuple(message["at"])), int(message["start"])
        end = start + TEXT_PIECE
        return {"text": visible(text[start:end]), "next": end if end < len(text) else None, "size": len(text)}

    # Picks.

    def _pick(self, message: Message) -> Message:
        address = tuple(message["at"])
        location = self.tree.location(address)
        if location is None:
            return {"error": "No path leads here: a name on the way is not a text."}
        before = self.picked.location if self.picked is not None else None
        return self._picks(pick(address, meant(self.tree, address, location), before, exact=location))

    def _rung(self, message: Message) -> Message:
        made = self._need_pick()
        if not 0 <= message["rung"] < len(made.rungs):
            raise LookupError("there is no such path")
        return self._picks(replace(made, rung=message["rung"]))

    def _picks(self, made: Pick) -> Message:
        if self.picked is None or self.picked.rungs != made.rungs:
            self._counts.clear()
        self.picked = made
        if made.path not in self.paths:
            self.paths = (*self.paths, made.path)
        self._changed()
        value = self.tree.value(made.address)
        return {
            "at": list(made.address),
            "path": self._shown(made.path),
            "forms": {form: self._shown(text) for form, text in made.forms().items()},
            "rungs": [
                {"path": self._shown(rung.path), "meaning": self._shown(rung.meaning)} for rung in made.rungs
            ],
            "rung": made.rung,
            "entry": self._row(self.tree.entry(made.address)),
            "proposal": made.proposal(self.tree.mask(value), taken=self._taken(), xml=self.tree.lax),
        }

    def _count(self, message: Message) -> Message:
        made, rung = self._need_pick(), int(message["rung"])
        if rung not in self._counts:
            self._counts[rung] = search(self.tree, made.rungs[rung].path, "path")
        counted = self._counts[rung]
        return {"rung": rung, **_advanced(counted, message)}

    # Search.

    def _begin_search(self, message: Message) -> Message:
        self._search = search(self.tree, message["text"], message["where"]) if message["text"] else None
        return self._search_on(message)

    def _search_on(self, message: Message) -> Message:
        return {"count": 0, "done": True} if self._search is None else _advanced(self._search, message)

    def _hit(self, message: Message) -> Message:
        """Return where a hit is, and the pages that lead to it."""
        found = None if self._search is None else self._search.address(int(message["hit"]))
        if found is None:
            raise LookupError("there is no such hit any more")
        return {
            "at": list(found),
            "pages": [page for depth in range(len(found)) for page in self._way(found, depth)],
        }

    def _way(self, address: Address, depth: int) -> list[Message]:
        """Return the pages of one container, from its first to the one with the entry on the way."""
        pages = [self._page(list(address[:depth]), 0, None)]
        while pages[-1]["buckets"]:
            bucket = next(
                each for each in pages[-1]["buckets"] if each["start"] <= address[depth] < each["stop"]
            )
            pages.append(self._page(list(address[:depth]), bucket["start"], bucket["stop"]))
        return pages

    # Rules.

    def _map(self, message: Message) -> Message:
        made, name, entity = self._need_pick(), str(message["name"]).strip(), str(message["entity"])
        rule = MappingRule(
            name, made.path, "" if entity == "sys.any" else entity, required=bool(message["required"])
        )
        before = self.mapping
        self.mapping = ResponseMapping([*(each for each in before if each.parameter != name), rule])
        if problem := self._problem():
            self.mapping = before
            return {"error": self._shown(problem)}
        return self._rules_changed()

    def _unmap(self, message: Message) -> Message:
        rules = list(self.mapping)
        del rules[int(message["rule"])]
        self.mapping = ResponseMapping(rules)
        return self._rules_changed()

    def _rules_changed(self) -> Message:
        self._marks = self._new_marks()
        self._changed()
        return self._said_rules()

    def _said_rules(self) -> Message:
        return {"rules": self._rules(), "lines": self._shown(self.lines())}

    def _marks_of(self, message: Message) -> Message:
        """Return the marks of entries that the browser has loaded before the rules changed."""
        places = [tuple(at) for at in message["of"]]
        return {"marks": [list(self._marks.of(self.tree.location(place))) for place in places]}

    def _rules(self) -> list[str]:
        return [self._shown(line) for line in self.lines().split("\n")[1:]]

    def _new_marks(self) -> Marks:
        node = self.explored.node
        rules = [*(() if node is None else node.mapping), *self.mapping]
        return Marks(self.tree, [(rule.parameter, rule.path) for rule in rules])

    def _document(self, document: dict[str, Any]) -> dict[str, Any]:
        """Return a node's document with the rules added; they replace those of the same parameters."""
        names = {rule.parameter for rule in self.mapping}
        kept = [row for row in document.get("mapping", ()) if row["parameter"] not in names]
        return document | {"mapping": [*kept, *self.mapping.document()]}

    def _problem(self) -> str:
        """Return what the one door, which takes what a cell takes, has against the rules."""
        node = self.explored.node
        document = {"url": "https://example.com"} if node is None else node.to_dict()
        _, problems = build(self._document(document))
        found = [problem for problem in problems if problem.path[:1] == ("mapping",)]
        return (
            ""
            if not found
            else f"{found[0].message} ({found[0].hint})"
            if found[0].hint
            else found[0].message
        )

    def _taken(self) -> set[str]:
        """Return the names that have a rule for another path."""
        node, path = self.explored.node, self._need_pick().path
        rules = [*(() if node is None else node.mapping), *self.mapping]
        return {rule.parameter for rule in rules if rule.path != path}

    def _need_pick(self) -> Pick:
        if self.picked is None:
            raise LookupError("nothing is picked")
        return self.picked

    def _shown(self, text: str) -> str:
        return visible(self.explored.mask(text))


def _bucket(bucket: Bucket) -> Message:
    return {"at": list(bucket.address), "start": bucket.start, "stop": bucket.stop, "label": bucket.label}


def _advanced(found: Search, message: Message) -> Message:
    """Let a search go on for a slice of time, unless it has had its time, and tell how far it is.

    The message's `rounds` says how often somebody has asked for more time.
    """
    limit = STOP_AFTER * (1 + int(message.get("rounds", 0)))
    if not found.done and found.seconds < limit:
        found.advance(SLICE)
    return {
        "count": found.count,
        "nulls": found.nulls,
        "missing": found.missing,
        "kinds": dict(found.kinds.most_common()),
        "hits": len(found.hits),
        "done": found.done,
        "stopped": not found.done and found.seconds >= limit,
        "seconds": round(found.seconds, 1),
    }
