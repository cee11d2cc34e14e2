"""The recurring clauses (提法) of each thread, and where they stand in their life. Pure."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime

from monitor.statements.statement import Statement, Tier
from monitor.wording.compare import Comparer, Frame
from monitor.wording.copies import containment, jaccard, parts, spoken_day
from monitor.wording.scoring import Scoring
from monitor.wording.shift import Formulation, FormulationStatus
from monitor.wording.shifts import stable_id
from monitor.wording.spoken import same_frame
from monitor.wording.threads import things

_SCORING = Scoring()
_RECURS = 2
# One or two concepts make no formulation: "China said", "export controls".
_FEWEST_CONCEPTS = 3
_ALIKE = 0.8
_VERBATIM = 0.6
_OMISSIONS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """Which formulation was said on which day: `rows` in the order given, a mark for each day."""

    days: tuple[date, ...]
    rows: tuple[tuple[bool, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """One body's formulation that another body had before it, and the day it was taken over."""

    formulation: str
    origin: str
    body: str
    origin_body: str
    day: date


@dataclass(frozen=True, slots=True)
class _Clause:
    statement: Statement
    day: date
    frame: Frame
    text: str


@dataclass(slots=True)
class _Cluster:
    clauses: list[_Clause] = field(default_factory=list)

    def days(self) -> list[date]:
        return sorted({clause.day for clause in self.clauses})


def formulations(
    statements: Sequence[Statement],
    *,
    comparer: Comparer,
    now: datetime,
    scoring: Scoring = _SCORING,
) -> tuple[Formulation, ...]:
    """Return the clauses that recur on at least two days of a thread, first seen first.

    A thread is a body, a topic and a language. `text` is the wording used on most days, the latest
    where two are equal. Standing means at least `standing_days` days and `standing_share` of the
    last `standing_window` days on which the frame was spoken of at all; a formulation that stood
    and was left out of its frame's last two days is dropped, and so is one that each of the body's
    own texts had while it lasted, and the last two of them have not; one unseen for `forgotten`
    while its frame was not spoken of either is dormant. Statements that contradict their date, and
    mangled copies, are left aside.
    """
    threads: dict[tuple[str, str, str], list[_Clause]] = {}
    for statement in statements:
        for clause in _clauses(statement, comparer):
            for topic in statement.topics or ("",):
                key = statement.body or "", topic, statement.language
                threads.setdefault(key, []).append(clause)
    found = [
        _formulation(thread, cluster, clauses, now.date(), scoring)
        for thread, clauses in threads.items()
        for cluster in _clusters(clauses, things(comparer.lexicon))
        if len(cluster.days()) >= _RECURS
    ]
    return tuple(sorted(found, key=lambda one: (one.first_seen, one.id)))


def presence(rows: Sequence[Formulation], statements: Iterable[Statement]) -> Presence:
    """Return the matrix of formulations and the days on which the statements were said."""
    said = {
        statement.id: day for statement in statements if (day := spoken_day(statement)) is not None
    }
    days = tuple(sorted(set(said.values())))
    marked = [{said[key] for key in row.statements if key in said} for row in rows]
    return Presence(days=days, rows=tuple(tuple(day in row for day in days) for row in marked))


def adoptions(found: Sequence[Formulation]) -> tuple[Adoption, ...]:
    """Return which formulations a body took over from another, earliest first.

    Formulations go down a line of authority word by word, so the same concepts are not enough: in
    one language the words agree as well.
    """
    taken = []
    for one in found:
        origins = [other for other in found if _is_origin(other, one)]
        if origins:
            origin = min(origins, key=lambda other: (other.first_seen, other.id))
            taken.append(
                Adoption(
                    formulation=one.id,
                    origin=origin.id,
                    body=one.body,
                    origin_body=origin.body,
                    day=one.first_seen,
                )
            )
    return tuple(sorted(taken, key=lambda adoption: (adoption.day, adoption.formulation)))


def _is_origin(other: Formulation, one: Formulation) -> bool:
    if other.body == one.body or other.first_seen >= one.first_seen:
        return False
    if jaccard(set(other.concepts), set(one.concepts)) < _ALIKE:
        return False
    return other.language != one.language or _words_agree(other.text, one.text, one.language)


def _words_agree(one: str, other: str, language: str) -> bool:
    short, long = sorted((one, other), key=len)
    return containment(short, long, language) >= _VERBATIM


def _clauses(statement: Statement, comparer: Comparer) -> Iterator[_Clause]:
    day = spoken_day(statement)
    said = statement.said_on
    if day is None or statement.body is None or statement.tier is Tier.MANGLED:
        return
    if said is not None and said.conflict:
        return
    for frame in comparer.frames(statement.text, language=statement.language):
        if frame.key and len(frame.concepts) >= _FEWEST_CONCEPTS:
            yield _Clause(statement, day, frame, frame.span.of(statement.text))


