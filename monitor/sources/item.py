"""The noun that this room emits."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of a feed or one page, as it stood when it was fetched.

    `text` is plain text (markup removed, paragraphs parted by a blank line). `published_raw` is
    the string that the source gave, `published_at` what we read in it (aware, UTC), or None.
    `aliases` are the other keys under which the same entry may come back. `evidence` is the
    SHA-256 of the bytes that the text came from.
    """

    source: str
    key: str
    url: str
    title: str
    text: str
    aliases: tuple[str, ...] = ()
    published_raw: str | None = None
    published_at: datetime | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    evidence: str = ""

    def __post_init__(self) -> None:
        if not self.source or not self.key:
            raise ValueError("an item needs a source and a key")
        if self.published_at is not None and self.published_at.utcoffset() is None:
            raise ValueError(f"published_at of {self.key} is naive")
