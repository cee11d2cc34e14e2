"""Find which clauses of two passages are partners. Pure."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import log
from typing import NamedTuple

from rapidfuzz.distance import Indel

from monitor.wording.clauses import Clause

MAX_SHARED = 40
"""A feature that more clauses than this share proposes no partner: bounds the work."""
LEAST = 0.34
"""Below this weighted overlap two clauses are no partners; found on the development pairs."""
LEAST_CONTAINED = 0.62
"""A clause that another holds to this share is told within it (a sentence split or merged)."""
_NEIGHBOUR = 0.06
_SHORT = 5


class Group(NamedTuple):
    """Clauses before and clauses after that tell the same thing, as indices, and how surely."""

    before: tuple[int, ...]
    after: tuple[int, ...]
    score: float


def features(clause: Clause) -> tuple[str, ...]:
    """Return what a clause is recognised by: concepts, words, facts; unknown characters by twos."""
    return clause.features


def align(before: Sequence[Clause], after: Sequence[Clause]) -> list[Group]:
    """Return groups of partners in the order of the passage after, furniture left out.

    Clauses of the same words are partners first, in order by Indel; what is left pairs by the
    rarity-weighted overlap of its features, best first, neighbours preferred; what then is left
    joins a group whose other side tells it. Near linear: features in many clauses propose nothing.
    """
    left = [i for i, clause in enumerate(before) if not clause.furniture]
    right = [j for j, clause in enumerate(after) if not clause.furniture]
    partner = _same_words(before, after, left, right)
    marks_before = {i: Counter(features(before[i])) for i in left}
    marks_after = {j: Counter(features(after[j])) for j in right}
    weight = _rarity([*marks_before.values(), *marks_after.values()])
    scores = dict.fromkeys(partner.items(), 1.0)
    _by_overlap(partner, scores, left, right, marks_before, marks_after, weight)
    groups = {i: ([i], [j]) for i, j in partner.items()}
    _join_rest(groups, partner, left, right, marks_before, marks_after, weight)
    found = [
        Group(tuple(sorted(b)), tuple(sorted(a)), scores[i, partner[i]])
        for i, (b, a) in groups.items()
    ]
    return sorted(found, key=lambda group: group.after)


def _same_words(
    before: Sequence[Clause], after: Sequence[Clause], left: list[int], right: list[int]
) -> dict[int, int]:
    names: dict[tuple[str, ...], int] = {}
    one = [names.setdefault(tuple(u.key for u in before[i].units), len(names)) for i in left]
    two = [names.setdefault(tuple(u.key for u in after[j].units), len(names)) for j in right]
    partner: dict[int, int] = {}
    for block in Indel.opcodes(one, two):
        if block.tag == "equal":
            for offset in range(block.src_end - block.src_start):
                partner[left[block.src_start + offset]] = right[block.dest_start + offset]
    taken = set(partner.values())
    elsewhere: dict[int, list[int]] = defaultdict(list)
    for name, j in zip(reversed(two), reversed(right), strict=True):
        if j not in taken:
            elsewhere[name].append(j)
    for name, i in zip(one, left, strict=True):
        if i not in partner and elsewhere[name]:
            partner[i] = elsewhere[name].pop()
    return partner


def _rarity(marks: Sequence[Counter[str]]) -> dict[str, float]:
    shared: Counter[str] = Counter()
    for counter in marks:
        shared.update(counter.keys())
    return {mark: 1.0 / (1.0 + log(count)) for mark, count in shared.items()}


def _mass(marks: Counter[str], weight: dict[str, float]) -> float:
    return sum(weight[mark] * count for mark, count in marks.items()) or 1e-9


def _common(one: Counter[str], two: Counter[str], weight: dict[str, float]) -> float:
    if len(two) < len(one):
        one, two = two, one
    return sum(weight[mark] * min(count, two[mark]) for mark, count in one.items() if mark in two)


def _by_overlap(
    partner: dict[int, int],
    scores: dict[tuple[int, int], float],
    left: list[int],
    right: list[int],
    marks_before: dict[int, Counter[str]],
    marks_after: dict[int, Counter[str]],
    weight: dict[str, float],
) -> None:
    taken = set(partner.values())
    free_left = [i for i in left if i not in partner]
    free_right = [j for j in right if j not in taken]
    proposals = []
    mass_before = {i: _mass(marks_before[i], weight) for i in free_left}
    mass_after = {j: _mass(marks_after[j], weight) for j in free_right}
    few = len(free_left) == len(free_right) == 1 and _are_short(marks_before, marks_after)
    least = LEAST / 2 if few else LEAST
    for i, j in _candidates(free_left, free_right, marks_before, marks_after):
        one, two = marks_before[i], marks_after[j]
        common = _common(one, two, weight)
        mass_one, mass_two = mass_before[i], mass_after[j]
        score = 2 * common / (mass_one + mass_two)
        contained = common / min(mass_one, mass_two)
        if score < least and not (contained >= 0.8 and min(len(one), len(two)) >= 3):
            continue
        near = _NEIGHBOUR if partner.get(i - 1) == j - 1 or partner.get(i + 1) == j + 1 else 0.0
        proposals.append((max(score, contained * 0.7) + near, -abs(i - j), i, j))
    for score, _, i, j in sorted(proposals, reverse=True):
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
            scores[i, j] = min(score, 0.99)


def alone(clauses: Sequence[Clause], groups: Sequence[Group], side: int) -> list[int]:
    """Return the clauses in no group on a side (0 before, 1 after), furniture left out."""
    paired = {n for group in groups for n in (group.after if side else group.before)}
    return [n for n, c in enumerate(clauses) if n not in paired and not c.furniture]


def _are_short(*sides: dict[int, Counter[str]]) -> bool:
    return all(max(map(len, side.values()), default=0) <= _SHORT for side in sides)


def _candidates(
    free_left: list[int],
    free_right: list[int],
    marks_before: dict[int, Counter[str]],
    marks_after: dict[int, Counter[str]],
) -> set[tuple[int, int]]:
    where: dict[str, list[int]] = defaultdict(list)
    for j in free_right:
        for mark in marks_after[j]:
            where[mark].append(j)
    return {
        (i, j)
        for i in free_left
        for mark in marks_before[i]
        if len(where.get(mark, ())) <= MAX_SHARED
        for j in where.get(mark, ())
    }


def _join_rest(
    groups: dict[int, tuple[list[int], list[int]]],
    partner: dict[int, int],
    left: list[int],
    right: list[int],
    marks_before: dict[int, Counter[str]],
    marks_after: dict[int, Counter[str]],
    weight: dict[str, float],
) -> None:
    """Let an unpaired clause join the group whose far side tells most of it."""
    of_after = {j: i for i, j in partner.items()}
    for free, near, far, side in (
        ([j for j in right if j not in of_after], marks_after, marks_before, 1),
        ([i for i in left if i not in partner], marks_before, marks_after, 0),
    ):
        owners = {i: i for i in partner} if side else of_after
        where: dict[str, list[int]] = defaultdict(list)
        for number in owners:
            for mark in far[number]:
                where[mark].append(number)
        for number in free:
            best, best_share = None, LEAST_CONTAINED
            mass = _mass(near[number], weight)
            for other in {o for m in near[number] if len(where[m]) <= MAX_SHARED for o in where[m]}:
                owner = owners[other]
                told = near[partner[owner] if side else owner]
                rest = far[other] - told if told else far[other]
                share = _common(near[number], rest, weight) / mass
                if share >= best_share and len(near[number]) >= 2:
                    best, best_share = owner, share
            if best is not None:
                groups[best][side].append(number)
