"""Pairs of official passages: which are shifts, of which kind, and what a similarity says."""

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import md5
from math import log, sqrt
from pathlib import Path

from monitor.config.lexicon import load_lexicon
from monitor.wording.compare import Comparer, PairMode

GOLD = Path(__file__).parent / "gold" / "pairs.jsonl"
CONFIG = Path(__file__).parent.parent / "config"
TAUS = tuple(step / 100 for step in range(5, 101))


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldPair:
    """One pair with its truth: `kinds` are the kinds any of which names the shift rightly."""

    id: str
    before: str
    after: str
    lang: str
    mode: PairMode
    shift: bool
    kinds: tuple[str, ...]
    split: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Counts of one detector on one set of pairs."""

    hits: int
    alarms: int
    misses: int
    quiet: int

    @property
    def precision(self) -> float:
        """Return the share of what was reported that is a shift."""
        return self.hits / (self.hits + self.alarms) if self.hits + self.alarms else 1.0

    @property
    def recall(self) -> float:
        """Return the share of the shifts that was reported."""
        return self.hits / (self.hits + self.misses) if self.hits + self.misses else 1.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def load(path: Path = GOLD) -> tuple[GoldPair, ...]:
    """Return the gold pairs in the order of the file."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line)
    return tuple(
        GoldPair(**{**row, "mode": PairMode(row["mode"]), "kinds": tuple(row["kinds"])})
        for row in rows
    )


def score(pairs: Iterable[GoldPair], detects: Callable[[GoldPair], bool]) -> Score:
    """Return how often a detector is right and wrong on the pairs."""
    counts = Counter((pair.shift, detects(pair)) for pair in pairs)
    return Score(
        hits=counts[True, True],
        alarms=counts[False, True],
        misses=counts[True, False],
        quiet=counts[False, False],
    )


def best_below(
    pairs: Sequence[GoldPair], similarity: Callable[[GoldPair], float]
) -> tuple[Score, float]:
    """Return the best score that "similarity below τ" reaches on these very pairs, and its τ."""
    known = {pair.id: similarity(pair) for pair in pairs}

    def at(tau: float) -> tuple[Score, float]:
        return score(pairs, lambda pair: known[pair.id] < tau), tau

    return max(map(at, TAUS), key=lambda found: found[0].f1)


def tokens(text: str) -> list[str]:
    """Return words, and for Chinese characters, in lower case."""
    return re.findall(r"[\u3400-\u9fff]|[^\W_]+", text.lower())


def tfidf(pairs: Sequence[GoldPair]) -> Callable[[GoldPair], float]:
    """Return the cosine of TF-IDF vectors, the frequencies taken from these pairs."""
    documents = [set(tokens(text)) for pair in pairs for text in (pair.before, pair.after)]
    seen = Counter(word for document in documents for word in document)
    weight = {word: log((1 + len(documents)) / (1 + count)) + 1 for word, count in seen.items()}

    def cosine(pair: GoldPair) -> float:
        one, two = Counter(tokens(pair.before)), Counter(tokens(pair.after))
        dot = sum(one[w] * two[w] * weight[w] ** 2 for w in one)
        norms = [sqrt(sum((n * weight[w]) ** 2 for w, n in side.items())) for side in (one, two)]
        return dot / (norms[0] * norms[1]) if all(norms) else 0.0

    return cosine


def difflib_ratio(pair: GoldPair) -> float:
    """Return difflib's ratio on tokens."""
    one, two = tokens(pair.before), tokens(pair.after)
    return SequenceMatcher(None, one, two, autojunk=False).ratio()


def changed_hash(pair: GoldPair) -> bool:
    """Return whether the digests of the texts differ, white space aside."""
    digests = {
        md5(" ".join(text.split()).encode(), usedforsecurity=False).hexdigest()
        for text in (pair.before, pair.after)
    }
    return len(digests) == 2


def kind_recall(pairs: Iterable[GoldPair], kinds: Callable[[GoldPair], Sequence[str]]) -> str:
    """Return a line for each kind: how many of its shifts were found, and named rightly."""
    total: Counter[str] = Counter()
    found: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for pair in pairs:
        if not pair.shift:
            continue
        told = kinds(pair)
        lead = pair.kinds[0]
        total[lead] += 1
        found[lead] += bool(told)
        named[lead] += bool(set(told) & set(pair.kinds))
    return "\n".join(
        f"    {kind:16} found {found[kind]:3}/{total[kind]:<3} named {named[kind]:3}"
        for kind in sorted(total)
    )


def detector() -> Callable[[GoldPair], tuple[str, ...]]:
    """Return the product's own verdict on a pair: its kinds, none where only noise differs."""
    comparer = Comparer(load_lexicon(CONFIG))

    def kinds(pair: GoldPair) -> tuple[str, ...]:
        found = comparer.compare(pair.before, pair.after, language=pair.lang, mode=pair.mode)
        return tuple(map(str, found.kinds))

    return kinds


def report(pairs: Sequence[GoldPair], *, failures: bool = False) -> str:
    """Return the figures for these pairs, each detector on the same set."""
    lines = []
    kinds = detector()
    told = {pair.id: kinds(pair) for pair in pairs}
    for split in sorted({pair.split for pair in pairs}):
        for lang in ("en", "zh", ""):
            part = [p for p in pairs if p.split == split and lang in ("", p.lang)]
            if not part:
                continue
            own = score(part, lambda pair: bool(told[pair.id]))
            by_difflib, tau_difflib = best_below(part, difflib_ratio)
            by_tfidf, tau_tfidf = best_below(part, tfidf(part))
            by_hash = score(part, changed_hash)
            lines += [
                f"{split} {lang or 'all'}: {len(part)} pairs, {sum(p.shift for p in part)} shifts",
                _line("concepts", own),
                _line(f"difflib < {tau_difflib:.2f}", by_difflib),
                _line(f"TF-IDF < {tau_tfidf:.2f}", by_tfidf),
                _line("changed hash", by_hash),
            ]
        part = [p for p in pairs if p.split == split]
        lines.append(kind_recall(part, lambda pair: told[pair.id]))
        if failures and split == "dev":
            lines += [
                f"    {'MISSED' if p.shift else 'ALARM'} {p.id} {p.kinds} {told[p.id]}\n"
                f"        {p.before[:300]}\n        {p.after[:300]}"
                for p in part
                if p.shift != bool(told[p.id])
            ]
    return "\n".join(lines)


def _line(name: str, found: Score) -> str:
    return (
        f"    {name:16} P {found.precision:.3f}  R {found.recall:.3f}  F1 {found.f1:.3f}  "
        f"alarms {found.alarms}  misses {found.misses}"
    )


def main(argv: Sequence[str] | None = None) -> None:
    """Print the figures; `--failures` lists what went wrong on the development part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--split", choices=("dev", "test"))
    given = parser.parse_args(argv)
    pairs = [pair for pair in load() if given.split in (None, pair.split)]
    print(report(pairs, failures=given.failures))


if __name__ == "__main__":
    main()
