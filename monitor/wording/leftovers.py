"""Pair the clauses that tell the same in other words, by synonyms. Pure."""

from collections.abc import Iterable, Sequence

from monitor.wording.align import Group, alone
from monitor.wording.clauses import Clause
from monitor.wording.kinship import Content, Kinship

LEAST_KIN = 0.4
"""From this share in common on, synonyms counted in, two clauses left over are partners."""
_STANDS = frozenset({"escalation", "request"})
LEAST_STANCE = 0.15
"""Likewise where both take a stand: what the one notes, the other condemns."""
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
    homeless = alone(before, made, 0)
    told = _contents(after, [g.after for g in made], made, kinship) if homeless else []
    for number in homeless:
        at = _home(before[number], told, kinship)
        if at is not None:
            made[at] = made[at]._replace(before=tuple(sorted((*made[at].before, number))))
    homeless = alone(after, made, 1)
    told = _contents(before, [g.before for g in made], made, kinship) if homeless else []
    for number in homeless:
        at = _home(after[number], told, kinship)
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
    stands = [
        {n: any(u.ladder in _STANDS for u in clauses[n].units) for n in numbers}
        for clauses, numbers in ((before, left), (after, right))
    ]
    proposals = []
    for i in left:
        for j in right:
            told, whole = kinship.covered(before[i].units, yours[j])
            heard, all_of_it = kinship.covered(after[j].units, mine[i])
            share = (told + heard) / ((whole + all_of_it) or 1.0)
            least = LEAST_STANCE if stands[0][i] and stands[1][j] else LEAST_KIN
            if share >= least:
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


def _contents(
    clauses: Sequence[Clause],
    sides: Iterable[Sequence[int]],
    groups: Sequence[Group],
    kinship: Kinship,
) -> list[Content | None]:
    """Return what the far side of each group tells, None where it is said word for word: nothing
    of another clause is in it."""
    return [
        None if group.score >= 1.0 else kinship.content(u for n in side for u in clauses[n].units)
        for side, group in zip(sides, groups, strict=True)
    ]


def _home(clause: Clause, told: Sequence[Content | None], kinship: Kinship) -> int | None:
    """Return the group whose far side tells most of a clause, None where none tells enough."""
    best, most = None, LEAST_RETOLD
    for at, content in enumerate(told):
        if content is None:
            continue
        share, whole = kinship.covered(clause.units, content)
        if whole and share / whole >= most:
            best, most = at, share / whole
    return best
