"""What a source lists, whichever way it lists it: a feed, a page or an API."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as the source gave it; its identity is decided elsewhere (`identity.py`).

    `html` is the entry's content as markup, unsafe to show; `text` is the same with the markup
    removed, paragraphs parted by a blank line. `published_raw` is the string that the source
    gave, `published_at` what was read in it (aware, UTC), or None. `digest` stands for the
    entry's bytes: 32 hexadecimal digits, equal as long as nothing in the entry changes.
    `guid_is_shared` and `link_is_shared` say that others in the feed bear the same, so that it
    does not tell this entry from them.
    """

    guid: str | None
    link: str | None
    title: str
    html: str
    text: str
    published_raw: str | None
    published_at: datetime | None
    updated_at: datetime | None
    authors: tuple[str, ...]
    language: str | None
    digest: str
    guid_is_shared: bool = False
    link_is_shared: bool = False

    def __post_init__(self) -> None:
        if not self.digest:
            raise ValueError("an entry needs a digest")
        for at in (self.published_at, self.updated_at):
            if at is not None and at.utcoffset() is None:
                raise ValueError(f"a date of {self.guid or self.link or self.title} is naive")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """What one answer of a source holds.

    `entries` were parsed, in the source's order; `unchanged` are the digests of those that were
    known already and skipped. `ttl` is how long the source asks to be left alone. `problems` are
    sentences on what was odd or set aside without making the rest unreadable.
    """

    title: str
    link: str | None
    language: str | None
    entries: tuple[Entry, ...]
    ttl: timedelta | None
    encoding: str
    problems: tuple[str, ...]
    unchanged: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What an entry is called in its feed, as far as it is: to see which names are shared."""

    guid: str
    link: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Names that several entries of one feed bear."""

    guids: frozenset[str]
    links: frozenset[str]


def shared_names(labels: Iterable[Labels]) -> Shared:
    """Return the guids that stand with several links, and the links with several guids or titles.

    The same guid with the same link twice is one entry given twice, and not shared. A guid that
    serves as the link says nothing more.
    """
    guids: defaultdict[str, set[str]] = defaultdict(set)
    links: defaultdict[str, set[str]] = defaultdict(set)
    for one in labels:
        if one.link and one.link != one.guid:
            guids[one.guid].add(one.link)
            links[one.link].add(one.guid or one.title)
    guids.pop("", None)
    return Shared(
        guids=frozenset(guid for guid, others in guids.items() if len(others) > 1),
        links=frozenset(link for link, others in links.items() if len(others) > 1),
    )


def told_apart(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries of a whole feed, marked where they share a guid or a link."""
    labels = [Labels(guid=one.guid or "", link=one.link or "", title=one.title) for one in entries]
    shared = shared_names(labels)
    return [marked(one, of, shared) for one, of in zip(entries, labels, strict=True)]


def marked(entry: Entry, labels: Labels, shared: Shared) -> Entry:
    """Return an entry, marked where one of its names is shared."""
    guid, link = labels.guid in shared.guids, labels.link in shared.links
    return replace(entry, guid_is_shared=guid, link_is_shared=link) if guid or link else entry


def digest_of(content: bytes) -> str:
    """Return what stands for these bytes: the first 32 hexadecimal digits of their SHA-256."""
    return sha256(content).hexdigest()[:32]
