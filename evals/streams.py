"""Documents in time order through the whole pipeline: what goes out, and what is due.

`python -m evals.streams` replays four sorts of streams, each in a database of its own, and prints
for each language the false alarms among 1,000 items and the share of what is due that was told,
beside detectors that compare each statement with its body's last one: a page differ that fires at
any change, difflib and TF-IDF below the τ that suits these very items best. `--errors` lists what
was told and not due, and what was due and not told.

- *articles*: all documents of the statements' gold as one stream; `due.jsonl` lists those that hold
  news, by hand, and everything else that is told is a false alarm;
- *threads*: the threads' gold, each statement made an article or a page of the body;
- *streams*: `streams.jsonl`, small stories written for it: growing, syndicated, adopted, edited;
- *copies*: official texts, each followed by four reports that hold nothing new.
"""

import argparse
import atexit
import json
import sys
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from evals import baselines, rendered, statements
from evals.baselines import Score
from monitor.config.settings import Settings, load
from monitor.pipeline.build import body_names, reader_of
from monitor.pipeline.notify import Notifier
from monitor.pipeline.reader import Reader
from monitor.pipeline.record import Recorder
from monitor.pipeline.replay import given, replay
from monitor.statements.statement import Statement
from monitor.storage.engine import Database
from monitor.text.topics import Topic
from monitor.wording.shift import Kind, Level, Shift

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "evals" / "gold"
LANGUAGES = ("en", "zh")
SORTS = ("articles", "threads", "streams", "copies")
ISSUERS = Topic(
    id="issuers",
    name="Whoever the copies quote",
    any=("Federal Reserve", "Bureau of Industry and Security", "商务部"),
)
"""A topic of the copies alone, so that each of them is read, whatever it is about."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One document of a stream: `expect` is quiet, shift, reversion or new; empty is history.

    `statements` is how many official statements were new in it, `shifts` what they came to.
    `changed` and the two similarities, the least of all its statements, are what the baselines see
    when they compare it with its body's last words.
    """

    id: str
    lang: str
    split: str
    sort: str
    expect: str
    kinds: tuple[str, ...]
    statements: int = 0
    shifts: tuple[Shift, ...] = ()
    changed: bool = False
    by_difflib: float = 1.0
    by_tfidf: float = 1.0

    @property
    def told(self) -> tuple[Shift, ...]:
        """Return the shifts that go out, as alerts or in a digest."""
        return tuple(
            shift
            for shift in self.shifts
            if shift.silenced is None and shift.level is not Level.INFO
        )

    @property
    def is_due(self) -> bool:
        """Return whether somebody should hear of the document."""
        return self.expect in ("shift", "new")

    @property
    def is_right(self) -> bool:
        """Return whether the outcome is the expected one, with a right kind where one is given."""
        loud = [shift for shift in self.shifts if shift.silenced is None]
        kinds = {str(kind) for shift in loud for kind in shift.kinds}
        if self.expect == "quiet":
            return not self.told
        if self.expect == "reversion":
            return Kind.REVERSION in kinds
        return bool(loud) and (not self.kinds or not kinds.isdisjoint(self.kinds))


@cache
def _settings() -> Settings:
    return load(ROOT / "config", {})


@cache
def _reader(more: tuple[Topic, ...] = ()) -> Reader:
    settings = _settings()
    return reader_of(replace(settings, topics=(*settings.topics, *more)))


@cache
def _tables() -> Path:
    """Return an SQLite file with the empty tables, which is gone when the process ends."""
    folder = TemporaryDirectory(prefix="monitor-streams-")
    atexit.register(folder.cleanup)
    path = Path(folder.name) / "empty.db"
    Database.open(f"sqlite:///{path}").close()
    return path


def names() -> Mapping[str, Mapping[str, str]]:
    """Return the name of each body by language and id, as an article would write it."""
    table = _settings().bodies
    english = body_names(table)
    chinese = {body.id: min(body.zh, key=len) for body in table.bodies if body.zh}
    return {"en": english, "zh": {**english, **chinese}}


