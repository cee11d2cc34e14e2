"""Find the passages on each topic in one pass over a text."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from monitor.text.document import Passage, Sentence, Span
from monitor.text.normalize import Normalized, normalize


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What an analyst watches: the terms that make it out, and the topics that it belongs to.

    One of `any` must occur; every one of `all` must occur somewhere in the text; a term of `none`
    swallows a shorter term within it ("rare earth hypothesis" is no rare earth). Terms match
    without regard to case, hyphen or plural; a term all in capitals matches as capitals only.
    """

    id: str
    name: str
    any: tuple[str, ...]
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.any:
            raise ValueError(f"topic {self.id} has no term in `any`")


@dataclass(frozen=True, slots=True)
class _Use:
    topic: int
    role: str


class TopicIndex:
    """All topics compiled into one Aho–Corasick automaton; immutable, shared between threads."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self.topics = tuple(topics)
        self._order = {topic.id: number for number, topic in enumerate(self.topics)}
        uses: dict[str, list[_Use]] = defaultdict(list)
        self._capitals: dict[str, set[str]] = defaultdict(set)
        for number, topic in enumerate(self.topics):
            for role in ("any", "all", "none"):
                for term in getattr(topic, role):
                    folded = normalize(term).text.replace("-", " ").strip()
                    if not folded:
                        raise ValueError(f"topic {topic.id} has an empty term")
                    key = _lower(folded)
                    use = _Use(number, role)
                    if use not in uses[key]:
                        uses[key].append(use)
                    self._capitals[key].add(folded if folded.isupper() else "")
        self._terms = tuple(uses)
        self._uses = tuple(tuple(uses[term]) for term in self._terms)
        self._automaton = AhoCorasick(list(self._terms)) if self._terms else None

    def find(self, text: Normalized, sentences: Sequence[Sentence]) -> tuple[Passage, ...]:
        """Return the passages of a folded text, in the order of its sentences, then of topics.

        A topic whose `all` terms are not all there yields none. Spans are of the raw text.
        """
        hits: dict[int, list[Span]] = defaultdict(list)
        required: dict[int, set[int]] = defaultdict(set)
        for start, end, term in self._matches(text.text):
            span = text.original(start, end)
            for use in self._uses[term]:
                if use.role == "any":
                    hits[use.topic].append(span)
                elif use.role == "all":
                    required[use.topic].add(term)
        found: dict[tuple[int, int], list[Span]] = defaultdict(list)
        for number, spans in hits.items():
            if len(required[number]) < self._required(number):
                continue
            for topic in self._with_parents(number):
                _place(found, topic, spans, sentences)
        return tuple(
            Passage(
                topic=self.topics[topic].id,
                span=sentences[at].span,
                terms=tuple(sorted(set(spans))),
            )
            for (at, topic), spans in sorted(found.items())
        )

    def topics_in(self, text: str) -> tuple[str, ...]:
        """Return the ids of the topics that a text mentions, in the order of the configuration."""
        whole = Sentence(span=Span(start=0, end=len(text)), paragraph=0)
        return self.in_order(passage.topic for passage in self.find(normalize(text), (whole,)))

    def in_order(self, topics: Iterable[str]) -> tuple[str, ...]:
        """Return topic ids without repeats, in the order of the configuration."""
        return tuple(
            sorted(set(topics), key=lambda topic: self._order.get(topic, len(self._order)))
        )

    def _required(self, number: int) -> int:
        return len({_lower(normalize(t).text.replace("-", " ")) for t in self.topics[number].all})

    def _with_parents(self, number: int) -> list[int]:
        line = [number]
        for at in line:
            for parent in self.topics[at].parents:
                known = self._order.get(parent)
                if known is not None and known not in line:
                    line.append(known)
        return line

    def _matches(self, folded: str) -> list[tuple[int, int, int]]:
        """Return the longest matches from the left as (start, end, term), none overlapping."""
        if self._automaton is None:
            return []
        spaced = folded.replace("-", " ")
        found = []
        for term, start, end in self._automaton.find_matches_as_indexes(
            _lower(spaced), overlapping=True
        ):
            stop = _bounded(spaced, start, end)
            if stop is None:
                continue
            capitals = self._capitals[self._terms[term]]
            if "" not in capitals and spaced[start:end] not in capitals:
                continue
            found.append((start, stop, term))
        found.sort(key=lambda match: (match[0], -match[1]))
        kept: list[tuple[int, int, int]] = []
        for match in found:
            # Equal spans are one term in several spellings; a shorter one within is swallowed.
            if not kept or match[0] >= kept[-1][1] or match[:2] == kept[-1][:2]:
                kept.append(match)
        return kept


def _place(
    found: dict[tuple[int, int], list[Span]],
    topic: int,
    spans: Sequence[Span],
    sentences: Sequence[Sentence],
) -> None:
    at = 0
    for span in sorted(spans):
        while at < len(sentences) and sentences[at].span.end <= span.start:
            at += 1
        if at < len(sentences) and sentences[at].span.overlaps(span):
            found[at, topic].append(span)


def _lower(text: str) -> str:
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _bounded(text: str, start: int, end: int) -> int | None:
    """Return where the word ends that a match stands for, plural included, or None within a word.

    Han characters have no word boundary; a Latin or digit edge must not touch another.
    """
    if _latin(text[start]) and start > 0 and _latin(text[start - 1]):
        return None
    if not _latin(text[end - 1]):
        return end
    for plural in ("", "s", "es", "'s"):
        stop = end + len(plural)
        if text[end:stop].lower() == plural and not (stop < len(text) and _latin(text[stop])):
            return stop
    return None


def _latin(character: str) -> bool:
    return character.isalnum() and not "\u2e80" <= character <= "\uffff"
