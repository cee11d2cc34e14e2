"""Values to store, each with every field set."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from monitor.alerts.alert import Alert
from monitor.sources.item import Item
from monitor.statements.statement import Mode, Precision, SaidOn, Statement, Tier, Translator
from monitor.text.document import Span
from monitor.wording.shift import Change, Direction, Kind, Level, Shift

NOW = datetime(2025, 8, 19, 9, 30, 15, 123456, tzinfo=UTC)
TEXT = "我们愿意与有关国家和地区加强对话合作，共同维护全球产供链的稳定。"


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def item() -> Callable[..., Item]:
    def make(**given: Any) -> Item:
        known: dict[str, Any] = {
            "source": "mfa",
            "key": "guid-1",
            "url": "https://www.mfa.example/1",
            "title": "Foreign Ministry Spokesperson’s Regular Press Conference",
            "text": TEXT,
            "aliases": ("https://www.mfa.example/1", "other"),
            "published_raw": "Tue, 19 Aug 2025 16:00:00 +0800",
            "published_at": datetime(2025, 8, 19, 8, tzinfo=UTC),
            "authors": ("Mao Ning", "毛宁"),
            "language": "zh-CN",
            "evidence": "ab" * 32,
        }
        return Item(**{**known, **given})

    return make


@pytest.fixture
def statement() -> Callable[..., Statement]:
    def make(name: str = "st-1", text: str = TEXT, **given: Any) -> Statement:
        known: dict[str, Any] = {
            "url": "https://www.mfa.example/1",
            "body": "CN-MFA",
            "speaker": "Mao Ning",
            "role": "spokesperson",
            "said_on": SaidOn(
                day=date(2025, 8, 19),
                precision=Precision.MONTH,
                evidence='weekday: "on Tuesday"',
                conflict=True,
            ),
            "published_at": datetime(2025, 8, 19, 8, 5, tzinfo=UTC),
            "mode": Mode.MIXED,
            "tier": Tier.QUOTE,
            "translator": Translator.WIRE,
            "language": "zh",
            "topics": ("rare-earths", "export-controls"),
            "span": Span(start=7, end=7 + len(text)),
            "more": (Span(start=60, end=70), Span(start=80, end=81)),
            "source": "mfa",
            "utterance": "ut-1",
            "extractor": 3,
        }
        return Statement(id=name, text=text, **{**known, **given})

    return make


@pytest.fixture
def shift() -> Callable[..., Shift]:
    def make(name: str = "shift-1", **given: Any) -> Shift:
        known: dict[str, Any] = {
            "kinds": (Kind.DROPPED, Kind.SCOPE_NARROWED),
            "body": "CN-MFA",
            "topic": "rare-earths",
            "statement": "st-1",
            "against": ("st-0", "st-00"),
            "before": "加强出口管制对话合作",
            "after": "加强对话合作",
            "changes": (
                Change(before=Span(start=2, end=6), after=Span(start=2, end=2)),
                Change(before=Span(start=8, end=9), after=Span(start=4, end=5), noise=True),
            ),
            "removed": ("出口管制",),
            "added": ("x",),
            "concepts_removed": ("EXPORT_CONTROL",),
            "concepts_added": ("Y",),
            "severity": 6.123456789,
            "confidence": 0.6,
            "level": Level.ALERT,
            "direction": Direction.NARROWER,
            "provisional": True,
            "silenced": "translation",
            "rules": ("scope-qualifier-dropped",),
        }
        return Shift(id=name, **{**known, **given})

    return make


@pytest.fixture
def alert() -> Callable[..., Alert]:
    def make(name: str = "al-1", **given: Any) -> Alert:
        known: dict[str, Any] = {
            "shift": "shift-1",
            "thread": "th-1",
            "subject": "CN-MFA dropped “on export controls”",
            "text": "text 文",
            "html": "<p>文</p>",
            "payload": '{"type":"shift"}',
            "created_at": NOW,
        }
        return Alert(id=name, **{**known, **given})

    return make