def rows(sort: str) -> Iterator[list[Row]]:
    """Give the streams of a sort, each as documents in `replay`'s form with what is expected."""
    if sort == "articles":
        due = {row["id"]: row for row in lines("due.jsonl")}
        yield [
            {**document, "expect": "quiet", **due.get(document["id"], {})}
            for language in LANGUAGES
            for document in (*lines(f"statements.{language}.jsonl"), *statements.silent(language))
        ]
    elif sort == "threads":
        for thread in lines("threads.jsonl"):
            yield rendered.thread(thread, names())
    elif sort == "streams":
        for stream in lines("streams.jsonl"):
            yield [
                {**row, "id": f"{stream['id']}-{at}", "split": stream["split"]}
                for at, row in enumerate(stream["documents"])
            ]
    else:
        yield rendered.copies([*lines("official.jsonl"), *rendered.seeds(ROOT / "seeds")], names())


def items(sort: str) -> list[Item]:
    """Return every document of a sort with what it came to, each stream in the order of time."""
    reader = _reader((ISSUERS,) if sort == "copies" else ())
    recorder = Recorder(reader, notifier=Notifier().each_alone())
    found: list[Item] = []
    for stream in rows(sort):
        found += _run(stream, sort, recorder)
    return found


def _run(stream: Sequence[Row], sort: str, recorder: Recorder) -> Iterator[Item]:
    """Yield the documents of one stream, what mentions no topic last: it was not even read."""
    made = [(row, given(row, where=row["id"])) for row in stream]
    rows_of = {id(one): row for row, one in made}
    came = list(replay((document for _, document in made), recorder, tables=_tables()))
    last = _Last(statement for _, recorded in came for statement in recorded.statements)
    told: set[str] = set()
    for one, recorded in came:
        row = rows_of.pop(id(one))
        item = replace(_item(row, sort, told), statements=len(recorded.statements))
        changed, by_difflib, by_tfidf = last.meet(recorded.statements)
        item = replace(
            item,
            shifts=recorded.shifts,
            changed=changed,
            by_difflib=by_difflib,
            by_tfidf=by_tfidf,
        )
        if item.told and "same" in row:
            told.add(row["same"])
        yield item
    for row in rows_of.values():
        yield _item(row, sort, told)


def _item(row: Row, sort: str, told: Container[str]) -> Item:
    """Return a document before it is read; the second report of one piece of news is quiet."""
    return Item(
        id=row["id"],
        lang=row["lang"],
        split=row.get("split", "dev"),
        sort=sort,
        expect="quiet" if row.get("same", "") in told else row.get("expect", ""),
        kinds=tuple(row.get("kinds", ())),
    )


class _Last:
    """Each body's last statement on each topic, as what the baselines compare with."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._cosine = baselines.tfidf(statement.text for statement in statements)
        self._said: dict[tuple[str, str, str], str] = {}

    def meet(self, statements: Sequence[Statement]) -> tuple[bool, float, float]:
        """Return whether any statement differs from the last one, and the least similarities."""
        changed, by_difflib, by_tfidf = False, 1.0, 1.0
        before = dict(self._said)
        for statement in statements:
            for topic in statement.topics or ("",):
                key = statement.body or "", statement.language, topic
                old = before.get(key)
                self._said[key] = statement.text
                if old is not None:
                    changed |= baselines.is_changed(old, statement.text)
                    by_difflib = min(by_difflib, baselines.difflib_ratio(old, statement.text))
                    by_tfidf = min(by_tfidf, self._cosine(old, statement.text))
        return changed, by_difflib, by_tfidf


def lines(name: str) -> list[Row]:
    """Return the objects of a file of gold, none where there is no such file."""
    path = GOLD / name
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def judged(found: Iterable[Item]) -> list[Item]:
    """Return the items of which it is known whether they are due; the rest is history."""
    return [item for item in found if item.expect]


def false_alarms(found: Iterable[Item]) -> list[Item]:
    """Return the items that are not due and of which something goes out all the same."""
    return [item for item in found if item.expect and not item.is_due and item.told]


@dataclass(frozen=True, slots=True, kw_only=True)
class Detector:
    """One detector's score on all items, and on those of which every piece of news is known."""

    name: str
    everything: Score
    known: Score


