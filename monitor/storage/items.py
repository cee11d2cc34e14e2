"""Items on a topic, and every version of their text."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, Select, and_, bindparam, delete, select, update
from sqlalchemy.orm import Session

from monitor.sources.item import Item
from monitor.storage.columns import storable
from monitor.storage.keys import add_aliases, by_key, key_id
from monitor.storage.rows import add, batches
from monitor.storage.tables import ITEM, ITEM_TOPIC, REVISION


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredItem:
    """An item with its current text, and what is known about it.

    `language` is that of its document, `revision` counts its texts from 1, `updated_at` is when
    the current one was first seen.
    """

    id: str
    item: Item
    language: str
    topics: tuple[str, ...]
    first_seen_at: datetime
    updated_at: datetime
    revision: int
    removed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One version of an item's text; `evidence` is the SHA-256 of the bytes it came from."""

    number: int
    title: str
    text: str
    evidence: str
    language: str
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What storing an item came to.

    Where its text changed, `previous` is the text just before and `before_previous` the one before
    that, if there were so many.
    """

    id: str
    new: bool
    changed: bool
    revision: int
    previous: str | None = None
    before_previous: str | None = None


def put(
    session: Session,
    item: Item,
    *,
    language: str,
    topics: Sequence[str],
    now: datetime,
    stored_as: str | None = None,
) -> Put:
    """Store an item: as a new one, as a new version of its text, or as it was.

    Its text is compared with the current version alone, so that A → B → A are three versions. A
    stored title, address, topic or date follows what the item says, without a new version.
    `stored_as` is the item's id where it is stored under another key. An item that was removed
    and is back counts as there.
    """
    at = stored_as or key_id(item.source, item.key)
    found = session.execute(_BY_ID, {"at": at}).first()
    text = storable(item.text)
    if found is None:
        fresh = {"id": at, "first_seen_at": now, "updated_at": now, "revision": 1}
        session.execute(_NEW, {**fresh, **_values(item, language, topics)})
        session.execute(_NEW_REVISION, _revision(at, 1, item, language, now))
        _index(session, at, item, topics)
        return Put(id=at, new=True, changed=False, revision=1)
    changed = found.text != text
    number = found.revision + 1 if changed else found.revision
    values = _values(item, language, topics)
    if stored_as is not None:
        # Stored by its first key, which the ids of its statements and alerts may hang on.
        values["key"] = found.key
        values["aliases"] = list(dict.fromkeys([*found.aliases, item.key, *item.aliases]))
    if changed:
        values |= {"revision": number, "updated_at": now}
        session.execute(_NEW_REVISION, _revision(at, number, item, language, now))
    if any(getattr(found, name) != value for name, value in values.items()):
        session.execute(update(ITEM).where(ITEM.c.id == at), values)
        elsewhere = ITEM_TOPIC.c.topic.not_in(topics)
        session.execute(delete(ITEM_TOPIC).where(ITEM_TOPIC.c.item == at, elsewhere))
        _index(session, at, item, topics)
    if not changed:
        return Put(id=at, new=False, changed=False, revision=number)
    return Put(
        id=at,
        new=False,
        changed=True,
        revision=number,
        previous=found.text,
        before_previous=_text(session, at, number - 2),
    )


def get(session: Session, item_id: str) -> StoredItem | None:
    """Return the item with its current text, or None."""
    row = session.execute(_BY_ID, {"at": item_id}).first()
    return None if row is None else stored(row)


def by_keys(session: Session, source: str, keys: Collection[str]) -> dict[str, StoredItem]:
    """Return the source's items that go by these keys or aliases, by the key asked for."""
    return by_key(session, source, keys, _by_id)


def remove(session: Session, item_id: str, now: datetime) -> bool:
    """Set down that the item's page is gone; return whether that is news."""
    statement = update(ITEM).where(ITEM.c.id == item_id, ITEM.c.removed_at.is_(None))
    return bool(session.execute(statement.values(removed_at=now).returning(ITEM.c.id)).all())


def restore(session: Session, item_id: str) -> bool:
    """Set down that the item's page is there again; return whether that is news."""
    statement = update(ITEM).where(ITEM.c.id == item_id, ITEM.c.removed_at.is_not(None))
    return bool(session.execute(statement.values(removed_at=None).returning(ITEM.c.id)).all())


def get_many(session: Session, ids: Collection[str]) -> dict[str, StoredItem]:
    """Return the items with their current texts, by id; one that is not stored is left out."""
    return _by_id(session, ids)


def revisions(session: Session, item_id: str) -> tuple[Revision, ...]:
    """Return every version of the item's text, oldest first."""
    found = select(REVISION).where(REVISION.c.item == item_id).order_by(REVISION.c.number)
    return tuple(
        Revision(
            number=row.number,
            title=row.title,
            text=row.text,
            evidence=row.evidence,
            language=row.language,
            seen_at=row.seen_at,
        )
        for row in session.execute(found)
    )


def query() -> Select[Any]:
    """Return the question for items with their current texts, as `stored` reads them."""
    current = and_(REVISION.c.item == ITEM.c.id, REVISION.c.number == ITEM.c.revision)
    return select(ITEM, REVISION.c.text, REVISION.c.evidence).join(REVISION, current)


_BY_ID: Final = query().where(ITEM.c.id == bindparam("at"))
_NEW: Final = ITEM.insert()
_NEW_REVISION: Final = REVISION.insert()


def _by_id(session: Session, ids: Collection[str]) -> dict[str, StoredItem]:
    return {
        row.id: stored(row)
        for batch in batches(ids)
        for row in session.execute(query().where(ITEM.c.id.in_(batch)))
    }


def _text(session: Session, id_: str, number: int) -> str | None:
    found = select(REVISION.c.text).where(REVISION.c.item == id_, REVISION.c.number == number)
    return session.execute(found).scalar()


def _revision(id_: str, number: int, item: Item, language: str, now: datetime) -> dict[str, Any]:
    return {
        "item": id_,
        "number": number,
        "title": item.title,
        "text": item.text,
        "evidence": item.evidence,
        "language": language,
        "seen_at": now,
    }


def _index(session: Session, id_: str, item: Item, topics: Sequence[str]) -> None:
    add(session, ITEM_TOPIC, [{"topic": topic, "item": id_} for topic in dict.fromkeys(topics)])
    add_aliases(session, item.source, [(id_, (item.key, *item.aliases))])


def _values(item: Item, language: str, topics: Sequence[str]) -> dict[str, Any]:
    return {
        "source": item.source,
        "key": item.key,
        "url": item.url,
        "title": item.title,
        "aliases": list(item.aliases),
        "published_raw": item.published_raw,
        "published_at": item.published_at,
        "authors": list(item.authors),
        "declared_language": item.language,
        "language": language,
        "topics": list(topics),
        "removed_at": None,
    }


def stored(row: Row[Any]) -> StoredItem:
    """Return the item that a row of `query` holds."""
    return StoredItem(
        id=row.id,
        item=Item(
            source=row.source,
            key=row.key,
            url=row.url,
            title=row.title,
            text=row.text,
            aliases=tuple(row.aliases),
            published_raw=row.published_raw,
            published_at=row.published_at,
            authors=tuple(row.authors),
            language=row.declared_language,
            evidence=row.evidence,
        ),
        language=row.language,
        topics=tuple(row.topics),
        first_seen_at=row.first_seen_at,
        updated_at=row.updated_at,
        revision=row.revision,
        removed_at=row.removed_at,
    )
