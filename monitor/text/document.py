"""The noun that this room emits."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A half-open range of code points, `start` to `end`, in a document's text as given."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """Return the exact characters of `text` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Return whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence: its span, and the number of its paragraph counted from 0."""

    span: Span
    paragraph: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence that mentions a topic, and the spans of the terms that matched in it."""

    topic: str
    span: Span
    terms: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An item's text ready to be read: language, sentences, and the passages on each topic.

    `language` is a BCP 47 primary tag (`en`, `zh`, …) or `und`. Sentences are in order and do not
    overlap. `topics` are the topics that the whole document is about, title included, in the
    order of the configuration. `hidden` counts the zero-width and bidi controls found.
    """

    url: str
    title: str
    text: str
    language: str
    sentences: tuple[Sentence, ...]
    passages: tuple[Passage, ...]
    topics: tuple[str, ...]
    hidden: int = 0
