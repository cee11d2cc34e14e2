"""What a feed holds against what was seen of it: which entries are new, changed, or gone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from monitor.config.sources import SourceSettings
from monitor.sources.identity import item_of
from monitor.sources.item import Item
from monitor.sources.parse import ParsedFeed
from monitor.storage import entries
from monitor.storage.entries import SeenEntry

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An entry that is new or changed: the item that it makes, and what was known of it."""

    item: Item
    digest: str
    known: SeenEntry | None = None
    stored: str | None = None

    @property
    def known_item(self) -> str | None:
        """Return the id of the item that the entry was stored as, or None."""
        return self.stored or (self.known.item if self.known else None)

    def stored_as(self, item: str) -> "Candidate":
        """Return the candidate with the id that it is stored under."""
        return replace(self, stored=item)

    def seen(self, now: datetime) -> SeenEntry:
        """Return the entry as it is remembered, without its text."""
        return SeenEntry(
            source=self.item.source,
            key=self.item.key,
            digest=self.digest,
            url=self.item.url,
            item=self.known_item,
            first_seen_at=self.known.first_seen_at if self.known else now,
            last_seen_at=now,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a visit has to do. `postponed` are candidates whose article was not to be had yet.

    `present` are the digests of the entries that are as they were. `vanished` are entries that
    stood between others and do so no more, with the item they made.
    """

    candidates: tuple[Candidate, ...]
    present: tuple[str, ...] = ()
    vanished: tuple[SeenEntry, ...] = ()
    postponed: tuple[Candidate, ...] = ()
    problems: tuple[str, ...] = ()

    def oldest_first(self) -> Iterator[Candidate]:
        """Return the candidates in the order of publication, undated ones first.

        Feeds put the newest on top, so those of one time keep their order from the bottom up.
        """
        from_below = self.candidates[::-1]
        return iter(sorted(from_below, key=lambda one: one.item.published_at or _LONG_AGO))


def candidates(session: Session, source: SourceSettings, feed: ParsedFeed, *, base: str) -> Plan:
    """Return what is new or changed in a feed, against what the source has shown before."""
    pairs = _distinct(
        [
            (item_of(entry, source=source.id, policy=source.key, url=base), entry.digest)
            for entry in feed.entries
        ]
    )
    wanted = [key for item, _ in pairs for key in (item.key, *item.aliases)]
    known = entries.known(session, source.id, wanted)
    found: list[Candidate] = []
    unchanged: list[str] = []
    for item, digest in pairs:
        seen = next((known[key] for key in (item.key, *item.aliases) if key in known), None)
        if seen is not None and seen.digest == digest:
            unchanged.append(digest)
            continue
        named = item if seen is None else _named(item, seen.key)
        found.append(Candidate(item=named, digest=digest, known=seen))
    present = (*feed.unchanged, *unchanged)
    changed = {one.known.digest for one in found if one.known is not None}
    vanished = entries.vanished(session, source.id, {*present, *changed})
    return Plan(candidates=tuple(found), present=present, vanished=vanished)


def _named(item: Item, key: str) -> Item:
    """Return an item under the key it had before: one that comes back under an alias stays it."""
    if item.key == key:
        return item
    aliases = tuple(name for name in (item.key, *item.aliases) if name != key)
    return replace(item, key=key, aliases=aliases)


def _distinct(pairs: list[tuple[Item, str]]) -> list[tuple[Item, str]]:
    """Return items whose keys differ: feeds give one guid to several entries now and then."""
    taken: dict[str, str] = {}
    kept: list[tuple[Item, str]] = []
    for item, digest in pairs:
        if taken.get(item.key) == digest:
            continue
        key = item.key
        if key in taken:
            free = next((name for name in item.aliases if name not in taken), None)
            key = free or f"{key}#{digest}"
        taken[key] = digest
        kept.append((item if key == item.key else replace(item, key=key, aliases=()), digest))
    return kept
