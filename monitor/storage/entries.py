"""Every entry of a feed that was seen, relevant or not, without its text."""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import Row, and_, bindparam, func, select, update
from sqlalchemy.orm import Session

from monitor.storage.keys import add_aliases, by_key, key_id
from monitor.storage.rows import Insert, batches, dialect_of, insert
from monitor.storage.tables import ENTRY

TOUCHED: Final = timedelta(days=1)
"""How exact `last_seen_at` is: a feed asked every minute need not write each entry each time."""

NO_ALIASES: Final[Mapping[str, Collection[str]]] = {}


_HERE: Final = and_(ENTRY.c.source == bindparam("of"), ENTRY.c.missing_since.is_(None))
_UNTOUCHED: Final = select(ENTRY.c.id, ENTRY.c.digest).where(
    _HERE, ENTRY.c.last_seen_at <= bindparam("before")
)
_BY_IDS: Final = select(ENTRY).where(ENTRY.c.id.in_(bindparam("ids", expanding=True)))
_DIGESTS: Final = select(ENTRY.c.digest).where(_HERE)
_LIVE: Final = (
    select(ENTRY.c.id, ENTRY.c.digest)
    .where(_HERE)
    .order_by(ENTRY.c.first_seen_at.desc(), ENTRY.c.position)
)
_ONE: Final = update(ENTRY).where(ENTRY.c.id == bindparam("at"))
_SEEN: Final = _ONE.values(last_seen_at=bindparam("now"))
_GONE: Final = _ONE.values(missing_since=bindparam("now"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenEntry:
    """An entry as it was last noted.

    `digest` is that of its block in the feed, `item` the id of the item made of it (None where it
    was not on a topic). `missing_since` is when the feed first came without it.
    """

    source: str
    key: str
    digest: str
    url: str
    item: str | None = None
    first_seen_at: datetime
    last_seen_at: datetime
    missing_since: datetime | None = None


def digests(session: Session, source: str) -> frozenset[str]:
    """Return the digests of the entries that the source's feed held when it was last read."""
    return frozenset(session.execute(_DIGESTS, {"of": source}).scalars().all())


def known(session: Session, source: str, keys: Collection[str]) -> dict[str, SeenEntry]:
    """Return the entries that go by these keys, by the key that was asked for.

    A key that an entry has as its own comes before one that is another's alias.
    """
    return by_key(session, source, keys, _by_id)


def times(session: Session, source: str, *, limit: int = 100) -> tuple[datetime, ...]:
    """Return when the source's latest entries were first seen, newest first."""
    found = select(ENTRY.c.first_seen_at).where(ENTRY.c.source == source)
    newest = found.order_by(ENTRY.c.first_seen_at.desc()).limit(limit)
    return tuple(session.execute(newest).scalars().all())


def newest(session: Session, source: str, *, limit: int) -> tuple[str, ...]:
    """Return the digests of the entries that came last of those the feed held, newest first."""
    rows = session.execute(_LIVE.limit(limit), {"of": source}).all()
    return tuple(row.digest for row in rows)


def note(
    session: Session,
    source: str,
    entries: Sequence[SeenEntry],
    now: datetime,
    *,
    aliases: Mapping[str, Collection[str]] = NO_ALIASES,
) -> None:
    """Store entries that are new or changed, in the order of the feed.

    A known entry keeps `first_seen_at`, and its item where none is given; it is not missing any
    more, and was last seen `now`. `aliases` are further keys, by an entry's key.
    """
    if not entries:
        return
    rows = [
        {**_values(entry), "source": source, "position": place, "last_seen_at": now}
        for place, entry in enumerate(entries)
    ]
    # One statement must not meet a key twice, and a feed may: the first one stands.
    rows = list({row["id"]: row for row in reversed(rows)}.values())
    session.execute(_noting(dialect_of(session)), rows)
    add_aliases(session, source, ((key_id(source, key), others) for key, others in aliases.items()))


def touch(session: Session, source: str, digests: Collection[str], now: datetime) -> None:
    """Let entries that were skipped unparsed count as seen, at most once a day each."""
    # Asked for without the digests: on most visits none is that old, and hundreds of parameters
    # cost more than all else.
    rows = session.execute(_UNTOUCHED, {"of": source, "before": now - TOUCHED}).all()
    present = frozenset(digests)
    seen = [{"at": id_, "now": now} for id_, digest in rows if digest in present]
    if seen:
        session.execute(_SEEN, seen)


def vanished(session: Session, source: str, digests: Set[str]) -> tuple[SeenEntry, ...]:
    """Return the entries that fell out from between others, newest first.

    `digests` are those that stand in the feed now, in the form in which they were noted. An entry
    that is newer than one still there and is gone itself was not pushed out by newer ones: it is
    suspected to be removed. A feed without any entry that is known tells nothing.
    """
    live, here = _live(session, source, digests)
    gone = [id_ for id_, digest in live[: here + 1] if digest not in digests]
    found = _by_id(session, gone)
    return tuple(found[id_] for id_ in gone)


def missing(session: Session, source: str, digests: Set[str], now: datetime) -> int:
    """Set down that the feed stands without the entries of other digests; return how many.

    Each is so once, pushed out or removed. A feed without any entry that is known tells nothing.
    """
    live, here = _live(session, source, digests)
    gone = [id_ for id_, digest in live if digest not in digests] if here >= 0 else []
    if gone:
        session.execute(_GONE, [{"at": id_, "now": now} for id_ in gone])
    return len(gone)


def _live(session: Session, source: str, digests: Set[str]) -> tuple[list[tuple[str, str]], int]:
    """Return id and digest of what is not missing, newest first, and the last present's place."""
    live = [(id_, digest) for id_, digest in session.execute(_LIVE, {"of": source}).all()]
    return live, max((at for at, (_, digest) in enumerate(live) if digest in digests), default=-1)


@cache
def _noting(dialect: str) -> Insert:
    statement = insert(dialect, ENTRY)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["id"],
        set_={
            "digest": new.digest,
            "url": new.url,
            "item": func.coalesce(new.item, ENTRY.c.item),
            "last_seen_at": new.last_seen_at,
            "missing_since": None,
        },
    )


def _by_id(session: Session, ids: Collection[str]) -> dict[str, SeenEntry]:
    return {
        row.id: _entry(row)
        for batch in batches(ids)
        for row in session.execute(_BY_IDS, {"ids": batch}).all()
    }


def _values(entry: SeenEntry) -> dict[str, Any]:
    return {
        "id": key_id(entry.source, entry.key),
        "source": entry.source,
        "key": entry.key,
        "digest": entry.digest,
        "url": entry.url,
        "item": entry.item,
        "first_seen_at": entry.first_seen_at,
        "last_seen_at": entry.last_seen_at,
        "missing_since": entry.missing_since,
    }


def _entry(row: Row[Any]) -> SeenEntry:
    return SeenEntry(
        source=row.source,
        key=row.key,
        digest=row.digest,
        url=row.url,
        item=row.item,
        first_seen_at=row.first_seen_at,
        last_seen_at=row.last_seen_at,
        missing_since=row.missing_since,
    )
