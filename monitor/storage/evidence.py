"""The bytes that stored texts came from, once for each hash, for as long as settings keep them."""

import zlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Row, bindparam, func, select, update
from sqlalchemy.orm import Session

from monitor.sources.exchange import Fetched, Headers
from monitor.storage.columns import storable
from monitor.storage.problems import DatabaseError
from monitor.storage.rows import Insert, batches, dialect_of, insert
from monitor.storage.tables import EVIDENCE

_LEVEL: Final = 6
_MOST_FIELDS: Final = 60
_LONGEST_NAME: Final = 100
_LONGEST_VALUE: Final = 1_000
_SECRETS: Final = frozenset({"set-cookie", "set-cookie2", "proxy-authenticate", "www-authenticate"})
"""Fields that identify this client to the site, or say how it proves itself."""

_BY_HASHES: Final = select(EVIDENCE).where(
    EVIDENCE.c.sha256.in_(bindparam("hashes", expanding=True))
)
_KEPT: Final = EVIDENCE.c.packed_size > 0
_THERE: Final = select(EVIDENCE.c.sha256).where(_KEPT)
_TOTAL: Final = select(func.coalesce(func.sum(EVIDENCE.c.packed_size), 0))
_OLDEST: Final = (
    select(EVIDENCE.c.sha256, EVIDENCE.c.packed_size).where(_KEPT).order_by(EVIDENCE.c.fetched_at)
)
_THROWN_AWAY: Final = update(EVIDENCE).values(
    packed=None, packed_size=0, dropped_at=bindparam("now")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long bytes are kept, and how many: packed ones in all; what is older goes first."""

    age: timedelta = timedelta(days=1_825)
    size: int = 2_000_000_000

    def __post_init__(self) -> None:
        if self.age < timedelta() or self.size < 0:
            raise ValueError("evidence is kept for no negative time, and in no negative size")


DEFAULT: Final = Retention()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One answer: what was asked, who answered, when, and the bytes of its body.

    `sha256` and `size` are of the unpacked body. `body` is None where the retention has thrown it
    away, which `dropped_at` says when. `headers` are without cookies, and bounded.
    """

    sha256: str
    url: str
    final_url: str
    status: int
    headers: Headers
    fetched_at: datetime
    size: int
    body: bytes | None = field(default=None, repr=False)
    dropped_at: datetime | None = None


def put(session: Session, answer: Fetched) -> None:
    """Store an answer that a text was read from; bytes that are there stay as they came first."""
    packed = zlib.compress(answer.body, _LEVEL)
    session.execute(
        _putting(dialect_of(session)),
        {
            "sha256": answer.sha256,
            "url": storable(answer.url),
            "final_url": storable(answer.final_url),
            "status": answer.status,
            "headers": [list(pair) for pair in bounded(answer.headers)],
            "fetched_at": answer.fetched_at,
            "size": len(answer.body),
            "packed_size": len(packed),
            "dropped_at": None,
            "packed": packed,
        },
    )


def keep(session: Session, answers: Iterable[Fetched], retention: Retention, now: datetime) -> None:
    """Store the answers that texts were read from, each once, within the retention."""
    new = {answer.sha256: answer for answer in answers}
    if not new:
        return
    there = {
        hash_
        for batch in batches(new)
        for hash_ in session.execute(_THERE.where(EVIDENCE.c.sha256.in_(batch))).scalars()
    }
    for hash_, answer in new.items():
        if hash_ not in there:
            put(session, answer)
    prune(session, retention, now)


def get_many(session: Session, hashes: Collection[str]) -> dict[str, Evidence]:
    """Return what is stored under these hashes, by hash; raise DatabaseError where it is damaged.

    Bytes whose hash is no longer theirs are never handed out.
    """
    return {
        row.sha256: _evidence(row)
        for batch in batches(hashes)
        for row in session.execute(_BY_HASHES, {"hashes": batch}).all()
    }


def prune(session: Session, retention: Retention, now: datetime) -> int:
    """Throw away the bytes that the retention does not keep; return of how many answers.

    What was asked, when, and the hash stay.
    """
    old = select(EVIDENCE.c.sha256).where(_KEPT, EVIDENCE.c.fetched_at < now - retention.age)
    gone = list(session.execute(old).scalars())
    _throw_away(session, gone, now)
    left: int = session.execute(_TOTAL).scalar_one()
    if left > retention.size:
        surplus: list[str] = []
        for hash_, size in session.execute(_OLDEST):
            if left <= retention.size:
                break
            surplus.append(hash_)
            left -= size
        _throw_away(session, surplus, now)
        gone += surplus
    return len(gone)


def bounded(headers: Headers) -> Headers:
    """Return the header fields that are worth keeping: no cookies, and not without an end."""
    kept = [
        (storable(name)[:_LONGEST_NAME], storable(value)[:_LONGEST_VALUE])
        for name, value in headers
        if name.lower() not in _SECRETS
    ]
    return tuple(kept[:_MOST_FIELDS])


def _throw_away(session: Session, hashes: Collection[str], now: datetime) -> None:
    for batch in batches(hashes):
        session.execute(_THROWN_AWAY.where(EVIDENCE.c.sha256.in_(batch)), {"now": now})


@cache
def _putting(dialect: str) -> Insert:
    statement = insert(dialect, EVIDENCE)
    columns = [column.name for column in EVIDENCE.c if column.name != "sha256"]
    # What was thrown away and is met again is kept again, from now on.
    return statement.on_conflict_do_update(
        index_elements=["sha256"],
        set_={name: statement.excluded[name] for name in columns},
        where=EVIDENCE.c.packed.is_(None),
    )


def _evidence(row: Row[Any]) -> Evidence:
    return Evidence(
        sha256=row.sha256,
        url=row.url,
        final_url=row.final_url,
        status=row.status,
        headers=tuple((name, value) for name, value in row.headers),
        fetched_at=row.fetched_at,
        size=row.size,
        body=None if row.packed is None else _unpacked(row),
        dropped_at=row.dropped_at,
    )


def _unpacked(row: Row[Any]) -> bytes:
    engine = zlib.decompressobj()
    try:
        body = engine.decompress(row.packed, row.size + 1)
    except zlib.error as exc:
        raise _damaged(row) from exc
    if sha256(body).hexdigest() != row.sha256:
        raise _damaged(row)
    return body


def _damaged(row: Row[Any]) -> DatabaseError:
    return DatabaseError(
        f"the stored bytes of {row.final_url} are not those that were fetched ({row.sha256})",
        hint="The database was changed by hand or is damaged: restore a backup.",
    )
