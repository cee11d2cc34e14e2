"""Compare two passages of one body by what they say. Pure."""

from collections import Counter, OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from threading import Lock

from rapidfuzz.distance import Indel

from monitor.text.normalize import Normalized
from monitor.wording.align import align
from monitor.wording.clauses import Clause, read
from monitor.wording.comparison import Comparison, Finding, Frame, PairMode
from monitor.wording.concepts import Sort, Tokenizer
from monitor.wording.denials import is_denied
from monitor.wording.differences import Differences
from monitor.wording.judge import Judge
from monitor.wording.kinship import Kinship
from monitor.wording.leftovers import pair_left
from monitor.wording.lexicon import Lexicon, Role
from monitor.wording.readings import Reading, keys_of
from monitor.wording.shift import Kind
from monitor.wording.stretches import changes

__all__ = ["Comparer", "Comparison", "Finding", "Frame", "PairMode"]

CACHED = 512
CACHED_CHARACTERS = 40_000
# Beyond it the order of the units is left aside: to align 100,000 of them takes ten seconds.
_LONGEST_IN_ORDER = 30_000
_SILENT = frozenset({Role.SELF, Role.CUE})
_ABSENCES = frozenset({Kind.DROPPED, Kind.SCOPE_NARROWED, Kind.SCOPE_WIDENED})
_HELD_EXCERPT = "excerpt"
_CORE = frozenset({Role.TERM, Role.CONCEPT, Role.LADDER, Role.POSTURE})


class Comparer:
    """Compares passages through one lexicon; immutable in effect, shared between threads."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._tokenizer = Tokenizer(lexicon)
        self._kinship = Kinship(lexicon)
        self._judge = Judge(lexicon, self._kinship)
        self._cache: OrderedDict[tuple[str, str], Reading] = OrderedDict()
        self._lock = Lock()

    def compare(
        self,
        before: str,
        after: str,
        *,
        language: str,
        mode: PairMode,
        absence: bool = True,
        before_language: str | None = None,
        signals: frozenset[str] = frozenset(),
    ) -> Comparison:
        """Return what `after` says differently from `before`.

        `language` is that of both (`en`, `zh`, else compared by words alone); where
        `before_language` differs, only concepts and facts are compared. Without `absence` nothing
        is proved by what is missing: such findings come back held with `excerpt`. `signals` are
        words or phrases, folded and in lower case, that this body uses as signals: their coming or
        going counts also between partners of other words. Near linear in the texts; long ones are
        aligned within bounds.
        """
        crossed = before_language is not None and before_language != language
        one = self._read(before, before_language or language)
        two = self._read(after, language)
        groups = align(one.passage.clauses, two.passage.clauses)
        if mode is PairMode.STATEMENTS and not crossed:
            groups = pair_left(groups, one.passage.clauses, two.passage.clauses, self._kinship)
        work = Differences(self._judge, self._kinship, one, two, groups, mode, crossed=crossed)
        findings = work.findings(frozenset() if crossed else signals)
        if not absence:
            findings = tuple(map(_without_absence, findings))
        return Comparison(
            before=before,
            after=after,
            changes=changes(one.passage, two.passage, groups, findings),
            findings=findings,
            similarity=_similarity(one.passage.clauses, two.passage.clauses),
            frames_before=one.frames,
            frames_after=two.frames,
            pairs=tuple((i, j) for group in groups for i in group.before for j in group.after),
        )

    def frames(self, text: str, *, language: str) -> tuple[Frame, ...]:
        """Return the clauses of a text with their concepts, in order. Cached."""
        return self._read(text, language).frames

    def concepts(self, text: str, *, language: str) -> frozenset[str]:
        """Return the concepts and facts of a text, the same ids in both languages. Cached."""
        return frozenset(c for frame in self._read(text, language).frames for c in frame.concepts)

    def affirmed(self, text: str, *, language: str) -> frozenset[str]:
        """Return the concepts of a text that stand somewhere in it without a negation: of "does not
        oppose", no opposition.
        """
        passage = self._read(text, language).passage
        return frozenset(
            unit.key
            for clause in passage.clauses
            for unit in clause.units
            if not is_denied(unit, clause.units, passage.folded.text)
        )

    def _read(self, text: str, language: str) -> Reading:
        if len(text) > CACHED_CHARACTERS:
            return self._read_anew(text, language)
        key = (text, language)
        with self._lock:
            found = self._cache.get(key)
            if found is not None:
                self._cache.move_to_end(key)
                return found
        made = self._read_anew(text, language)
        with self._lock:
            self._cache[key] = made
            while len(self._cache) > CACHED:
                self._cache.popitem(last=False)
        return made

    def _read_anew(self, text: str, language: str) -> Reading:
        passage = read(text, language, self._tokenizer)
        clauses = passage.clauses
        frames = tuple(_frame(clause, passage.folded) for clause in clauses)
        return Reading(passage, frames, keys_of(clauses, range(len(clauses))))


def _frame(clause: Clause, folded: Normalized) -> Frame:
    core = sorted({u.key for u in clause.units if u.role in _CORE})
    held = {u.key for u in clause.units if u.role not in (Sort.WORD, *_SILENT)}
    return Frame(
        span=folded.original(clause.start, clause.end),
        key="" if clause.furniture else "+".join(core),
        concepts=tuple(sorted(held)),
        words=len(clause.every),
    )


def _without_absence(finding: Finding) -> Finding:
    missing = finding.lost and not finding.gained and finding.kind in _ABSENCES
    if not missing or finding.held is not None:
        return finding
    return replace(finding, held=_HELD_EXCERPT)


def _similarity(before: Sequence[Clause], after: Sequence[Clause]) -> float:
    one = [u.key for clause in before if not clause.furniture for u in clause.units]
    two = [u.key for clause in after if not clause.furniture for u in clause.units]
    if len(one) * len(two) > _LONGEST_IN_ORDER**2:
        return 2 * (Counter(one) & Counter(two)).total() / (len(one) + len(two))
    return float(Indel.normalized_similarity(one, two))
