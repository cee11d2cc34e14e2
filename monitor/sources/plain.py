"""Plain entries, read by expat alone in the shape that feedparser would give them.

Most entries of most feeds hold nothing but a title, a link, a date and a text, each once and as
their formats have them. feedparser would do little more with such a one than strip it, at twenty
times the cost. Whatever is the least bit out of the ordinary is left to it, and it has read one
entry of the feed before (`parse.py`), so that what all of them stand under is known to be plain.
"""

import re
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

_ATOM = "http://www.w3.org/2005/Atom "
_DC = "http://purl.org/dc/elements/1.1/ "
_SLASH = "http://purl.org/rss/1.0/modules/slash/ "
_WFW = "http://wellformedweb.org/CommentAPI/ "
_MEDIA = "http://search.yahoo.com/mrss/ "

_SHARED = {
    f"{_DC}creator": "author",
    f"{_DC}date": "updated",
    "http://purl.org/rss/1.0/modules/content/ encoded": "content",
}
_FIELDS = {
    "item": _SHARED
    | {
        "title": "title",
        "link": "link",
        "guid": "id",
        "pubDate": "published",
        "description": "summary",
        "author": "author",
    },
    f"{_ATOM}entry": _SHARED
    | {
        f"{_ATOM}{name}": name
        for name in "title link id published updated summary content author".split()
    },
}
_ENTRY = {"rss": "item", f"{_ATOM}feed": f"{_ATOM}entry"}
_OF_NO_USE = {
    "item": frozenset(
        {
            "category",
            "comments",
            "enclosure",
            f"{_DC}subject",
            f"{_SLASH}comments",
            f"{_SLASH}section",
            f"{_WFW}comment",
            f"{_WFW}commentRss",
            f"{_MEDIA}content",
            f"{_MEDIA}thumbnail",
            "com-wordpress:feed-additions:1 post-id",
        }
    ),
    f"{_ATOM}entry": frozenset({f"{_ATOM}category", f"{_MEDIA}content", f"{_MEDIA}thumbnail"}),
}
_MAY_BEAR = {
    "category": {"domain"},
    "enclosure": {"url", "length", "type"},
    "guid": {"isPermaLink"},
    f"{_MEDIA}content": {"url", "medium", "type", "width", "height", "fileSize"},
    f"{_MEDIA}thumbnail": {"url", "width", "height"},
    f"{_ATOM}category": {"term", "scheme", "label"},
    f"{_ATOM}link": {"href", "rel", "type", "title", "hreflang", "length"},
    f"{_ATOM}title": {"type"},
    f"{_ATOM}summary": {"type"},
    f"{_ATOM}content": {"type"},
}
_TYPES = {None: "text/plain", "text": "text/plain", "html": "text/html"}
_URL = re.compile(r"https?://[^\s/&;?#][^\s;]*")
_NAME = re.compile(r"(?:urn|tag):[^\s;&]+")
_BASE = re.compile(rb"\bbase\s*=", re.IGNORECASE)
_C1 = re.compile("[\x7f-\x9f]")
_NOTHING: frozenset[str] = frozenset()


def plain_entries(
    head: bytes, document: bytes, language: str | None
) -> list[dict[str, Any] | None]:
    """Return each entry of a feed as feedparser shapes it, None for one that it has to read.

    `document` is an RSS or Atom feed in UTF-8 of which `head` is all before the entries,
    `language` is what they are under. Returns nothing at all where expat finds a fault.
    """
    if _BASE.search(head):
        return []
    reading = _Reading(language)
    try:
        reading.parser.Parse(document, True)
    except expat.ExpatError:
        return []
    return reading.entries


class _NotPlain(Exception):  # noqa: N818 - it never leaves this module
    pass


@dataclass(slots=True)
class _Open:
    """The entry being read: `raw` is its shape so far, `inner` how deep in one of its elements."""

    raw: dict[str, Any] = field(default_factory=dict)
    inner: int = 0
    element: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    person: str = ""
    permalink: bool = True
    is_plain: bool = True


