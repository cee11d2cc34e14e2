"""What the comparison of two passages comes to. Pure values."""

from dataclasses import dataclass
from enum import StrEnum

from monitor.text.document import Span
from monitor.wording.shift import Change, Direction, Kind


class PairMode(StrEnum):
    """What two texts are to each other: versions of one page, or statements at two times."""

    VERSIONS = "versions"
    STATEMENTS = "statements"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One clause: where it stands in the raw text, and what it is about.

    `key` names the clause by its core concepts, sorted and joined with `+`, the same in both
    languages, and is empty where none is known. `concepts` are all concepts and facts of the
    clause in a stable order. `words` counts its words (characters in Chinese).
    """

    span: Span
    key: str
    concepts: tuple[str, ...]
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One difference that carries meaning, with the rule that found it.

    `before` and `after` are raw spans, empty on the side that has nothing. `lost` and `gained` are
    concepts, facts, or plain words where the lexicon knows none. `frame` is the key of the clause,
    under which its standing is counted. `confidence` (0 to 1) says how surely the two clauses are
    partners. `held` is the reason for which the finding does not count by itself
    (`neighbouring_rank`, `aspect`, `translator`, `excerpt`), else None.
    """

    kind: Kind
    rule: str
    weight: float
    before: Span
    after: Span
    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()
    direction: Direction = Direction.NEUTRAL
    frame: str = ""
    confidence: float = 1.0
    held: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What differs between two passages: the exact changes, and the findings among them.

    `changes` cover every difference, noise included, in the order of the passage after (deletions
    at the place where they would stand). `similarity` (0 to 1) is that of the words that carry
    meaning. `pairs` are the aligned clauses as indices into the two tuples of frames.
    """

    before: str
    after: str
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    similarity: float
    frames_before: tuple[Frame, ...]
    frames_after: tuple[Frame, ...]
    pairs: tuple[tuple[int, int], ...]

    @property
    def telling(self) -> tuple[Finding, ...]:
        """Return the findings that nothing holds back."""
        return tuple(finding for finding in self.findings if finding.held is None)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Return the kinds of the findings that count, weightiest first, without repeats."""
        ranked = sorted(self.telling, key=lambda finding: -finding.weight)
        return tuple(dict.fromkeys(finding.kind for finding in ranked))

    @property
    def shared_frames(self) -> frozenset[str]:
        """Return the keys of the frames that both passages have."""
        after = {frame.key for frame in self.frames_after if frame.key}
        return frozenset(frame.key for frame in self.frames_before if frame.key in after)
