"""Running an I-Regexp in time that grows with the length of the text and with nothing else.

Texts come from servers. Python's `re` goes back and tries again, for years on `(a*)*b` and a text made for
it. Here all ways of matching are followed at once (Thompson's construction), and the sets of ways met on the
road are kept, so that most characters cost one look-up. No character of the text is read twice.
"""

from __future__ import annotations

from collections.abc import Iterable

from hooknb.core.objectpath.regexp_tree import Branches, Characters, Edge, PatternError, Repeat, Row, Tree

_MAX_STATES = 4000  # of one pattern, so that one step stays short
_MAX_MOVES = 50_000  # kept at one time: a text with every character of Unicode must not fill the memory
_END = 0


class _Ways:
    """Hold all the ways that are open at one place of a text, and where each character leads."""

    __slots__ = ("accepts", "accepts_at_end", "moves", "states")

    def __init__(self, states: frozenset[int], *, accepts: bool, accepts_at_end: bool) -> None:
        self.states, self.accepts, self.accepts_at_end = states, accepts, accepts_at_end
        self.moves: dict[str, _Ways] = {}


class Automaton:
    """Run one pattern.

    Args:
        tree: the pattern.
        anywhere: True to find it anywhere in a text, False when it has to be the whole text.

    Raises:
        PatternError: the pattern is too large, which repetition of repetition makes it.
    """

    def __init__(self, tree: Tree, *, anywhere: bool) -> None:
        self._anywhere = anywhere
        self._tests: list[Characters | None] = [None]
        self._edges: list[Edge | None] = [None]
        self._nexts: list[list[int]] = [[]]
        self._start = self._add(tree, _END)
        self._forget()

    def accepts(self, text: str) -> bool:
        """Return whether the pattern matches the text, or occurs in it."""
        ways, anywhere = self._first, self._anywhere
        for character in text:
            if ways.accepts and anywhere:
                return True
            following = ways.moves.get(character)
            if following is None:
                following = self._move(ways, character)
            if not following.states:
                return False
            ways = following
        return ways.accepts_at_end

    def _forget(self) -> None:
        """Begin without knowledge of any text."""
        self._known: dict[frozenset[int], _Ways] = {}
        self._moves = 0
        self._first = self._ways(self._open((self._start,), beginning=True), beginning=True)

    def _move(self, ways: _Ways, character: str) -> _Ways:
        if self._moves > _MAX_MOVES:
            self._forget()
        self._moves += 1
        tests, nexts = self._tests, self._nexts
        reached = {
            nexts[state][0]
            for state in ways.states
            if (test := tests[state]) is not None and test.fit(character)
        }
        if self._anywhere:
            reached.add(self._start)
        states = self._open(reached)
        following = self._known.get(states)
        if following is None:
            following = self._known[states] = self._ways(states)
        ways.moves[character] = following
        return following

    def _ways(self, states: frozenset[int], *, beginning: bool = False) -> _Ways:
        at_end = _END in self._open(states, beginning=beginning, end=True)
        return _Ways(states, accepts=_END in states, accepts_at_end=at_end)

    def _open(self, states: Iterable[int], *, beginning: bool = False, end: bool = False) -> frozenset[int]:
        """Return the states that are reached without a character and wait for one, or for the end."""
        waiting, seen, found = list(states), set(states), set()
        while waiting:
            state = waiting.pop()
            edge = self._edges[state]
            if self._tests[state] is not None or state == _END:
                found.add(state)
                continue
            if edge is not None and not (beginning if edge.beginning else end):
                found.add(state)
                continue
            for following in self._nexts[state]:
                if following not in seen:
                    seen.add(following)
                    waiting.append(following)
        return frozenset(found)

    def _add(self, tree: Tree, then: int) -> int:
        """Add the states of a part that is followed by `then`; return its first state."""
        match tree:
            case Characters():
                return self._state([then], test=tree)
            case Edge():
                return self._state([then], edge=tree)
            case Row(parts):
                for part in reversed(parts):
                    then = self._add(part, then)
                return then
            case Branches(options):
                return self._state([self._add(option, then) for option in options])
            case Repeat():
                return self._repeated(tree, then)

    def _repeated(self, repeat: Repeat, then: int) -> int:
        first = then
        if repeat.high is None:
            first = self._state([then])
            self._nexts[first].append(self._add(repeat.part, first))
        else:
            for _ in range(repeat.high - repeat.low):
                first = self._state([self._add(repeat.part, first), then])
        for _ in range(repeat.low):
            first = self._add(repeat.part, first)
        return first

    def _state(self, nexts: list[int], *, test: Characters | None = None, edge: Edge | None = None) -> int:
        if len(self._tests) >= _MAX_STATES:
            raise PatternError("the pattern repeats too much", 0)
        self._tests.append(test)
        self._edges.append(edge)
        self._nexts.append(nexts)
        return len(self._tests) - 1
