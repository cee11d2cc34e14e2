"""Lists of feeds: read whatever a reader wrote, refused where they attack, written to be read."""

import pytest

from monitor.errors import ParseError
from monitor.sources.opml import MOST_OUTLINES, Outline, parse_opml, write_opml

LIST = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>Mine</title></head><body>
<outline text="Trade">
  <outline type="rss" text="Ministry &amp; co" xmlUrl="https://a.example/feed?x=1&amp;y=2"
   htmlUrl="https://a.example/" language="en-us"/>
  <outline TEXT="商务部" XMLURL="https://b.example/rss"/>
</outline>
<outline title="No feed" htmlUrl="https://c.example/"/>
</body></opml>"""


def test_feeds_are_read_with_their_folders_and_whatever_the_case() -> None:
    assert parse_opml(LIST.encode(), name="list") == (
        Outline(
            title="Ministry & co",
            url="https://a.example/feed?x=1&y=2",
            site="https://a.example/",
            language="en-us",
            folder=("Trade",),
        ),
        Outline(title="商务部", url="https://b.example/rss", folder=("Trade",)),
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_a_list_is_read_in_the_encoding_that_it_is_in(encoding: str) -> None:
    declared = LIST.replace("UTF-8", encoding.removesuffix("-sig"))
    assert parse_opml(declared.encode(encoding), name="list")[1].title == "商务部"


def test_a_bare_ampersand_is_mended() -> None:
    body = LIST.replace("&amp;", "&").encode()
    assert parse_opml(body, name="list")[0].url == "https://a.example/feed?x=1&y=2"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "is not OPML"),
        (b"<html><body><outline xmlUrl='http://a.example/'/></body></html>", "is not OPML"),
        (b"<opml><body><outline></body></opml>", "not well-formed"),
        (b"<!DOCTYPE opml [<!ENTITY a 'b'>]><opml><body/></opml>", "declares entities"),
        (
            b"<!DOCTYPE o [<!ENTITY % x SYSTEM 'file:///etc/passwd'>%x;]><opml><body/></opml>",
            "declares entities",
        ),
        (b"<opml><body>" + b"<outline>" * 5_000, "nested deeper"),
        (
            b"<opml><body>" + b"<outline xmlUrl='u'/>" * (MOST_OUTLINES + 1) + b"</body></opml>",
            "lists more than",
        ),
    ],
)
def test_what_is_no_list_or_an_attack_is_refused(body: bytes, words: str) -> None:
    with pytest.raises(ParseError, match=words):
        parse_opml(body, name="list")


def test_a_doctype_that_declares_nothing_is_passed_over() -> None:
    body = b"<!DOCTYPE opml><opml><body><outline xmlUrl='https://a.example/'/></body></opml>"
    assert len(parse_opml(body, name="list")) == 1


def test_what_is_written_is_read_again_the_same() -> None:
    listed = (
        Outline(
            title='Ministry "of" <trade> & co', url="https://a.example/?x=1&y=2", language="en"
        ),
        Outline(title="商务部\u202e", url="https://b.example/rss", site="https://b.example/"),
    )
    text = write_opml(listed, title="A & B")
    assert parse_opml(text.encode(), name="list") == listed
    assert write_opml(listed, title="A & B") == text
