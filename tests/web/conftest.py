"""A database with something of everything in it, and the application that serves it."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from monitor.alerts.alert import Subject
from monitor.alerts.compose import compose
from monitor.sources.item import Item
from monitor.statements.statement import Mode, SaidOn, Statement, Tier, Translator
from monitor.storage import items, outbox, shifts, sources, statements
from monitor.storage.engine import Database
from monitor.storage.sources import SourceState
from monitor.text.document import Span
from monitor.web.app import create_app
from monitor.web.served import Served, Watched
from monitor.wording.shift import (
    Change,
    Direction,
    Formulation,
    FormulationStatus,
    Kind,
    Level,
    Shift,
)

NOW = datetime(2025, 8, 19, 9, 30, tzinfo=UTC)
JULY = "中方愿同有关国家和地区加强出口管制对话合作，共同维护全球产供链的稳定与安全。"
AUGUST = "我们愿意与有关国家和地区加强对话合作，共同维护全球产供链的稳定。"
HOSTILE = "<script>alert(1)</script> \x1b[31m\u202eevil & \"quoted'\ufffe"

SOURCES = (
    Watched(id="mfa", name="Foreign Ministry <pressers>", url="https://mfa.example/feed"),
    Watched(id="wire", name="A wire", notes=("TLS certificates are not verified",)),
    Watched(id="old", name="An old feed", enabled=False, why="answers 200 with items of 2017"),
)


def said(id: str, text: str, day: date, **given: object) -> Statement:  # noqa: A002 - the field's name
    known: dict[str, object] = {
        "id": id,
        "url": f"https://mfa.example/{id}",
        "body": "CN-MFA",
        "speaker": "毛宁",
        "role": "发言人",
        "said_on": SaidOn(day=day, evidence="page"),
        "published_at": datetime(day.year, day.month, day.day, 8, tzinfo=UTC),
        "mode": Mode.FULL_TEXT,
        "tier": Tier.ISSUER,
        "translator": Translator.ISSUER,
        "language": "zh",
        "topics": ("rare-earths",),
        "text": text,
        "span": Span(start=0, end=len(text)),
        "source": "mfa",
        "utterance": f"ut-{id}",
    }
    return Statement(**{**known, **given})  # type: ignore[arg-type]  # given by name


def shift_of(id: str, **given: object) -> Shift:  # noqa: A002 - the field's name
    at = JULY.index("出口管制")
    known: dict[str, object] = {
        "id": id,
        "kinds": (Kind.DROPPED,),
        "body": "CN-MFA",
        "topic": "rare-earths",
        "statement": "st-2",
        "against": ("st-1",),
        "before": JULY,
        "after": AUGUST,
        "changes": (
            Change(before=Span(start=at, end=at + 4), after=Span(start=16, end=16)),
            Change(before=Span(start=0, end=2), after=Span(start=0, end=2), noise=True),
        ),
        "removed": ("出口管制",),
        "added": (),
        "severity": 8.0,
        "confidence": 0.6,
        "level": Level.ALERT,
        "direction": Direction.NARROWER,
        "rules": ("scope-qualifier-dropped",),
    }
    return Shift(**{**known, **given})  # type: ignore[arg-type]  # given by name


def fill(database: Database) -> Database:
    older = said("st-1", JULY, date(2025, 7, 24))
    newer = said("st-2", AUGUST, date(2025, 8, 19))
    item = Item(
        source="mfa", key="k", url="https://mfa.example/st-2", title="例行记者会", text=AUGUST
    )
    with database.write() as session:
        put = items.put(session, item, language="zh", topics=("rare-earths",), now=NOW)
        statements.put(session, [older, newer], item=None, now=NOW)
        shifts.put(session, shift_of("s-1"), item=put.id, now=NOW)
        quiet = shift_of("s-2", silenced="one copy cluster only", level=Level.INFO)
        shifts.put(session, quiet, item=None, now=NOW - timedelta(days=1))
        subject = Subject(
            shift=shift_of("s-1"),
            statement=newer,
            against=(older,),
            item_url=item.url,
            item_title=item.title,
            topic_name="rare earths",
            body_name="China's Foreign Ministry",
        )
        alert = compose(subject, now=NOW - timedelta(minutes=2))
        outbox.enqueue(
            session, alert, ["hook", "mail:alice@example.org", "mail:bob@example.org"], NOW
        )
        outbox.sent(session, alert.id, "mail:bob@example.org", NOW)
        state = SourceState(
            id="mfa",
            url="https://mfa.example/feed",
            state="ok",
            visits=12,
            entries=40,
            last_visit_at=NOW,
            last_success_at=NOW - timedelta(minutes=1),
            last_new_item_at=NOW - timedelta(hours=3),
            next_poll_at=NOW + timedelta(minutes=5),
        )
        sources.save(session, state)
        failing = replace(
            state, id="wire", state="failing", failures=3, last_error="503 <b>busy</b>"
        )
        sources.save(session, failing)
    return database


@pytest.fixture
def filled() -> Callable[[Database], Database]:
    return fill


def formulate(found: Sequence[Statement], now: datetime) -> tuple[Formulation, ...]:
    return tuple(
        Formulation(
            id=f"f-{statement.id}",
            body=statement.body or "",
            topic="rare-earths",
            language="zh",
            text=statement.text,
            concepts=("DIALOGUE",),
            first_seen=date(2025, 6, 12),
            last_seen=statement.said_on.day if statement.said_on else date.max,
            days=3,
            status=FormulationStatus.STANDING,
        )
        for statement in found
    )


@pytest.fixture
def database(database: Database) -> Database:
    return fill(database)


@pytest.fixture
def served(database: Database) -> Served:
    return Served(
        database=database,
        sources=SOURCES,
        clock=lambda: NOW,
        formulate=formulate,
        not_covered=("Sites that need a login.",),
        bodies={"CN-MFA": "China's Foreign Ministry"},
        topics={"rare-earths": "rare earths"},
        base_url="https://monitor.example",
        version="1.2.3",
    )


class Client:
    """Asks an application over ASGI, in the test's own thread."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app

    def get(
        self,
        path: str,
        headers: Mapping[str, str] | None = None,
        *,
        method: str = "GET",
        form: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        return asyncio.run(self._ask(method, path, headers or {}, form))

    async def _ask(
        self, method: str, path: str, headers: Mapping[str, str], form: Mapping[str, str] | None
    ) -> httpx.Response:
        transport = httpx.ASGITransport(app=self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.request(method, path, headers=headers, data=form)

    def rows(self, path: str) -> list[dict[str, Any]]:
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        found = answer.json()["rows"]
        assert isinstance(found, list)
        return found


Ask = Callable[..., Client]


@pytest.fixture
def ask(served: Served) -> Ask:
    def make(**given: Any) -> Client:
        options = {name: given.pop(name) for name in ("token", "hosts", "metrics") if name in given}
        return Client(create_app(replace(served, **given), **options))

    return make


@pytest.fixture
def client(ask: Ask) -> Client:
    return ask()


@pytest.fixture
def shift() -> Callable[..., Shift]:
    return shift_of


@pytest.fixture(name="said")
def said_() -> Callable[..., Statement]:
    return said


@pytest.fixture
def hostile() -> str:
    return HOSTILE


@pytest.fixture
def now() -> datetime:
    return NOW
