"""PDFs are read where they do no harm, whatever their size."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from monitor.config.sources import SourceSettings
from monitor.pipeline.parsing import SMALL, Parsing
from monitor.pipeline.record import Recorder
from monitor.storage import items, listing
from monitor.storage.engine import Database
from tests.cli.conftest import pdf
from tests.pipeline.conftest import Clock
from tests.pipeline.visiting import Visits, entry, feed, spoken, visiting

Make = Callable[..., SourceSettings]
SIZES: list[int] = []


class Watching(Parsing):
    """Remembers how large it was told that bodies are."""

    async def run(self, function: Callable[..., Any], *, size: int, **given: Any) -> Any:
        SIZES.append(size)
        return await super().run(function, size=size, **given)


@pytest.mark.parametrize("name", ["notice.pdf", "page.html"])
def test_a_pdf_goes_to_a_child_however_small_it_is(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make, name: str
) -> None:
    async def run() -> None:
        async with visiting(sqlite, recorder, clock, parsing=Watching) as visits:
            await script(visits)

    async def script(visits: Visits) -> None:
        SIZES.clear()
        words = spoken("approve").replace("\u201c", "").replace("\u201d", "")
        body = pdf(words) if name.endswith("pdf") else f"<article>{words}</article>".encode()
        visits.show(f"/{name}", body, content_type="text/html")
        visits.show("/feed", feed(entry("one", "short", link=visits.server.url(f"/{name}"))))
        await visits.visit(source(visits.server.url("/feed"), full_text=True))
        assert (max(SIZES) > SMALL) == name.endswith("pdf")
        with visits.database.read() as session:
            (row,) = visits.rows(listing.items)
            stored = items.get(session, str(row["id"]))
        assert stored is not None
        assert "rare-earth exports without delay" in stored.item.text

    asyncio.run(run())
