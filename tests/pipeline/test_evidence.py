"""What a visit keeps of the answers that its texts came from."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

from monitor.config.sources import SourceSettings
from monitor.pipeline.known import origin_of
from monitor.pipeline.record import Recorder
from monitor.storage import evidence, items, listing
from monitor.storage.dossier import Dossier, dossier
from monitor.storage.engine import Database
from monitor.storage.evidence import Evidence, Retention
from tests.pipeline.conftest import Clock
from tests.pipeline.visiting import Visits, entry, feed, spoken, visiting

Make = Callable[..., SourceSettings]
JULY = spoken("approve", day="July 24", name="Guo Jiakun")
AUGUST = spoken("not approve")


def play(database: Database, recorder: Recorder, clock: Clock, script: Any) -> None:
    async def run() -> None:
        async with visiting(database, recorder, clock) as visits:
            await script(visits)

    asyncio.run(run())


def kept(visits: Visits, *bodies: bytes) -> list[Evidence | None]:
    hashes = [sha256(body).hexdigest() for body in bodies]
    with visits.database.read() as session:
        found = evidence.get_many(session, hashes)
    return [found.get(one) for one in hashes]


def behind(visits: Visits) -> list[Dossier]:
    with visits.database.read() as session:
        found = [dossier(session, str(row["id"])) for row in visits.rows(listing.shifts)]
    return [one for one in found if one is not None]


def html(words: str) -> bytes:
    return f"<html><body><article><p>{words}</p></article></body></html>".encode()


def test_the_feed_that_an_item_stood_in_is_kept_as_it_came(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = source(visits.server.url("/feed"))
        first, second = (
            feed(entry("july", JULY)),
            feed(entry("august", AUGUST), entry("july", JULY)),
        )
        visits.show("/feed", first, content_type="application/rss+xml", set_cookie="id=7")
        await visits.visit(wire)
        visits.show("/feed", second)
        await visits.visit(wire)
        before, after = kept(visits, first, second)
        assert before is not None
        assert after is not None
        assert (before.body, after.body) == (first, second)
        assert before.final_url == wire.url
        assert ("content-type", "application/rss+xml") in before.headers
        assert not any("cookie" in name for name, _ in before.headers)
        (one,) = behind(visits)
        assert one.before is not None
        assert one.after is not None
        assert one.before.evidence == before
        assert one.after.evidence == after

    play(sqlite, recorder, clock, script)


def test_a_feed_without_a_word_on_a_topic_is_not_kept(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        body = feed(entry("x", "A new stadium was opened.").replace("On rare earths", "On sports"))
        visits.show("/feed", body)
        await visits.visit(source(visits.server.url("/feed")))
        assert kept(visits, body) == [None]

    play(sqlite, recorder, clock, script)


def test_both_versions_of_an_edited_page_stand_behind_the_edit(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = source(
            visits.server.url("/feed"), full_text=True, article_selector="article", body="CN-MFA"
        )
        old, new = html(JULY), html(spoken("not approve", day="July 24", name="Guo Jiakun"))
        link = visits.server.url("/page")
        visits.show("/page", old, content_type="text/html")
        visits.show("/feed", feed(entry("july", "short", link=link)))
        await visits.visit(wire)
        clock.on(days=1)
        visits.show("/page", new, content_type="text/html")
        visits.show("/feed", feed(entry("july", "short, edited", link=link)))
        await visits.visit(wire)
        edits = [one for one in behind(visits) if "text_edit" in one.stored.shift.kinds]
        assert edits
        for one in edits:
            assert one.before is not None
            assert one.after is not None
            assert one.before.evidence is not None
            assert one.after.evidence is not None
            assert (one.before.evidence.body, one.after.evidence.body) == (old, new)
            assert one.before.passage in items_text(one.before)
            assert one.after.passage in items_text(one.after)

    play(sqlite, recorder, clock, script)


def items_text(side: Any) -> str:
    assert isinstance(side.revision, items.Revision)
    return side.revision.text


def test_a_look_at_a_page_keeps_what_it_found_changed(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = source(visits.server.url("/feed"), full_text=True, article_selector="article")
        link = visits.server.url("/page")
        visits.show("/page", html(JULY), content_type="text/html")
        visits.show("/feed", feed(entry("july", "short", link=link)))
        await visits.visit(wire)
        new = html(spoken("not approve", day="July 24", name="Guo Jiakun"))
        visits.show("/page", new, content_type="text/html")
        clock.on(days=30)
        await visits.look(wire)
        (found,) = kept(visits, new)
        assert found is not None
        assert found.body == new

    play(sqlite, recorder, clock, script)


def test_of_a_page_that_is_gone_the_last_version_stands_alone(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = source(visits.server.url("/feed"), full_text=True, article_selector="article")
        link = visits.server.url("/page")
        visits.show("/page", html(JULY), content_type="text/html")
        visits.show("/feed", feed(entry("july", "short", link=link)))
        await visits.visit(wire)
        clock.on(days=1)
        with visits.database.write() as session:
            (row,) = listing.items(session).rows
            stored = items.get(session, str(row["id"]))
            assert stored is not None
            origin = origin_of(wire, stored.item.url, stored.item.published_at)
            recorder.remove(session, stored.item, origin, stored.id, now=clock.now)
        (one,) = behind(visits)
        assert one.after is None
        assert one.before is not None
        assert one.before.evidence is not None
        assert one.before.evidence.body == html(JULY)

    play(sqlite, recorder, clock, script)


def test_what_the_settings_do_not_keep_leaves_its_hash_and_its_times(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        visits.visitor._retention = Retention(age=timedelta(days=1), size=0)
        body = feed(entry("july", JULY))
        visits.show("/feed", body)
        await visits.visit(source(visits.server.url("/feed")))
        (found,) = kept(visits, body)
        assert found is not None
        assert (found.body, found.size) == (None, len(body))
        assert found.dropped_at == clock.now

    play(sqlite, recorder, clock, script)
