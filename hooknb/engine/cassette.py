"""A cassette: a file that exchanges are recorded in, and replayed from without a network and without secrets.

What may be in it is `cassette_masks.py`, how requests are compared `cassette_match.py`, the file itself
`cassette_file.py`. Which cassette a run uses is `tapes.py`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from hooknb.core.choosing import Sources, Spelled, to_ask
from hooknb.core.exchange import Exchange, Request
from hooknb.core.mapping import MappingRule
from hooknb.core.node import Node
from hooknb.core.redaction import Redactor
from hooknb.engine.cassette_file import exchange_text, joined, load, save
from hooknb.engine.cassette_masks import masked_again, named, recording_of, secrets_of
from hooknb.engine.cassette_match import explain, matches
from hooknb.engine.outgoing import outgoing
from hooknb.engine.prepare import Prepared
from hooknb.engine.recording import Recording
from hooknb.engine.result import Result
from hooknb.errors import CassetteError, HooknbError, Problem
from hooknb.view.card import Badge, Card, Line
from hooknb.view.table import Table

if TYPE_CHECKING:
    from hooknb.engine.run import Plan
    from hooknb.engine.tapes import Tapes

Mode = Literal["auto", "record", "replay", "add"]
MODES: tuple[str, ...] = get_args(Mode)
Make = Callable[[Sources], "Plan"]

_COLUMNS = ("method", "url", "status", "failure", "bytes", "elapsed", "recorded")
_DTYPES = (
    ("status", "Int64"),
    ("bytes", "Int64"),
    ("elapsed", "float64"),
    ("recorded", "datetime64[ns, UTC]"),
)
# A file is read, changed and written by one thread at a time.
_writing = threading.Lock()


class Cassette:
    """Record exchanges in a file, and replay them from it.

    Made by `hooknb.cassette`; all runs within its `with` use it.

    Attributes:
        path: the file.
        name: the file as it was named.
        mode: `auto`, `record`, `replay` or `add`; see `hooknb.cassette`.

    Example:
        >>> with hooknb.cassette("tapes/lesson.json") as tape:  # doctest: +SKIP
        ...     hooknb.run("GET https://api.example.com/users/1")
        >>> tape.frame()[["method", "url", "status"]]  # doctest: +SKIP
    """

    def __init__(self, path: Path, name: str, mode: Mode, tapes: Tapes) -> None:
        self.path = path
        self.name = name
        self.mode: Mode = mode
        self._tapes = tapes
        self._lock = threading.Lock()
        self._played: dict[Request, int] = {}
        self._renewed: set[Request] = set()
        # What was read last, and how the file looked then; what was written of it, by identity.
        self._read: tuple[object, tuple[Recording, ...]] = (None, ())
        self._texts: dict[int, tuple[Recording, str]] = {}
        self._masked: Redactor | None = None

    def plan(self, node: Node, sources: Sources, make: Make, *, rehearsal: bool = False) -> Plan:
        """Plan a run: one that is replayed, or one that is sent and recorded.

        Args:
            node: what runs.
            sources: where values come from; a replay looks no secret up and asks nobody.
            make: plans a run.
            rehearsal: True for a dry run: nothing is used up, and a mismatch is a note.

        Raises:
            CassetteError: the file cannot be read, or nothing in it matches and nothing may be sent.
            ParameterError: see `make`.
            NodeError: see `make`.
        """
        recordings = self.recordings()
        sends = self._tapes.began(self.path) if self.mode == "auto" else self.mode != "replay"
        if sends and self.mode != "add":
            return self._recorded(make(sources), sources.directory, rehearsal=rehearsal)
        try:
            return self._replayed(self._find(node, sources, make, recordings), rehearsal=rehearsal)
        except HooknbError as error:
            if sends:
                return self._recorded(make(sources), sources.directory, rehearsal=rehearsal)
            if not (rehearsal and isinstance(error, CassetteError)):
                raise
            mismatch = Problem((), error.message, error.hint, "warning")
        return _noting(make(replace(sources, stand_ins=True)), mismatch)

    def recordings(self) -> tuple[Recording, ...]:
        """Return the exchanges in the file, as it is now; none when it is not there.

        Raises:
            CassetteError: it cannot be read.
        """
        seen = _look(self.path)
        known, read = self._read
        if seen is None or seen != known:
            read = load(self.path, self.name)
            self._read = (seen, read)
        return read

    def keep(self, result: Result, directory: Path) -> None:
        """Record a run that has ended.

        Args:
            result: the run's.
            directory: the base of a body's file.

        Raises:
            CassetteError: the file cannot be read any more; it is left as it is.
            OSError: it cannot be written.
        """
        for name, text in secrets_of(result):
            self._tapes.learn(name, text)
        redactor = self._tapes.knowing(result.prepared.redactor)
        new = recording_of(result, redactor, directory)
        with _writing:
            recordings = tuple(self._with(self._kept(redactor), new))
            self._texts = {id(each): (each, self._text(each)) for each in recordings}
            save(self.path, joined(text for _, text in self._texts.values()))
            self._read = (_look(self.path), recordings)

    def rewind(self) -> None:
        """Begin again: replay the first of several exchanges for a request, and record all of them anew."""
        with self._lock:
            self._played.clear()
            self._renewed.clear()

    def table(self) -> Table:
        """Return a row for each exchange: method, url, status, failure, bytes, elapsed, recorded."""
        rows = tuple(_row(each) for each in self.recordings())
        return Table(_COLUMNS, rows, "Exchanges", _DTYPES, empty="Nothing is recorded yet.")

    def frame(self) -> Any:
        """Return a fresh DataFrame of the same."""
        return self.table().frame()

    def card(self) -> Card:
        """Return what a notebook or a terminal shows."""
        try:
            block: Table | Line = self.table()
        except CassetteError as error:
            block = Line(str(error), "bad")
        return Card(f"Cassette {self.name}", (Badge(self.mode, "info"),), (block,), "info")

    def belongs_to(self, tapes: Tapes) -> bool:
        """Tell whether it is one of a session's."""
        return self._tapes is tapes

    def __enter__(self) -> Cassette:
        self._tapes.enter(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._tapes.leave(self)

    def __repr__(self) -> str:
        return f"<Cassette {self.name}, mode {self.mode}>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return self.card().bundle()

    # Replaying

    def _find(
        self, node: Node, sources: Sources, make: Make, recordings: tuple[Recording, ...]
    ) -> list[_Found]:
        """Return every exchange that a run of now matches, in order.

        Raises:
            CassetteError: there is none.
        """
        sources = replace(sources, stand_ins=True)
        asked = to_ask(node, sources)
        found, requests = [], []
        for answers in _answers(asked, recordings):
            planned = make(replace(sources, answers=answers))
            request = named(planned.prepared, sources.directory)
            requests.append(request)
            found += [
                _Found(number, each, planned)
                for number, each in enumerate(recordings)
                if _covers(each, answers) and matches(each.request, request)
            ]
        if not found:
            raise self._mismatch(recordings, requests, asked)
        return sorted(found, key=lambda each: each.number)

    def _replayed(self, found: list[_Found], *, rehearsal: bool) -> Plan:
        """Take the next of the exchanges that match; the last one is repeated."""
        key = found[0].recording.request
        with self._lock:
            count = self._played.get(key, 0)
            if not rehearsal:
                self._played[key] = count + 1
        _, recording, planned = found[min(count, len(found) - 1)]
        when = recording.recorded.strftime("%Y-%m-%d %H:%M UTC")
        told = f"replayed from {self.name}: recorded {when} in {recording.elapsed:.2f} s, nothing was sent"
        take = Take(self, Path(), recording)
        return replace(_noting(planned, Problem((), told, severity="advice")), tape=take)

    def _mismatch(
        self, recordings: tuple[Recording, ...], requests: list[Request], asked: tuple[str, ...]
    ) -> CassetteError:
        """Return the error that says what differs, and how to record anew."""
        once = 'record it with --record, in Python with mode="record"'
        anew = f"{once}; or delete {self.name} to record all of it anew"
        if not recordings:
            there = "holds no exchange yet" if _look(self.path) else "is not there"
            return CassetteError(f"{self.name} {there}, and nothing may be sent", once)
        if not requests:
            names = ", ".join(asked)
            message = f"{names} is asked for, and no exchange in {self.name} holds an answer"
            return CassetteError(message, f"give one with --set {asked[0]}=VALUE, or {anew}")
        return CassetteError(
            f"{self.name} {explain([each.request for each in recordings], requests[-1])}", anew
        )

    # Recording

    def _recorded(self, planned: Plan, directory: Path, *, rehearsal: bool) -> Plan:
        if rehearsal:
            return planned
        self._tapes.begin(self.path)
        return replace(planned, tape=Take(self, directory))

    def _kept(self, redactor: Redactor) -> list[Recording]:
        """Return what is in the file, without the secrets that are known now."""
        recordings = self.recordings()
        longer = redactor.longer()
        if longer == self._masked and all(id(each) in self._texts for each in recordings):
            return list(recordings)
        self._masked = longer
        return [masked_again(each, longer) for each in recordings]

    def _text(self, recording: Recording) -> str:
        """Return the lines of an exchange, as they were written before if they were."""
        written = self._texts.get(id(recording))
        return exchange_text(recording) if written is None else written[1]

    def _with(self, kept: list[Recording], new: Recording) -> list[Recording]:
        """Return the exchanges with a new one; in mode `record` it takes the place of older ones like it."""
        with self._lock:
            renews = self.mode == "record" and new.request not in self._renewed
            self._renewed.add(new.request)
        old = [at for at, each in enumerate(kept) if renews and matches(each.request, new.request)]
        at = old[0] if old else len(kept)
        others = [each for number, each in enumerate(kept) if number not in old]
        return [*others[:at], new, *others[at:]]


@dataclass(frozen=True, slots=True)
class Take:
    """Say what a cassette has to do with one run: it gives the exchange, or it is given it.

    Args:
        cassette: which one.
        directory: the base of a body's file.
        recording: what is replayed; None when the run is sent and recorded.
    """

    cassette: Cassette
    directory: Path
    recording: Recording | None = None

    @property
    def plays(self) -> bool:
        """True when nothing is sent."""
        return self.recording is not None

    @property
    def unfit(self) -> Mapping[MappingRule, str] | None:
        """The secret rules whose value did not fit, see `MappingContext`; None when something is sent."""
        return None if self.recording is None else dict(self.recording.unfit)

    def exchange(self, prepared: Prepared) -> Exchange:
        """Return the exchange that was recorded, with the request as it would be sent now."""
        assert self.recording is not None, "a run that is recorded has yet to be sent"
        return self.recording.exchange(outgoing(prepared.request))

    def kept(self, result: Result) -> Result:
        """Record a run that was sent and has ended; return its result, which says what came of that."""
        failure = result.exchange.failure
        if self.plays or (failure is not None and failure.kind == "cancelled"):
            return result
        name = self.cassette.name
        try:
            self.cassette.keep(result, self.directory)
            told = Problem((), f"recorded in {name}", severity="advice")
        except CassetteError as error:
            told = Problem((), f"not recorded: {error.message}", error.hint, "warning")
        except OSError as error:
            told = Problem((), f"not recorded in {name}: {error.strerror or error}", severity="warning")
        return replace(result, notes=(*result.notes, told))


class _Found(NamedTuple):
    """An exchange that a run matches: its number in the file, and the run with the answers of then."""

    number: int
    recording: Recording
    planned: Plan


def _noting(planned: Plan, note: Problem) -> Plan:
    return replace(planned, notes=(*planned.notes, note))


def _answers(asked: tuple[str, ...], recordings: tuple[Recording, ...]) -> Iterator[Mapping[str, Spelled]]:
    """Yield each set of answers that was recorded for these names; an empty one when nothing is asked."""
    sets: list[dict[str, Spelled]] = [] if asked else [{}]
    for each in recordings if asked else ():
        answers = dict(each.answers)
        chosen = {name: answers[name] for name in asked if name in answers}
        if len(chosen) == len(asked) and chosen not in sets:
            sets.append(chosen)
    yield from sets


def _covers(recording: Recording, answers: Mapping[str, Spelled]) -> bool:
    """Tell whether these answers are those of a recording."""
    given = dict(recording.answers)
    return all(given.get(name) == answer for name, answer in answers.items())


def _look(path: Path) -> object:
    """Return what changes when a file is written; None when it is not there."""
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size, state.st_ino


def _row(recording: Recording) -> tuple[object, ...]:
    response, failure = recording.response, recording.failure
    return (
        recording.request.method,
        recording.request.url,
        None if response is None else response.status,
        "" if failure is None else failure.kind,
        None if response is None else len(response.body),
        recording.elapsed,
        recording.recorded,
    )
