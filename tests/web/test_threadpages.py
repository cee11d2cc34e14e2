"""Pages of threads, over the shipped method."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from monitor.config.settings import load
from monitor.pipeline.build import reader_of, rule_words
from monitor.pipeline.reader import Reader
from monitor.pipeline.threads import Ladders, compared
from monitor.statements.statement import Mode, SaidOn, Statement, Tier
from monitor.storage import statements
from monitor.storage.engine import Database
from monitor.web.matrix import MOST_CHARACTERS, Analyses
from monitor.web.served import Served
from monitor.wording.formulations import formulations

CONFIG = Path(__file__).parents[2] / "config"
FIRST = date(2025, 1, 1)
STANDS = "China will approve qualified applications for rare-earth exports without delay."
WORDS = (
    f"{STANDS} China is concerned about the abuse of export controls.",
    f"{STANDS} China opposes the abuse of export controls.",
    f"{STANDS} China firmly opposes the abuse of export controls.",
    "China will take necessary measures against the abuse of export controls.",
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return reader_of(load(CONFIG, {}))


@pytest.fixture
def spoken(database: Database, said: Callable[..., Statement], now: datetime) -> None:
    known = [
        said(
            f"en-{number}",
            text,
            FIRST + timedelta(days=7 * number),
            body="CN-MOFCOM",
            language="en",
            mode=Mode.DIRECT,
            tier=Tier.QUOTE,
        )
        for number, text in enumerate(WORDS)
    ]
    with database.write() as session:
        statements.put(session, known, item=None, now=now)


@pytest.fixture
def whole(ask: Any, reader: Reader, spoken: None) -> Any:
    return ask(
        formulate=lambda known, now: formulations(known, comparer=reader.comparer, now=now),
        compare=lambda before, after: compared(reader.comparer, before, after),
        ladders=Ladders(reader.comparer),
        rules=rule_words(),
        bodies={"CN-MOFCOM": "China's Ministry of Commerce"},
    )


def page(client: Any, path: str) -> lxml.html.HtmlElement:
    answer = client.get(path, {"accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return lxml.html.fromstring(answer.text)


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def links(element: lxml.html.HtmlElement) -> list[str]:
    return [str(link.get("href")) for link in element.iter("a")]


def test_threads_are_listed_and_narrowed(whole: Any) -> None:
    listed = page(whole, "/threads")
    rows = [words(row) for row in listed.iterfind(".//tbody/tr")]
    assert rows == [
        "CN-MFA rare earths 2025-08-19 2025-07-24 2",
        "China's Ministry of Commerce rare earths 2025-01-22 2025-01-01 4",
    ]
    assert "/threads/CN-MOFCOM/rare-earths" in links(listed)
    narrowed = page(whole, "/threads?body=CN-MFA&topic=")
    assert len(narrowed.findall(".//tbody/tr")) == 1
    assert "No body has spoken" in words(page(whole, "/threads?body=US-BIS"))


def test_a_matrix_tells_each_day_of_each_wording_in_signs_and_in_words(whole: Any) -> None:
    shown = page(whole, "/threads/CN-MOFCOM/rare-earths")
    (table,) = shown.xpath("//table[@class='matrix']")
    days = [words(each) for each in table.iterfind(".//thead//time")]
    assert days == ["2025-01-01", "2025-01-08", "2025-01-15", "2025-01-22"]
    row = next(row for row in table.iterfind(".//tbody/tr") if STANDS[:-1] in words(row))
    cells = row.findall("td")
    assert [cell.get("class") for cell in cells] == ["new", "said", "said", "unsaid"]
    assert [words(cell.xpath("span[@class='vh']")[0]) for cell in cells] == [
        "said for the first time",
        "said",
        "said",
        "not said",
    ]
    targets = {str(each.get("id")) for each in shown.iter("li")}
    assert {f"day-{day}" for day in days} <= targets


def test_a_line_shows_how_strong_the_words_were_and_says_it(whole: Any) -> None:
    shown = page(whole, "/threads/CN-MOFCOM/rare-earths")
    (figure,) = [one for one in shown.iter("figure") if "Strength: escalation" in words(one)]
    (chart,) = figure.xpath(".//svg[@role='img']")
    assert "From “concerned” on 1 January 2025 to “measures” on 22 January 2025" in str(
        chart.get("aria-label")
    )
    assert len(chart.findall(".//circle")) == 4
    table = [" ".join(map(words, row)) for row in figure.xpath(".//details//tbody/tr")]
    assert table[0] == "22 January 2025 measures"
    assert "/statements/en-3" in links(shown)


def test_a_timeline_groups_the_reports_of_one_utterance_and_names_its_shifts(
    whole: Any, database: Database, said: Callable[..., Statement], now: datetime
) -> None:
    other = said(
        "st-9",
        "我们愿意加强对话合作。",
        date(2025, 8, 19),
        utterance="ut-st-2",
        tier=Tier.QUOTE,
        source="wire",
    )
    with database.write() as session:
        statements.put(session, [other], item=None, now=now)
    shown = page(whole, "/threads/CN-MFA/rare-earths")
    newest, older = shown.xpath("//ol[@class='timeline']/li")
    assert "/statements/st-2" in links(newest)
    assert "also in wire" in words(newest)
    assert "/shifts/s-1" in links(newest)
    assert "/shifts/s-1" not in links(older)


def test_a_timeline_folds_the_other_passages_of_one_document(
    whole: Any, database: Database, said: Callable[..., Statement], now: datetime
) -> None:
    others = [
        said(
            f"st-{number}",
            f"第{number}条 <未经许可，不得出口>。",
            date(2025, 8, 19),
            utterance="ut-st-2",
            url="https://mfa.example/st-2",
        )
        for number in range(10, 13)
    ]
    with database.write() as session:
        statements.put(session, others, item=None, now=now)
    newest = page(whole, "/threads/CN-MFA/rare-earths").xpath("//ol[@class='timeline']/li")[0]
    (folded,) = newest.xpath(".//details")
    assert words(folded.find("summary")) == "3 more of the same document"
    assert len(folded.xpath(".//li")) == 3
    assert "also in" not in words(newest)
    assert len({link for link in links(newest) if link.startswith("/statements/")}) == 4


def test_any_two_statements_can_be_picked_for_a_comparison(whole: Any) -> None:
    shown = page(whole, "/threads/CN-MOFCOM/rare-earths")
    (form,) = shown.xpath("//form[@action='/compare']")
    assert dict(form.form_values()) == {"before": "en-2", "after": "en-3"}
    form.fields["before"] = "en-0"
    form.fields["after"] = "en-2"
    asked = dict(form.form_values())
    compared_ = page(whole, f"/compare?before={asked['before']}&after={asked['after']}")
    text = words(compared_)
    assert "strength" in text
    assert [words(each) for each in compared_.iter("ins")]
    assert [words(each) for each in compared_.iter("del")]
    assert "/compare?before=en-2&after=en-0" in links(compared_)
    turned = page(whole, "/compare?before=en-2&after=en-0")
    assert "was said later" in words(turned)
    same = page(whole, "/compare?before=en-0&after=en-0")
    assert "Nothing that carries meaning." in words(same)
    assert "Two bodies speak" in words(page(whole, "/compare?before=st-1&after=en-0"))


def test_a_comparison_of_what_is_not_there_is_not_found(ask: Any, whole: Any) -> None:
    assert whole.get("/compare?before=none&after=en-0").status_code == 404
    assert whole.get("/compare?before=en-0&after=none").status_code == 404
    assert whole.get("/compare?before=en-0").status_code == 422
    assert ask().get("/compare?before=st-1&after=st-2").status_code == 404


def test_a_thread_goes_back_in_time_and_can_be_read_in_one_language(
    whole: Any, database: Database, said: Callable[..., Statement], now: datetime
) -> None:
    many = [
        said(
            f"x-{number:03}",
            f"稀土第{number}号。",
            FIRST + timedelta(days=number),
            language="en" if number % 2 else "zh",
        )
        for number in range(100)
    ]
    with database.write() as session:
        statements.put(session, many, item=None, now=now)
    first = page(whole, "/threads/CN-MFA/rare-earths")
    (older,) = [link for link in links(first) if "until=" in link]
    ids = set()
    for each in (first, page(whole, older)):
        ids |= {link.rpartition("/")[2] for link in links(each) if link.startswith("/statements/")}
    assert {one.id for one in many} <= ids
    english = page(whole, "/threads/CN-MFA/rare-earths?language=en")
    assert {each.get("lang") for each in english.xpath("//ol//p[@lang]")} == {"en"}
    assert "Nothing that early." in words(
        page(whole, "/threads/CN-MFA/rare-earths?until=2020-01-01")
    )


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/threads/none/rare-earths", 404),
        ("/threads/CN-MFA/none", 404),
        ("/threads/CN-MFA/rare-earths?until=yesterday", 422),
        ("/threads/CN-MFA/rare-earths?language=%00", 422),
        ("/threads?start=-1", 422),
    ],
)
def test_what_no_thread_has_is_refused(whole: Any, path: str, status: int) -> None:
    assert whole.get(path).status_code == status


def test_a_page_leaves_out_what_is_not_worked_out(ask: Any) -> None:
    shown = page(ask(formulate=None), "/threads/CN-MFA/rare-earths")
    assert not shown.xpath("//table[@class='matrix']")
    assert not shown.xpath("//svg")
    assert not shown.xpath("//input[@type='radio']")
    assert len(shown.xpath("//ol[@class='timeline']/li")) == 2


def test_a_thread_is_read_once_until_it_speaks_again(
    served: Served, said: Callable[..., Statement], now: datetime
) -> None:
    calls = []

    def formulate(known: Any, at: datetime) -> tuple[()]:
        calls.append(len(known))
        return ()

    analyses = Analyses(Served(database=served.database, formulate=formulate))
    known = [said(f"s{number}", "x" * (MOST_CHARACTERS // 3), FIRST) for number in range(5)]
    first = analyses.of("rare-earths", known, now)
    assert analyses.of("rare-earths", known, now + timedelta(hours=1)) is first
    assert first.read == 3
    analyses.of("rare-earths", known, now + timedelta(days=1))
    analyses.of("rare-earths", known[1:], now)
    analyses.of("other", known, now)
    assert calls == [3, 3, 3, 3]
    longest = [said("long", "x" * (2 * MOST_CHARACTERS), FIRST)]
    assert analyses.of("rare-earths", longest, now).read == 1


def test_hostile_words_are_shown_and_are_no_markup(
    whole: Any, database: Database, said: Callable[..., Statement], hostile: str, now: datetime
) -> None:
    evil = [
        said(
            f"evil-{number}",
            f"{hostile} {STANDS}",
            FIRST + timedelta(days=number),
            speaker=hostile,
            body="evil&body",
            topics=("evil?<topic>/x",),
            url="javascript:alert(1)",
            language='"><b',
            source=hostile,
            utterance="one" if number > 1 else f"ut-{number}",
            said_on=SaidOn(day=FIRST + timedelta(days=number), evidence=hostile),
        )
        for number in range(4)
    ]
    with database.write() as session:
        statements.put(session, evil, item=None, now=now)
    (path,) = [link for link in links(page(whole, "/threads")) if link.startswith("/threads/evil")]
    for each in ("/threads", path, "/compare?before=evil-0&after=evil-1"):
        shown = page(whole, each)
        assert all(script.get("src", "").startswith("/static/") for script in shown.iter("script"))
        assert not shown.xpath("//b")
        assert not [
            link for link in links(shown) if not link.startswith(("/", "#", "https://", "?"))
        ]
    assert "<script>alert(1)</script> ⟨U+001B⟩[31m⟨U+202E⟩evil" in words(page(whole, path))
