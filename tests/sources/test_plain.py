"""Plain entries: that reading them without feedparser gives what feedparser gives."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.sources import parse
from monitor.sources.feed import ParsedFeed
from monitor.sources.parse import parse_feed
from monitor.sources.plain import plain_entries

FOLDER = Path(__file__).parent.parent / "golden" / "feeds"
FEEDS = sorted(path for path in FOLDER.iterdir() if path.suffix == ".xml")

RSS_HEAD = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:slash="http://purl.org/rss/1.0/modules/slash/" '
    'xmlns:atom="http://www.w3.org/2005/Atom"{more}><channel><title>News</title>'
    "<link>https://news.example/</link><language>en</language>"
)
ATOM_HEAD = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"{more}>'
    "<title>News</title><id>urn:feed</id>"
)
FIRST = {
    "rss": "<title>First</title><link>https://news.example/first</link><description>One</description>",
    "atom": "<title>First</title><id>urn:first</id><summary>One</summary>",
}

TEXT = st.sampled_from(
    [
        "plain words", "  spaced \n out ", "", "é", "caf\xe9", "“quoted”", "稀土 出口管制",
        "\x96", "&#150;", "â€œ", "&lt;b&gt;bold&lt;/b&gt;", "R&amp;D", "a &gt; b", "&amp;amp;",
        "<![CDATA[<p>One</p><p>Two &amp; three</p>]]>", "<![CDATA[a]]> and <![CDATA[b]]>",
        "<!-- note -->after", "<b>inline</b>", "https://news.example/a",
        "https://news.example/a?b=1&amp;c=2", "https://news.example/a;b", "//news.example/a",
        "/relative", "https:////x/y", "urn:uuid:1", "tag:news.example,2026:1", "4711", "a b",
        "Tue, 19 Aug 2025 10:00:00 GMT", "2025-08-19T10:00:00Z", "yesterday", "0",
        "desk@news.example (Ann Bell)", "Ann Bell", "\u2028", "\ufeffmark",
    ]
)  # fmt: skip
PLAIN_RSS = (
    "title link description guid pubDate category author comments content:encoded dc:creator"
)
OTHER_RSS = "dc:date enclosure source media:content slash:comments atom:link dc:title updated"
PLAIN_ATOM = "title id link published updated summary content author category"
OTHER_ATOM = "rights source dc:creator dc:date contributor issued description guid"
ATTRIBUTES = st.sampled_from(
    [
        "", "", "", ' type="html"', ' type="text"', ' type="xhtml"', ' type="image/png"',
        ' isPermaLink="false"', ' isPermaLink="true"', ' ispermalink="false"', ' xml:lang="fr"',
        ' href="https://news.example/h"', ' href="/h"', ' rel="self" href="https://news.example/s"',
        ' rel="alternate" type="text/html" href="https://news.example/t"', ' mode="base64"',
        ' rel="alternate" type="application/json" href="https://news.example/j"',
        ' xmlns="urn:other"', ' url="https://news.example/x.mp3" length="1" type="audio/mpeg"',
    ]
)  # fmt: skip
PERSON = st.sampled_from(
    [
        "<name>Ann Bell</name>", "<name>Ann</name><uri>https://a.example/</uri>",
        "<name> 毛宁 </name><email>a@b.example</email>", "<name/>", "<uri>x</uri>", "Ann",
        "<name>A</name><name>B</name>", "<name><b>A</b></name>",
    ]
)  # fmt: skip


@st.composite
def elements(draw: st.DrawFn, kind: str) -> str:
    common, rare = (PLAIN_RSS, OTHER_RSS) if kind == "rss" else (PLAIN_ATOM, OTHER_ATOM)
    names = draw(st.lists(st.sampled_from(common.split()), max_size=7, unique=True))
    if draw(st.integers(0, 3)) == 0:
        names.append(draw(st.sampled_from(f"{common} {rare}".split())))
    pieces = []
    for name in names:
        person = kind == "atom" and name in {"author", "contributor"}
        inside = draw(PERSON if person else TEXT)
        attributes = "" if person else draw(ATTRIBUTES)
        if kind == "atom" and name == "link" and "href" in attributes:
            inside = ""
        pieces.append(f"<{name}{attributes}>{inside}</{name}>")
    return draw(st.sampled_from(["", "", "", "stray "])) + "\n".join(pieces)


def feed(kind: str, more: str, blocks: list[str]) -> bytes:
    head, name = (RSS_HEAD, "item") if kind == "rss" else (ATOM_HEAD, "entry")
    body = "".join(f"<{name}>{block}</{name}>\n" for block in [FIRST[kind], *blocks])
    tail = "</channel></rss>" if kind == "rss" else "</feed>"
    return f"{head.format(more=more)}{body}{tail}".encode()


def read(body: bytes) -> ParsedFeed:
    return parse_feed(body, source="news", url="https://news.example/feed")


def read_by_feedparser(body: bytes) -> ParsedFeed:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parse, "_FEW", 1_000_000)
        return read(body)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["rss", "atom"]).flatmap(
        lambda kind: st.tuples(st.just(kind), st.lists(elements(kind), min_size=3, max_size=6))
    ),
    st.sampled_from(
        ["", "", ' xml:lang="en-GB"', ' xml:base="https://base.example/x/"', ' xml:lang="zh_CN"']
    ),
)
@example(("rss", ["<guid>4711</guid>", "<guid>a</guid>", "<guid>b</guid>"]), "")
@example(("atom", ["<id>x</id>", "<id>tag:y</id>", "<content>z</content>"]), ' xml:lang=""')
def test_plain_or_not_entries_are_what_feedparser_makes_of_them(
    given_blocks: tuple[str, list[str]], more: str
) -> None:
    body = feed(given_blocks[0], more, given_blocks[1])
    assert read(body) == read_by_feedparser(body)


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.stem)
def test_every_golden_feed_reads_the_same_both_ways(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = read_by_feedparser(path.read_bytes())
    monkeypatch.setattr(parse, "_FEW", 1)
    assert read(path.read_bytes()) == expected


def test_most_entries_of_a_usual_feed_need_no_feedparser() -> None:
    block = (
        "<title>Exports rise</title><link>https://news.example/{0}</link>"
        '<guid isPermaLink="false">{0}</guid><pubDate>Tue, 19 Aug 2025 10:00:00 GMT</pubDate>'
        "<dc:creator>Ann Bell</dc:creator><category>Trade</category>"
        "<description><![CDATA[<p>稀土 – “quoted”</p>]]></description>"
    )
    body = feed("rss", "", [block.format(number) for number in range(4)])
    found = plain_entries(b"", body, "en")
    assert len(found) == 5
    assert None not in found
    assert found[1] is not None
    assert found[1]["link"] == "https://news.example/0"
    assert found[1]["title_detail"]["language"] == "en"


def test_a_feed_with_a_base_is_left_to_feedparser() -> None:
    assert plain_entries(b'<rss xml:base = "x">', feed("rss", "", []), None) == []


def test_a_malformed_feed_is_left_to_feedparser() -> None:
    assert plain_entries(b"", feed("rss", "", ["<title>a"]), None) == []
