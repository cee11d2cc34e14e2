"""Documents in time order through the whole pipeline, in a database that is thrown away."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from hashlib import sha256
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from monitor.errors import MonitorError
from monitor.pipeline.record import Recorded, Recorder
from monitor.sources.article import read_article
from monitor.sources.item import Item
from monitor.statements.statement import Origin
from monitor.storage.engine import Database

FIELDS = tuple(
    "id url source title published_at text html lang body speaker outlet_country zone".split()
)
"""The keys of a document in JSON lines; others are left alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A document handed in from outside: the item that it makes and what is known of it."""

    item: Item
    origin: Origin


def given(row: object, *, where: str) -> Given:
    """Return the document in one JSON object of `replay`'s form.

    Takes `url, source, title, published_at, text` (or `html`) and where known `lang, body,
    speaker, outlet_country, zone`; other fields are left alone. Raises MonitorError with `where`.
    """
    if not isinstance(row, dict):
        raise MonitorError(f"{where}: not a JSON object", hint="one object on each line")
    values = {key: row.get(key) for key in FIELDS}
    for key, value in values.items():
        if value is not None and not isinstance(value, str) and key != "id":
            raise MonitorError(f"{where}: {key} is not a string")
    text, title, language = values["text"], values["title"] or "", values["lang"]
    source = values["source"] or "given"
    url = values["url"] or (f"urn:monitor:{values['id']}" if values["id"] is not None else "")
    if text is None:
        if values["html"] is None:
            raise MonitorError(f"{where}: neither text nor html")
        article = read_article(values["html"].encode(), source=source, url=url, charset="utf-8")
        text, title = article.text, title or article.title
        language = language or article.language
    raw = values["published_at"]
    published = moment(raw, where=where) if raw else None
    key = url or sha256(f"{title}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return Given(
        item=Item(
            source=source,
            key=key,
            url=url,
            title=title,
            text=text,
            published_raw=raw,
            published_at=published,
            language=language,
            evidence=sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        ),
        origin=Origin(
            url=url,
            source=source,
            published_at=published,
            body=values["body"] or None,
            speaker=values["speaker"] or None,
            outlet_country=values["outlet_country"] or None,
            zone=values["zone"] or None,
        ),
    )


def moment(raw: str, *, where: str) -> datetime:
    """Return an ISO 8601 date or time as aware UTC; a bare date is its midnight in UTC."""
    try:
        if len(raw.strip()) == len("2025-08-19"):
            return datetime.combine(date.fromisoformat(raw.strip()), time(), UTC)
        at = datetime.fromisoformat(raw.strip())
        return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError) as exc:
        raise MonitorError(
            f"{where}: not a date or a time: {raw[:80]!r}",
            hint="ISO 8601, as in 2025-08-19 or 2025-08-19T08:30:00+08:00",
        ) from exc


def replay(
    documents: Iterable[Given], recorder: Recorder, *, tables: Path | None = None
) -> Iterator[tuple[Given, Recorded]]:
    """Yield each document with what it came to, as if each had been met on its day.

    A document without a time comes first. The same URL twice is a new revision of one page.
    Documents that mention no topic are left out, as in a visit, but for a body's own words: whoever
    hands these in wants them compared. `tables` is an SQLite file that holds the empty tables:
    whoever replays many times over has it copied, where making them takes a tenth of a second.
    """
    ordered = sorted(
        documents, key=lambda one: one.item.published_at or datetime.min.replace(tzinfo=UTC)
    )
    with TemporaryDirectory(prefix="monitor-replay-") as folder:
        path = Path(folder) / "replay.db"
        if tables is not None:
            copyfile(tables, path)
        database = Database.open(f"sqlite:///{path}")
        try:
            for one in ordered:
                topics = recorder.reader.topics_of(one.item)
                if not topics and one.origin.body is None:
                    continue
                now = one.item.published_at or datetime.now(UTC)
                with database.write() as session:
                    recorded = recorder.record(
                        session, one.item, one.origin, topics=topics, now=now
                    )
                yield one, recorded
        finally:
            database.close()
