"""The stock that the benchmark of the pages is run over is a database like any other."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from benchmarks.pages import pages
from benchmarks.stock import NOW, Size, Stock, stock
from monitor.storage.engine import Database
from monitor.web.served import Watched


def test_every_page_that_is_timed_has_something_to_show(
    tmp_path: Path, ask: Callable[..., Any]
) -> None:
    size = Size(items=1_000, statements=200, shifts=20, alerts=5)
    bodies, topics, path = ("CN-MFA", "CN-MOFCOM"), ("rare-earths", "gallium"), tmp_path / "s.db"
    stock(path, size, bodies=bodies, topics=topics)
    stocked = Stock.of(path, size, bodies=bodies, topics=topics)
    watched = tuple(Watched(id=name, name=name) for name in stocked.sources)
    with Database.open(f"sqlite:///{path}") as database:
        client = ask(database=database, sources=watched, clock=lambda: NOW + timedelta(hours=1))
        for name, address in pages(stocked).items():
            answer = client.get(address())
            assert answer.status_code == 200, name
            assert answer.content
        shown = client.get("/status").json()
    assert shown["counts"]["items"] == 1_000
    assert shown["counts"]["shifts"]


@pytest.mark.parametrize("kind", ["shifts", "statements", "items"])
def test_the_stock_is_found_by_its_words(
    tmp_path: Path, ask: Callable[..., Any], kind: str
) -> None:
    size = Size(items=1_000, statements=200, shifts=20, alerts=5)
    stock(tmp_path / "s.db", size, bodies=("CN-MFA",), topics=("rare-earths",))
    with Database.open(f"sqlite:///{tmp_path / 's.db'}") as database:
        client = ask(database=database, clock=lambda: NOW)
        assert client.rows(f"/api/{kind}?q=稀土")
        assert not client.rows(f"/api/{kind}?q=xylophone")
