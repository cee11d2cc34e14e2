"""The main text of a page or a PDF, without what stands around it."""

import re
from dataclasses import dataclass
from typing import Any, Literal

import trafilatura
from lxml import etree

from monitor.errors import ParseError
from monitor.sources.encoding import decode
from monitor.sources.markup import one_line, parse_html, text_of, without_controls
from monitor.sources.pdf import read_pdf
from monitor.sources.selector import select

__all__ = ["Article", "decode", "is_pdf", "read_article"]

LONGEST = 2_000_000
"""Characters of a page that are read: beyond them stands no article, and time has no bound."""

_DATED = (
    "article:published_time og:published_time publishdate publish_date pubdate publishtime date "
    "dc.date.issued dcterms.issued dc.date dcterms.date datepublished firstpublishedtime"
).split()
_JSON_LD_DATE = re.compile(r'"datePublished"\s*:\s*"([^"\\]{4,60})"')
_AROUND = "nav, header, footer, aside, form, [role=navigation]"
_TAG = re.compile(r"<[a-zA-Z!/]")
_BEGINS_A_PAGE = re.compile(r"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_BAR = re.compile(r"(?<!\\)\|")
_BLOCKS_TOGETHER = re.compile(r"^(?:\||- )")


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One document's own text, paragraphs parted by a blank line, the cells of a row by " | ".

    `published_raw` and `language` are what the page says of itself. `problem` says what makes
    the text doubtful (a scanned PDF, no main text found), or is None.
    """

    title: str
    text: str
    published_raw: str | None
    language: str | None
    kind: Literal["html", "pdf", "text"]
    problem: str | None


def read_article(
    body: bytes,
    *,
    source: str,
    url: str,
    content_type: str | None = None,
    charset: str | None = None,
    selector: str | None = None,
) -> Article:
    """Return the main text of a page, a PDF or a plain text.

    `selector` (CSS) names the elements that hold the text, and leaves nothing to judgement: where
    it matches nothing, ParseError. Without it trafilatura decides. Large bodies are better read in
    a child process: time is bounded by size alone.
    """
    media = (content_type or "").split(";")[0].strip().lower()
    if is_pdf(body):
        pdf = read_pdf(body, source=source, url=url)
        return Article(
            title=pdf.title,
            text=pdf.text,
            published_raw=None,
            language=None,
            kind="pdf",
            problem=pdf.problem,
        )
    text, encoding = decode(body, content_type=content_type, charset=charset)
    if b"\0" in body[:1024] and not encoding.startswith(("utf-16", "utf-32")):
        raise ParseError(
            f"{url} is neither a page nor a PDF nor text", source=source, hint=f"it says {media}"
        )
    problem = None if len(text) <= LONGEST else f"the page is long; {LONGEST} characters were read"
    text = without_controls(text[:LONGEST])
    if selector is None and _is_plain(text, media):
        return Article(
            title="",
            text="\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text)).strip(),
            published_raw=None,
            language=None,
            kind="text",
            problem=problem or (None if text.strip() else "the text is empty"),
        )
    root = parse_html(text)
    if root is None:
        raise ParseError(f"{url} answered with nothing", source=source)
    found, doubt = _main_text(root, text, source=source, url=url, selector=selector)
    return Article(
        title=_title(root),
        text=found,
        published_raw=_published(root, text),
        language=(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang"))
        or None,
        kind="html",
        problem=problem or doubt,
    )


def is_pdf(body: bytes) -> bool:
    """Return whether a body is a PDF, by its own mark and not by what it is called."""
    return b"%PDF-" in body[:1024]


def _is_plain(text: str, media: str) -> bool:
    """Return whether a text is no page; one that begins as a page is one, whatever it is called."""
    if media == "text/plain":
        return not _BEGINS_A_PAGE.match(text)
    return not media and not _TAG.search(text)


def _main_text(
    root: etree._Element, text: str, *, source: str, url: str, selector: str | None
) -> tuple[str, str | None]:
    if selector:
        nodes = select(root, selector)
        nested = {below for node in nodes for below in node.iterdescendants()}
        found = "\n\n".join(text_of(node) for node in nodes if node not in nested).strip()
        if not found:
            raise ParseError(
                f"selector lost: {selector} matches no text in {url}",
                source=source,
                hint="the page was redesigned, or this is a block page: mend article_selector",
            )
        return found, None
    try:
        document: Any = trafilatura.bare_extraction(
            text, include_comments=False, include_tables=True, with_metadata=False
        )
    except Exception as exc:
        # Whatever a strange page does to it, trafilatura's failure concerns this page alone.
        raise ParseError(
            f"the main text of {url} cannot be found: {type(exc).__name__}", source=source
        ) from exc
    found = _spaced(document.text or "") if document is not None else ""
    if found:
        return found, None
    for node in select(root, _AROUND):
        tail = node.tail
        node.clear()
        node.tail = tail
    found = text_of(root)
    return found, (
        "no main text stands out, so the whole page was read" if found else "the page has no text"
    )


def _spaced(text: str) -> str:
    """Return trafilatura's lines as paragraphs; rows of a table and points of a list stay close."""
    blocks: list[str] = []
    before = ""
    for raw in text.split("\n"):
        line = raw.strip()
        mark = line[:1] if _BLOCKS_TOGETHER.match(line) else ""
        if not line or not line.strip("|- "):
            continue
        if mark == "|":
            cells = _BAR.split(line.removeprefix("|").removesuffix("|"))
            line = " | ".join(cell.strip().replace("\\|", "|") for cell in cells)
        if mark and mark == before:
            blocks[-1] += f"\n{line}"
        else:
            blocks.append(line)
        before = mark
    return "\n\n".join(blocks)


def _title(root: etree._Element) -> str:
    meta = _meta(root)
    for candidate in (meta.get("og:title"), meta.get("articletitle"), meta.get("dc.title")):
        if candidate and one_line(candidate):
            return one_line(candidate)
    for tag in ("h1", "title"):
        for node in root.iter(tag):
            text = " ".join(text_of(node).split()) if tag == "h1" else one_line(node.text or "")
            if text:
                return text
    return ""


def _published(root: etree._Element, text: str) -> str | None:
    meta = _meta(root)
    for name in _DATED:
        if meta.get(name):
            return one_line(meta[name])[:200]
    linked = _JSON_LD_DATE.search(text)
    if linked:
        return linked[1]
    for node in root.iter("time"):
        value = one_line(node.get("datetime") or node.text or "")
        if value:
            return value[:200]
    return None


def _meta(root: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in root.iter("meta"):
        name = node.get("property") or node.get("name") or node.get("itemprop")
        content = (node.get("content") or "").strip()
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found
