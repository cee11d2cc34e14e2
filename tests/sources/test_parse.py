"""Feeds as they come: what is kept, what is refused, and that nothing crashes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from monitor.errors import ParseError
from monitor.sources.feed import ParsedFeed
from monitor.sources.parse import MOST_ENTRIES, parse_feed

FOLDER = Path(__file__).parent.parent / "golden" / "feeds"
FEEDS = {path.stem: path.read_bytes() for path in FOLDER.iterdir() if path.suffix != ".json"}
URL = "https://news.example/feed"


def parsed(
    body: str | bytes,
    *,
    zone: str | None = None,
    charset: str | None = None,
    content_type: str | None = None,
) -> ParsedFeed:
    raw = body.encode() if isinstance(body, str) else body
    return parse_feed(
        raw, source="news", url=URL, zone=zone, charset=charset, content_type=content_type
    )


def rss(*items: str, head: str = "") -> str:
    blocks = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0"><channel><title>News</title>{head}{blocks}</channel></rss>'


def titles(feed: ParsedFeed) -> list[str]:
    return [entry.title for entry in feed.entries]


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss [<!ENTITY x "y">]>',
        '<!DOCTYPE rss [ <!-- a --> <!ENTITY % p SYSTEM "file:///etc/passwd"> %p; ]>',
        '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE rss [<!ATTLIST rss x CDATA "]>"> <!ENTITY x SYSTEM "http://10.0.0.1/">]>',
        '<?pi ?><!doctype rss [<!entity x "y">]>',
    ],
)
def test_a_feed_that_declares_entities_is_refused(doctype: str) -> None:
    with pytest.raises(ParseError, match="entities"):
        parsed(f'<?xml version="1.0"?>{doctype}{rss("<title>&x;</title>")}')


def test_an_external_entity_is_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    body = f'<!DOCTYPE rss SYSTEM "{secret.as_uri()}">{rss("<title>&x; plain</title>")}'
    assert "secret" not in repr(parsed(body))


def test_an_entity_declaration_that_an_article_quotes_is_text() -> None:
    body = rss("<title>XML</title><description><![CDATA[<!ENTITY x 'y'> is bad]]></description>")
    assert titles(parsed(body)) == ["XML"]


def test_a_page_where_a_feed_is_due_names_the_feed() -> None:
    page = (
        "<!DOCTYPE html><html><head><link rel='alternate' type='application/rss+xml' "
        "href='/news.rss'></head><body>Hello</body></html>"
    )
    with pytest.raises(ParseError, match="HTML page") as caught:
        parsed(page)
    assert "/news.rss" in caught.value.hint


@pytest.mark.parametrize(
    "body",
    ["", "   ", "hello", "<html><body>Are you human?</body></html>", "<sitemap/>", "{}", "[1]",
     "{broken", "%PDF-1.7", "<?xml version='1.0'?>", "<!DOCTYPE html>", "\x00\x01\x02",
     '{"results": []}', "[" * 100_000],
)  # fmt: skip
def test_what_is_no_feed_is_refused(body: str) -> None:
    with pytest.raises(ParseError) as caught:
        parsed(body)
    assert caught.value.source == "news"


def test_a_feed_without_entries_is_a_feed() -> None:
    assert parsed(rss()).entries == ()


@pytest.mark.parametrize("tag", ["a", "item", "description", "x:y"])
def test_nesting_without_end_is_refused(tag: str) -> None:
    with pytest.raises(ParseError):
        parsed(rss(f"<{tag}>" * 50_000))


def test_long_feeds_are_read_up_to_a_bound() -> None:
    feed = parsed(rss(*(["<title/>"] * (MOST_ENTRIES + 1))))
    assert len(feed.entries) == MOST_ENTRIES
    assert "entries" in feed.problems[0]


def test_a_title_is_one_clean_line() -> None:
    feed = parsed(rss("<title>Rare\r\n earths:&#10;Subject\x07 &lt;b&gt;now&lt;/b&gt;</title>"))
    assert titles(feed) == ["Rare earths: Subject now"]


def test_an_ampersand_in_a_title_stays_one() -> None:
    feed = parsed(
        rss("<title>AT&T, R&D and Q&amp;A</title><link>https://a.example/?a=1&b=2</link>")
    )
    assert titles(feed) == ["AT&T, R&D and Q&A"]
    assert feed.entries[0].link == "https://a.example/?a=1&b=2"


def test_one_malformed_entry_leaves_the_others_alone() -> None:
    good = "<title>Good &#38; whole</title><guid>1</guid><description>&lt;b&gt;c</description>"
    alone = parsed(rss(good)).entries[0]
    feed = parsed(rss(good, "<title>Bad</title><description>one<br>two</description>"))
    assert feed.entries[0] == alone
    assert titles(feed) == ["Good & whole", "Bad"]
    assert "not well-formed" in feed.problems[0]


def test_an_entry_that_hides_from_the_cut_is_found() -> None:
    body = rss("<title>A</title>").replace(
        "<item>",
        '<r:item xmlns:r="http://backend.userland.com/rss"><title>B</title></r:item><item>',
    )
    feed = parsed(body)
    assert sorted(titles(feed)) == ["A", "B"]
    known = {entry.digest for entry in feed.entries}
    assert parse_feed(body.encode(), source="news", url=URL, known=known).entries == ()


def test_a_feed_whose_head_is_larger_than_its_entries_is_read_at_once() -> None:
    head = "<description>" + "x" * 60_000 + "</description>"
    feed = parsed(rss(*["<title>A & B</title>"] * 1_000, head=head))
    assert len(feed.entries) == 1_000


def test_entries_that_are_all_alike_are_kept() -> None:
    feed = parsed(rss("<title>Notice</title>", "<title>Notice</title>", "<title>Notice</title>"))
    assert len(feed.entries) == 3


def test_cst_is_chinas_for_a_chinese_source() -> None:
    body = rss("<pubDate>Tue, 19 Aug 2025 15:00:00 CST</pubDate>")
    china = parsed(body, zone="Asia/Shanghai").entries[0]
    assert china.published_at == datetime(2025, 8, 19, 7, tzinfo=UTC)
    assert china.published_raw == "Tue, 19 Aug 2025 15:00:00 CST"
    assert parsed(body).entries[0].published_at == datetime(2025, 8, 19, 21, tzinfo=UTC)


def test_a_date_that_cannot_be_read_is_kept_as_it_was_given() -> None:
    entry = parsed(rss("<pubDate>last Tuesday</pubDate>")).entries[0]
    assert (entry.published_raw, entry.published_at) == ("last Tuesday", None)


def test_the_time_to_live_is_told() -> None:
    assert parsed(rss(head="<ttl>90</ttl>")).ttl == timedelta(minutes=90)
    assert parsed(rss(head="<ttl>soon</ttl>")).ttl is None


def test_scripts_and_markup_leave_no_trace_in_the_text() -> None:
    content = (
        "<description><![CDATA[<p onclick=x>The <b>ministry</b> said</p><script>evil()</script>"
        "<style>p{}</style><p>that it&nbsp;will.</p>]]></description>"
    )
    assert parsed(rss(content)).entries[0].text == "The ministry said\n\nthat it will."


def test_the_settings_may_name_the_encoding() -> None:
    body = rss("<title>稀土</title>").encode("gbk")
    assert titles(parsed(body, charset="gbk", content_type="text/xml; charset=iso-8859-1")) == [
        "稀土"
    ]


def test_what_moves_at_feed_level_leaves_entries_known() -> None:
    first = parsed(rss("<title>A</title>", head="<lastBuildDate>1</lastBuildDate>"))
    known = {entry.digest for entry in first.entries}
    body = rss("<title>B</title>", "<title>A</title>", head="<lastBuildDate>2</lastBuildDate>")
    second = parse_feed(body.encode(), source="news", url=URL, known=known)
    assert titles(second) == ["B"]
    assert set(second.unchanged) == known


def test_an_edited_entry_is_not_known() -> None:
    known = {entry.digest for entry in parsed(rss("<title>A</title>")).entries}
    again = parse_feed(rss("<title>A.</title>").encode(), source="news", url=URL, known=known)
    assert titles(again) == ["A."]


def uncut(body: bytes) -> bytes:
    """Return a feed that says the same, but cannot be cut: a comment stands in the way."""
    for tag in (b"item", b"entry"):
        start = body.find(b"<" + tag)
        if start > 0:
            return body[:start] + b"<!-- <" + tag + b"> -->" + body[start:]
    return body


WELL_FORMED = sorted(
    name
    for name in FEEDS
    if not name.endswith(("broken", "commented", "cut-off", "jsonfeed", "wordpress"))
)


@pytest.mark.parametrize("name", WELL_FORMED)
def test_a_feed_in_pieces_and_a_feed_at_once_are_the_same(name: str) -> None:
    body = FEEDS[name]
    pieces, whole = parsed(body), parsed(uncut(body))
    bare = [replaced(entry) for entry in pieces.entries]
    assert bare == [replaced(entry) for entry in whole.entries]
    assert (pieces.title, pieces.link, pieces.ttl) == (whole.title, whole.link, whole.ttl)


def replaced(entry: object) -> tuple[object, ...]:
    return tuple(
        getattr(entry, name)
        for name in ("guid", "link", "title", "html", "text", "published_at", "updated_at",
                     "authors", "language", "guid_is_shared", "link_is_shared")
    )  # fmt: skip


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=40).map(
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;")
)
BLOCK = st.builds(
    "<title>{}</title><guid>{}</guid><description>{}</description>".format, TEXT, TEXT, TEXT
)


@settings(max_examples=40, deadline=None)
@given(st.lists(BLOCK, min_size=1, max_size=6), st.sets(st.integers(0, 5)))
def test_skipping_known_entries_changes_nothing_in_the_others(
    blocks: list[str], skipped: set[int]
) -> None:
    body = rss(*blocks).encode()
    whole = parsed(body)
    assert len(whole.entries) == len(blocks)
    known = {whole.entries[number].digest for number in skipped if number < len(blocks)}
    again = parse_feed(body, source="news", url=URL, known=known)
    assert list(again.entries) == [one for one in whole.entries if one.digest not in known]
    at_once = parsed(uncut(body))
    assert [replaced(one) for one in at_once.entries] == [replaced(one) for one in whole.entries]


@st.composite
def mutilated(draw: st.DrawFn) -> bytes:
    body = bytearray(FEEDS[draw(st.sampled_from(sorted(FEEDS)))])
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(body)))
        length = draw(st.integers(0, 60))
        piece = draw(
            st.one_of(
                st.binary(max_size=8),
                st.just(bytes(body[at : at + length])),
                st.sampled_from(
                    [b"<item>", b"</item>", b"<![CDATA[", b"]]>", b"<!--", b"&#xD800;", b"&bogus;",
                     b"<!DOCTYPE x>", b'xmlns:a="b"', b"&#0;", b"\xff\xfe", b'<link href="[">',
                     b"<pubDate>99 Foo 9999</pubDate>", b'<content type="image/png" src="x"/>']
                ),
            )
        )  # fmt: skip
        body[at : at + draw(st.sampled_from([0, length]))] = piece
    return bytes(body)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutilated())
@example(b"<rss><channel><item><link>http://[::bad</link></item></channel></rss>")
@example(b'<feed xml:base="http://["><entry><link href="a"/></entry></feed>')
def test_a_damaged_feed_is_read_or_refused_and_nothing_else(body: bytes) -> None:
    try:
        feed = parsed(body)
    except ParseError:
        return
    digests = {entry.digest for entry in feed.entries}
    again = parse_feed(body, source="news", url=URL, known=digests)
    assert again.entries == ()


def test_an_emoji_in_two_halves_is_joined_and_no_reference_fails_a_feed() -> None:
    body = (
        b"<rss version='2.0'><channel><title>t</title><item><guid>a</guid>"
        b"<title>Rare &#xD83D;&#xDE00; earths &#xD800; and &#55357; & &#1114112;&#0;more</title>"
        b"</item></channel></rss>"
    )
    (entry,) = parse_feed(body, source="s", url="http://news.example/").entries
    assert entry.title == "Rare \U0001f600 earths and & more"
