"""The demo's local world: what it shows comes to what the README tells."""

from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest

from monitor.cli.demo import BEGINS, WIRE, feeds_of
from monitor.cli.stage import Page, Stage
from monitor.cli.start import Start
from monitor.config.seeds import load_seeds
from monitor.pipeline.replay import given

ROOT = Path(__file__).parents[2]
Feeds = dict[str, tuple[Page, ...]]


@pytest.fixture(scope="module")
def start() -> Start:
    return Start(ROOT / "config", environ={})


@pytest.fixture(scope="module")
def feeds(start: Start) -> Feeds:
    return feeds_of(load_seeds(ROOT / "seeds", start.settings), start)


def test_the_wire_tells_of_the_words_of_july_and_august(start: Start, feeds: Feeds) -> None:
    documents = [
        given(
            {
                "url": f"{page.url}#{number}",
                "source": WIRE,
                "title": page.title,
                "text": page.text,
                "published_at": page.day.isoformat(),
                "outlet_country": "CN",
            },
            where="wire",
        )
        for number, page in enumerate(feeds[WIRE])
    ]
    assert min(page.day for page in feeds[WIRE]) > BEGINS
    alerts = [alert.subject for _, recorded in start.replay(documents) for alert in recorded.alerts]
    assert alerts == ["China's Foreign Ministry: dropped *export controls* · Rare earths"]


def test_a_feed_shows_what_has_been_said_by_its_clock(feeds: Feeds) -> None:
    stage = Stage(feeds=feeds, clock=lambda: datetime(2025, 8, 1, tzinfo=UTC))
    wire = feedparser.parse(stage.feed(WIRE))
    assert not wire.bozo
    assert [entry.published[:16] for entry in wire.entries] == ["Thu, 24 Jul 2025"]
    ministry = feedparser.parse(stage.feed("cn-mofcom"))
    assert ministry.entries
    assert all("2025-10" not in str(entry.published) for entry in ministry.entries)


def test_what_is_not_signed_is_not_sound(feeds: Feeds) -> None:
    stage = Stage(feeds=feeds, clock=lambda: datetime(2025, 8, 1, tzinfo=UTC))
    assert not stage.take({"webhook-id": "x"}, b'{"subject": "s"}')
    assert stage.received == [("s", False)]
