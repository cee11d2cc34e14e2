"""Pairs of official passages: which are shifts, of which kind, and what a similarity says.

`python -m evals.pairs` prints, for each part and language, precision, recall and F1 beside the
baselines at their best τ on the same pairs, then the same for each kind, and the false alarms for
each sort of noise. `--failures` lists what went wrong on the development part.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals import baselines, sorts
from evals.baselines import Score
from monitor.config.lexicon import load_lexicon
from monitor.wording.compare import Comparer, PairMode

FOLDER = Path(__file__).parent / "gold"
GOLD = FOLDER / "pairs.jsonl"
NEGATIVES = FOLDER / "negatives.jsonl"
CONFIG = Path(__file__).parent.parent / "config"
LANGUAGES = ("en", "zh")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldPair:
    """One pair with its truth: `kinds` are the kinds any of which names the shift rightly.

    `sort` is the sort of noise where there is no shift; left out, it is told by the texts.
    """

    id: str
    before: str
    after: str
    lang: str
    mode: PairMode
    shift: bool
    kinds: tuple[str, ...]
    split: str
    note: str = ""
    sort: str = ""

    @property
    def noise(self) -> str:
        """Return the sort of noise of a pair without a shift, empty where there is one."""
        if self.shift:
            return ""
        versions = self.mode is PairMode.VERSIONS
        return self.sort or sorts.derived(
            self.before, self.after, versions=versions, note=self.note
        )


Told = Mapping[str, tuple[str, ...]]
"""The kinds that came out, by the id of the pair."""


def load(path: Path = GOLD) -> tuple[GoldPair, ...]:
    """Return the gold pairs in the order of the file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = (json.loads(line) for line in lines if line.strip())
    return tuple(
        GoldPair(**{**row, "mode": PairMode(row["mode"]), "kinds": tuple(row["kinds"])})
        for row in rows
    )


def score(pairs: Iterable[GoldPair], detects: Callable[[GoldPair], bool]) -> Score:
    """Return how often a detector is right and wrong on the pairs."""
    return baselines.score((pair.shift, detects(pair)) for pair in pairs)


def detector(comparer: Comparer | None = None) -> Callable[[GoldPair], tuple[str, ...]]:
    """Return the product's own verdict on a pair: its kinds, none where only noise differs."""
    compares = comparer or Comparer(load_lexicon(CONFIG))

    def kinds(pair: GoldPair) -> tuple[str, ...]:
        found = compares.compare(pair.before, pair.after, language=pair.lang, mode=pair.mode)
        return tuple(map(str, found.kinds))

    return kinds


def tell(pairs: Iterable[GoldPair], comparer: Comparer | None = None) -> Told:
    """Return what the product tells of each pair."""
    kinds = detector(comparer)
    return {pair.id: kinds(pair) for pair in pairs}


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """The product's score on some pairs, beside each baseline's at its best τ on the same."""

    own: Score
    others: tuple[tuple[str, Score], ...]

    @property
    def best(self) -> float:
        """Return the best F1 of any baseline."""
        return max(found.f1 for _, found in self.others)


class Similarities:
    """What the baselines say of each pair, counted once."""

    def __init__(self, pairs: Sequence[GoldPair]) -> None:
        cosine = baselines.tfidf(text for pair in pairs for text in (pair.before, pair.after))
        self._difflib = {p.id: baselines.difflib_ratio(p.before, p.after) for p in pairs}
        self._tfidf = {p.id: cosine(p.before, p.after) for p in pairs}
        self._changed = {p.id: baselines.is_changed(p.before, p.after) for p in pairs}

    def beside(self, pairs: Sequence[GoldPair], told: Told) -> Beside:
        """Return the scores of the product and of every baseline on these pairs."""
        by_difflib, low = baselines.best_below([(p.shift, self._difflib[p.id]) for p in pairs])
        by_tfidf, tau = baselines.best_below([(p.shift, self._tfidf[p.id]) for p in pairs])
        return Beside(
            own=score(pairs, lambda pair: bool(told[pair.id])),
            others=(
                (f"difflib < {low:.2f}", by_difflib),
                (f"TF-IDF < {tau:.2f}", by_tfidf),
                ("changed hash", score(pairs, lambda pair: self._changed[pair.id])),
            ),
        )


