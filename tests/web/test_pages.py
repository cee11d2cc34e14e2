from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import lxml.html
from lxml.etree import _Element

from monitor.statements.statement import Statement
from monitor.storage import shifts, statements, stopped, verdicts
from monitor.storage.engine import Database
from monitor.storage.stopped import Stopped
from monitor.text.document import Span
from monitor.web.render import ENVIRONMENT
from monitor.web.served import Answer, Watched
from monitor.wording.shift import Change, Kind, Level, Shift


def page(client: Any, path: str = "/") -> lxml.html.HtmlElement:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return lxml.html.fromstring(answer.text)


def words(element: _Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def spaced(element: _Element) -> str:
    """Return the words with a space between any two elements, as a table's cells have one."""
    return " ".join(" ".join(map(str, element.itertext())).split())


def found(element: _Element, tag: str) -> list[str]:
    return [words(each) for each in element.iter(tag)]


def test_autoescape_holds_for_every_template() -> None:
    assert ENVIRONMENT.autoescape is True
    assert ENVIRONMENT.from_string("{{ x }}").render(x="<b>") == "&lt;b&gt;"


def test_the_overview_shows_what_moved_with_both_passages_marked(client: Any) -> None:
    overview = page(client)
    (article,) = overview.iter("article")
    assert found(article, "h3") == ["China's Foreign Ministry: dropped"]
    before, after = article.iter("dd")
    assert found(before, "del") == ["出口管制"]
    assert before.get("lang") == after.get("lang") == "zh"
    assert "24 July 2025" in words(article)
    assert "19 August 2025" in words(article)
    assert "出口管制" not in words(after)


def test_the_overview_shows_the_last_shifts_where_nothing_moved_since_yesterday(
    ask: Any, now: datetime
) -> None:
    monday = page(ask(clock=lambda: now + timedelta(days=3)))
    assert "Nothing since yesterday. The last shifts before:" in words(monday)
    assert found(monday, "h3") == ["China's Foreign Ministry: dropped"]


def test_a_passage_that_is_not_there_is_said_so(
    client: Any, database: Database, shift: Callable[..., Shift], now: Any
) -> None:
    whole = Span(start=0, end=4), Span(start=0, end=0)
    gone = {
        "before": "禁止出口",
        "after": "",
        "changes": (Change(before=whole[0], after=whole[1]),),
    }
    new = {"before": "", "after": "禁止出口", "changes": (Change(before=whole[1], after=whole[0]),)}
    with database.write() as session:
        shifts.put(session, shift("s-3", **gone), item=None, now=now)
        shifts.put(session, shift("s-4", **new, kinds=(Kind.TEXT_EDIT,)), item=None, now=now)
    for path in ("/", "/shifts", "/shifts/s-3"):
        assert "The passage is gone." in words(page(client, path))
    for path in ("/", "/shifts", "/shifts/s-4"):
        assert "The earlier version has no such passage." in words(page(client, path))
    assert found(page(client, "/shifts/s-3?view=inline"), "del") == ["禁止出口"]
    assert found(page(client, "/shifts/s-4?view=inline"), "ins") == ["禁止出口"]


def test_the_overview_says_which_sources_need_a_look(client: Any) -> None:
    shown = spaced(page(client))
    assert "1 of 2 sources answer as they should" in shown
    assert "A wire failing 503 <b>busy</b>" in shown
    assert "1 disabled" in shown


def test_the_overview_says_what_is_wrong_and_what_is_not_covered(ask: Any) -> None:
    shown = words(page(ask(ready=lambda: ["the scheduler stands still"])))
    assert "Not ready: the scheduler stands still" in shown
    assert "Sites that need a login." in shown
    assert "2 waiting" in shown


def test_the_overview_names_a_receiver_that_wants_no_more(
    client: Any, database: Database, now: Any
) -> None:
    assert "Nothing is sent to" not in words(page(client))
    with database.write() as session:
        gone = Stopped(receiver="desk", address="0" * 64, problem="<b>410 Gone", stopped_at=now)
        stopped.stop(session, gone)
    assert "Nothing is sent to desk: <b>410 Gone (since" in words(page(client))
    with database.write() as session:
        stopped.lift(session)
    assert "Nothing is sent to" not in words(page(client))


def test_an_empty_database_has_an_overview(ask: Any) -> None:
    with Database.open("sqlite://") as empty:
        client = ask(database=empty)
        assert "None yet." in words(page(client))
        assert "0 waiting to be sent" in words(page(client))
        assert "never" in words(page(client, "/sources"))
        assert "No shift is like that." in words(page(client, "/shifts"))


def test_a_shift_has_a_page_that_alerts_link_to(client: Any) -> None:
    shown = page(client, "/shifts/s-1")
    assert "China's Foreign Ministry · rare earths" in words(shown)
    assert "scope qualifier dropped" in words(shown)
    assert [one for one in found(shown, "del") if one] == ["出口管制"]
    assert "Held back: one copy cluster only" in words(page(client, "/shifts/s-2"))


def test_each_mark_tells_its_rule_to_eyes_and_to_screen_readers(ask: Any) -> None:
    rules = {"scope-qualifier-dropped": "a thing is no longer named"}
    shown = page(ask(rules=rules), "/shifts/s-1")
    (struck,) = [each for each in shown.iter("del") if each.text]
    assert struck.get("data-why") == "a thing is no longer named"
    described = shown.get_element_by_id(struck.get("aria-describedby"))
    assert "a thing is no longer named" in words(described)
    assert struck.get("tabindex") == "0"


def test_both_passages_can_be_read_as_one_text(client: Any) -> None:
    shown = page(client, "/shifts/s-1?view=inline")
    (passage,) = [each for each in shown.iter("p") if "passage" in each.get("class", "")][:1]
    assert found(passage, "del") == ["出口管制"]
    assert words(passage).startswith("我们")


def test_a_shift_shows_the_statements_compared_and_their_copies(
    client: Any, database: Database, said: Callable[..., Statement], now: datetime
) -> None:
    copy = said("st-9", "我们愿意加强对话。", date(2025, 8, 20), utterance="ut-st-2", source="wire")
    with database.write() as session:
        statements.put(session, [copy], item=None, now=now)
    shown = spaced(page(client, "/shifts/s-1"))
    assert "After 毛宁, 19 August 2025" in shown
    assert "Before 毛宁, 24 July 2025" in shown
    assert "Other reports of the same words 毛宁, 20 August 2025" in shown


def test_the_list_of_shifts_is_narrowed_by_its_address(
    client: Any, database: Database, shift: Callable[..., Shift], now: datetime
) -> None:
    other = shift("s-5", body="US-BIS", topic="gallium", kinds=(Kind.NUMBER,), level=Level.DIGEST)
    with database.write() as session:
        shifts.put(session, other, item=None, now=now - timedelta(days=2))
    assert len(found(page(client, "/shifts"), "article")) == 2
    assert len(found(page(client, "/shifts?silenced=true"), "article")) == 3
    for narrowed in ("body=US-BIS", "topic=gallium", "kind=number", "level=digest"):
        shown = page(client, f"/shifts?{narrowed}")
        assert found(shown, "h2") == ["US-BIS: changed a number"], narrowed
    for narrowed in ("since=2025-08-18", "q=对话+安全&body=CN-MFA", "body=CN-MFA&kind="):
        assert len(found(page(client, f"/shifts?{narrowed}"), "article")) == 1, narrowed
    assert client.get("/shifts?kind=nonsense", {"accept": "text/html"}).status_code == 422


def test_the_list_of_shifts_pages_and_keeps_its_filters(client: Any) -> None:
    first = page(client, "/shifts?silenced=true&limit=1&body=CN-MFA")
    (older,) = first.xpath("//a[@rel='next']/@href")
    second = page(client, str(older))
    assert "one copy" not in words(first)
    assert len(found(second, "article")) == 1
    assert not second.xpath("//a[@rel='next']")
    (newest,) = second.xpath("//a[text()='Newest']/@href")
    assert words(page(client, str(newest)).find(".//article")) == words(first.find(".//article"))


def test_a_reader_says_on_its_page_what_a_shift_was_worth(client: Any, database: Database) -> None:
    for one, verdict in (("s-1", "useful"), ("s-2", "not-useful")):
        shown = page(client, f"/shifts/{one}")
        assert not shown.xpath("//button[@aria-pressed='true']")
        token = shown.xpath("//main//input[@name='csrf']/@value")[0]
        path = f"/shifts/{one}/verdicts/{verdict}"
        assert client.get(path, method="POST", form={"csrf": "x"}).status_code == 403
        answer = client.get(path, method="POST", form={"csrf": str(token)})
        assert answer.status_code == 303
        (pressed,) = page(client, answer.headers["location"].partition("#")[0]).xpath(
            "//button[@aria-pressed='true']"
        )
        assert words(pressed).lower().replace(" ", "-") == verdict
    with database.read() as session:
        counted = verdicts.by_rule(session)["scope-qualifier-dropped"]
    assert (counted.useful, counted.not_useful) == (1, 1)
    token = page(client).xpath("//input[@name='csrf']") or token
    answer = client.get("/shifts/none/verdicts/useful", method="POST", form={"csrf": str(token)})
    assert answer.status_code == 404


def test_the_evidence_of_a_shift_is_offered_where_there_is_any(client: Any, ask: Any) -> None:
    assert "evidence" not in client.get("/shifts/s-1").text
    assert client.get("/shifts/s-1/evidence.zip").status_code == 404
    giving = ask(evidence=lambda session, shift: b"PK" if shift == "s-1" else None)
    assert "/shifts/s-1/evidence.zip" in giving.get("/shifts/s-1").text
    answer = giving.get("/shifts/s-1/evidence.zip")
    assert answer.content == b"PK"
    assert answer.headers["content-disposition"] == 'attachment; filename="evidence-s-1.zip"'
    assert giving.get("/shifts/s-2/evidence.zip").status_code == 404


def test_sources_are_listed_with_those_in_trouble_first(client: Any) -> None:
    rows = [spaced(row) for row in page(client, "/sources").iter("tr")][1:]
    assert rows[0].startswith("A wire TLS certificates are not verified failing 503 <b>busy</b>")
    assert "Foreign Ministry <pressers> ok" in rows[1]
    assert "disabled answers 200 with items of 2017" in rows[2]
    assert len(found(page(client, "/sources?state=ok"), "tr")) == 2
    assert len(found(page(client, "/sources?q=WIRE"), "tr")) == 2


def test_many_sources_come_in_pages(ask: Any) -> None:
    many = tuple(Watched(id=f"s{number:03}", name=f"Source {number:03}") for number in range(130))
    client = ask(sources=many)
    first = page(client, "/sources?q=source")
    assert "130 sources" in words(first)
    assert len(found(first, "tr")) == 101
    (more,) = first.xpath("//a[@rel='next']/@href")
    second = page(client, str(more))
    assert len(found(second, "tr")) == 31
    assert not second.xpath("//a[@rel='next']")


def test_a_source_has_a_page_with_its_days(client: Any) -> None:
    shown = page(client, "/sources/mfa")
    (chart,) = shown.xpath("//*[@role='img']")
    assert "1 items on 1 of 90 days" in chart.get("aria-label")
    assert "例行记者会" in spaced(shown)
    assert "Next visit 19 August 2025, 09:35 UTC" in spaced(shown)
    assert "Why disabled answers 200 with items of 2017" in spaced(page(client, "/sources/old"))
    assert client.get("/sources/none").status_code == 404


def test_a_source_shows_its_last_answers_where_they_are_kept(ask: Any, now: datetime) -> None:
    answer = Answer(url="https://mfa.example/feed", fetched_at=now, status=200, size=1234)
    shown = spaced(page(ask(answers=lambda session, source: [answer]), "/sources/mfa"))
    assert "https://mfa.example/feed 200 1234" in shown
    assert "Last answers" not in spaced(page(ask(), "/sources/mfa"))


def test_who_asks_for_a_page_that_is_not_there_gets_a_page(client: Any) -> None:
    answer = client.get("/shifts/<i>none", {"accept": "text/html"})
    assert answer.status_code == 404
    shown = lxml.html.fromstring(answer.text)
    assert "no shift '<i>none'" in words(shown)
    assert found(shown, "h1") == ["Not found"]


def test_every_page_has_a_way_past_its_head_and_says_where_one_is(client: Any) -> None:
    for path, name in (("/", "Overview"), ("/shifts", "Shifts"), ("/sources", "Sources")):
        shown = page(client, path)
        assert shown.xpath("//a[@aria-current='page']/text()") == [name]
        assert shown.xpath("//body/a[1]/@href") == ["#main"]
        assert len(found(shown, "h1")) == 1


def test_a_page_gives_its_rules_in_plain_words(ask: Any) -> None:
    rules = {
        "scope-qualifier-dropped": "a thing is no longer named",
        "one copy cluster only": "one report alone has it",
    }
    client = ask(rules=rules)
    assert "a thing is no longer named" in words(page(client, "/shifts/s-1"))
    assert "one report alone has it" in words(page(client, "/shifts/s-2"))


def test_nothing_that_a_source_says_becomes_markup(
    client: Any, database: Database, shift: Callable[..., Shift], hostile: str, now: Any
) -> None:
    nasty = shift("s-3", before=hostile, after=f"{hostile} more", removed=(hostile,), changes=())
    with database.write() as session:
        shifts.put(session, nasty, item=None, now=now)
    for path in ("/", "/shifts", "/shifts/s-3", "/shifts/s-3?view=inline"):
        shown = page(client, path)
        assert not list(shown.iter("img", "iframe", "style"))
        assert all(script.get("src", "").startswith("/static/") for script in shown.iter("script"))
        assert not [
            name for each in shown.iter() for name in each.attrib if str(name).startswith("on")
        ]
        assert "⟨U+202E⟩evil" in words(shown)
        assert "\x1b" not in words(shown)


def test_pages_load_nothing_from_elsewhere_and_carry_no_style_or_script(client: Any) -> None:
    for path in ("/", "/shifts", "/shifts/s-1", "/sources", "/sources/mfa"):
        shown = page(client, path)
        for element in shown.iter("link", "script", "img"):
            asked = str(element.get("href") or element.get("src"))
            assert asked.startswith("/")
            assert client.get(asked).status_code == 200
        assert not [script for script in shown.iter("script") if script.text]
        assert not [each for each in shown.iter() if each.get("style")]
        for link in shown.iter("a"):
            outward = not str(link.get("href")).startswith(("/", "#", "?"))
            assert not outward or link.get("rel") == "noopener noreferrer"


def test_a_file_is_sent_again_only_when_it_has_changed(client: Any) -> None:
    style = client.get("/static/style.css")
    assert style.headers["content-type"] == "text/css; charset=utf-8"
    assert "url(" not in style.text
    assert "@import" not in style.text
    again = client.get("/static/style.css", {"if-none-match": style.headers["etag"]})
    assert again.status_code == 304
    assert not again.content
    assert client.get("/static/nothing.css").status_code == 404
    assert client.get("/static/..%2Fguard.py").status_code == 404