def _clusters(clauses: Iterable[_Clause], named: Set[str]) -> list[_Cluster]:
    """Return clauses that say the same, in the order of their first clause.

    A clause joins the cluster of its frame whose founder it is nearest to, so that small steps do
    not join two wordings over the years. One that has another thing of `named` in the founder's
    place is another wording, however long the rest.
    """
    clusters: list[_Cluster] = []
    by_part: dict[str, list[_Cluster]] = {}
    for clause in sorted(clauses, key=lambda one: (one.day, one.statement.id, one.frame.span)):
        core = clause.frame.key.split("+")
        near = {id(c): c for part in core for c in by_part.get(part, ())}
        scored = [
            (_likeness(clause, c.clauses[0], named), -at, c) for at, c in enumerate(near.values())
        ]
        best = max(scored, key=lambda one: one[:2], default=None)
        if best is not None and best[0] >= _ALIKE:
            best[2].clauses.append(clause)
            continue
        cluster = _Cluster([clause])
        clusters.append(cluster)
        for part in core:
            by_part.setdefault(part, []).append(cluster)
    return clusters


def _likeness(one: _Clause, founder: _Clause, named: Set[str]) -> float:
    mine, theirs = set(one.frame.concepts), set(founder.frame.concepts)
    if (mine - theirs) & named and (theirs - mine) & named:
        return 0.0
    return jaccard(mine, theirs)


def _formulation(
    thread: tuple[str, str, str],
    cluster: _Cluster,
    clauses: Sequence[_Clause],
    today: date,
    scoring: Scoring,
) -> Formulation:
    body, topic, language = thread
    founder = cluster.clauses[0]
    days = cluster.days()
    concepts = tuple(sorted(founder.frame.concepts))
    return Formulation(
        id=stable_id(body, topic, language, founder.frame.key, *concepts),
        body=body,
        topic=topic,
        language=language,
        text=_usual(cluster.clauses),
        concepts=concepts,
        first_seen=days[0],
        last_seen=days[-1],
        days=len(days),
        status=_status(
            days, _frame_days(founder.frame.key, clauses), _own_days(clauses), today, scoring
        ),
        statements=tuple(dict.fromkeys(clause.statement.id for clause in cluster.clauses)),
    )


def _usual(clauses: Sequence[_Clause]) -> str:
    """Return the words in use on most days, the latest of those where days are equal.

    First by what they say, so that one deviating day is not the usual one beside two renderings;
    then by their words, as they came last. A day counts once, however many report it.
    """
    said = _most_days(clauses, lambda clause: clause.frame.concepts)
    used = _most_days(said, lambda clause: parts(clause.text, clause.statement.language))
    return used[-1].text


def _most_days(clauses: Sequence[_Clause], variant: Callable[[_Clause], Hashable]) -> list[_Clause]:
    variants: dict[Hashable, list[_Clause]] = {}
    for clause in clauses:
        variants.setdefault(variant(clause), []).append(clause)
    return max(variants.values(), key=lambda used: (len({one.day for one in used}), used[-1].day))


def _frame_days(key: str, clauses: Iterable[_Clause]) -> list[date]:
    return sorted({clause.day for clause in clauses if same_frame(clause.frame.key, key)})


def _own_days(clauses: Iterable[_Clause]) -> list[date]:
    return sorted({one.day for one in clauses if one.statement.tier is Tier.ISSUER})


def _is_left_out(days: Sequence[date], own: Sequence[date]) -> bool:
    """Return whether each of the body's own texts had a formulation, and the last two lack it."""
    while_it_lasted = [day for day in own if days[0] <= day <= days[-1]]
    return (
        set(while_it_lasted) == set(days)
        and len([day for day in own if day > days[-1]]) >= _OMISSIONS
    )


def _status(
    days: list[date],
    frame_days: list[date],
    own_days: list[date],
    today: date,
    scoring: Scoring,
) -> FormulationStatus:
    if len(days) < scoring.standing_days:
        return FormulationStatus.CANDIDATE
    if _is_left_out(days, own_days):
        return FormulationStatus.DROPPED
    if len([day for day in frame_days if day > days[-1]]) >= _OMISSIONS:
        return FormulationStatus.DROPPED
    if today - frame_days[-1] > scoring.forgotten:
        return FormulationStatus.DORMANT
    window = frame_days[-scoring.standing_window :]
    share = len([day for day in days if day in window]) / len(window)
    return (
        FormulationStatus.STANDING
        if share >= scoring.standing_share
        else FormulationStatus.CANDIDATE
    )
