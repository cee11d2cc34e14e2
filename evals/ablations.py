"""The same gold with one mechanism taken away: what each of them is worth.

`python -m evals.ablations` prints a line for each. Nothing in the product is switched: what a
mechanism reads is taken out of what is handed to it.

- *no tier rule*: every statement counts as the issuer's own text, so that absence is always proved
  and indirect speech proves wording;
- *no standing baseline*: of what was said before, only the latest other utterance is known;
- *no equivalence classes*: each form of the lexicon is a concept of its own, and no thesaurus;
- *no utterance clustering*: no words and no concepts in common make two reports one utterance, and
  reports of one day count as made three days apart; re-quotes are still known;
- *no date inheritance*: what was neither told in the attribution itself was said on the day of
  publication.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from evals import pairs, statements, threads
from evals.baselines import Score
from monitor.config.lexicon import load_lexicon
from monitor.statements.dates import published_day, zone_of
from monitor.statements.extract import Extractor
from monitor.statements.statement import Mode, Origin, SaidOn, Statement, Tier
from monitor.text.document import Document
from monitor.wording.compare import Comparer
from monitor.wording.copies import said_within_a_day, spoken_day
from monitor.wording.decide import Scoring
from monitor.wording.lexicon import Entry, Lexicon, Role

_T = TypeVar("_T")
_ONE_CONCEPT = frozenset({Role.NOISE, Role.SELF, Role.CUE, Role.POLARITY, Role.BYSTANDER})
_APART = timedelta(days=3)
_NEVER = 1.01
_HANDED_DOWN = ("inherited", "dateline", "same day")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one run of the gold came to; None where the mechanism has no part in it.

    `told` are pairs, by language; `threads` the counts of `evals.threads`; `days` the share of the
    found statements whose day is right, by language.
    """

    name: str
    told: Mapping[str, Score] | None = None
    threads: Counter[str] | None = None
    days: Mapping[str, float] | None = None


def every() -> list[Row]:
    """Return the full method, then each ablation."""
    lexicon = load_lexicon(statements.ROOT / "config")
    whole, split = Comparer(lexicon), Comparer(without_classes(lexicon))
    reader = statements.extractor()
    first = threads.Setting(statement=as_first_hand)
    latest = threads.Setting(history=latest_other)
    apart = threads.Setting(history=pulled_apart, scoring=Scoring(copy=_NEVER, concepts=_NEVER))
    return [
        Row(
            name="full method",
            told=_of_pairs(whole),
            threads=_of_threads(whole),
            days=_days(reader),
        ),
        Row(name="no tier rule", threads=_of_threads(whole, first)),
        Row(name="no standing baseline", threads=_of_threads(whole, latest)),
        Row(name="no equivalence classes", told=_of_pairs(split), threads=_of_threads(split)),
        Row(name="no utterance clustering", threads=_of_threads(whole, apart)),
        Row(name="no date inheritance", days=_days(Uninherited(reader))),
    ]


def report(rows: Sequence[Row]) -> str:
    """Return the rows as a table, each figure with its change against the first row."""
    head = (
        f"{'':24} {'F1 of pairs, en':16} {'zh':16} {'alarms':>6} | {'shifts':>7} {'quiet':>7} "
        f"{'told':>5} {'alerts':>6} | {'day right, en':14} zh"
    )
    full = rows[0]
    lines = [head]
    for row in rows:
        of_pairs = [
            _share(lang, row.told, full.told, lambda score: score.f1) for lang in pairs.LANGUAGES
        ]
        alarms = "–" if row.told is None else str(sum(one.alarms for one in row.told.values()))
        days = [_share(lang, row.days, full.days, float) for lang in pairs.LANGUAGES]
        lines.append(
            f"{row.name:24} {of_pairs[0]:16} {of_pairs[1]:16} {alarms:>6} | "
            f"{_counts(row.threads)} | {days[0]:14} {days[1]}"
        )
    return "\n".join([*lines, "told, alerts: where a thread expects quiet"])


def _share(
    lang: str,
    found: Mapping[str, _T] | None,
    full: Mapping[str, _T] | None,
    figure: Callable[[_T], float],
) -> str:
    if found is None or full is None:
        return "–"
    value = figure(found[lang])
    return f"{value:.3f}" + (f" ({value - figure(full[lang]):+.3f})" if found is not full else "")


