"""Hold the figures on the gold sets at or above their floors.

`python -m evals.gate` computes the main figures and exits 1 where one is below the floor that
`baseline.json` pins for it. `--raise` pins floors a margin below the present figures where that is
higher, and never writes a lower one. `--report` prints every figure beside its floor and aim, then
what gold there is, the figures of each form and kind, the false alarms on streams of documents, all
beside the baselines, and what is lost with each mechanism that is taken away.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import floor
from pathlib import Path

from evals import ablations, census, pairs, statements, streams, threads
from monitor.config.lexicon import load_lexicon
from monitor.wording.compare import Comparer

BASELINE = Path(__file__).parent / "baseline.json"
SPLITS = ("dev", "test")
LANGUAGES = ("en", "zh")
MARGIN = 0.015
"""How far below a figure its floor is pinned: about one miss on the smallest set."""
_STEPS = 1000


class LoweredFloorError(Exception):
    """A floor would be written that is lower than the pinned one, or left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One share, from 0 to 1: `count` cases stand behind it, `aim` is where it should be.

    `margin` is how far below it the floor is pinned.
    """

    name: str
    value: float
    count: int
    aim: float
    margin: float = MARGIN

    @property
    def floor(self) -> float:
        """Return the floor that this figure earns, rounded down to three places."""
        # The tiny addend keeps 0.985 from becoming 0.984 in binary.
        return max(0.0, floor((self.value - self.margin) * _STEPS + 1e-6) / _STEPS)


def figures() -> tuple[Figure, ...]:
    """Return the main figures of all stages, development and test parts apart."""
    return (*_of_statements(), *_of_pairs(), *_of_threads(), *_of_streams())


def _of_statements() -> Iterator[Figure]:
    reader = statements.extractor()
    for language in LANGUAGES:
        for split in SPLITS:
            found = statements.score(reader, statements.load([statements.gold(language)], split))
            for name, hits, of, aim in (
                ("precision", "true", "seen", 0.90),
                ("recall", "found", "gold", 0.80),
                ("exact", "exact", "gold", 0.80),
                ("body", "body", "found", 0.97),
                ("speaker", "speaker", "found", 0.95),
                ("said_on", "date", "found", 0.97),
            ):
                yield Figure(
                    name=f"statements.{language}.{split}.{name}",
                    value=found.rate("all", hits, of),
                    count=found.n["all", of],
                    aim=aim,
                )

    for language in LANGUAGES:
        silent = statements.silent(language)
        scores = [statements.score(reader, [document]) for document in silent]
        yield Figure(
            name=f"statements.{language}.silent_documents",
            value=sum(not one.n["all", "seen"] for one in scores) / len(silent),
            count=len(silent),
            aim=1.0,
        )


def _of_pairs() -> Iterator[Figure]:
    gold, hard = pairs.load(), pairs.load(pairs.NEGATIVES)
    told = pairs.tell((*gold, *hard))
    for language in LANGUAGES:
        for split in SPLITS:
            part = [pair for pair in gold if (pair.lang, pair.split) == (language, split)]
            found = pairs.score(part, lambda pair: bool(told[pair.id]))
            for name, value in (
                ("precision", found.precision),
                ("recall", found.recall),
                ("f1", found.f1),
            ):
                yield Figure(
                    name=f"pairs.{language}.{split}.{name}", value=value, count=len(part), aim=0.90
                )
        part = [pair for pair in gold if pair.lang == language]
        beside = pairs.Similarities(part).beside(part, told)
        yield Figure(
            name=f"pairs.{language}.above_best_baseline",
            value=beside.own.f1 - beside.best,
            count=len(part),
            aim=0.25,
        )
        quiet = [pair for pair in hard if pair.lang == language]
        yield Figure(
            name=f"pairs.{language}.hard_negatives_quiet",
            value=sum(not told[pair.id] for pair in quiet) / len(quiet),
            count=len(quiet),
            aim=1.0,
        )


def _of_streams() -> Iterator[Figure]:
    found = streams.judged(streams.every())
    for language in LANGUAGES:
        part = [item for item in found if item.lang == language]
        copies = [item for item in part if item.sort == "copies"]
        due = [item for item in part if item.is_due and item.sort != "articles"]
        yield Figure(
            name=f"streams.{language}.without_false_alarm",
            value=1 - len(streams.false_alarms(part)) / len(part),
            count=len(part),
            aim=0.999,
            margin=0.005,
        )
        yield Figure(
            name=f"streams.{language}.copies_quiet",
            value=1 - len(streams.false_alarms(copies)) / len(copies),
            count=len(copies),
            aim=1.0,
            margin=0.0,
        )
        yield Figure(
            name=f"streams.{language}.news_told",
            value=sum(bool(item.told) for item in due) / len(due),
            count=len(due),
            aim=0.95,
            margin=0.05,
        )


def _of_threads() -> Iterator[Figure]:
    comparer = Comparer(load_lexicon(statements.ROOT / "config"))
    for split in SPLITS:
        counts, _ = threads.score(comparer, threads.GOLD, split)
        quiet, shifts = counts["quiet of"], counts["shift of"]
        yield Figure(
            name=f"threads.{split}.quiet_without_alert",
            value=1 - counts["alerts where quiet"] / quiet,
            count=quiet,
            aim=1.0,
            margin=0.0,
        )
        yield Figure(
            name=f"threads.{split}.shifts_found",
            value=counts["shift right"] / shifts,
            count=shifts,
            aim=0.90,
        )


def load_floors(path: Path) -> dict[str, float]:
    """Return the pinned floors by figure, none where the file does not exist."""
    if not path.exists():
        return {}
    return {name: float(low) for name, low in json.loads(path.read_text("utf-8")).items()}


def failures(found: Sequence[Figure], floors: Mapping[str, float]) -> list[str]:
    """Return a line for each figure that is below its floor or has none, and for a lost figure."""
    lines = []
    for figure in found:
        low = floors.get(figure.name)
        if low is None:
            lines.append(f"{figure.name} has no floor; pin one with --raise")
        elif figure.value < low:
            lines.append(f"{figure.name} is {figure.value:.3f}, below its floor {low:.3f}")
    known = {figure.name for figure in found}
    lines += [f"{name} has a floor and is no longer computed" for name in floors.keys() - known]
    return sorted(lines)


def raised(found: Sequence[Figure], floors: Mapping[str, float]) -> dict[str, float]:
    """Return the floors with every one raised that its figure has outgrown, and none lowered."""
    earned = {figure.name: figure.floor for figure in found}
    return {name: max(floors.get(name, 0.0), earned.get(name, 0.0)) for name in {*floors, *earned}}


def pin(path: Path, floors: Mapping[str, float]) -> None:
    """Write the floors; raise `LoweredFloorError` where a pinned one would fall or vanish."""
    for name, low in load_floors(path).items():
        if floors.get(name, -1.0) < low:
            raise LoweredFloorError(f"{name} is pinned at {low:.3f} and would fall")
    text = json.dumps(dict(sorted(floors.items())), indent=2)
    path.write_text(f"{text}\n", encoding="utf-8")


def table(found: Sequence[Figure], floors: Mapping[str, float]) -> str:
    """Return one line for each figure: its value, floor, aim, and how many cases it rests on."""
    lines = [f"{'figure':38} value  floor   aim  cases"]
    for figure in found:
        low = floors.get(figure.name)
        shown = "    –" if low is None else f"{low:.3f}"
        mark = "  BELOW" if low is not None and figure.value < low else ""
        lines.append(
            f"{figure.name:38} {figure.value:.3f}  {shown}  {figure.aim:.2f}  "
            f"{figure.count:5}{mark}"
        )
    return "\n".join(lines)


def details() -> str:
    """Return the gold and the figures of each form and kind, with the baselines and ablations."""
    reader = statements.extractor()
    parts = [census.report()]
    for language in LANGUAGES:
        for split in SPLITS:
            documents = statements.load([statements.gold(language)], split)
            found = statements.score(reader, documents)
            parts.append(
                f"statements {language} {split}: {len(documents)} documents\n"
                f"{statements.report(found)}\n"
                f"{statements.beside(found, statements.by_pattern(documents))}"
            )
    parts += [
        pairs.report(pairs.load()),
        streams.report(streams.every()),
        f"with one mechanism taken away\n{ablations.report(ablations.every())}",
    ]
    return "\n\n".join(parts)


def main(
    argv: Sequence[str] | None = None, *, measure: Callable[[], Sequence[Figure]] = figures
) -> int:
    """Return 0 where every figure keeps its floor, 1 where one does not."""
    parser = argparse.ArgumentParser(prog="evals.gate", description=__doc__)
    parser.add_argument("--raise", dest="raises", action="store_true", help="pin higher floors")
    parser.add_argument("--report", action="store_true", help="print all figures, with baselines")
    parser.add_argument("--baseline", type=Path, default=BASELINE, help="the file of the floors")
    given = parser.parse_args(argv)
    found = measure()
    floors = load_floors(given.baseline)
    if given.raises:
        floors = raised(found, floors)
        pin(given.baseline, floors)
    if given.report:
        print(f"{table(found, floors)}\n\n{details()}\n")
    lines = failures(found, floors)
    print("\n".join(lines) if lines else f"{len(found)} figures keep their floors")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
