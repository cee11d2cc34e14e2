"""Markup to plain text, and how deep markup may nest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.markup import one_line, plain_text
from monitor.sources.nesting import DEEPEST, is_too_deep, opaque_spans


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>two <b>three</b></p>", "One\n\ntwo three"),
        ("<div>One<div>two</div>three</div>", "One\n\ntwo\n\nthree"),
        ("One<br>two<br/><br/>three", "One\ntwo\n\nthree"),
        ("<ul><li>a</li><li>b</li></ul>", "a\n\nb"),
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", "a | b\nc | d"),
        (
            "<table><caption>Items</caption><tr><th>No.</th><th>Item</th></tr>"
            "<tr><td><p>1</p></td><td><p>钐</p><p>及其<br>合金</p></td></tr></table>x",
            "Items\nNo. | Item\n1 | 钐 及其 合金\n\nx",
        ),
        (
            "<table><tr><td>menu</td><td><p>One</p><p>Two</p></td></tr></table>",
            "menu |\n\nOne\n\nTwo",
        ),
        (
            "<table><tr><td><p>One</p><table><tr><td>a<td>b<tr><td><p>c</p><td>d</table></table>",
            "One\n\na | b\nc | d",
        ),
        ("<p>a<embed src='x'> b</p><p>c</p><object data='x'><p>d</p>", "a b\n\nc\n\nd"),
        ("a &amp;amp; b &lt;c&gt;", "a &amp; b <c>"),
        ("plain\n\ntext\nhere", "plain\n\ntext\nhere"),
        ("5 < 6 & 7 > 2", "5 < 6 & 7 > 2"),
        ("<p>　　稀土　出口</p>\n<p>管制。</p>", "稀土　出口\n\n管制。"),
        ("<!-- a --><p>b<!-- c -->d</p><script>e</script>", "bd"),
        ("<p>a<iframe src='http://10.0.0.1/'>x</iframe>b", "ab"),
        ("<p>in<i>ter</i>rupted</p>", "interrupted"),
        ("<p>nul\x00 and \x1b esc</p>", "nul and esc"),
        ("", ""),
    ],
)
def test_markup_becomes_paragraphs(markup: str, text: str) -> None:
    assert plain_text(markup) == text


def test_a_table_that_holds_an_article_keeps_its_paragraphs() -> None:
    article = "".join(f"<p>Paragraph {number} of the announcement.</p>" for number in range(50))
    page = f"<table><tr><td>menu<td>more<tr><td>left<td>{article}</table>"
    assert "Paragraph 1 of the announcement.\n\nParagraph 2" in plain_text(page)


def test_a_title_is_one_line_of_text() -> None:
    assert one_line("A&nbsp;<b>bold</b>\r\ntitle\u2028with\tspace ") == "A bold title with space"
    assert one_line("1 &lt; 2") == "1 < 2"


@given(st.text(max_size=200))
def test_every_string_has_a_text_without_controls(markup: str) -> None:
    for text in (plain_text(markup), plain_text(f"<p>{markup}"), one_line(markup)):
        assert not any(char < " " and char not in "\n\t" for char in text)
        assert "\n\n\n" not in text


def test_depth_is_counted_in_markup_alone() -> None:
    deep = b"<a>" * (DEEPEST + 1)
    assert is_too_deep(deep)
    assert is_too_deep(b"<!-- <![CDATA[ -->" + deep)
    assert is_too_deep(b"<![CDATA[" + deep)
    assert not is_too_deep(b"<![CDATA[" + deep + b"]]>")
    assert not is_too_deep(b"<!--" + deep + b"-->")
    assert not is_too_deep(b"<a></a>" * 10_000)
    assert not is_too_deep(b"<r>" + b"<link href='x'/>" * 10_000 + b"</r>")
    assert not is_too_deep(b"<r>" + b"<i><br></i>" * 1_000 + b"</r>")


def test_sections_that_are_never_closed_are_looked_for_once() -> None:
    assert list(opaque_spans(b"<![CDATA[" * 200_000)) == []
    assert list(opaque_spans(b"<!--" * 300_000)) == []
    assert list(opaque_spans(b"<!-- a --><!x><![CDATA[b]]>")) == [(0, 10), (14, 27)]