class _Reading:
    def __init__(self, language: str | None) -> None:
        self.entries: list[dict[str, Any] | None] = []
        self._language = language
        self._block = ""
        self._open: _Open | None = None
        self._pieces: list[str] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._pieces.append
        self.parser.StartNamespaceDeclHandler = self._declared

    def _declared(self, _prefix: str | None, _uri: str | None) -> None:
        if self._open is not None:
            self._open.is_plain = False

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        one = self._open
        if one is None:
            if not self._block:
                self._block = _ENTRY.get(name, "?")
            elif name == self._block:
                self._open = _Open(is_plain=not attributes)
            return
        one.inner += 1
        self._pieces.clear()
        if one.inner == 1:
            one.element, one.attributes = name, attributes
            if attributes and not attributes.keys() <= _MAY_BEAR.get(name, _NOTHING):
                one.is_plain = False
        elif one.inner > 2 or one.element != f"{_ATOM}author" or attributes:
            one.is_plain = False

    def _end(self, name: str) -> None:
        one = self._open
        if one is None:
            return
        if one.inner == 0:
            self.entries.append(_finished(one))
            self._open = None
            return
        one.inner -= 1
        text = "".join(self._pieces).strip()
        self._pieces.clear()
        if not one.is_plain:
            return
        try:
            if one.inner:
                _in_person(one, name, text)
            else:
                self._take(one, name, text)
        except _NotPlain:
            one.is_plain = False

    def _take(self, one: _Open, name: str, text: str) -> None:
        if name in _OF_NO_USE[self._block]:
            return
        key = _FIELDS[self._block].get(name)
        if key == "link" and self._block != "item":
            _put_link(one, text)
            return
        if name == f"{_ATOM}author":
            text, one.person = one.person, ""
        else:
            text = _settled(text)
        if key is None or not text or key in one.raw:
            raise _NotPlain
        if key in {"title", "summary", "content"}:
            self._put_text(one, key, name, text)
        elif key == "author":
            if "@" in text:
                raise _NotPlain
            one.raw["author"], one.raw["authors"] = text, [{"name": text}]
        else:
            if key == "id":
                one.permalink = one.attributes.get("isPermaLink", "true") == "true"
            if key == "link" or (key == "id" and one.permalink):
                _check_url(text, is_name=key == "id")
            one.raw[key] = text

    def _put_text(self, one: _Open, key: str, name: str, text: str) -> None:
        if name.startswith(_ATOM):
            kind = _TYPES.get(one.attributes.get("type"))
            if kind is None:
                raise _NotPlain
        else:
            kind = "text/plain" if key == "title" else "text/html"
            if key == "title" and ("<" in text or "&" in text):
                raise _NotPlain  # feedparser guesses whether this is markup
        detail = {"type": kind, "language": self._language, "value": text}
        if key == "content":
            one.raw["content"] = [detail]
        else:
            one.raw[key] = text
            one.raw[f"{key}_detail"] = detail


def _in_person(one: _Open, name: str, text: str) -> None:
    if name == f"{_ATOM}name" and text and not one.person:
        one.person = text
    elif name != f"{_ATOM}uri":
        raise _NotPlain


def _put_link(one: _Open, text: str) -> None:
    href = one.attributes.get("href", "")
    _check_url(href)
    if text:
        raise _NotPlain
    if one.attributes.get("rel", "alternate") == "alternate":
        if one.attributes.get("type", "text/html") != "text/html":
            raise _NotPlain
        one.raw["link"] = href


def _settled(text: str) -> str:
    """Return the text of an element, where feedparser would not take it for wrongly decoded."""
    if not text.isascii() and (max(text) <= "\xff" or _C1.search(text)):
        raise _NotPlain
    return text


def _check_url(text: str, *, is_name: bool = False) -> None:
    if not _URL.fullmatch(text) and not (is_name and _NAME.fullmatch(text)):
        raise _NotPlain


def _finished(one: _Open) -> dict[str, Any] | None:
    if not one.is_plain:
        return None
    raw = one.raw
    if "content" in raw:
        raw.setdefault("summary", raw["content"][0]["value"])
    if "id" in raw and one.permalink:
        raw.setdefault("link", raw["id"])
    return raw
