"""What gold there is: documents, statements, pairs of each kind, negatives of each sort, threads.

`python -m evals.census` prints the table.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evals import pairs, sorts, statements, streams
from monitor.wording.compare import PairMode
from monitor.wording.copies import shingles
from monitor.wording.shift import Kind

SPLITS = ("dev", "test")
LANGUAGES = ("en", "zh")
IN_THREADS = (Kind.NEW_FORMULATION, Kind.REVERSION, Kind.ADOPTION)
"""Kinds that no two passages show: what was said before decides, so that threads hold them."""

_SHARED = 0.8
_HALF = 0.5
_FEWEST_RUNS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """Counts of one language's gold.

    `documents` and `without` (an official statement), `forms` of statements, `kinds` of shifts in
    pairs and threads, `negatives` by sort of noise, `quiet` statements and articles of threads.
    """

    language: str
    documents: int
    without: int
    forms: Mapping[str, int]
    shifts: int
    kinds: Mapping[str, int]
    negatives: Mapping[str, int]
    quiet: int
    threads: int


def census(language: str) -> Census:
    """Return what gold there is of a language."""
    documents = statements.load([statements.gold(language)]) + statements.silent(language)
    gold = [pair for pair in every_pair() if pair.lang == language]
    kinds = Counter(kind for pair in gold if pair.shift for kind in pair.kinds)
    kinds[Kind.TEXT_EDIT] += sum(pair.shift and pair.mode is PairMode.VERSIONS for pair in gold)
    expected = [row for stream in _told(language) for row in stream if row.get("expect")]
    for row in expected:
        kinds.update(
            {"new": [Kind.NEW_FORMULATION], "reversion": [Kind.REVERSION]}.get(row["expect"], [])
        )
        kinds.update(kind for kind in row.get("kinds", ()) if kind in (*IN_THREADS, Kind.TEXT_EDIT))
    forms = Counter(given["mode"] for document in documents for given in document["statements"])
    return Census(
        language=language,
        documents=len(documents),
        without=sum(not document["statements"] for document in documents),
        forms=forms,
        shifts=sum(pair.shift for pair in gold),
        kinds=kinds,
        negatives=Counter(pair.noise for pair in gold if not pair.shift),
        quiet=sum(row["expect"] == "quiet" for row in expected),
        threads=len(_told(language)),
    )


def every_pair() -> tuple[pairs.GoldPair, ...]:
    """Return the pairs of both files."""
    return (*pairs.load(), *pairs.load(pairs.NEGATIVES))


def _told(language: str) -> list[list[Mapping[str, Any]]]:
    """Return what is said in each thread and stream of a language."""
    threads = [(one["lang"], one["statements"]) for one in streams.lines("threads.jsonl")]
    stories = [(one["lang"], one["documents"]) for one in streams.lines("streams.jsonl")]
    return [said for lang, said in (*threads, *stories) if lang == language]


def shared_pairs() -> list[tuple[str, str]]:
    """Return the test pairs of which both passages stand in one development pair, with that one."""
    dev = [pair for pair in every_pair() if pair.split == "dev"]
    held = _Held((p.id, p.lang, text) for p in dev for text in (p.before, p.after))
    return [
        (pair.id, other)
        for pair in every_pair()
        if pair.split == "test"
        for other in held.with_all((pair.before, pair.after), pair.lang, _SHARED)
    ]


def shared_documents(language: str) -> list[tuple[str, str]]:
    """Return the test documents of which half stands in one development document, with that one."""
    documents = statements.load([statements.gold(language)])
    held = _Held((d["id"], language, d["text"]) for d in documents if d["split"] == "dev")
    return [
        (document["id"], other)
        for document in documents
        if document["split"] == "test"
        for other in held.with_all((document["text"],), language, _HALF)
    ]


class _Held:
    """Which texts hold a run of words."""

    def __init__(self, texts: Iterable[tuple[str, str, str]]) -> None:
        self._in: dict[tuple[str, str], set[str]] = {}
        for name, language, text in texts:
            for run in shingles(text, language):
                self._in.setdefault((language, run), set()).add(name)

    def with_all(self, texts: Sequence[str], language: str, share: float) -> frozenset[str]:
        """Return the names whose texts hold at least a share of the runs of every text."""
        found: frozenset[str] | None = None
        for text in texts:
            runs = shingles(text, language)
            if len(runs) < _FEWEST_RUNS:
                return frozenset()
            counts = Counter(
                name for run in runs for name in self._in.get((language, run), frozenset())
            )
            here = frozenset(name for name, n in counts.items() if n >= share * len(runs))
            found = here if found is None else found & here
        return found or frozenset()


def report() -> str:
    """Return the census of both languages, side by side."""
    both = [census(language) for language in LANGUAGES]

    def row(name: str, values: Iterable[int]) -> str:
        return f"    {name:28}" + "".join(f"{value:6}" for value in values)

    lines = [f"gold{'':28}" + "".join(f"{one.language:>6}" for one in both)]
    lines.append(row("documents", (one.documents for one in both)))
    lines.append(row("  without a statement", (one.without for one in both)))
    for form in statements.MODES:
        lines.append(row(f"  statements, {form}", (one.forms.get(form, 0) for one in both)))
    lines.append(row("shifts in pairs", (one.shifts for one in both)))
    for kind in Kind:
        lines.append(row(f"  {kind}", (one.kinds.get(kind, 0) for one in both)))
    lines.append(row("hard negatives", (sum(one.negatives.values()) for one in both)))
    for sort in sorts.SORTS:
        lines.append(row(f"  {sort}", (one.negatives.get(sort, 0) for one in both)))
    lines.append(row("threads and stories", (one.threads for one in both)))
    lines.append(row("  without news in them", (one.quiet for one in both)))
    return "\n".join(lines)


if __name__ == "__main__":
    print(report())