def beside(found: Sequence[Item]) -> list[Detector]:
    """Return the product's figures and those of the baselines, at the τ of their best F1.

    Of the articles only what was told has been judged, so that they count for false alarms alone.
    """
    known = [item for item in found if item.sort != "articles"]
    _, low = baselines.best_below([(item.is_due, item.by_difflib) for item in known])
    _, tau = baselines.best_below([(item.is_due, item.by_tfidf) for item in known])
    detectors: tuple[tuple[str, Callable[[Item], bool]], ...] = (
        ("concepts", lambda item: bool(item.told)),
        ("  alerts alone", is_alert),
        (f"difflib < {low:.2f}", lambda item: item.by_difflib < low),
        (f"TF-IDF < {tau:.2f}", lambda item: item.by_tfidf < tau),
        ("page differ", lambda item: item.changed),
    )
    return [
        Detector(
            name=name,
            everything=baselines.score((item.is_due, tells(item)) for item in found),
            known=baselines.score((item.is_due, tells(item)) for item in known),
        )
        for name, tells in detectors
    ]


def is_alert(item: Item) -> bool:
    """Return whether an alert goes out, not only a digest."""
    return any(shift.level is Level.ALERT for shift in item.told)


def report(found: Sequence[Item], *, errors: bool = False) -> str:
    """Return the figures of each language, with the baselines, and of each sort of stream."""
    shown = []
    for lang in LANGUAGES:
        part = judged(item for item in found if item.lang == lang)
        read = sum(item.statements > 0 for item in part)
        news = sum(item.is_due for item in part)
        shown.append(f"streams {lang}: {len(part)} items, {read} read, {news} with news")
        for one in beside(part):
            counts, known = one.everything, one.known
            shown.append(
                f"    {one.name:16} false alarms {counts.alarms:4}, "
                f"{counts.alarms_per_thousand:5.1f} in 1,000, {1000 * counts.alarms / read:5.1f} "
                f"in 1,000 read;  without the articles P {known.precision:.2f}  "
                f"R {known.recall:.2f}  F1 {known.f1:.2f}"
            )
        shown += [_of_sort(sort, [item for item in part if item.sort == sort]) for sort in SORTS]
    if errors:
        shown += [
            f"{item.id} ({item.sort}, {item.split}) {item.expect} {', '.join(item.kinds)}: "
            + ("; ".join(map(_shown, item.shifts)) or "nothing")
            for item in judged(found)
            if not item.is_right
        ]
    return "\n".join(shown)


def _of_sort(sort: str, part: Sequence[Item]) -> str:
    wrong = false_alarms(part)
    right = Counter(item.expect for item in part if item.is_right)
    total = Counter(item.expect for item in part)
    shares = ", ".join(f"{name} {right[name]} of {total[name]}" for name in sorted(total))
    alerts, read = sum(map(is_alert, wrong)), sum(item.statements > 0 for item in part)
    return (
        f"    {sort:10} {read:3} read;  false alarms {len(wrong):2}, {alerts} of level alert;"
        f"  as expected: {shares or '–'}"
    )


def _shown(shift: Shift) -> str:
    return (
        f"{', '.join(shift.kinds)} {shift.level} {shift.severity:.1f} {shift.silenced or ''}"
        f" -{shift.removed} +{shift.added}"
    )


def every() -> list[Item]:
    """Return the items of all sorts."""
    return [item for sort in SORTS for item in items(sort)]


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures of all streams, or of one sort."""
    parser = argparse.ArgumentParser(prog="evals.streams", description=__doc__)
    parser.add_argument("sort", nargs="?", choices=SORTS)
    parser.add_argument("--errors", action="store_true")
    chosen = parser.parse_args(argv)
    found = items(chosen.sort) if chosen.sort else every()
    print(report(found, errors=chosen.errors))
    return 0


if __name__ == "__main__":
    sys.exit(main())
