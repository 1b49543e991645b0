"""A pick: the place that was clicked, the paths that find it, and what else each of them finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from hooknb.core.objectpath.path import ObjectPath
from hooknb.core.objectpath.standard import standard
from hooknb.core.objectpath.syntax import Location
from hooknb.core.objectpath.writer import FORMS, Rung, generalise, ladder, outline, write
from hooknb.core.proposals import propose_entity, propose_name
from hooknb.core.survey.maps import is_map
from hooknb.core.tree import Address, Tree

MOST_RUNGS = 6
# So many names tell whether an object is a map; one of 300,000 is not looked through for each click.
_ENOUGH_NAMES = 1_001


@dataclass(frozen=True, slots=True)
class Pick:
    """Hold one pick.

    Args:
        address: what was clicked.
        location: the names and indexes of what is meant: of an XML element when its text was clicked.
        rungs: paths that find it, from this one only to every such name.
        rung: which of them is chosen.
        exact: the names and indexes of what was clicked.
    """

    address: Address
    location: Location
    rungs: tuple[Rung, ...]
    rung: int = 0
    exact: Location = ()

    @property
    def path(self) -> str:
        """The path that is chosen."""
        return self.rungs[self.rung].path

    @property
    def definite(self) -> bool:
        """Whether the chosen path is that of this one entry."""
        return self.rung == 0

    @property
    def many(self) -> bool:
        """Whether the chosen path can find several values."""
        return not ObjectPath(self.path).definite

    def forms(self) -> dict[str, str]:
        """Return the chosen path in every notation that can say it."""
        if self.definite:
            exact = {form: write(self.exact, form=form) for form in FORMS}  # type: ignore[arg-type]
            return exact | {"ours": self.path}
        normalized = standard(self.path)
        return {"ours": self.path} | ({} if normalized is None else {"normalized": normalized})

    def proposal(self, value: Any, *, taken: set[str], xml: bool) -> dict[str, str]:
        """Return a name and an entity type for the parameter that gets what the chosen path finds.

        Args:
            value: the value that was clicked.
            taken: the names that other rules have.
            xml: True when numbers come as text.
        """
        name = propose_name(self.location, many=self.many, taken=taken)
        entity = "sys.any" if self.many else propose_entity(value, name=name, xml=xml)
        return {"name": name, "entity": entity}


def meant(tree: Tree, address: Address, location: Location) -> Location:
    """Return the place of the XML element whose text was clicked, and any other place as it is.

    Our paths give the text of an element that has only text and attributes. A path to `#text` would find
    nothing in a response whose element lacks the attributes.

    Example:
        >>> meant(Tree({"to": {"@id": "1", "#text": "Tove"}}, lax=True), (0, 1), ("to", "#text"))
        ('to',)
    """
    if not tree.lax or location[-1:] != ("#text",):
        return location
    plain = all(name == "#text" or name.startswith("@") for name in tree.value(address[:-1]))
    return location[:-1] if plain else location


def varying(tree: Tree, location: Location) -> frozenset[int]:
    """Return where on the way to a place stands a name that is data: one member of a map.

    Example:
        >>> sorted(varying(Tree({"rates": {"2026-11-24": {"EUR": 1}}}), ("rates", "2026-11-24", "EUR")))
        [1]
    """
    value, found = tree.data, set()
    for place, key in enumerate(location):
        # Names of XML are those of its elements, which somebody chose.
        if isinstance(value, dict) and not tree.lax:
            names = Counter(islice(value, _ENOUGH_NAMES))
            found |= {place} if is_map(names, [value]) else set()
        value = value[key]
    return frozenset(found)


def pick(
    address: Address,
    location: Location,
    before: Location | None = None,
    *,
    exact: Location | None = None,
    varying: Callable[[Location], frozenset[int]] = lambda _: frozenset(),
) -> Pick:
    """Return the pick of an entry.

    Args:
        address: what was clicked.
        location: the names and indexes of what is meant.
        exact: the names and indexes of what was clicked, when they differ.
        before: what was clicked just before. When the two differ in indexes alone, or in names that vary,
            what is meant is the pattern of both; when they differ otherwise, it is offered.
        varying: from a place to where on the way to it stands a name that is data.

    Example:
        >>> pick((0, 7, 0), ("items", 7, "id"), ("items", 0, "id")).path
        'items[*].id'
    """
    rungs = list(ladder(location, varying(location)))
    # Lists within lists within lists: nobody reads a ladder of a hundred rungs.
    rungs[MOST_RUNGS - 1 : -1] = []
    both = generalise(before, location) if before is not None and before != location else None
    exact = location if exact is None else exact
    if both is None or before is None:
        return Pick(address, location, tuple(rungs), exact=exact)
    place = next((place for place, rung in enumerate(rungs) if rung.path == both), None)
    if place is None:
        place = 1
        rungs.insert(1, Rung(both, "like the two picked"))
    alike = outline(before, varying(before)) == outline(location, varying(location))
    return Pick(address, location, tuple(rungs), place if alike else 0, exact)


def with_pattern(made: Pick, pattern: str) -> Pick:
    """Return a pick with a path chosen that was found otherwise.

    Example:
        >>> with_pattern(pick((0, 0, 0), ("users", "ann", "id")), "users.*.id").path
        'users.*.id'
    """
    place = next((place for place, rung in enumerate(made.rungs) if rung.path == pattern), None)
    if place is not None:
        return replace(made, rung=place)
    rungs = [*made.rungs[:1], Rung(pattern, "this pattern"), *made.rungs[1:]]
    rungs[MOST_RUNGS - 1 : -1] = []
    return replace(made, rungs=tuple(rungs), rung=1)
