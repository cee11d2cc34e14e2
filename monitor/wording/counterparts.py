"""Choose what a statement is compared with, clause by clause. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from monitor.statements.statement import Statement, Tier
from monitor.text.document import Span
from monitor.text.sentences import split
from monitor.wording.compare import Comparison, Frame, PairMode
from monitor.wording.lexicon import Lexicon, Role
from monitor.wording.threads import Match, Thread

_BETWEEN = "\n\n"
# A clause of which less is found tells of something else.
_LEAST = 0.3
# The latest clause that has so much of what the nearest one has is the one to compare with. Where
# it has every core concept that these two share, but for the rung of a ladder, it is one frame,
# and less is enough: words that changed are less near.
_NEAR_ENOUGH = 0.75
_NEAR_ENOUGH_IN_FRAME = 0.45
# Of passages as near as this to the best, the one nearest to the body's own words is taken.
_AS_NEAR = 0.95
_COMPARABLE = 0.2
_ALIKE = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A passage within the words compared with: where it stands in them, and whose it is."""

    span: Span
    match: Match
    statement: Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterpart:
    """The earlier words that a statement is compared with.

    `text` joins the `parts`, parted by blank lines: the passages of the latest utterance that has
    the statement's clauses, in their order, then the sentences of older ones that alone have some
    clause. `latest` is that utterance's match.
    """

    text: str
    parts: tuple[Part, ...]

    @property
    def latest(self) -> Match:
        """Return the latest utterance that is compared with."""
        return self.parts[0].match

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Return the statements that the words stand in, in order."""
        return tuple(dict.fromkeys(part.statement for part in self.parts))

    def part(self, span: Span) -> Part:
        """Return the part that a span of `text` begins in."""
        return next((part for part in self.parts if span.start < part.span.end), self.parts[0])


@dataclass(frozen=True, slots=True)
class _Choice:
    at: int
    passage: Statement
    frame: Frame
    near: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A comparison with earlier words, and the utterances from these on, latest first."""

    words: Counterpart
    comparison: Comparison
    earlier: tuple[Match, ...]


def first_telling(
    statement: Statement,
    found: Sequence[Match],
    thread: Thread,
    *,
    tries: int,
    signals: frozenset[str] = frozenset(),
) -> Compared | None:
    """Return the comparison with the latest words that say anything of the statement's, if any.

    `signals` are the small words that the body uses as signals.
    """
    rest = tuple(found)
    for _ in range(tries):
        if not rest:
            break
        words = counterpart(statement, rest, thread)
        comparison = thread.comparer.compare(
            words.text,
            statement.text,
            language=statement.language,
            mode=PairMode.STATEMENTS,
            signals=signals,
        )
        at = rest.index(words.latest)
        if (
            comparison.pairs
            and _is_telling(comparison)
            and not _is_another_text(statement, words.latest.statement, comparison)
        ):
            return Compared(words=words, comparison=comparison, earlier=rest[at:])
        rest = rest[at + 1 :]
    return None


def _is_telling(comparison: Comparison) -> bool:
    """Return whether a comparison says anything of the new words.

    Partners by a common thing or two, and nothing to say of them, or of the earlier words alone:
    that is no restatement.
    """
    if any(finding.after.start < finding.after.end for finding in comparison.findings):
        return True
    return comparison.similarity >= _ALIKE


def _is_another_text(statement: Statement, other: Statement, comparison: Comparison) -> bool:
    """Return whether two of a body's own texts have too little in common to be set side by side.

    Of 103 successors in one committee's series the least like has partners for .22 of its words in
    either text; notices on different matters, whose formulas agree, have .05 in the median.
    """
    if statement.tier is not Tier.ISSUER or other.tier is not Tier.ISSUER:
        return False
    before = {at for at, _ in comparison.pairs}
    after = {at for _, at in comparison.pairs}
    shares = (
        _share(comparison.frames_before, before),
        _share(comparison.frames_after, after),
    )
    return min(shares) < _COMPARABLE


