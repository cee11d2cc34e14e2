"""Subjects to write alerts about, and what is sent about them."""

import socket
from collections.abc import Callable

import pytest

from monitor.alerts.alert import Alert, Subject
from monitor.alerts.compose import compose
from monitor.statements.statement import Statement
from monitor.wording.shift import Change
from tests.alerts import made
from tests.alerts.made import NOW


@pytest.fixture
def changes() -> Callable[[str, str], tuple[Change, ...]]:
    return made.words_changed


@pytest.fixture
def said() -> Callable[..., Statement]:
    return made.said


@pytest.fixture
def about() -> Callable[..., Subject]:
    return made.about


@pytest.fixture
def chinese() -> Subject:
    return made.chinese()


@pytest.fixture
def alert(about: Callable[..., Subject]) -> Alert:
    return compose(about(), now=NOW, base_url="https://monitor.example")


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])
