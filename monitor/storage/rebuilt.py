"""What reading everything anew would change in a database, and the change itself."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any, Final

import orjson
from sqlalchemy import Table, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from monitor.sources.item import Item
from monitor.storage import shifts as shifts_
from monitor.storage import statements as statements_
from monitor.storage.rows import add, batches, upsert
from monitor.storage.tables import (
    ALERT,
    ITEM,
    REVISION,
    SHIFT,
    SOURCE,
    STATEMENT,
    STATEMENT_TOPIC,
    TOLD,
)

# When a row was stored and by which version says nothing of what it holds.
_BESIDE: Final = frozenset({"created_at", "superseded_at", "extractor", "baseline", "seed", "day"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of an item's text with when it was met, or (`removed`) that its page was gone.

    `first` says that it is the item's first; `baseline` that it came with its source's baseline.
    """

    id: str
    item: Item
    at: datetime
    topics: tuple[str, ...]
    first: bool
    baseline: bool
    removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """Ids that only one of two readings has, or that both have with another content."""

    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    same: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.gone or self.changed)


_FIRST: Final = REVISION.alias("first")
_WHOLE: Final = exists().where(_FIRST.c.item == ITEM.c.id, _FIRST.c.number == 1)


def whole_items(session: Session, sources: Collection[str]) -> frozenset[str]:
    """Return the ids of the sources' items whose versions are all stored.

    What an item came to whose first version was thrown away cannot be told anew.
    """
    found = select(ITEM.c.id).where(ITEM.c.source.in_(sources), _WHOLE)
    return frozenset(session.execute(found).scalars())


def count_items(session: Session) -> int:
    """Return how many items are stored."""
    return session.scalar(select(func.count()).select_from(ITEM)) or 0


def count_versions(session: Session, sources: Collection[str]) -> int:
    """Return about how many versions `versions` yields."""
    found = select(func.count()).select_from(REVISION).join(ITEM, REVISION.c.item == ITEM.c.id)
    return session.scalar(found.where(ITEM.c.source.in_(sources), _WHOLE)) or 0


def versions(session: Session, sources: Collection[str]) -> Iterator[Version]:
    """Yield every version of the sources' `whole_items` in the order in which they were met."""
    found = (
        select(
            ITEM,
            REVISION.c.number,
            REVISION.c.title.label("then"),
            REVISION.c.seen_at,
            SOURCE.c.baselined_at,
        )
        .join(REVISION, REVISION.c.item == ITEM.c.id)
        .join(SOURCE, SOURCE.c.id == ITEM.c.source, isouter=True)
        .where(ITEM.c.source.in_(sources), _WHOLE)
    )
    rows = session.execute(found).all()
    # An item's address and date follow what its page says now; what was read in an earlier version
    # still has those of its own time.
    then = {
        (row.item, row.created_at): row
        for row in session.execute(
            select(
                STATEMENT.c.item, STATEMENT.c.created_at, STATEMENT.c.url, STATEMENT.c.published_at
            ).where(STATEMENT.c.item.is_not(None))
        )
    }
    met = [
        (row.seen_at, row.published_at or row.seen_at, row.id, row.number, False, row)
        for row in rows
    ]
    met += [
        (row.removed_at, row.removed_at, row.id, row.number + 1, True, row)
        for row in rows
        if row.removed_at is not None and row.number == row.revision
    ]
    for at, _, id_, number, removed, row in sorted(met, key=lambda one: one[:4]):
        text = session.execute(
            select(REVISION.c.text, REVISION.c.evidence).where(
                REVISION.c.item == id_, REVISION.c.number == number - removed
            )
        ).one()
        read = then.get((id_, row.seen_at), row)
        yield Version(
            id=id_,
            item=Item(
                source=row.source,
                key=row.key,
                url=read.url,
                title=row.then,
                text=text.text,
                aliases=tuple(row.aliases),
                published_raw=row.published_raw,
                published_at=read.published_at,
                authors=tuple(row.authors),
                language=row.declared_language,
                evidence=text.evidence,
            ),
            at=at,
            topics=tuple(row.topics),
            first=number == 1,
            baseline=row.baselined_at is None or row.seen_at <= row.baselined_at,
            removed=removed,
        )


def others(session: Session, rebuilt: Collection[str]) -> tuple[dict[str, Any], ...]:
    """Return the rows of statements that no rebuilt item has, earliest first: seeds among them."""
    found = select(STATEMENT).order_by(STATEMENT.c.created_at, STATEMENT.c.id)
    return tuple(dict(row._mapping) for row in session.execute(found) if row.item not in rebuilt)


def bring(session: Session, rows: Iterable[dict[str, Any]]) -> None:
    """Store rows of statements as they are, under no item."""
    for row in rows:
        add(session, STATEMENT, [{**row, "item": None}])
        add(session, STATEMENT_TOPIC, _topics(row))


