"""One comparison under way: from aligned clauses to findings and changes. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from monitor.text.document import Span
from monitor.wording.align import Group, alone, features
from monitor.wording.clauses import Clause
from monitor.wording.comparison import Finding, PairMode
from monitor.wording.concepts import Unit
from monitor.wording.diff import blocks, keys
from monitor.wording.holds import (
    as_replacement,
    cut,
    held_back,
    hold_absence,
    hold_excerpt,
    without_moves,
)
from monitor.wording.judge import Judge
from monitor.wording.kinship import Kinship
from monitor.wording.lexicon import Role
from monitor.wording.novelty import (
    Told,
    is_background,
    is_new,
    is_report,
    is_story,
    other_stand,
    untold,
)
from monitor.wording.pair import Closeness, Mark, Pair, Piece, cancel_moves, harder
from monitor.wording.readings import Reading, keys_of, names, span
from monitor.wording.rules import RULES
from monitor.wording.signals import came_or_went
from monitor.wording.spelling import two_scripts
from monitor.wording.words import Words

SAME_WORDS = 0.72
"""From this similarity of the words on, two partners are versions: each word is a choice."""
SAME_WORDS_BESIDE = 0.45
"""The first, where another clause of some length is word for word the same: one hand wrote both."""
SAME_WORDS_IN_VERSIONS = 0.3
"""The first, where most clauses of the two passages are the same words: the rest was reworked."""
MOSTLY = 0.5
SOME_LENGTH = 6
ALONE_CONFIDENCE = 0.9
UNLIKE = 0.42
"""Below this share in common, partners without a telling difference say two things."""
RETOLD_WITHIN = 60
"""The words within which differences without a meaning are counted."""
REPORTED = 3
"""From so many differences without a meaning on, what is missing was left out by a reporter."""
QUOTED = 5
"""Likewise where the two have a whole clause in common, which may be a quotation in both."""
TWO_HANDS = 2
"""From so many on, a phrase that one of two reports alone has was left out by the other."""
COVERED = 0.56
"""A clause of which the far passage tells this share, synonyms counted in, is only retold."""
_SURE = {Closeness.WORDS: 1.0, Closeness.CONCEPTS: 0.7, Closeness.LOOSE: 0.5}
_SILENT = frozenset({Role.SELF, Role.CUE})
_STOPS = frozenset(".。!！")
_IN_FORCE = frozenset({"EFFECTIVE", "EXPIRE"})
_RESTATES = frozenset({"STATED_BEFORE"})


class Judged(NamedTuple):
    """Two partners with the marks on them, and in how many places they differ without a meaning."""

    group: Group
    marks: list[Mark]
    before: list[Unit]
    after: list[Unit]
    closeness: Closeness
    one_hand: bool
    empty: int


class Differences:
    """The differences of two passages read, clause by clause."""

    def __init__(
        self,
        judge: Judge,
        kinship: Kinship,
        one: Reading,
        two: Reading,
        groups: Sequence[Group],
        mode: PairMode,
        *,
        crossed: bool,
    ) -> None:
        self._judge = judge
        self._kinship = kinship
        self._one, self._two = one, two
        self._groups = groups
        self._mode = mode
        self._crossed = crossed
        self._told_by: dict[bool, Told] = {}
        self._story_by: dict[bool, bool] = {}
        self._reports = [
            mode is PairMode.STATEMENTS and is_report(reading.passage.clauses)
            for reading in (one, two)
        ]
        self._same_words = self._threshold()
        self._alone_before = alone(one.passage.clauses, groups, 0)
        self._alone_after = alone(two.passage.clauses, groups, 1)
        self._free_before = keys_of(one.passage.clauses, self._alone_before)
        self._free_after = keys_of(two.passage.clauses, self._alone_after)
        self._all_before = one.keys
        self._all_after = two.keys

    def _threshold(self) -> float:
        clauses = self._two.passage.clauses
        same = [
            len(clauses[group.after[0]].units)
            for group in self._groups
            if group.score >= 1.0 and len(group.after) == len(group.before) == 1
        ]
        if len(same) >= 2 and len(same) >= MOSTLY * max(
            len(clauses), len(self._one.passage.clauses)
        ):
            return SAME_WORDS_IN_VERSIONS
        return SAME_WORDS_BESIDE if max(same, default=0) >= SOME_LENGTH else SAME_WORDS

    def findings(self, signals: frozenset[str] = frozenset()) -> tuple[Finding, ...]:
        """Return what carries meaning in the order of the passage after, then what is alone.

        `signals` are small words whose coming or going between partners counts.
        """
        judged = [self._judged(group) for group in self._groups]
        spread = sum(len(clause.every) for clause in self._two.passage.clauses)
        retold = sum(one.empty for one in judged) * RETOLD_WITHIN // max(RETOLD_WITHIN, spread)
        retold += self._mode is PairMode.STATEMENTS and two_scripts(
            self._one.passage.folded, self._two.passage.folded
        )
        found = [
            finding for one in judged for finding in self._of_group(one, max(retold, one.empty))
        ]
        if signals:
            folded = self._one.passage.folded, self._two.passage.folded
            for one in judged:
                frame = next((self._two.frames[j].key for j in one.group.after), "")
                sure = _SURE[one.closeness]
                found += came_or_went(
                    *self._every(one.group), folded, signals, found, frame=frame, confidence=sure
                )
        stray = self._alone()
        if self._reported(retold) or self._is_loose(judged) or self._reports[1]:
            stray = [hold_absence(finding) for finding in stray]
        if self._reported(retold) and judged:
            stray = [hold_excerpt(finding) for finding in stray]
        found += stray
        if self._mode is PairMode.STATEMENTS and self._say_one_thing():
            found = [*self._other_stand(stray), *as_replacement(found)]
        return without_moves(found)

    def _say_one_thing(self) -> bool:
        """Tell whether either passage is a single clause."""
        return all(
            sum(not clause.furniture for clause in reading.passage.clauses) == 1
            for reading in (self._one, self._two)
        )

    def _other_stand(self, stray: Sequence[Finding]) -> list[Finding]:
        """Return the step between what two single clauses stand for, neither of which tells the
        other."""
        if not any(finding.held is None for finding in stray):
            return []
        single = (
            next(clause for clause in reading.passage.clauses if not clause.furniture)
            for reading in (self._one, self._two)
        )
        rungs = other_stand(*single)
        if rungs is None:
            return []
        lost, gained = rungs
        rule, step = "strength.step", harder(gained.level - lost.level)
        mark = Mark(rule, RULES[rule].kind, (lost,), (gained,), step)
        return [self._finding(mark, Group((0,), (0,), 0.0), [], [], ALONE_CONFIDENCE)]

    def _reported(self, retold: int) -> bool:
        """Tell whether one passage reports the other: who reports leaves out what he likes."""
        return (
            self._mode is PairMode.STATEMENTS
            and retold >= REPORTED
            and self._same_words >= SAME_WORDS
        )

    def _is_loose(self, judged: Sequence[Judged]) -> bool:
        """Tell whether most of the words that have a partner have it in other words."""
        words = [(len(one.after), one.closeness is Closeness.WORDS) for one in judged]
        near = sum(count for count, verbatim in words if verbatim)
        return self._mode is PairMode.STATEMENTS and near < MOSTLY * sum(n for n, _ in words)

    def _units(self, group: Group) -> tuple[list[Unit], list[Unit]]:
        one, two = self._one.passage.clauses, self._two.passage.clauses
        return (
            [u for i in group.before for u in one[i].units],
            [u for j in group.after for u in two[j].units],
        )

    def _judged(self, group: Group) -> Judged:
        before, after = self._units(group)
        shown = (
            [u for u in before if u.role not in _SILENT],
            [u for u in after if u.role not in _SILENT],
        )
        differing = blocks(keys(shown[0]), keys(shown[1]))
        if not differing and self._mode is PairMode.STATEMENTS:
            return Judged(group, [], before, after, Closeness.WORDS, one_hand=True, empty=0)
        words = Words(*self._every(group))
        closeness = words.closeness(shown, len(differing), self._same_words, crossed=self._crossed)
        lost: list[Piece] = []
        gained: list[Piece] = []
        for number, block in enumerate(differing):
            lost += [Piece(u, number) for u in shown[0][slice(*block.before)]]
            gained += [Piece(u, number) for u in shown[1][slice(*block.after)]]
        cancel_moves(lost, gained)
        loose = closeness is not Closeness.WORDS
        pair = Pair(
            before=before,
            after=after,
            lost=lost,
            gained=gained,
            closeness=closeness,
            mode=self._mode,
            one_hand=self._same_words < SAME_WORDS,
            text_before=self._one.passage.folded.text,
            text_after=self._two.passage.folded.text,
            said_before=(self._all_before if loose else self._free_before).__contains__,
            said_after=(self._all_after if loose else self._free_after).__contains__,
            named_before=self._all_before.__contains__,
            named_after=self._all_after.__contains__,
            single=len(differing) == len(words.stretches) == 1,
            same_lead=closeness is Closeness.LOOSE
            and self._mode is PairMode.STATEMENTS
            and not self._crossed
            and words.begin_alike(),
            reported=words.reported,
        )
        marks = self._judge.marks(pair)
        empty = words.empty(marks) if self._mode is PairMode.STATEMENTS else 0
        return Judged(group, marks, before, after, closeness, pair.one_hand, empty)

    def _of_group(self, judged: Judged, retold: int) -> list[Finding]:
        group, marks, closeness = judged.group, judged.marks, judged.closeness
        if not marks and closeness is Closeness.LOOSE and group.score < UNLIKE:
            return self._unlike(group)
        if retold >= (QUOTED if judged.one_hand else 1):
            marks = [held_back(mark, retold) for mark in marks]
        if self._reported(retold) or (
            retold >= TWO_HANDS and not judged.one_hand and all(self._reports)
        ):
            marks = [cut(mark) for mark in marks]
        sure = _SURE[closeness]
        found = [self._finding(mark, group, judged.before, judged.after, sure) for mark in marks]
        if closeness is Closeness.WORDS or self._mode is PairMode.VERSIONS or self._crossed:
            return found
        parts = self._parts(group)
        if self._reported(retold):
            parts = [hold_excerpt(finding) for finding in parts]
        elif self._reports[1]:
            parts = [hold_absence(finding) for finding in parts]
        return found + parts

    def _parts(self, group: Group) -> list[Finding]:
        """Return what parts of retold sentences say between commas that is told nowhere."""
        found: list[Finding] = []
        for numbers, near, far, rule in (
            (group.before, self._one, self._two, "clause.dropped"),
            (group.after, self._two, self._one, "clause.added"),
        ):
            for number in numbers:
                clause = near.passage.clauses[number]
                found += [
                    self._finding_alone(near, number, rule, part)
                    for part in untold(clause, near.passage.folded.text, self._told(far))
                ]
        return found

    def _every(self, group: Group) -> tuple[list[Unit], list[Unit]]:
        one, two = self._one.passage.clauses, self._two.passage.clauses
        return (
            [u for i in group.before for u in one[i].every],
            [u for j in group.after for u in two[j].every],
        )

    def _is_story(self, reading: Reading) -> bool:
        side = reading is self._two
        if side not in self._story_by:
            self._story_by[side] = is_story(reading.passage.clauses)
        return self._story_by[side]

    def _told(self, reading: Reading) -> Told:
        """Return what a passage tells, made once: a long one is asked for every stray clause."""
        side = reading is self._two
        if side not in self._told_by:
            self._told_by[side] = Told(
                reading.passage.clauses,
                self._kinship if self._mode is PairMode.STATEMENTS and not self._crossed else None,
            )
        return self._told_by[side]

    def _unlike(self, group: Group) -> list[Finding]:
        """Return what two weak partners say of their own, where they have little in common."""
        found: list[Finding] = []
        for numbers, near, far in (
            (group.before, self._one, self._two),
            (group.after, self._two, self._one),
        ):
            told = self._told(far)
            new = [
                number
                for number in numbers
                if told.share(set(features(near.passage.clauses[number]))) < UNLIKE
                and self._rule_alone(near, number, told)
            ]
            if not new:
                return []
            rule = "clause.dropped" if near is self._one else "clause.added"
            found += [self._finding_alone(near, number, rule) for number in new]
        return found

    def _finding(
        self, mark: Mark, group: Group, before: list[Unit], after: list[Unit], confidence: float
    ) -> Finding:
        frames = [self._two.frames[j].key for j in group.after]
        frames += [self._one.frames[i].key for i in group.before]
        return Finding(
            kind=mark.kind,
            rule=mark.rule,
            weight=RULES[mark.rule].weight,
            before=span(mark.lost, self._one.passage.folded, before),
            after=span(mark.gained, self._two.passage.folded, after),
            lost=names(mark.lost),
            gained=names(mark.gained),
            direction=mark.direction,
            frame=next((key for key in frames if key), ""),
            confidence=confidence,
            held=mark.held,
        )

    def _alone(self) -> list[Finding]:
        found: list[Finding] = []
        for numbers, near, far in (
            (self._alone_before, self._one, self._two),
            (self._alone_after, self._two, self._one),
        ):
            told = self._told(far) if numbers else None
            for number in numbers:
                rule = told and self._rule_alone(near, number, told)
                if rule:
                    found.append(self._finding_alone(near, number, rule))
        return found

    def _rule_alone(self, near: Reading, number: int, told: Told) -> str | None:
        """Return the rule by which a clause without a partner counts, if it does."""
        clause = near.passage.clauses[number]
        dropped = near is self._one
        postures = {unit.key for unit in clause.units if unit.role is Role.POSTURE}
        if postures - _RESTATES and not postures & told.marks.keys():
            return "posture.left" if dropped else "posture.given"
        if {unit.key for unit in clause.units} & _IN_FORCE and any(
            unit.fact is not None and unit.fact.month is not None and unit.key not in told.marks
            for unit in clause.units
        ):
            return "date.effect"
        reworked = self._same_words <= SAME_WORDS_IN_VERSIONS
        stop = near.passage.folded.text[clause.start : clause.end].rstrip()[-1:] in _STOPS
        whole = reworked and stop
        if not is_new(clause, told, crossed=self._crossed, one_hand=reworked, whole=whole):
            return None
        retelling = self._mode is PairMode.STATEMENTS and not reworked
        if retelling and told.covers(clause) >= COVERED:
            return None
        told_by_reporter = self._mode is PairMode.VERSIONS and self._is_story(near)
        if told_by_reporter and is_background(clause, near.passage.folded.text):
            return None
        return "clause.dropped" if dropped else "clause.added"

    def _finding_alone(
        self, near: Reading, number: int, rule: str, part: Clause | None = None
    ) -> Finding:
        clause = part or near.passage.clauses[number]
        place = near.passage.folded.original(clause.start, clause.end)
        nowhere = Span(start=0, end=0)
        dropped = near is self._one
        told = names(clause.units)
        return Finding(
            kind=RULES[rule].kind,
            rule=rule,
            weight=RULES[rule].weight,
            before=place if dropped else nowhere,
            after=nowhere if dropped else place,
            lost=told if dropped else (),
            gained=() if dropped else told,
            frame=near.frames[number].key,
            confidence=ALONE_CONFIDENCE,
        )
