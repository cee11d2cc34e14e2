"""`replay --route`: who would have been told of what by the settings as they are."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from rich.text import Text

from monitor.cli import output
from monitor.cli.start import Start
from monitor.cli.tables import counted, minute, spelled
from monitor.pipeline.notify import Notifier
from monitor.pipeline.rehearsal import Rehearsed, rehearse, stored
from monitor.pipeline.replay import Given
from monitor.pipeline.subjects import Found
from monitor.storage.told import ALONE

_HOW = {
    ALONE: "at once",
    "scheduled": "with a digest",
    "quiet_hours": "after the quiet hours",
    "rate": "with those that were too many",
}


def of_stored(start: Start, days: int, *, as_json: bool) -> None:
    """Print who would have been told of the shifts of the last days."""
    notifier = start.notifier()
    since = datetime.now(UTC) - timedelta(days=days)
    with start.stored() as database, database.read() as session:
        found = list(rehearse(stored(session, since, notifier), notifier))
    _print(found, notifier, counted(days, "day"), as_json=as_json)


def of_documents(start: Start, documents: Iterable[Given], *, as_json: bool) -> None:
    """Print who would have been told of what the documents come to, had each come when it says."""
    notifier = start.notifier()
    told: list[Found] = []
    documents = list(documents)
    for given, recorded in start.replay(documents):
        known = {one.id: one for one in recorded.statements}
        told += [
            Found(
                subject=notifier.names.subject(
                    shift,
                    statement=known.get(shift.statement or ""),
                    against=(),
                    url=given.item.url,
                    title=given.item.title,
                    source=given.item.source,
                ),
                created_at=given.item.published_at or datetime.now(UTC),
            )
            for shift in recorded.shifts
        ]
    found = list(rehearse(told, notifier))
    _print(found, notifier, counted(len(documents), "document"), as_json=as_json)


def _print(found: list[Rehearsed], notifier: Notifier, span: str, *, as_json: bool) -> None:
    if as_json:
        for one in found:
            output.emit({"type": "route", **asdict(one)})
        return
    by_subscriber: dict[str, list[Rehearsed]] = defaultdict(list)
    for one in found:
        by_subscriber[one.subscriber].append(one)
    for subscriber in notifier.subscribers:
        output.show(_block(subscriber.id, by_subscriber[subscriber.id], span))


def _block(name: str, found: list[Rehearsed], span: str) -> Text:
    """Return how often a subscriber would have been told, and of what."""
    text = Text.assemble((spelled(name), "bold"))
    if not found:
        return text.append(f": would have been told of nothing in {span}\n")
    ways = Counter(_HOW[one.how] for one in found)
    told = ", ".join(f"{number} {way}" for way, number in ways.most_common())
    text.append(f": would have been told {counted(len(found), 'time')} in {span}: {told}\n")
    for one in found:
        text.append(f"  {minute(one.found_at)} UTC  ")
        if one.how != ALONE:
            text.append(f"[{_HOW[one.how]}, {minute(one.told_at)} UTC] ", style="dim")
        text.append(f"{spelled(one.subject)} (rule {one.rule})\n")
    return text
