"""An alert to store."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from monitor.alerts.alert import Alert


@pytest.fixture
def alert() -> Callable[..., Alert]:
    def make(name: str) -> Alert:
        return Alert(
            id=name,
            shift=f"shift-{name}",
            thread="thread",
            subject="A subject",
            text="text",
            html="<p>text</p>",
            payload="{}",
            created_at=datetime(2025, 8, 19, 9, tzinfo=UTC),
        )

    return make
