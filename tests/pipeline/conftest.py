"""The shipped method, and databases to record into."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.alerts.route import ChannelRule
from monitor.config.settings import Settings, load
from monitor.config.sources import Grade, SourceKind, SourceSettings
from monitor.pipeline.build import reader_of
from monitor.pipeline.notify import Notifier
from monitor.pipeline.reader import Reader
from monitor.pipeline.record import Recorder
from monitor.sources.cadence import Cadence
from monitor.sources.identity import KeyPolicy
from monitor.storage.engine import Database
from monitor.wording.shift import Level

CONFIG = Path(__file__).parents[2] / "config"


class Clock:
    """A clock that stands until it is moved on."""

    def __init__(self) -> None:
        self.now = datetime(2025, 8, 20, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def on(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture(scope="session")
def settings() -> Settings:
    return load(CONFIG, {})


@pytest.fixture(scope="session")
def reader(settings: Settings) -> Reader:
    return reader_of(settings)


@pytest.fixture
def recorder(reader: Reader) -> Recorder:
    """Return a recorder whose one channel hears everything, with two receivers."""
    rule = ChannelRule(id="desk", minimum=Level.INFO)
    return Recorder(
        reader,
        notifier=Notifier(
            subscribers=(rule.subscriber(),), receivers={"desk": ("desk:ann", "desk:bob")}
        ),
    )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[Database]:
    with Database.open(sqlite_url) as database:
        yield database


@pytest.fixture
def source() -> Callable[..., SourceSettings]:
    def make(url: str, **given: Any) -> SourceSettings:
        known: dict[str, Any] = {
            "id": "wire",
            "name": "A wire",
            "url": url,
            "kind": SourceKind.FEED,
            "enabled": True,
            "why": "",
            "grade": Grade.A,
            "body": None,
            "speaker": None,
            "outlet_country": "CN",
            "language": "en",
            "zone": "Asia/Shanghai",
            "charset": None,
            "full_text": False,
            "article_selector": None,
            "key": KeyPolicy.AUTO,
            "listing": None,
            "cadence": Cadence(
                minimum=timedelta(minutes=5),
                maximum=timedelta(hours=6),
                initial=timedelta(minutes=15),
            ),
            "topics": (),
        }
        return SourceSettings(**{**known, **given})

    return make
