"""The ids that storage gives to entries and items, and the aliases that lead to them."""

from collections.abc import Callable, Collection, Iterable
from hashlib import blake2b
from typing import Final, TypeVar

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from monitor.storage.rows import add, batches
from monitor.storage.tables import ALIAS

T = TypeVar("T")
_BY_IDS: Final = select(ALIAS).where(ALIAS.c.id.in_(bindparam("ids", expanding=True)))


def key_id(source: str, key: str) -> str:
    """Return the id of an entry, and of the item made of it: the same for the same key, always."""
    return blake2b(f"{source}\n{key}".encode(errors="replace"), digest_size=16).hexdigest()


def add_aliases(
    session: Session, source: str, targets: Iterable[tuple[str, Collection[str]]]
) -> None:
    """Let further keys lead to ids; a key that leads somewhere already stays as it is."""
    leads: dict[str, str] = {}
    for target, keys in targets:
        for key in keys:
            leads.setdefault(key_id(source, key), target)
    add(session, ALIAS, [{"id": id_, "target": to} for id_, to in leads.items() if id_ != to])


def by_key(
    session: Session,
    source: str,
    keys: Collection[str],
    by_id: Callable[[Session, Collection[str]], dict[str, T]],
) -> dict[str, T]:
    """Return what `by_id` finds for the keys, by the key that was asked for.

    A key that something has as its own comes before one that is another's alias.
    """
    asked = {key_id(source, key): key for key in keys}
    found = by_id(session, asked)
    targets = {
        row.id: row.target
        for batch in batches(asked.keys() - found.keys())
        for row in session.execute(_BY_IDS, {"ids": batch}).all()
    }
    aliased = by_id(session, targets.values()) if targets else {}
    found |= {id_: aliased[target] for id_, target in targets.items() if target in aliased}
    return {asked[id_]: value for id_, value in found.items()}
