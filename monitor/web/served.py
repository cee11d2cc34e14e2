"""What the status endpoint is given to serve: a database and plain values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType

from sqlalchemy.orm import Session

from monitor import __version__
from monitor.alerts.votes import Ballot
from monitor.pipeline.subjects import Gloss, no_gloss
from monitor.pipeline.threads import Ladders
from monitor.statements.statement import Statement
from monitor.storage.engine import Database
from monitor.wording.compare import Comparison
from monitor.wording.shift import Formulation

Formulate = Callable[[Sequence[Statement], datetime], Sequence[Formulation]]
"""Statements and the time now → the formulations that recur in them."""
Compare = Callable[[Statement, Statement], Comparison]
"""An earlier statement and a later one → what the later says differently."""

Evidence = Callable[[Session, str], bytes | None]
"""A shift's id → a ZIP archive of what proves it, None where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a source answered once: which address, when, with what status, and the body's bytes.

    `size` and `sha256` are of the unpacked body, `problem` says why it was no use.
    """

    url: str
    fetched_at: datetime
    status: int | None = None
    size: int | None = None
    sha256: str | None = None
    problem: str = ""


Answers = Callable[[Session, str], Sequence[Answer]]
"""A source's id → its last answers, the latest first."""

_NO_NAMES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A source as the settings have it.

    `why` says why it is disabled. `notes` are what a reader of the status must know of it, as in
    "TLS certificates are not verified".
    """

    id: str
    name: str
    url: str = ""
    enabled: bool = True
    why: str = ""
    notes: tuple[str, ...] = ()


def _now() -> datetime:
    return datetime.now(UTC)


def _always_ready() -> Sequence[str]:
    return ()


def _nothing() -> Mapping[str, object]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """The database, the settings' plain values, and the seams to the rest of the daemon.

    `ready` returns why the daemon is not working, as sentences, and nothing where it is;
    `operations` what else it says of itself in /status.
    `formulate` derives formulations, `compare` compares two statements, `ladders` tells how strong
    their words are, `evidence` packs what proves a shift, `answers` tells what a source answered
    last; a page leaves out what is not given. `not_covered` says what the monitor does not watch.
    `bodies` and `topics` give names for people, `rules` the rules in plain words, `gloss` the
    English of words that are not. `base_url` is where this endpoint is reached from outside,
    `ballot` checks the links on which readers say what an alert was worth.
    """

    database: Database
    sources: tuple[Watched, ...] = ()
    clock: Callable[[], datetime] = _now
    ready: Callable[[], Sequence[str]] = _always_ready
    operations: Callable[[], Mapping[str, object]] = _nothing
    formulate: Formulate | None = None
    compare: Compare | None = None
    ladders: Ladders | None = None
    not_covered: tuple[str, ...] = ()
    bodies: Mapping[str, str] = field(default_factory=lambda: _NO_NAMES)
    topics: Mapping[str, str] = field(default_factory=lambda: _NO_NAMES)
    rules: Mapping[str, str] = field(default_factory=lambda: _NO_NAMES)
    gloss: Gloss = no_gloss
    base_url: str | None = None
    ballot: Ballot | None = None
    evidence: Evidence | None = None
    answers: Answers | None = None
    version: str = __version__
