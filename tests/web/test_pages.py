from collections.abc import Callable
from typing import Any

import lxml.html
from lxml.etree import _Element

from monitor.storage import shifts
from monitor.storage.engine import Database
from monitor.text.document import Span
from monitor.web.render import ENVIRONMENT
from monitor.wording.shift import Change, Kind, Shift


def page(client: Any, path: str = "/") -> lxml.html.HtmlElement:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return lxml.html.fromstring(answer.text)


def words(element: _Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def found(element: _Element, tag: str) -> list[str]:
    return [words(each) for each in element.iter(tag)]


def test_autoescape_holds_for_every_template() -> None:
    assert ENVIRONMENT.autoescape is True
    assert ENVIRONMENT.from_string("{{ x }}").render(x="<b>") == "&lt;b&gt;"


def test_the_overview_shows_shifts_with_both_passages_marked(client: Any) -> None:
    overview = page(client)
    (article,) = overview.iter("article")
    assert found(article, "h2") == ["China's Foreign Ministry: dropped"]
    before, after = article.iter("dd")
    assert found(before, "del") == ["出口管制"]
    assert before.get("lang") == after.get("lang") == "zh"
    assert "24 July 2025" in words(article)
    assert "19 August 2025" in words(article)
    assert "出口管制" not in words(after)


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
    for path in ("/", "/shifts/s-3"):
        assert "The passage is gone." in words(page(client, path))
    for path in ("/", "/shifts/s-4"):
        assert "The earlier version has no such passage." in words(page(client, path))


def test_the_overview_shows_how_the_sources_are(client: Any) -> None:
    rows = found(page(client), "tr")
    assert any("Foreign Ministry <pressers>" in row and "ok" in row for row in rows)
    assert any("failing" in row and "503 <b>busy</b>" in row for row in rows)
    assert any("TLS certificates are not verified" in row for row in rows)
    assert any("disabled" in row and "items of 2017" in row for row in rows)


def test_the_overview_says_what_is_wrong_and_what_is_not_covered(ask: Any) -> None:
    shown = words(page(ask(ready=lambda: ["the scheduler stands still"])))
    assert "Not ready: the scheduler stands still" in shown
    assert "Sites that need a login." in shown
    assert "2 waiting" in shown


def test_an_empty_database_has_an_overview(ask: Any) -> None:
    with Database.open("sqlite://") as empty:
        shown = words(page(ask(database=empty)))
    assert "None yet." in shown
    assert "never" in shown


def test_a_shift_has_a_page_that_alerts_link_to(client: Any) -> None:
    shown = words(page(client, "/shifts/s-1"))
    assert "China's Foreign Ministry · rare earths" in shown
    assert "scope qualifier dropped" in shown
    assert found(page(client, "/shifts/s-1"), "del")[-1] == "出口管制"
    assert "one copy cluster only" in words(page(client, "/shifts/s-2"))


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
    for path in ("/", "/shifts/s-3"):
        shown = page(client, path)
        assert not list(shown.iter("img", "iframe", "style"))
        assert all(script.get("src", "").startswith("/static/") for script in shown.iter("script"))
        assert not [
            name for each in shown.iter() for name in each.attrib if str(name).startswith("on")
        ]
        assert "⟨U+202E⟩evil" in words(shown)
        assert "\x1b" not in words(shown)


def test_pages_load_nothing_from_elsewhere_and_carry_no_style_or_script(client: Any) -> None:
    for path in ("/", "/shifts/s-1"):
        shown = page(client, path)
        for element in shown.iter("link", "script", "img"):
            asked = str(element.get("href") or element.get("src"))
            assert asked.startswith("/")
            assert client.get(asked).status_code == 200
        assert not [script for script in shown.iter("script") if script.text]
        assert not [each for each in shown.iter() if each.get("style")]
        for link in shown.iter("a"):
            outward = not str(link.get("href")).startswith(("/", "#"))
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
