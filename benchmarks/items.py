"""What an item costs after parsing, step by step: `python -m benchmarks.items`.

The items: the shipped seeds, as articles of their own, and the entries of generated feeds.
"""

import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from datetime import time as of_day
from pathlib import Path
from statistics import median
from typing import TypeVar

from benchmarks.corpus import entry
from monitor.config.seeds import Seed, load_seeds
from monitor.config.settings import load
from monitor.pipeline import seed
from monitor.pipeline.build import reader_of
from monitor.pipeline.notify import Notifier
from monitor.pipeline.reader import Reader
from monitor.pipeline.record import Histories, Recorder
from monitor.sources.item import Item
from monitor.sources.markup import plain_text
from monitor.statements.statement import Origin, Statement
from monitor.storage.engine import Database

ROOT = Path(__file__).parent.parent
NOW = datetime.now(UTC)
WORDS = 225_000

T = TypeVar("T")
R = TypeVar("R")


def generated(feeds: int, entries: int) -> list[Item]:
    """Return the items of generated feeds: one in 25 mentions a topic."""
    items = []
    for feed in range(feeds):
        for number in range(entries):
            link, title, html, at = entry(feed, number)
            items.append(
                Item(
                    source=f"feed-{feed}",
                    key=link,
                    url=link,
                    title=title,
                    text=plain_text(html),
                    published_at=at,
                )
            )
    return items


def timed(name: str, work: Callable[[T], R], given: Iterable[T]) -> list[R]:
    """Return what `work` makes of each value; print its median and its mean in milliseconds."""
    results, spent = [], []
    for one in given:
        began = time.process_time_ns()
        results.append(work(one))
        spent.append((time.process_time_ns() - began) / 1e6)
    print(f"  {name:34} {median(spent):8.3f} {sum(spent) / len(spent):8.3f}  {len(spent):6}")
    return results


def steps(recorder: Recorder, given: list[tuple[Item, Origin]], database: Database) -> None:
    """Print what each step of recording the items costs; the last one does all of them."""
    reader = recorder.reader
    topics = timed("topics, every item", lambda one: reader.topics_of(one[0]), given)
    told = [(*one, found) for one, found in zip(given, topics, strict=True) if found]
    documents = timed("document, on a topic", lambda one: reader.document(one[0]), told)
    read = [(one, origin) for one, (_, origin, _) in zip(documents, told, strict=True)]
    timed("statements, on a topic", lambda one: reader.statements(*one), read)
    known: dict[str, Statement] = {}

    def recorded(one: tuple[Item, Origin, tuple[str, ...]]) -> int:
        item, origin, found = one
        with database.write() as session:
            made = recorder.record(
                session,
                item,
                origin,
                topics=found,
                now=NOW,
                histories=Histories(session, known),
            )
        return len(made.shifts)

    shifts = timed("all of it, compared and stored", recorded, told)
    print(f"  {len(told)} items on a topic, {sum(shifts)} shifts")


def long_document(reader: Reader) -> None:
    """Print what a very long document costs: as many words as a long novel."""
    items, words = generated(4, 60), 0
    pieces: list[str] = []
    while words < WORDS:
        for item in items:
            pieces.append(item.text)
            words += len(item.text.split())
    text = "\n\n".join(pieces)
    item = Item(source="long", key="long", url="https://news.example/long", title="", text=text)
    origin = Origin(url=item.url, source=item.source, published_at=NOW)
    timed("topics", reader.topics_of, [item])
    (document,) = timed("document", reader.document, [item])
    (found,) = timed("statements", lambda one: reader.statements(one, origin), [document])
    print(f"  {words} words, {len(text)} characters, {len(found)} statements")


def main() -> None:
    """Print the cost of each step: of the seeds, of generated articles, of a long document."""
    settings = load(ROOT / "config", {})
    reader = reader_of(settings)
    recorder = Recorder(reader, notifier=Notifier())
    seeds = load_seeds(ROOT / "seeds", settings)
    print(f"  {'milliseconds of CPU':34} {'median':>8} {'mean':>8}  {'items':>6}")
    for name, given in (
        ("the seeds, each as an article of its body", [_as_article(one) for one in seeds]),
        (
            "generated articles",
            [(one, Origin(url=one.url, source=one.source)) for one in generated(40, 50)],
        ),
    ):
        print(name)
        with Database.open("sqlite://") as database:
            seed.load(database, seeds, reader, now=NOW)
            steps(recorder, given, database)
    print("one long document")
    long_document(reader)


def _as_article(one: Seed) -> tuple[Item, Origin]:
    at = datetime.combine(one.said_on, of_day(), UTC)
    item = Item(
        source="articles",
        key=f"{one.url} {one.said_on} {one.text[:40]}",
        url=one.url,
        title=one.title,
        text=one.text,
        published_at=at,
        language=one.language,
    )
    return item, Origin(url=one.url, source=item.source, published_at=at, body=one.body)


if __name__ == "__main__":
    main()