def by_kind(pairs: Sequence[GoldPair], told: Told, similar: Similarities) -> str:
    """Return a table of the kinds: each kind's shifts among all pairs of the language without one.

    `named` counts the shifts that come out with a right kind, `as` the share of the shifts told
    with this kind that may bear it.
    """
    lines = [
        f"    {'kind':16} shifts found named    as |     P     R    F1 | F1 of difflib TF-IDF  hash"
    ]
    quiet = [pair for pair in pairs if not pair.shift]
    for kind in sorted({pair.kinds[0] for pair in pairs if pair.shift}):
        lead = [pair for pair in pairs if pair.shift and pair.kinds[0] == kind]
        beside = similar.beside([*lead, *quiet], told)
        named = sum(not set(told[pair.id]).isdisjoint(pair.kinds) for pair in lead)
        given = [pair for pair in pairs if kind in told[pair.id][:1]]
        right = sum(kind in pair.kinds for pair in given)
        of_kind = f"{right / len(given):.2f}" if given else "   –"
        own = beside.own
        others = "  ".join(f"{found.f1:.2f}" for _, found in beside.others)
        lines.append(
            f"    {kind:16} {len(lead):6} {own.hits:5} {named:5}  {of_kind} | "
            f"{own.precision:5.2f} {own.recall:5.2f} {own.f1:5.2f} |         {others}"
        )
    return "\n".join(lines)


def by_sort(pairs: Iterable[GoldPair], told: Told) -> str:
    """Return a line for each sort of noise: how many pairs there are and how many were told."""
    total: Counter[str] = Counter()
    alarms: Counter[str] = Counter()
    for pair in pairs:
        if not pair.shift:
            total[pair.noise] += 1
            alarms[pair.noise] += bool(told[pair.id])
    return "\n".join(
        f"    {sort:16} alarms {alarms[sort]:3} of {total[sort]}" for sort in sorts.SORTS
    )


def report(pairs: Sequence[GoldPair], *, failures: bool = False) -> str:
    """Return the figures for these pairs, each detector on the same set."""
    lines = []
    told, similar = tell(pairs), Similarities(pairs)
    for split in sorted({pair.split for pair in pairs}):
        for lang in (*LANGUAGES, ""):
            part = [p for p in pairs if p.split == split and lang in ("", p.lang)]
            if part:
                shifts = sum(pair.shift for pair in part)
                lines.append(f"pairs {lang or 'all'} {split}: {len(part)}, {shifts} shifts")
                beside = similar.beside(part, told)
                lines += [_line(name, s) for name, s in (("concepts", beside.own), *beside.others)]
        if failures and split == "dev":
            lines += _failures([pair for pair in pairs if pair.split == split], told)
    for lang in LANGUAGES:
        part = [pair for pair in pairs if pair.lang == lang]
        lines += [f"pairs {lang}, both parts, by kind", by_kind(part, told, similar)]
        lines += [f"pairs {lang}, both parts, by sort of noise", by_sort(part, told)]
        hard = [pair for pair in load(NEGATIVES) if pair.lang == lang]
        lines += [f"hard negatives {lang}: {len(hard)}", by_sort(hard, tell(hard))]
    return "\n".join(lines)


def _failures(pairs: Iterable[GoldPair], told: Told) -> list[str]:
    return [
        f"    {'MISSED' if p.shift else 'ALARM'} {p.id} {p.kinds} {told[p.id]}\n"
        f"        {p.before[:300]}\n        {p.after[:300]}"
        for p in pairs
        if p.shift != bool(told[p.id])
    ]


def _line(name: str, found: Score) -> str:
    return (
        f"    {name:16} P {found.precision:.3f}  R {found.recall:.3f}  F1 {found.f1:.3f}  "
        f"alarms {found.alarms}  misses {found.misses}"
    )


def main(argv: Sequence[str] | None = None) -> None:
    """Print the figures; `--failures` lists what went wrong on the development part."""
    parser = argparse.ArgumentParser(prog="evals.pairs", description=__doc__)
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--split", choices=("dev", "test"))
    given = parser.parse_args(argv)
    pairs = [pair for pair in load() if given.split in (None, pair.split)]
    print(report(pairs, failures=given.failures))


if __name__ == "__main__":
    main()
