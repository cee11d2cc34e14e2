"""Pair the clauses that tell the same in other words, by synonyms. Pure."""

from collections.abc import Iterable, Sequence

from monitor.wording.align import Group, alone
from monitor.wording.clauses import Clause
from monitor.wording.kinship import Kinship

LEAST_KIN = 0.4
"""From this share in common on, synonyms counted in, two clauses left over are partners."""
LEAST_RETOLD = 0.6
"""A clause left over joins the group whose far side tells this share of it, synonyms counted."""
MOST_LEFT = 400
"""Above so many pairs to look at, nothing is paired: bounds the work."""


def pair_left(
    groups: Sequence[Group], before: Sequence[Clause], after: Sequence[Clause], kinship: Kinship
) -> list[Group]:
    """Return the groups of an alignment with those of the clauses that it left over.

    Clauses left on both sides pair best first; one left on a side joins the group whose other side
    tells it. Groups of the same words stay as they are.
    """
    left, right = alone(before, groups, 0), alone(after, groups, 1)
    work = len(left) * len(right) + (len(left) + len(right)) * len(groups)
    if not work or work > MOST_LEFT:
        return list(groups)
    made = [*groups, *_partners(left, right, before, after, kinship)]
    for number in alone(before, made, 0):
        at = _home(before[number], [_clauses(after, g.after) for g in made], made, kinship)
        if at is not None:
            made[at] = made[at]._replace(before=tuple(sorted((*made[at].before, number))))
    for number in alone(after, made, 1):
        at = _home(after[number], [_clauses(before, g.before) for g in made], made, kinship)
        if at is not None:
            made[at] = made[at]._replace(after=tuple(sorted((*made[at].after, number))))
    return sorted(made, key=lambda group: group.after)


def _partners(
    left: Sequence[int],
    right: Sequence[int],
    before: Sequence[Clause],
    after: Sequence[Clause],
    kinship: Kinship,
) -> list[Group]:
    mine = {i: kinship.content(before[i].units) for i in left}
    yours = {j: kinship.content(after[j].units) for j in right}
    proposals = []
    for i in left:
        for j in right:
            told, whole = kinship.covered(before[i].units, yours[j])
            heard, all_of_it = kinship.covered(after[j].units, mine[i])
            share = (told + heard) / ((whole + all_of_it) or 1.0)
            if share >= LEAST_KIN:
                proposals.append((share, -abs(i - j), i, j))
    found: list[Group] = []
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    for share, _, i, j in sorted(proposals, reverse=True):
        if i not in taken_left and j not in taken_right:
            taken_left.add(i)
            taken_right.add(j)
            found.append(Group((i,), (j,), min(share, 0.99)))
    return found


def _home(
    clause: Clause, far: Iterable[list[Clause]], groups: Sequence[Group], kinship: Kinship
) -> int | None:
    """Return the group whose far side tells most of a clause, None where none tells enough."""
    best, most = None, LEAST_RETOLD
    for at, (clauses, group) in enumerate(zip(far, groups, strict=True)):
        if group.score >= 1.0:
            continue  # said word for word: nothing of this clause is in it
        content = kinship.content(unit for other in clauses for unit in other.units)
        told, whole = kinship.covered(clause.units, content)
        if whole and told / whole >= most:
            best, most = at, told / whole
    return best


def _clauses(clauses: Sequence[Clause], numbers: Iterable[int]) -> list[Clause]:
    return [clauses[number] for number in numbers]
