"""The extractor that the shipped configuration makes, and a short way to read a text with it."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import pytest

from monitor.config.bodies import load_bodies
from monitor.config.cues import load_cues
from monitor.statements.extract import Extractor
from monitor.statements.statement import Origin, Statement
from monitor.text.read import read
from monitor.text.topics import Topic, TopicIndex

CONFIG = Path(__file__).resolve().parents[2] / "config"
TOPICS = TopicIndex(
    (
        Topic(id="rare-earths", name="Rare earths", any=("rare earth", "稀土")),
        Topic(id="chips", name="Chips", any=("chip", "芯片")),
    )
)
PUBLISHED = datetime(2025, 8, 20, 4, tzinfo=UTC)

Reader = Callable[..., tuple[Statement, ...]]


@lru_cache(maxsize=1)
def _extractor() -> Extractor:
    return Extractor(
        bodies=load_bodies(CONFIG / "bodies.yaml"), cues=load_cues(CONFIG), topics=TOPICS
    )


@pytest.fixture(scope="session")
def statements() -> Reader:
    """Return a function that reads a text: published on Wednesday, 20 August 2025, at 04:00 UTC."""

    def read_text(
        text: str,
        *,
        country: str | None = None,
        body: str | None = None,
        speaker: str | None = None,
        title: str = "",
        published: datetime | None = PUBLISHED,
    ) -> tuple[Statement, ...]:
        origin = Origin(
            url="https://news.example/1",
            published_at=published,
            outlet_country=country,
            body=body,
            speaker=speaker,
        )
        document = read(text, topics=TOPICS, title=title, url="https://news.example/1")
        return _extractor().extract(document, origin)

    return read_text
