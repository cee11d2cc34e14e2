"""What a feed holds against what was seen of it: which entries are new, changed, or gone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from monitor.config.sources import SourceSettings
from monitor.pipeline.moved import renamed
from monitor.sources.exchange import Fetched, Validators
from monitor.sources.identity import item_of, traces_of
from monitor.sources.item import Item
from monitor.sources.looks import PAUSE, lost_most
from monitor.sources.parse import ParsedFeed
from monitor.storage import entries, items
from monitor.storage.entries import SeenEntry

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_TRIED = "tried:"
"""Before a number, the digest of an entry that was seen and could not be taken yet."""
_DOUBTED = "doubted:"
"""Before a time, the digest of an entry whose text had lost most of itself then."""
_NEWEST = 3
"""Entries that were the newest at the visit before: where all are gone and others came, the feed
may have gone through more than it holds. A single one may have been taken down, or be pinned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An entry that is new or changed: the item that it makes, and what was known of it.

    `traces` are what it is known by where its site has moved (`moved.py`).
    `page` are the validators of the page that the item's text came from and `answer` is that
    page, both None where it came from the feed. `readable` is False where that page could not be
    had and the item, which is stored with such a page's text, stays as it is.
    """

    item: Item
    digest: str
    known: SeenEntry | None = None
    stored: str | None = None
    traces: tuple[str, ...] = ()
    page: Validators | None = None
    answer: Fetched | None = field(default=None, repr=False)
    readable: bool = True

    @property
    def known_item(self) -> str | None:
        """Return the id of the item that the entry was stored as, or None."""
        return self.stored or (self.known.item if self.known else None)

    @property
    def tries(self) -> int:
        """Return in how many visits the entry could not be taken: a restart does not forget."""
        digest = self.known.digest if self.known else ""
        return int(digest.removeprefix(_TRIED)) if digest.startswith(_TRIED) else 0

    @property
    def doubted_at(self) -> datetime | None:
        """Return when the entry's text was first found to have lost most of itself, or None."""
        digest = self.known.digest if self.known else ""
        if not digest.startswith(_DOUBTED):
            return None
        return datetime.fromisoformat(digest.removeprefix(_DOUBTED))

    @property
    def new(self) -> bool:
        """Return whether the entry was never taken."""
        return self.known is None or (self.tries > 0 and self.known.item is None)

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

    def tried(self, now: datetime) -> SeenEntry:
        """Return the entry as one that was there and could not be taken yet."""
        return replace(self.seen(now), digest=f"{_TRIED}{self.tries + 1}")

    def doubted(self, now: datetime) -> SeenEntry:
        """Return the entry as one whose text is not believed before it is met again."""
        return replace(self.seen(now), digest=f"{_DOUBTED}{(self.doubted_at or now).isoformat()}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a visit has to do. `postponed` are candidates that could not be taken yet.

    Their article was not to be had; `waiting` were not even tried. What came of `doubtful` ones
    has to be met again before it counts.

    `present` are the digests of the entries that are as they were. `vanished` are entries that
    stood between others and do so no more, with the item they made. `overrun` says that others
    may have come and gone since the visit before.
    """

    candidates: tuple[Candidate, ...]
    present: tuple[str, ...] = ()
    vanished: tuple[SeenEntry, ...] = ()
    postponed: tuple[Candidate, ...] = ()
    waiting: tuple[Candidate, ...] = ()
    doubtful: tuple[Candidate, ...] = ()
    problems: tuple[str, ...] = ()
    overrun: bool = False

    @property
    def complete(self) -> bool:
        """Return whether nothing of the answer is left for a later visit."""
        return not self.postponed and not self.waiting and not self.doubtful

    def oldest_first(self) -> Iterator[Candidate]:
        """Return the candidates in the order of publication, undated ones first.

        Feeds put the newest on top, so those of one time keep their order from the bottom up.
        """
        from_below = self.candidates[::-1]
        return iter(sorted(from_below, key=lambda one: one.item.published_at or _LONG_AGO))


def candidates(
    session: Session, source: SourceSettings, feed: ParsedFeed, *, base: str, evidence: str = ""
) -> Plan:
    """Return what is new or changed in a feed, against what the source has shown before.

    `base` is where the feed was found, `evidence` the SHA-256 of its bytes.
    """
    pairs = _distinct(
        [
            (
                item_of(entry, source=source.id, policy=source.key, url=base, evidence=evidence),
                entry.digest,
            )
            for entry in feed.entries
        ]
    )
    traces = {entry.digest: traces_of(entry, url=base) for entry in feed.entries}
    wanted = [key for item, _ in pairs for key in (item.key, *item.aliases)]
    known = entries.known(session, source.id, wanted)
    moved: dict[str, SeenEntry] = {}
    if not known and not feed.unchanged:
        moved = renamed(session, source.id, [(item, traces[digest]) for item, digest in pairs])
        known = moved
    found: list[Candidate] = []
    unchanged: list[str] = []
    for item, digest in pairs:
        seen = next((known[key] for key in (item.key, *item.aliases) if key in known), None)
        if seen is not None and seen.digest == digest:
            unchanged.append(digest)
            continue
        named = item if seen is None else _named(item, seen.key)
        found.append(Candidate(item=named, digest=digest, known=seen, traces=traces[digest]))
    present = (*feed.unchanged, *unchanged)
    changed = {one.known.digest for one in found if one.known is not None}
    here = {*present, *changed}
    newest = entries.newest(session, source.id, limit=_NEWEST)
    return Plan(
        candidates=tuple(found),
        present=present,
        # What a site has left behind where it moved from is not taken down.
        vanished=() if moved else entries.vanished(session, source.id, here),
        problems=_told_move(moved),
        overrun=(
            bool(newest)
            and any(one.known is None for one in found)
            and not any(digest in here for digest in newest)
        ),
    )


def _told_move(moved: Mapping[str, SeenEntry]) -> tuple[str, ...]:
    if not moved:
        return ()
    return (f"the site names everything anew: {len(moved)} entries are known under other names",)


def confirmed(session: Session, plan: Plan, now: datetime) -> Plan:
    """Return the plan without a text that lost most of itself, until it is met again after PAUSE.

    An empty frame or a page that asks to prove that one is human answers 200 as well.
    """
    doubtful = {one.item.key for one in plan.candidates if _is_doubtful(session, one, now)}
    if not doubtful:
        return plan
    return replace(
        plan,
        candidates=tuple(one for one in plan.candidates if one.item.key not in doubtful),
        doubtful=tuple(one for one in plan.candidates if one.item.key in doubtful),
        problems=(
            *plan.problems,
            *(
                f"suspect: {one.item.url} has lost most of its text; it is asked again before "
                "that counts"
                for one in plan.candidates
                if one.item.key in doubtful
            ),
        ),
    )


def _is_doubtful(session: Session, candidate: Candidate, now: datetime) -> bool:
    if candidate.known_item is None:
        return False
    stored = items.get(session, candidate.known_item)
    if stored is None or not lost_most(stored.item.text, candidate.item.text):
        return False
    return candidate.doubted_at is None or now - candidate.doubted_at < PAUSE


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