def _share(frames: Sequence[Frame], chosen: set[int]) -> float:
    words = sum(frame.words for frame in frames)
    return sum(frames[at].words for at in chosen) / words if words else 0.0


def alone(match: Match) -> Counterpart:
    """Return a match's nearest passage as all that is compared with."""
    text = match.statement.text
    part = Part(span=Span(start=0, end=len(text)), match=match, statement=match.statement)
    return Counterpart(text=text, parts=(part,))


def counterpart(statement: Statement, found: Sequence[Match], thread: Thread) -> Counterpart:
    """Return the words to compare a statement with, of the earlier utterances, latest first.

    Each clause is sought in all passages of each utterance. The latest utterance that has it
    counts; an older one where its clause is clearly nearer and the later one is of another frame.
    Two of the issuer's own texts are set side by side as they are.
    """
    first = found[0]
    if statement.tier is Tier.ISSUER and first.statement.tier is Tier.ISSUER:
        return alone(first)
    frames = thread.frames(statement)
    chosen = [
        choice
        for frame in [frame for frame in frames if frame.key] or frames
        if (choice := _choice((statement, frame), found, thread)) is not None
    ]
    if not chosen:
        return alone(first)
    return _joined(chosen, found, statement.language)


def _choice(
    clause: tuple[Statement, Frame], found: Sequence[Match], thread: Thread
) -> _Choice | None:
    """Return the clause to compare a clause with, None where nothing earlier is near it."""
    nearest = [
        choice
        for at, match in enumerate(found)
        if (choice := _best(clause, at, match, thread)) is not None
    ]
    best = max(nearest, key=lambda choice: choice.near, default=None)
    if best is None or best.near < _LEAST:
        return None
    core = _core(clause[1]) & _core(best.frame) - _rungs(thread.comparer.lexicon)
    for choice in nearest:
        framed = bool(core) and core <= _core(choice.frame)
        if choice.near >= (_NEAR_ENOUGH_IN_FRAME if framed else _NEAR_ENOUGH) * best.near:
            return choice
    return None


def _core(frame: Frame) -> frozenset[str]:
    return frozenset(filter(None, frame.key.split("+")))


@lru_cache(maxsize=4)
def _rungs(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(entry.concept for entry in lexicon.entries if entry.role is Role.LADDER)


def _best(clause: tuple[Statement, Frame], at: int, match: Match, thread: Thread) -> _Choice | None:
    choices = [
        _Choice(at, passage, other, thread.nearness(clause, (passage, other)))
        for passage in match.passages
        for other in thread.frames(passage)
    ]
    most = max((choice.near for choice in choices), default=0.0)
    near = [choice for choice in choices if choice.near >= _AS_NEAR * most]
    return min(near, key=lambda choice: (choice.passage.tier, -choice.near), default=None)


def _joined(chosen: Sequence[_Choice], found: Sequence[Match], language: str) -> Counterpart:
    latest = min(choice.at for choice in chosen)
    order = {passage.id: at for at, passage in enumerate(found[latest].utterance.statements)}
    said: list[tuple[Match, Statement, str]] = []
    passages = {choice.passage.id: choice.passage for choice in chosen if choice.at == latest}
    for passage in sorted(passages.values(), key=lambda one: (one.url, one.span, order[one.id])):
        said.append((found[latest], passage, passage.text))
    for choice in sorted(chosen, key=lambda one: one.at):
        if choice.at == latest:
            continue
        words = _sentences(choice.passage.text, choice.frame.span, language)
        if all(words not in known for _, _, known in said):
            said.append((found[choice.at], choice.passage, words))
    text, parts = "", []
    for match, passage, words in said:
        text += _BETWEEN if text else ""
        span = Span(start=len(text), end=len(text) + len(words))
        parts.append(Part(span=span, match=match, statement=passage))
        text += words
    return Counterpart(text=text, parts=tuple(parts))


def _sentences(text: str, clause: Span, language: str) -> str:
    """Return the sentences that a clause stands in."""
    spans = [one.span for one in split(text, language) if one.span.overlaps(clause)]
    return text[spans[0].start : spans[-1].end] if spans else text
