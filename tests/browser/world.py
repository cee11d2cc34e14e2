"""A monitor with a year of official words in it, served on loopback as the daemon serves it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from monitor.alerts.votes import Ballot
from monitor.cli.stage import Page, moment_of, own, reported
from monitor.config.seeds import Seed, load_seeds
from monitor.config.settings import Settings, load
from monitor.pipeline.build import names_of, notifier_of, reader_of, rule_words
from monitor.pipeline.record import Recorder
from monitor.pipeline.threads import Ladders, compared
from monitor.sources.item import Item
from monitor.statements.statement import Mode, Origin
from monitor.storage import outbox, sources
from monitor.storage.engine import Database
from monitor.storage.sources import SourceState
from monitor.web.app import create_app
from monitor.web.served import Answer, Served, Watched
from monitor.wording.formulations import formulations

ROOT = Path(__file__).parents[2]
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)> \u202eevil \"quoted' & ]]> {{ 7*7 }}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What is served: the values for the endpoint, and the moment at which its clock stands."""

    served: Served
    now: datetime


def world(database: Database, *, hostile: bool = False) -> World:
    """Return a monitor that met the seeds' words on their days, and once what means ill."""
    settings = load(ROOT / "config", {})
    seeds = load_seeds(ROOT / "seeds", settings)
    reader, names = reader_of(settings), names_of(settings)
    recorder = Recorder(reader, notifier_of(settings))
    now = moment_of(max(seed.said_on for seed in seeds)) + timedelta(hours=20)
    for source, page, body in sorted(
        _pages(seeds, settings), key=lambda one: (one[1].day, one[0], one[1].url)
    ):
        _record(database, recorder, source, page, body)
    if hostile:
        bad = Page(
            day=now.date(),
            title=f"Rare earths {HOSTILE}",
            url="https://evil.example/a?b=<c>&d='e'",
            text=f"BEIJING - Foreign Ministry spokesperson {HOSTILE} Mao Ning said on Monday that "
            f"China will impose export controls on rare earths {HOSTILE} without exception.",
        )
        _record(database, recorder, "wire", bad, None)
    _deliver(database, now)
    watched = _sources(database, settings, now)
    return World(
        now=now,
        served=Served(
            database=database,
            sources=watched,
            clock=lambda: now,
            formulate=lambda known, at: formulations(known, comparer=reader.comparer, now=at),
            compare=lambda before, after: compared(reader.comparer, before, after),
            ladders=Ladders(reader.comparer),
            not_covered=tuple(f"{one.name}: {one.why}" for one in watched if not one.enabled),
            bodies=names.bodies,
            topics=names.topics,
            rules=rule_words(),
            gloss=names.gloss,
            ballot=Ballot(key=b"a key of the tests alone"),
            evidence=lambda _, shift: b"PK\x05\x06" + bytes(18),
            answers=lambda _, source: [
                Answer(
                    url=f"https://{source}.example/feed",
                    fetched_at=now - timedelta(minutes=9),
                    status=200,
                    size=48_213,
                    sha256=sha256(source.encode()).hexdigest(),
                )
            ],
        ),
    )


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serve an application on loopback, on a free port, and yield its address."""
    server = uvicorn.Server(
        uvicorn.Config(app, port=0, log_config=None, access_log=False, lifespan="off")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def endpoint(path: Path, *, hostile: bool = False, token: str | None = None) -> Iterator[str]:
    """Yield the address of a whole world, its database at a path."""
    with Database.open(f"sqlite:///{path}") as database:
        served = world(database, hostile=hostile).served
        with serving(create_app(served, token=token)) as address:
            yield address


def _pages(seeds: tuple[Seed, ...], settings: Settings) -> Iterator[tuple[str, Page, str | None]]:
    names, topics = dict(names_of(settings).bodies), {one.id: one.name for one in settings.topics}
    for body in sorted({seed.body for seed in seeds}):
        texts = (seed for seed in seeds if seed.body == body and seed.mode is Mode.FULL_TEXT)
        for page in own(texts):
            yield body.lower(), page, body
    quoted = [seed for seed in seeds if seed.mode is not Mode.FULL_TEXT and seed.language == "en"]
    for page in reported(quoted, names=names, topics=topics):
        yield "wire", page, None


def _record(
    database: Database, recorder: Recorder, source: str, page: Page, body: str | None
) -> None:
    at = moment_of(page.day) + timedelta(hours=9)
    item = Item(
        source=source,
        key=sha256(f"{page.url}{page.title}".encode()).hexdigest(),
        url=page.url,
        title=page.title,
        text=page.text,
        published_at=at,
        evidence=sha256(page.text.encode()).hexdigest(),
    )
    origin = Origin(url=page.url, source=source, published_at=at, body=body)
    topics = recorder.reader.topics_of(item)
    with database.write() as session:
        recorder.record(session, item, origin, topics=topics, now=at)


def _deliver(database: Database, now: datetime) -> None:
    """Let one alert be given up, and all but the latest be sent."""
    with database.write() as session:
        for claimed in outbox.claim(session, now=now, lease=timedelta(minutes=1), limit=1):
            alert, receiver = claimed.alert.id, claimed.delivery.channel
            outbox.failed(session, alert, receiver, "410: gone", now, next_attempt_at=None)
        for delivery in outbox.listing(session, limit=500)[3:-1]:
            outbox.sent(session, delivery.alert, delivery.channel, now)


def _sources(database: Database, settings: Settings, now: datetime) -> tuple[Watched, ...]:
    """Return the settings' sources and those that the words came from, in every state there is."""
    found = [
        Watched(id=one.id, name=one.name, url=one.url, enabled=one.enabled, why=one.why)
        for one in settings.sources
    ]
    mine = [
        Watched(id="cn-mfa", name="Foreign Ministry of China", url="https://www.mfa.gov.cn/"),
        Watched(id="cn-mofcom", name="Ministry of Commerce", url="https://www.mofcom.gov.cn/"),
        Watched(id="wire", name="A wire", notes=("TLS certificates are not verified",)),
    ]
    every = tuple({one.id: one for one in (*mine, *found)}.values())
    states = "ok ok ok stale ok ok failing ok ok ok ok ok ok blocked ok ok ok ok ok".split()
    with database.write() as session:
        for number, one in enumerate(every):
            state = SourceState(
                id=one.id,
                url=one.url,
                state=states[number % len(states)],
                visits=1000 + number,
                entries=30,
                interval=timedelta(minutes=15 + number),
                last_visit_at=now - timedelta(minutes=number),
                last_success_at=now - timedelta(minutes=number),
                last_new_item_at=now - timedelta(hours=3 * number),
                next_poll_at=now + timedelta(minutes=number),
                last_status=200,
                baselined_at=now - timedelta(days=200),
            )
            bad = state.state in ("failing", "blocked")
            error = "503: the server is busy" if bad else None
            sources.save(session, replace(state, last_error=error, failures=4 if bad else 0))
    return every
