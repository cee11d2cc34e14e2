"""The text of a PDF, in paragraphs."""

import re
from dataclasses import dataclass
from importlib import import_module
from statistics import quantiles
from threading import Lock
from typing import Any

from monitor.errors import ParseError
from monitor.sources.columns import MOST_RUNS, Box, reading_order
from monitor.sources.markup import one_line, without_controls

MOST_PAGES = 200
_MOST_CHARS = 2_000_000
_FEWEST_CHARS_A_PAGE = 20
_ONE_AT_A_TIME = Lock()
"""PDFium is not safe for use by several threads at once."""

_BROKEN_WORD = re.compile(r"[\x02\ufffe\xad]\s*\n\s*|[\x02\ufffe]")
_SENTENCE_END = re.compile(r"[.!?:;。！？：；][\"'”’」』）)]*$")
_NEW_POINT = re.compile(
    r"(?:[（(][\dA-Za-z一二三四五六七八九十]{1,4}[）)]|\d{1,3}[.、)]\s|[一二三四五六七八九十]{1,3}、|第[\d一二三四五六七八九十百]+条"
    r"|[•●■◦–—-]\s)"
)
_WIDE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfText:
    """A PDF's title, if it has one, its text, and what is wrong with it, if anything."""

    title: str
    text: str
    problem: str | None = None


def read_pdf(body: bytes, *, source: str, url: str) -> PdfText:
    """Return the text of a PDF's first MOST_PAGES pages; raises ParseError where it has none.

    A PDF of pictures has an empty text, and a problem that says so.
    """
    pdfium = import_module("pypdfium2")  # loaded with the first PDF: most processes see none
    pages: list[str] = []
    with _ONE_AT_A_TIME:
        try:
            document = pdfium.PdfDocument(body)
        except pdfium.PdfiumError as exc:
            raise ParseError(f"{url} is a PDF that cannot be opened: {exc}", source=source) from exc
        try:
            count = len(document)
            title = one_line(str(document.get_metadata_dict().get("Title") or ""))
            for number in range(min(count, MOST_PAGES)):
                pages.append(_page_text(document, number))
                if sum(map(len, pages)) > _MOST_CHARS:
                    break
        except pdfium.PdfiumError as exc:
            raise ParseError(f"{url} is a damaged PDF: {exc}", source=source) from exc
        finally:
            document.close()
    text = paragraphs("\n\n".join(pages)[:_MOST_CHARS])
    problem = None
    if len(text) < _FEWEST_CHARS_A_PAGE * max(1, len(pages)):
        problem = "the PDF is scanned: its pages are pictures, and hold no text that can be read"
    elif count > len(pages):
        problem = f"the PDF has {count} pages; the first {len(pages)} were read"
    return PdfText(title=title, text=text, problem=problem)


def _page_text(document: Any, number: int) -> str:
    page = document[number]
    try:
        text_page = page.get_textpage()
        try:
            drawn = str(text_page.get_text_bounded())
            parts = [
                str(text_page.get_text_bounded(*part)) for part in reading_order(_runs(text_page))
            ]
            # Order is worth no word: where a part leaves one out, the page stays as it was drawn.
            if sum(map(_size, parts)) < _size(drawn):
                return drawn
            return _continued([paragraphs(part) for part in parts]) or drawn
        finally:
            text_page.close()
    finally:
        page.close()


def _size(text: str) -> int:
    return sum(not char.isspace() for char in text)


def _runs(text_page: Any) -> list[Box]:
    count = text_page.count_rects()
    if count > MOST_RUNS:
        return []
    return [Box(*text_page.get_rect(number)) for number in range(count)]


def _continued(parts: list[str]) -> str:
    """Return the parts of a page as one text; a word in small letters goes on with a sentence."""
    text = ""
    for part in filter(None, parts):
        goes_on = part[0].islower() and not _SENTENCE_END.search(text)
        text = _glued(text, part) if not text or goes_on else f"{text}\n\n{part}"
    return text


def paragraphs(text: str) -> str:
    """Return a PDF's lines joined to paragraphs, which are parted by a blank line.

    A line ends its paragraph if it ends a sentence short of the usual width, if it is as short
    as a heading, or if the next one begins a numbered point.
    """
    joined = _BROKEN_WORD.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [without_controls(line).strip() for line in joined.split("\n")]
    widths = [len(line) for line in lines if line]
    if not widths:
        return ""
    usual = quantiles(widths, n=10)[8] if len(widths) > 1 else widths[0]
    found: list[str] = []
    current = ""
    for line in lines:
        if not line or (current and _NEW_POINT.match(line)):
            found.append(current)
            current = ""
        if not line:
            continue
        current = _glued(current, line)
        ends = _SENTENCE_END.search(line)
        if len(line) < (0.85 if ends else 0.5) * usual:
            found.append(current)
            current = ""
    found.append(current)
    return "\n\n".join(paragraph for paragraph in found if paragraph)


def _glued(before: str, line: str) -> str:
    if not before or before.endswith("-") or (_WIDE.match(before[-1]) and _WIDE.match(line[0])):
        return before + line
    return f"{before} {line}"
