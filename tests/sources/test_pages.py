"""Lists of news that are no feed."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.errors import ParseError
from monitor.sources.feed import ParsedFeed
from monitor.sources.pages import SELECTOR_LOST, ListingRule, parse_listing

URL = "https://ministry.example/xwfb/index.html"
PAGE = """<html lang="zh-CN"><head><title>新闻发布</title></head>
<body><div class="nav"><a href="/">首页</a></div><ul class="txtList">
<li><a href="art/2025/art_1.html">商务部新闻发言人答记者问</a><span>[2025-08-19]</span></li>
<li><a href="/art/2025/art_2.html">公告2025年第18号</a><span>2025年8月18日</span></li>
<li><a href="https://other.example/3">Remarks &amp; answers</a>
<time datetime="2025-08-17T09:00:00+08:00">Sunday</time></li>
<li class="more"><a href="javascript:void(0)">更多</a></li>
</ul></body></html>"""


def listed(body: str | bytes, rule: ListingRule, **settings: Any) -> ParsedFeed:
    raw = body.encode() if isinstance(body, str) else body
    return parse_listing(raw, source="ministry", url=URL, rule=rule, **settings)


def test_a_list_page_becomes_entries() -> None:
    feed = listed(PAGE, ListingRule(entry="ul.txtList li", date="span, time"))
    assert [entry.link for entry in feed.entries] == [
        "https://ministry.example/xwfb/art/2025/art_1.html",
        "https://ministry.example/art/2025/art_2.html",
        "https://other.example/3",
    ]
    assert feed.entries[2].title == "Remarks & answers"
    assert [entry.published_at for entry in feed.entries] == [
        datetime(2025, 8, 19, tzinfo=UTC),
        datetime(2025, 8, 18, tzinfo=UTC),
        datetime(2025, 8, 17, 1, tzinfo=UTC),
    ]
    assert feed.entries[0].published_raw == "[2025-08-19]"
    assert (feed.title, feed.language) == ("新闻发布", "zh-CN")
    assert feed.problems == ("1 of 4 entries have no link or no title",)


def test_the_entry_may_be_the_link_itself() -> None:
    feed = listed(PAGE, ListingRule(entry="ul.txtList a", link=".", title="."))
    assert len(feed.entries) == 3


def test_a_page_with_a_base_is_relative_to_it() -> None:
    page = '<base href="/deep/"><li><a href="x">A title</a></li>'
    assert listed(page, ListingRule(entry="li")).entries[0].link == (
        "https://ministry.example/deep/x"
    )


def test_known_entries_are_skipped_until_they_change() -> None:
    rule = ListingRule(entry="ul.txtList li", date="span, time")
    known = {entry.digest for entry in listed(PAGE, rule).entries}
    assert listed(PAGE, rule, known=known).entries == ()
    changed = listed(PAGE.replace("第18号", "第19号"), rule, known=known)
    assert [entry.title for entry in changed.entries] == ["公告2025年第19号"]
    assert len(changed.unchanged) == 2


@pytest.mark.parametrize(
    "rule",
    [
        ListingRule(entry="ul.newsList li"),
        ListingRule(entry="div.nav", link="a.article"),
        ListingRule(entry="ul.txtList li", title="h3"),
    ],
)
def test_a_rule_that_matches_nothing_is_a_state_of_its_own(rule: ListingRule) -> None:
    with pytest.raises(ParseError, match="selector lost") as caught:
        listed(PAGE, rule)
    assert caught.value.hint == SELECTOR_LOST


@pytest.mark.parametrize(
    "page",
    [
        "<dl><dt>2025-08-19</dt><dd><a href=/1>One</a></dd><dt>2025-08-18</dt>"
        "<dd><a href=/2>Two</a></dd></dl>",
        "<dl><dd><a href=/1>One</a></dd><dt>2025-08-19</dt><dd><a href=/2>Two</a></dd>"
        "<dt>2025-08-18</dt></dl>",
        "<dl><dt>2025-08-19</dt><dd><a href=/1>One</a></dd>"
        "<dd><span>2025-08-18</span><a href=/2>Two</a></dd></dl>",
    ],
    ids=["before", "after", "one beside and one within"],
)
def test_in_a_flat_list_a_date_stands_beside_its_entry(page: str) -> None:
    feed = listed(page, ListingRule(entry="dd", date="dt, span"))
    assert [(entry.title[-3:], entry.published_raw) for entry in feed.entries] == [
        ("One", "2025-08-19"),
        ("Two", "2025-08-18"),
    ]


def test_an_entry_without_a_date_does_not_take_its_neighbours() -> None:
    page = (
        "<dl><dt>2025-08-19</dt><dd><a href=/1>One</a></dd><dd><a href=/2>Two</a></dd>"
        "<dt>2025-08-17</dt><dd><a href=/3>Three</a></dd></dl>"
    )
    feed = listed(page, ListingRule(entry="dd", date="dt"))
    assert [entry.published_raw for entry in feed.entries] == ["2025-08-19", None, "2025-08-17"]


def test_without_a_date_the_day_in_the_address_stands_in() -> None:
    page = '<li><a href="/a/t20250819_1.html">One</a></li><li><a href="/a/12">Two</a></li>'
    first, second = listed(page, ListingRule(entry="li", date="span")).entries
    assert first.published_at == datetime(2025, 8, 19, tzinfo=UTC)
    assert (first.published_raw, second.published_at) == ("20250819", None)


def test_links_that_the_pattern_does_not_match_are_no_entries() -> None:
    page = '<a href="/press/2025/">2025</a><a href="/press/2025/08/x">A statement</a>'
    rule = ListingRule(entry="a", pattern="*/press/20[0-9][0-9]/[0-9][0-9]/*")
    feed = listed(page, rule)
    assert [entry.title for entry in feed.entries] == ["A statement"]
    assert feed.problems == ()
    with pytest.raises(ParseError, match="selector lost"):
        listed(page, ListingRule(entry="a", pattern="*/speeches/*"))


def test_a_list_may_stand_in_json_that_wraps_it() -> None:
    rule = ListingRule(entry="li", inside="data.html", date="span")
    answer = json.dumps({"data": {"html": "<ul><li><a href='/1'>稀土</a><span>2025-08-19</span>"}})
    (entry,) = listed(answer, rule).entries
    assert (entry.link, entry.title) == ("https://ministry.example/1", "稀土")
    others: tuple[object, ...] = ({"data": {"html": None}}, {"data": []}, ["x"])
    for other in others:
        with pytest.raises(ParseError, match=r"selector lost: data\.html"):
            listed(json.dumps(other), rule)
    with pytest.raises(ParseError, match="is not JSON"):
        listed("<html><li><a href=/1>x</a></li></html>", rule)


def test_an_empty_page_is_refused() -> None:
    with pytest.raises(ParseError, match="nothing"):
        listed("", ListingRule(entry="li"))


def test_a_page_in_gbk_is_read() -> None:
    page = '<meta charset="gb2312"><li><a href="/1">稀土出口管制</a></li>'.encode("gbk")
    feed = listed(page, ListingRule(entry="li"))
    assert (feed.entries[0].title, feed.encoding) == ("稀土出口管制", "gb18030")


COUNCIL = json.dumps(
    [
        {"TITLE": "国务院关于稀土管理的通知", "SUB_TITLE": "", "URL": "/zhengce/content_1.htm",
         "DOCRELPUBTIME": "2025-08-19"},
        {"TITLE": "", "URL": "/zhengce/content_2.htm"},
    ]
)  # fmt: skip
REGISTER = json.dumps(
    {
        "count": 1,
        "results": [
            {
                "title": "Revisions <b>to</b> controls",
                "html_url": "https://register.example/d/2025-1",
                "document_number": "2025-1",
                "publication_date": "2025-08-19",
                "abstract": "The Bureau adds a license requirement.",
                "agencies": [{"name": "Commerce"}],
                "effective_on": 1755599400,
            }
        ],
    }
)


def test_an_array_of_json_is_a_list() -> None:
    rule = ListingRule(kind="json", entry="", link="URL", title="TITLE", date="DOCRELPUBTIME")
    feed = listed(COUNCIL, rule)
    assert feed.entries[0].link == "https://ministry.example/zhengce/content_1.htm"
    assert feed.entries[0].published_at == datetime(2025, 8, 19, tzinfo=UTC)
    assert len(feed.entries) == 1
    assert feed.problems


def test_an_apis_answer_is_read_by_its_keys() -> None:
    rule = ListingRule(
        kind="json", entry="results", link="html_url", title="title", date="effective_on",
        text="abstract", guid="document_number",
    )  # fmt: skip
    entry = listed(REGISTER, rule).entries[0]
    assert (entry.guid, entry.text) == ("2025-1", "The Bureau adds a license requirement.")
    assert entry.published_at == datetime(2025, 8, 19, 10, 30, tzinfo=UTC)
    deep = ListingRule(kind="json", entry="results", link="html_url", title="agencies[0].name")
    assert listed(REGISTER, deep).entries[0].title == "Commerce"


def test_an_api_that_found_nothing_is_not_lost_and_one_that_changed_is() -> None:
    rule = ListingRule(kind="json", entry="results", link="html_url", title="title")
    assert listed('{"results": []}', rule).entries == ()
    for body in ('{"documents": []}', '{"results": [{"a": 1}]}', '{"results": {"a": 1}}', "[]"):
        with pytest.raises(ParseError, match="selector lost"):
            listed(body, rule)


@pytest.mark.parametrize("body", ["<html>Are you human?</html>", "", "[" * 5_000])
def test_what_is_no_json_is_refused(body: str) -> None:
    with pytest.raises(ParseError, match="not JSON"):
        listed(body, ListingRule(kind="json", entry="results", link="a", title="b"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"entry": ""},
        {"entry": "li["},
        {"entry": "li", "guid": "x"},
        {"entry": "li", "date": "::nonsense::"},
        {"kind": "json", "entry": "results"},
        {"kind": "json", "entry": "a..b", "link": "x", "title": "y"},
        {"kind": "json", "entry": "a[x]", "link": "x", "title": "y"},
        {"kind": "xml", "entry": "li"},
    ],
)
def test_a_rule_that_cannot_work_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        ListingRule(**wrong)
