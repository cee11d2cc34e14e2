from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.config.settings import Settings, load
from monitor.config.sources import Grade, SourceKind
from monitor.sources.identity import KeyPolicy
from monitor.sources.pages import parse_listing

SHIPPED = Path(__file__).parents[2] / "config"
Write = Callable[[str, str], Path]
Problems = Callable[..., list[str]]
Loaded = Callable[..., Settings]

PAGE = """<html><body><nav><ul><li><a href="/xwfb/index.html">新闻发布</a></li></ul></nav>
<ul class="list"><li>
<a href="/xwfb/xwfyrth/art/2025/art_0a1b.html">商务部新闻发言人就稀土出口管制答记者问</a>
<span>[2025-06-07]</span></li></ul></body></html>"""
CONFERENCE = """<html><body><ul><li><a href="/eng/">Home</a></li>
<li><a href="./202508/t20250819_11692212.html">Foreign Ministry Spokesperson Mao Ning's Regular
Press Conference on August 19, 2025</a></li></ul></body></html>"""
POLICIES = """[{"TITLE": "国务院关于稀土的通知", "SUB_TITLE": "",
"URL": "https://www.gov.cn/zhengce/content/202509/content_7080735.htm",
"DOCRELPUBTIME": "2025-09-11"}]"""
REGISTER = """{"count": 1, "results": [{"title": "Expansion of End-User Controls",
"html_url": "https://www.federalregister.gov/documents/2025/09/30/2025-19001/expansion",
"publication_date": "2025-09-30", "filed_at": "2025-09-29T16:15:00.000-04:00"}]}"""


def shipped() -> Settings:
    return load(SHIPPED, {})


def test_what_is_unchecked_ships_disabled_and_says_why() -> None:
    for source in shipped().sources:
        assert source.enabled is (source.grade is not Grade.C), source.id
        assert source.enabled or source.why, source.id


def test_what_is_known_to_be_dead_does_not_ship() -> None:
    addresses = " ".join(source.url for source in shipped().sources)
    assert "chinadaily.com.cn" not in addresses
    assert "302249" not in addresses


def test_every_page_that_is_polled_has_a_listing_and_no_two_have_one_address() -> None:
    sources = shipped().sources
    for source in sources:
        if source.enabled and source.kind is not SourceKind.FEED:
            assert source.listing is not None, source.id
    assert len({source.url for source in sources}) == len({source.id for source in sources})


def test_every_source_says_where_its_times_are_read() -> None:
    assert [source.id for source in shipped().sources if source.zone is None] == []


def test_a_site_with_several_bodies_words_is_nobody_s_own() -> None:
    by_id = {source.id: source for source in shipped().sources}
    for mixed in ("us-fr-rare-earth", "us-fr-inspection", "in-pib", "cn-scio", "cn-state-council"):
        assert by_id[mixed].body is None
    assert by_id["cn-mofcom-spokesperson"].body == "CN-MOFCOM"
    assert by_id["globaltimes"].body is None


@pytest.mark.parametrize(
    ("source", "body", "link", "day"),
    [
        (
            "cn-mofcom-spokesperson",
            PAGE,
            "https://www.mofcom.gov.cn/xwfb/xwfyrth/art/2025/art_0a1b.html",
            "2025-06-07",
        ),
        (
            "cn-mfa-conference",
            CONFERENCE,
            "https://www.fmprc.gov.cn/eng/xw/fyrbt/lxjzh/202508/t20250819_11692212.html",
            "2025-08-19",
        ),
        (
            "cn-state-council",
            POLICIES,
            "https://www.gov.cn/zhengce/content/202509/content_7080735.htm",
            "2025-09-11",
        ),
        (
            "us-fr-bis-rules",
            REGISTER,
            "https://www.federalregister.gov/documents/2025/09/30/2025-19001/expansion",
            "2025-09-30",
        ),
        (
            "us-fr-inspection",
            REGISTER,
            "https://www.federalregister.gov/documents/2025/09/30/2025-19001/expansion",
            "2025-09-29",
        ),
    ],
)
def test_a_shipped_listing_finds_the_entry_and_its_time_and_no_navigation(
    source: str, body: str, link: str, day: str
) -> None:
    settings = next(one for one in shipped().sources if one.id == source)
    assert settings.listing is not None
    feed = parse_listing(
        body.encode(), source=source, url=settings.url, rule=settings.listing, zone=settings.zone
    )
    (entry,) = feed.entries
    assert entry.link == link
    assert entry.published_at is not None
    assert entry.published_at.isoformat().startswith(day)