def _counts(counts: Counter[str] | None) -> str:
    if counts is None:
        return f"{'–':>7} {'–':>7} {'–':>5} {'–':>6}"
    kinds = ("shift", "new", "reversion")
    right, total = (sum(counts[f"{kind} {what}"] for kind in kinds) for what in ("right", "of"))
    return (
        f"{right:>3}/{total:<3} {counts['quiet right']:>3}/{counts['quiet of']:<3} "
        f"{counts['told where quiet']:>5} {counts['alerts where quiet']:>6}"
    )


def without_classes(lexicon: Lexicon) -> Lexicon:
    """Return a lexicon in which each form is a concept of its own, and words have no synonyms.

    The first form of a concept in a language keeps its name, by which rules may ask for it; the
    ontology and the opposites hold for each form.
    """
    names: dict[str, list[str]] = {}
    met: Counter[tuple[str, str]] = Counter()
    entries: list[Entry] = []
    for entry in lexicon.entries:
        if entry.role in _ONE_CONCEPT:
            entries.append(entry)
            continue
        key = entry.language, entry.concept
        name = f"{entry.concept}_{entry.language.upper()}{met[key]}" if met[key] else entry.concept
        met[key] += 1
        names.setdefault(entry.concept, []).append(name)
        entries.append(replace(entry, concept=name))

    def forms(concept: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(names.get(concept, [concept])))

    return replace(
        lexicon,
        entries=tuple(entries),
        wider=tuple(
            (form, tuple(wide for parent in parents for wide in forms(parent)))
            for concept, parents in lexicon.wider
            for form in forms(concept)
        ),
        opposites=tuple(
            (one, other)
            for first, second in lexicon.opposites
            for one in forms(first)
            for other in forms(second)
        ),
        synonyms=(),
        version=lexicon.version + 1,
    )


def as_first_hand(statement: Statement) -> Statement:
    """Return a statement as if it were the issuer's own full text."""
    return replace(statement, tier=Tier.ISSUER, mode=Mode.FULL_TEXT)


def latest_other(statement: Statement, known: Sequence[Statement]) -> Sequence[Statement]:
    """Return the other reports of a statement's day, and the latest other utterance."""
    near = [other for other in known if said_within_a_day(statement, other)]
    older = [other for other in known if other not in near and spoken_day(other) is not None]
    if not older:
        return near
    last = max(older, key=lambda other: spoken_day(other) or date.min)
    key = last.utterance or last.id
    return [*(other for other in older if (other.utterance or other.id) == key), *near]


def pulled_apart(statement: Statement, known: Sequence[Statement]) -> Sequence[Statement]:
    """Return what was said before, each report an utterance of its own, days before this one."""
    return [
        _earlier(other) if said_within_a_day(statement, other) else replace(other, utterance="")
        for other in known
    ]


def _earlier(statement: Statement) -> Statement:
    said, published = statement.said_on, statement.published_at
    return replace(
        statement,
        utterance="",
        said_on=replace(said, day=said.day - _APART) if said else None,
        published_at=published - _APART if published else None,
    )


class Uninherited:
    """Reads as the extractor, and dates by what the attribution itself tells, else by the day."""

    def __init__(self, reader: Extractor) -> None:
        self._reader = reader

    def extract(self, document: Document, origin: Origin) -> tuple[Statement, ...]:
        """Return the statements of a document, none with a day that was handed down to it."""
        day = published_day(origin, zone_of(origin))
        plain = SaidOn(day=day, evidence="publication") if day is not None else None
        return tuple(
            replace(one, said_on=plain)
            if one.said_on is not None and one.said_on.evidence.startswith(_HANDED_DOWN)
            else one
            for one in self._reader.extract(document, origin)
        )


def _of_pairs(comparer: Comparer) -> dict[str, Score]:
    gold = pairs.load()
    told = pairs.tell(gold, comparer)
    return {
        lang: pairs.score([p for p in gold if p.lang == lang], lambda pair: bool(told[pair.id]))
        for lang in pairs.LANGUAGES
    }


def _of_threads(comparer: Comparer, setting: threads.Setting = threads.AS_GIVEN) -> Counter[str]:
    return threads.score(comparer, threads.GOLD, None, setting=setting)[0]


def _days(reader: statements.Reads) -> dict[str, float]:
    return {
        lang: statements.score(reader, statements.load([statements.gold(lang)])).rate(
            "all", "date", "found"
        )
        for lang in pairs.LANGUAGES
    }


if __name__ == "__main__":
    print(report(every()))
