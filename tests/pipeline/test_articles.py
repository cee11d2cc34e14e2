"""Articles behind entries: fetched where settings say so, and nothing is lost where one fails."""

import asyncio
from collections.abc import Awaitable, Callable

from monitor.config.sources import SourceKind, SourceSettings
from monitor.pipeline.articles import AT_ONCE, MOST_ARTICLES, MOST_FAILURES, TRIES
from monitor.pipeline.record import Recorder
from monitor.sources.pages import ListingRule
from monitor.storage import listing
from monitor.storage.engine import Database
from tests.pipeline.conftest import Clock
from tests.pipeline.visiting import Visits, entry, feed, visiting

Make = Callable[..., SourceSettings]


def visit(
    database: Database,
    recorder: Recorder,
    clock: Clock,
    script: Callable[[Visits], Awaitable[None]],
) -> None:
    async def run() -> None:
        async with visiting(database, recorder, clock) as visits:
            await script(visits)

    asyncio.run(run())


def article(text: str) -> bytes:
    return f"<html><body><article><p>{text}</p></article></body></html>".encode()


def titles(visits: Visits) -> set[object]:
    return {
        str(one["title"]).removeprefix("On rare earths, ") for one in visits.rows(listing.items)
    }


def test_an_articles_text_takes_the_place_of_the_feeds(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = source(visits.server.url("/feed"), full_text=True)
        words = "The ministry said that rare earths and gallium are a matter of law. " * 3
        visits.show("/a", article(words), content_type="text/html")
        visits.show("/feed", feed(entry("a", "A teaser.", link=visits.server.url("/a"))))
        done = await visits.visit(wire)
        (item,) = done.recorded
        assert item.document is not None
        assert "gallium" in item.document.text
        assert visits.state().baselined_at is not None

    visit(sqlite, recorder, clock, script)


def test_an_entry_without_a_date_has_that_of_its_page(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        page = "<html><head><meta name='PubDate' content='{}'></head><body><article><p>{}"
        for name, date in (("a", "2025-08-19 16:00"), ("b", "2199-08-19 16:00")):
            words = f"The ministry said that rare earths are a matter of law, {name}. " * 3
            visits.show(f"/{name}", page.format(date, words).encode(), content_type="text/html")
        listed = "".join(f"<li><a href='/{name}'>On rare earths, {name}</a></li>" for name in "ab")
        visits.show("/list", listed.encode(), content_type="text/html")
        rule = ListingRule(entry="li", link="a", date="span")
        office = source(
            visits.server.url("/list"), full_text=True, kind=SourceKind.PAGE, listing=rule
        )
        await visits.visit(office)
        dates = {str(one["title"])[-1]: one["published_at"] for one in visits.rows(listing.items)}
        # Four in the afternoon in Shanghai; and a page from next century says nothing.
        assert dates == {"a": "2025-08-19T08:00:00Z", "b": None}

    visit(sqlite, recorder, clock, script)


def test_an_article_that_fails_for_now_is_tried_again_over_restarts_before_the_feed_has_to_do(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = source(visits.server.url("/feed"), full_text=True)
        names = ("gone", "down", "well")
        entries = [
            entry(name, "Rare earths, in short.", link=visits.server.url(f"/{name}"))
            for name in names
        ]
        visits.show("/feed", feed(*entries), etag='"1"')
        visits.show("/well", article("Rare earths at length, said the ministry. " * 5))
        visits.refuse("/gone", 404)
        visits.refuse("/down", 503)
        for tries in range(1, TRIES):
            done = await visits.visit(wire)
            assert done.baseline
            assert titles(visits) == {"gone", "well"}
            error = visits.state().last_error or ""
            assert "/down answered 503; it is tried again" in error
            assert ("/gone answered 404; the feed's own text stands in" in error) is (tries == 1)
            assert visits.state().baselined_at is None
            visits.restart()
        last = await visits.visit(wire)
        assert (last.baseline, last.new) == (True, 1)
        assert titles(visits) == set(names)
        assert "/down answered 503; the feed's own text stands in" in (
            visits.state().last_error or ""
        )
        assert visits.state().baselined_at is not None
        assert visits.asked("/gone") == 1
        assert visits.asked("/down") == TRIES
        assert "if-none-match" not in visits.server.asked[-1].headers

    visit(sqlite, recorder, clock, script)


def test_an_article_that_comes_back_in_time_is_read(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = source(visits.server.url("/feed"), full_text=True)
        visits.show("/feed", feed(entry("a", "In short.", link=visits.server.url("/a"))))
        visits.refuse("/a", 503)
        assert (await visits.visit(wire)).new == 0
        visits.show("/a", article("Rare earths and gallium at length. " * 5))
        done = await visits.visit(wire)
        assert done.new == 1
        assert visits.rows(listing.items, q="gallium")

    visit(sqlite, recorder, clock, script)


def test_a_site_that_fails_on_every_article_is_not_asked_for_each(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = source(visits.server.url("/feed"), full_text=True)
        links = [visits.server.url(f"/{number}") for number in range(30)]
        visits.show("/feed", feed(*(entry(link, "Rare earths.", link=link) for link in links)))
        for number in range(30):
            visits.refuse(f"/{number}", 503)
        for _ in range(TRIES):
            visits.server.asked.clear()
            await visits.visit(wire)
            assert len(visits.server.asked) <= 1 + MOST_FAILURES + AT_ONCE
        assert len(titles(visits)) == 30

    visit(sqlite, recorder, clock, script)


def test_more_articles_than_one_visit_may_fetch_come_in_the_next(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = source(visits.server.url("/feed"), full_text=True)
        count = MOST_ARTICLES + 5
        links = [visits.server.url(f"/{number}") for number in range(count)]
        visits.show("/feed", feed(*(entry(link, "Rare earths.", link=link) for link in links)))
        for number in range(count):
            visits.show(f"/{number}", article(f"Rare earths, part {number}. " * 5))
        first = await visits.visit(wire)
        second = await visits.visit(wire)
        assert (first.new, second.new, second.baseline) == (MOST_ARTICLES, 5, True)
        assert visits.state().baselined_at is not None
        assert (await visits.visit(wire)).recorded == ()

    visit(sqlite, recorder, clock, script)


def test_a_redirected_article_is_stored_where_it_stands(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = source(visits.server.url("/feed"), full_text=True)
        visits.refuse("/short", 302, location="/long?utm_source=feed")
        visits.show("/long?utm_source=feed", article("Rare earths at length. " * 5))
        visits.show("/feed", feed(entry("a", "In short.", link=visits.server.url("/short"))))
        await visits.visit(wire)
        (item,) = visits.rows(listing.items)
        assert item["url"] == visits.server.url("/long")

    visit(sqlite, recorder, clock, script)


def test_an_article_whose_selector_is_lost_leaves_the_feeds_text_and_says_so(
    sqlite: Database, recorder: Recorder, clock: Clock, source: Make
) -> None:
    async def script(visits: Visits) -> None:
        wire = source(visits.server.url("/feed"), full_text=True, article_selector="#TRS_Editor")
        visits.show("/a", article("Rare earths at length. " * 5))
        visits.show("/feed", feed(entry("a", "In short.", link=visits.server.url("/a"))))
        assert (await visits.visit(wire)).new == 1
        assert "selector lost" in (visits.state().last_error or "")

    visit(sqlite, recorder, clock, script)
