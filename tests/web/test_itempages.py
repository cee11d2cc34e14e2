"""Pages of items and statements: found by words, marked, linked to what they belong to."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import lxml.html
import pytest

from monitor.sources.item import Item
from monitor.statements.statement import SaidOn, Statement
from monitor.storage import items, statements
from monitor.storage.engine import Database
from monitor.text.document import Span


def page(client: Any, path: str) -> lxml.html.HtmlElement:
    answer = client.get(path, {"accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return lxml.html.fromstring(answer.text)


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def links(element: lxml.html.HtmlElement) -> list[str]:
    return [str(link.get("href")) for link in element.iter("a")]


def test_statements_are_listed_the_last_said_first(client: Any) -> None:
    shown = page(client, "/statements")
    assert [words(each) for each in shown.iter("h2")] == [
        "China's Foreign Ministry 毛宁, 19 August 2025",
        "China's Foreign Ministry 毛宁, 24 July 2025",
    ]
    assert "/threads/CN-MFA/rare-earths" in links(shown)


def test_words_that_were_searched_for_are_marked(client: Any) -> None:
    shown = page(client, "/statements?q=出口管制")
    (article,) = shown.iter("article")
    assert [words(each) for each in article.iter("mark")] == ["出口管制"]
    (link,) = article.iterfind(".//h2/a")
    further = page(client, str(link.get("href")))
    assert [words(each) for each in further.iter("mark")] == ["出口管制"]
    nothing = page(client, "/statements?q=禁运")
    assert "No statement is like that" in words(nothing)


def test_items_are_found_by_title_and_text(client: Any) -> None:
    for q, marks in (("例行", ["例行"]), ("稳定", ["稳定"])):
        shown = page(client, f"/items?q={q}")
        assert [words(each) for each in shown.iter("mark")] == marks
    assert "No item is like that" in words(page(client, "/items?q=nothing"))


@pytest.mark.parametrize("name", ["items", "statements"])
def test_a_list_says_what_it_was_narrowed_to_and_offers_it_as_a_file(
    client: Any, name: str
) -> None:
    query = "topic=rare-earths&since=2025-07-01&q=%E7%A8%B3%E5%AE%9A"
    shown = page(client, f"/{name}?{query}")
    (form,) = shown.xpath("//form[@class='filters']")
    assert dict(form.form_values()) == {
        "q": "稳定",
        "body": "",
        "topic": "rare-earths",
        "source": "",
        "since": "2025-07-01",
    }
    offered = [link for link in links(shown) if ".csv?" in link]
    assert len(offered) == 1
    ids = [str(row["id"]) for row in client.rows(f"/api/{name}?{query}")]
    assert ids
    assert all(each in client.get(offered[0]).text for each in ids)


def test_a_list_goes_on_and_comes_back(
    client: Any, database: Database, said: Callable[..., Statement], now: datetime
) -> None:
    with database.write() as session:
        more = [said(f"x-{number:02}", "稀土", date(2025, 1, 1)) for number in range(40)]
        statements.put(session, more, item=None, now=now)
    first = page(client, "/statements?topic=rare-earths")
    (older,) = [
        link
        for link in links(first)
        if "cursor=" in link and ".csv" not in link and ".jsonl" not in link
    ]
    second = page(client, older)
    assert len(list(first.iter("article"))) == 30
    assert len(list(second.iter("article"))) == 12
    assert "/statements?topic=rare-earths" in links(second)
    assert [link for link in links(second) if link.endswith("topic=rare-earths&limit=10000")]


def test_a_statement_tells_who_said_it_when_and_where(client: Any) -> None:
    shown = page(client, "/statements/st-2")
    text = words(shown)
    assert "China's Foreign Ministry · 毛宁, 19 August 2025" in text
    assert "full text, from the body itself; the body's own wording" in text
    assert "https://mfa.example/st-2" in links(shown)
    assert "/threads/CN-MFA/rare-earths" in links(shown)
    assert "/shifts/s-1" in links(shown)
    assert "/shifts/s-2" not in links(shown)


def test_a_statement_knows_its_other_reports_and_what_was_said_before(
    ask: Any, database: Database, said: Callable[..., Statement], now: datetime
) -> None:
    again = said("st-3", "我们愿意加强对话。", date(2025, 8, 19), utterance="ut-st-2")
    unsure = SaidOn(day=date(2025, 8, 19), evidence="page", conflict=True)
    odd = said("st-4", "稀土。", date(2025, 8, 19), said_on=unsure, body=None)
    with database.write() as session:
        statements.put(session, [again, odd], item=None, now=now)
    client = ask(compare=lambda before, after: None)
    shown = page(client, "/statements/st-2")
    assert "/statements/st-3" in links(shown)
    assert "/compare?before=st-1&after=st-2" in links(shown)
    strange = page(client, "/statements/st-4")
    assert "Body unknown" in words(strange)
    assert "Said, by its date, after it was published" in words(strange)


def test_a_statement_that_its_page_no_longer_says_is_told_so(
    client: Any, database: Database, said: Callable[..., Statement], now: datetime
) -> None:
    with database.write() as session:
        item = Item(source="mfa", key="old", url="https://mfa.example/old", title="旧", text="稀土")
        put = items.put(session, item, language="zh", topics=("rare-earths",), now=now)
        statements.put(session, [said("gone", "稀土", date(2025, 5, 1))], item=put.id, now=now)
        statements.supersede(session, put.id, (), now)
    assert "says something else since" in words(page(client, "/statements/gone"))
    assert "replaced on its page" in words(page(client, "/statements"))
    assert f"/items/{put.id}" in links(page(client, "/statements/gone"))


def test_an_item_shows_what_is_official_in_it_and_every_version(
    client: Any, database: Database, said: Callable[..., Statement], now: datetime
) -> None:
    text = "记者报道。毛宁说：稀土很重要。完。"
    start = text.index("稀土")
    quoted = said("in", "稀土很重要", date(2025, 5, 1), span=Span(start=start, end=start + 5))
    with database.write() as session:
        for number, each in enumerate(("草稿", text)):
            item = Item(source="mfa", key="i", url="https://mfa.example/i", title="一", text=each)
            at = now + timedelta(minutes=number)
            put = items.put(session, item, language="zh", topics=("rare-earths",), now=at)
        statements.put(session, [quoted], item=put.id, now=now)
        items.remove(session, put.id, now + timedelta(hours=1))
    shown = page(client, f"/items/{put.id}")
    assert [words(each) for each in shown.iter("mark")] == ["稀土很重要"]
    assert "/statements/in" in links(shown)
    assert [words(each) for each in shown.iterfind(".//tbody//th")] == ["2", "1"]
    assert "Its page was gone on" in words(shown)
    searched = page(client, f"/items/{put.id}?q=报道")
    assert [words(each) for each in searched.iter("mark")] == ["报道"]
    with database.read() as session:
        assert [one.characters for one in items.versions(session, put.id)] == [len(text), 2]


@pytest.mark.parametrize("path", ["/statements/none", "/items/none", "/items/a%2Fb"])
def test_what_is_not_stored_is_not_found(client: Any, path: str) -> None:
    assert client.get(path).status_code == 404


def test_hostile_text_is_shown_and_is_no_markup(
    client: Any, database: Database, said: Callable[..., Statement], hostile: str, now: datetime
) -> None:
    one = said(
        "evil",
        hostile,
        date(2025, 9, 1),
        speaker=hostile,
        role=hostile,
        body=hostile,
        topics=(hostile,),
        source=hostile,
        url="javascript:alert(1)",
        said_on=SaidOn(day=date(2025, 9, 1), evidence=hostile),
        utterance=hostile,
        language='"><b',
    )
    with database.write() as session:
        item = Item(
            source=hostile,
            key=hostile,
            url="javascript:alert(1)",
            title=hostile,
            text=hostile,
            published_raw=hostile,
            authors=(hostile,),
            evidence=hostile,
        )
        put = items.put(session, item, language='"><b', topics=(hostile,), now=now)
        statements.put(
            session,
            [
                one,
                said(
                    "evil-2",
                    hostile + "!",
                    date(2025, 9, 1),
                    utterance=hostile,
                    url="data:text/html,x",
                ),
            ],
            item=put.id,
            now=now,
        )
    for path in (
        "/statements",
        "/statements?q=script",
        "/statements/evil?q=alert",
        "/items",
        "/items?q=script",
        f"/items/{put.id}",
    ):
        shown = page(client, path)
        assert "<script>alert(1)</script> ⟨U+001B⟩[31m⟨U+202E⟩evil" in words(shown)
        assert all(script.get("src", "").startswith("/static/") for script in shown.iter("script"))
        assert not [
            each for each in shown.iter() if any(str(name).startswith("on") for name in each.attrib)
        ]
        assert not [link for link in links(shown) if not link.startswith(("/", "#", "https://"))]