def statements(before: Session, after: Session, items: Collection[str]) -> Differences:
    """Return how the statements of items differ between two databases."""
    return _differences(_digests(before, STATEMENT, items), _digests(after, STATEMENT, items))


def shifts(before: Session, after: Session, items: Collection[str]) -> Differences:
    """Return how the shifts found in items differ between two databases."""
    return _differences(_digests(before, SHIFT, items), _digests(after, SHIFT, items))


def told(session: Session, ids: Collection[str]) -> frozenset[str]:
    """Return those of the shifts that somebody was told of, or is to be told of."""
    return frozenset(
        one
        for batch in batches(ids)
        for one in session.execute(
            select(SHIFT.c.id).where(
                SHIFT.c.id.in_(batch),
                or_(
                    exists().where(TOLD.c.shift == SHIFT.c.id),
                    exists().where(ALERT.c.shift == SHIFT.c.id),
                ),
            )
        ).scalars()
    )


def take_statements(
    live: Session, rebuilt: Session, found: Differences, items: Collection[str], now: datetime
) -> None:
    """Let the statements of items be those of the other reading; what is gone stays, superseded."""
    for batch in batches(found.gone):
        standing = STATEMENT.c.superseded_at.is_(None)
        live.execute(
            update(STATEMENT).where(STATEMENT.c.id.in_(batch), standing).values(superseded_at=now)
        )
    kept = _columns(live, STATEMENT, found.changed, ("created_at", "baseline"))
    for row in _rows(rebuilt, STATEMENT, (*found.added, *found.changed)):
        upsert(live, STATEMENT, [{**row, **kept.get(row["id"], {})}])
        live.execute(delete(STATEMENT_TOPIC).where(STATEMENT_TOPIC.c.statement == row["id"]))
        add(live, STATEMENT_TOPIC, _topics(row))
    statements_.index(live, (*found.added, *found.changed))
    version = rebuilt.execute(select(STATEMENT.c.id, STATEMENT.c.extractor, STATEMENT.c.item))
    for extractor, ids in _by_version(version, items).items():
        for batch in batches(ids):
            live.execute(
                update(STATEMENT).where(STATEMENT.c.id.in_(batch)).values(extractor=extractor)
            )


def take_shifts(live: Session, rebuilt: Session, found: Differences) -> int:
    """Let shifts be those of the other reading, without telling anybody; return how many stayed.

    What somebody was told of stays as it was told. What is new is stored as a baseline: nobody
    hears of it.
    """
    fixed = told(live, (*found.gone, *found.changed))
    for batch in batches([one for one in found.gone if one not in fixed]):
        live.execute(delete(SHIFT).where(SHIFT.c.id.in_(batch)))
    changed = [one for one in found.changed if one not in fixed]
    kept = _columns(live, SHIFT, changed, ("created_at", "baseline"))
    for row in _rows(rebuilt, SHIFT, (*found.added, *changed)):
        upsert(live, SHIFT, [{**row, "baseline": True, **kept.get(row["id"], {})}])
    shifts_.index(live, (*found.added, *changed))
    return len(fixed)


def _topics(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"topic": topic, "statement": row["id"], "body": row["body"], "day": row["day"]}
        for topic in dict.fromkeys(row["topics"])
    ]


def _by_version(rows: Iterable[Any], items: Collection[str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in rows:
        if row.item in items:
            found.setdefault(row.extractor, []).append(row.id)
    return found


def _rows(session: Session, table: Table, ids: Collection[str]) -> Iterator[dict[str, Any]]:
    for batch in batches(ids):
        for row in session.execute(select(table).where(table.c.id.in_(batch))).all():
            yield dict(row._mapping)


def _columns(
    session: Session, table: Table, ids: Collection[str], names: tuple[str, ...]
) -> dict[str, dict[str, Any]]:
    return {row["id"]: {name: row[name] for name in names} for row in _rows(session, table, ids)}


def _digests(session: Session, table: Table, items: Collection[str]) -> dict[str, bytes]:
    """Return a digest of what each row holds: two readings of a large database fit in memory."""
    found = {}
    for batch in batches(items):
        for row in session.execute(select(table).where(table.c.item.in_(batch))):
            values = {name: value for name, value in row._mapping.items() if name not in _BESIDE}
            stands = getattr(row, "superseded_at", None) is None
            held = orjson.dumps([values, stands], default=str, option=orjson.OPT_SORT_KEYS)
            found[row.id] = blake2b(held, digest_size=16).digest()
    return found


def _differences(before: dict[str, bytes], after: dict[str, bytes]) -> Differences:
    both = before.keys() & after.keys()
    changed = tuple(sorted(one for one in both if before[one] != after[one]))
    return Differences(
        added=tuple(sorted(after.keys() - before.keys())),
        gone=tuple(sorted(before.keys() - after.keys())),
        changed=changed,
        same=len(both) - len(changed),
    )
