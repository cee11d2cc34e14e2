"""The shipped lexicon, and statements made short."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from monitor.config.lexicon import load_lexicon
from monitor.statements.statement import Mode, SaidOn, Statement, Tier, Translator
from monitor.text.document import Span
from monitor.text.language import detect
from monitor.wording.compare import Comparer

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def comparer() -> Comparer:
    return Comparer(load_lexicon(ROOT / "config"))


@pytest.fixture
def say() -> Callable[..., Statement]:
    """Make a statement of China's foreign ministry, quoted, and dated by its own words."""
    made = 0

    def make(text: str, said: str | None = None, **fields: Any) -> Statement:
        nonlocal made
        made += 1
        tier = fields.pop("tier", Tier.QUOTE)
        modes = {Tier.ISSUER: Mode.FULL_TEXT, Tier.REPORTED: Mode.INDIRECT}
        day = date.fromisoformat(said) if said else None
        values: dict[str, Any] = {
            "id": f"s{made}",
            "url": f"https://example.org/{made}",
            "body": "CN-MFA",
            "speaker": None,
            "role": None,
            "said_on": SaidOn(day=day, evidence="explicit") if day else None,
            "published_at": datetime(day.year, day.month, day.day, 9, tzinfo=UTC) if day else None,
            "mode": modes.get(tier, Mode.DIRECT),
            "tier": tier,
            "translator": Translator.ISSUER if tier is Tier.ISSUER else Translator.UNKNOWN,
            "language": "zh" if detect(text) == "zh" else "en",
            "topics": ("rare-earths",),
            "text": text,
            "span": Span(start=0, end=len(text)),
        }
        return Statement(**{**values, **fields})

    return make


@pytest.fixture
def seeds() -> Callable[[str], list[dict[str, Any]]]:
    def load(name: str) -> list[dict[str, Any]]:
        read = yaml.safe_load((ROOT / "seeds" / f"{name}.yaml").read_text(encoding="utf-8"))
        return [{**entry, "body": read["body"]} for entry in read["statements"]]

    return load