def test_a_source_of_an_analyst_has_every_setting(write: Write, loaded: Loaded) -> None:
    write(
        "sources.yaml",
        """
sources:
  - id: desk
    name: The desk
    url: https://news.example.org/list
    kind: page
    grade: B
    body: CN-MFA
    speaker: Mao Ning
    outlet_country: CN
    language: zh
    zone: Asia/Shanghai
    charset: GBK
    full_text: true
    article_selector: "#text p"
    key: title_date
    listing: {kind: html, entry: li, link: a, title: a, date: span}
    cadence: {minimum: 20m, maximum: 12h}
    topics: [rare-earths]
  - {id: feed, name: A feed, url: 'https://news.example.org/feed', enabled: false, why: tried}
""",
    )
    desk, feed = loaded().sources
    assert (desk.kind, desk.charset, desk.key) == (SourceKind.PAGE, "gbk", KeyPolicy.TITLE_DATE)
    assert (desk.body, desk.speaker, desk.topics) == ("CN-MFA", "Mao Ning", ("rare-earths",))
    assert desk.cadence.minimum == desk.cadence.initial == timedelta(minutes=20)
    assert desk.cadence.maximum == timedelta(hours=12)
    assert (feed.kind, feed.key, feed.enabled) == (SourceKind.FEED, KeyPolicy.AUTO, False)
    assert feed.cadence.initial == timedelta(minutes=15)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (
            "url: 'https://e.org/', charst: gbk",
            "sources.a.charst: unknown key charst (Did you mean charset?)",
        ),
        (
            "url: 'https://e.org/', charset: gbx",
            "sources.a.charset: 'gbx' is no character encoding",
        ),
        ("url: 'https://e.org/', zone: Peking", "sources.a.zone: 'Peking' is no IANA time zone"),
        ("url: 'https://e.org/', zone: ../etc/passwd", "sources.a.zone: "),
        (
            "url: 'https://e.org/', body: CN-MOFCM",
            "sources.a.body: a names CN-MOFCM, which is not among the bodies (Did you mean CN",
        ),
        ("url: 'https://e.org/', outlet_country: XX", "sources.a.outlet_country: a names XX"),
        ("url: 'https://e.org/', outlet_country: no", "sources.a.outlet_country: "),
        (
            "url: 'https://e.org/', outlet_country: China",
            "sources.a.outlet_country: 'China' is no code of a country: write it by ISO 3166",
        ),
        ("url: 'https://e.org/', topics: [rare-earth]", "sources.a.topics: a names rare-earth"),
        (
            "url: 'https://e.org/', enabled: false",
            "sources.a.enabled: a is not enabled and does not say why",
        ),
        ("url: 'https://e.org/', key: uuid", "sources.a.key: 'uuid' is none of"),
        ("url: 'https://e.org/', speaker: X", "sources.a.speaker: a has a speaker and no body"),
        (
            "url: 'https://e.org/', article_selector: 'p['",
            "sources.a.article_selector: not a CSS selector",
        ),
        (
            "url: 'https://e.org/', kind: page, listing: {entry: 'li['}",
            "sources.a.listing: not a CSS selector",
        ),
        (
            "url: 'https://e.org/', kind: page, listing: {entry: li, titel: a}",
            "sources.a.listing.titel: unknown key titel (Did you mean title?)",
        ),
        (
            "url: 'https://e.org/', listing: {entry: li}",
            "sources.a.listing: a is a feed, which needs no listing",
        ),
        ("url: 'https://e.org/', kind: json", "sources.a.listing: a is json and has no listing"),
        (
            "url: 'https://e.org/', kind: json, listing: {entry: li}",
            "sources.a.listing.kind: a is json and its listing is html",
        ),
        (
            "url: 'https://e.org/', cadence: {minimum: 9h}",
            "sources.a.cadence: a: the minimum of 9h is above",
        ),
        ("url: 'https://e.org/', cadence: {minimum: 5m, initial: 1m}", "sources.a.cadence: a: "),
        ("url: 'ftp://e.org/'", "sources.a.url: not a plain http or https URL"),
        ("url: 'file:///etc/passwd'", "sources.a.url: not a plain http or https URL"),
        ("url: 'https://user:hunter2@e.org/'", "sources.a.url: a user name or password in a URL"),
        ("url: 'http://169.254.169.254/'", "sources.a.url: 169.254.169.254 leads to"),
        ("url: 'http://localhost/'", "sources.a.url: localhost is a private host"),
        ("name: B", "sources.a.url: this key is missing"),
    ],
)
def test_a_wrong_source_is_told_with_its_line(
    write: Write, problems: Problems, entry: str, expected: str
) -> None:
    name = "" if entry.startswith("name") else "name: A, "
    write("sources.yaml", f"sources:\n  - {{id: a, {name}{entry}}}\n")
    (found,) = problems()
    assert found.startswith(f"sources.yaml:2 {expected}")
    assert "hunter2" not in found


def test_two_sources_of_one_name_or_one_address_are_told(write: Write, problems: Problems) -> None:
    write(
        "sources.yaml",
        "sources:\n"
        "  - {id: a, name: A, url: 'https://e.org/1'}\n"
        "  - {id: a, name: A, url: 'https://e.org/2'}\n"
        "  - {id: c, name: C, url: 'https://e.org/1'}\n",
    )
    first, second = problems()
    assert first.startswith("sources.yaml:3 sources.a.id: a stands here a second time")
    assert second.startswith("sources.yaml:4 sources.c.url: c has the address of a")


def test_a_private_source_is_let_through_where_it_is_named(write: Write, loaded: Loaded) -> None:
    write("sources.yaml", "sources: [{id: a, name: A, url: 'http://127.0.0.1:8000/feed'}]\n")
    assert loaded(MONITOR_PRIVATE_HOSTS="127.0.0.1:8000").sources[0].id == "a"


def test_a_file_without_sources_is_refused(write: Write, problems: Problems) -> None:
    write("sources.yaml", "sources: []\n")
    assert problems()[0].startswith("sources.yaml:1 sources: ")
