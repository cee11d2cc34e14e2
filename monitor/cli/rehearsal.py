"""`replay --route`: who would have been told of what by the settings as they are."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from rich.text import Text

from monitor.alerts.route import Subscriber
from monitor.cli import output
from monitor.cli.start import Start
from monitor.cli.tables import counted, minute, spelled
from monitor.pipeline.notify import Notifier
from monitor.pipeline.rehearsal import Rehearsed, rehearse, stored
from monitor.pipeline.replay import Given
from monitor.pipeline.subjects import Found
from monitor.storage.told import ALONE

_HOW = {
    "scheduled": "digest",
    "quiet_hours": "digest after the quiet hours",
    "rate": "digest of what was too much at once",
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
        output.show(_block(subscriber, by_subscriber[subscriber.id], span))


def _block(subscriber: Subscriber, found: list[Rehearsed], span: str) -> Text:
    """Return how often a subscriber would have been told, by which rules, and of what."""
    text = Text.assemble((spelled(subscriber.id), "bold"))
    if not found:
        return text.append(f": would have been told of nothing in {span}\n")
    messages = _messages(found)
    alone = sum(len(one) == 1 and one[0].how == ALONE for one in messages)
    parts = [f"{alone} at once"] if alone else []
    if digests := len(messages) - alone:
        shifts = counted(len(found) - alone, "shift")
        parts.append(f"{counted(digests, 'digest')} of {shifts}")
    times = counted(len(messages), "time")
    text.append(f": would have been told {times} in {span}: {', '.join(parts)}\n")
    if len(subscriber.rules) > 1:
        fired = Counter(one.rule for one in found)
        for number in range(1, len(subscriber.rules) + 1):
            words = counted(fired[number], "shift") if fired[number] else "nothing"
            text.append(f"  rule {number}: {words}\n", style="dim")
    for message in messages:
        first = message[0]
        if first.how == ALONE:
            text.append(f"  {minute(first.told_at)} UTC  {_line(first)}\n")
            continue
        text.append(f"  {minute(first.told_at)} UTC  {_HOW[first.how]}\n")
        for one in message:
            text.append(f"    {minute(one.found_at)} UTC  ", style="dim")
            text.append(f"{_line(one)}\n")
    return text


def _messages(found: list[Rehearsed]) -> list[list[Rehearsed]]:
    """Return what would have come as one message together, in the order of the messages."""
    together: dict[object, list[Rehearsed]] = defaultdict(list)
    for one in found:
        together[one.shift if one.how == ALONE else one.told_at].append(one)
    return sorted(together.values(), key=lambda message: message[0].told_at)


def _line(one: Rehearsed) -> str:
    return f"{spelled(one.subject)} (rule {one.rule})"
