"""Markup to plain text: light, bounded, and without a network or an entity of its own."""

import html
import re
from collections.abc import Iterator

from lxml import etree

_MARKUP = re.compile(r"<[a-zA-Z/!?]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACES = "\t\r\n\f\x85\xa0\u2028\u2029"
_BLANK_LINE = re.compile(r"\n[ \t\xa0\u3000]*\n\s*")
_LONGEST = 2_000_000

_PARAGRAPHS = frozenset(
    "address article aside blockquote body dd details div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table ul "
    "caption center".split()
)
# Not `embed` and `object`, which libxml2 lets hold all that follows where they are not closed.
_SILENT = frozenset(
    "script style head noscript template iframe svg math select textarea button audio video "
    "canvas".split()
)
_LONGEST_CELL = 1_000
_LINES = frozenset({"br", "tr"})
_CELLS = frozenset({"td", "th"})


def plain_text(markup: str) -> str:
    """Return the text of an HTML fragment, its paragraphs parted by a blank line.

    Scripts, styles and the like are left out; a row of a table is a line, its cells parted by
    " | ", unless the table only lays a page out; `<br>` twice begins a paragraph, once a line.
    Text that holds no markup keeps its own blank lines.
    """
    cleaned = without_controls(markup[:_LONGEST])
    if not _MARKUP.search(cleaned):
        return _paragraphs(html.unescape(cleaned))
    root = _tree(cleaned)
    return "" if root is None else text_of(root)


def one_line(markup: str) -> str:
    """Return a title as one line of plain text: no markup, no control characters."""
    text = html.unescape(markup)
    if _MARKUP.search(markup):
        text = plain_text(markup)
    return _spaced(without_controls(text)).strip()


def without_controls(text: str) -> str:
    """Return the text without the characters that are no text: controls and lone surrogates."""
    return _CONTROLS.sub("", text)


def parse_html(text: str) -> etree._Element | None:
    """Return the tree of an HTML document or fragment, or None where there is nothing in it."""
    return _tree(without_controls(text))


def _tree(cleaned: str) -> etree._Element | None:
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        return etree.fromstring(cleaned.encode(), parser)
    except etree.LxmlError:
        return None


def text_of(root: etree._Element) -> str:
    """Return the text under an element, its paragraphs parted by a blank line."""
    return _paragraphs("".join(_pieces(root)))


def _spaced(text: str) -> str:
    """Return the text with every run of white space as one space."""
    # Twenty times faster than an expression, which stops at every word of a text that is clean.
    for space in _SPACES:
        if space in text:
            text = text.replace(space, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def _pieces(root: etree._Element) -> Iterator[str]:
    silent = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, node in walk:
        tag = node.tag if isinstance(node.tag, str) else ""
        if event == "start":
            silent += tag in _SILENT
            if silent:
                continue
            if tag == "table" and _holds_data(node):
                yield "\n\n" + "\n".join(_rows(node))
                walk.skip_subtree()
                continue
            if tag in _PARAGRAPHS:
                yield "\n\n"
            elif tag in _LINES:
                yield "\n"
            elif tag in _CELLS and node.getprevious() is not None and node is not root:
                yield " | "
            if node.text:
                yield node.text if tag == "pre" else _spaced(node.text)
        else:
            silent -= tag in _SILENT
            if silent:
                continue
            if tag in _PARAGRAPHS:
                yield "\n\n"
            if node.tail and node is not root:
                yield _spaced(node.tail)


def _holds_data(table: etree._Element) -> bool:
    """Return whether a table sets things side by side, rather than the parts of a page.

    Old sites put a whole article into one cell, and its paragraphs have to stay.
    """
    tables = table.iter("table")
    if next(tables, None) is not None and next(tables, None) is not None:
        return False
    rows = 0
    for row in table.iter("tr"):
        cells = list(row.iterchildren("td", "th"))
        rows += len(cells) > 1
        if any(_length(cell) > _LONGEST_CELL for cell in cells):
            return False
    return rows > 1


def _length(cell: etree._Element) -> int:
    length = 0
    for piece in cell.itertext():
        length += len(piece)
        if length > _LONGEST_CELL:
            break
    return length


def _rows(table: etree._Element) -> Iterator[str]:
    for node in table.iter("caption", "tr"):
        cells = [node] if node.tag == "caption" else list(node.iterchildren("td", "th"))
        yield " | ".join(" ".join("".join(_pieces(cell)).split()) for cell in cells)


def _paragraphs(text: str) -> str:
    blocks = []
    for block in _BLANK_LINE.split(text):
        lines = (_spaced(line).strip(" \u3000") for line in block.split("\n"))
        kept = "\n".join(line for line in lines if line)
        if kept:
            blocks.append(kept)
    return "\n\n".join(blocks)
