"""OPML 2.0 (opml.org), in which feed readers hand on the list of their feeds. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from monitor.errors import ParseError
from monitor.sources.encoding import decode
from monitor.sources.markup import without_controls
from monitor.sources.nesting import is_too_deep
from monitor.sources.repair import made_safe, mended
from monitor.sources.split import whole, without_prolog

MOST_OUTLINES = 10_000
_LONGEST_TITLE = 200
_LONGEST_URL = 4_000
_NAME = "opml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One feed of the list: its title and address, its site, and its language where these stand.

    `folder` holds the titles of the outlines around it, the outermost first.
    """

    title: str
    url: str
    site: str | None = None
    language: str | None = None
    folder: tuple[str, ...] = ()


def parse_opml(body: bytes, *, name: str) -> tuple[Outline, ...]:
    """Return the feeds of an OPML file, in its order; `name` is what errors call it.

    Attributes are known whatever their case, bare ampersands are mended. Raises ParseError where
    the file is no OPML, declares entities, nests without end or lists more than MOST_OUTLINES.
    """
    text, _ = decode(body)
    data = made_safe(text)
    prolog = without_prolog(data)
    if prolog.declares_entities:
        raise ParseError(
            f"{name} declares entities, which a list of feeds has no use for and an attack has",
            source=_NAME,
        )
    if prolog.root != "opml":
        raise ParseError(
            f"{name} is not OPML",
            source=_NAME,
            hint="feed readers export it, mostly under Import/Export or Settings",
        )
    if is_too_deep(prolog.rest):
        raise ParseError(f"{name} is nested deeper than any list of feeds", source=_NAME)
    try:
        return _Reading().read(whole(prolog.rest))
    except expat.ExpatError as exc:
        repaired = mended(prolog.rest)
        try:
            return _Reading().read(whole(repaired))
        except expat.ExpatError:
            raise ParseError(f"{name} is not well-formed: {exc}", source=_NAME) from exc


def write_opml(outlines: Iterable[Outline], *, title: str) -> str:
    """Return an OPML 2.0 document that lists the feeds in one level; the same for the same list."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<opml version="2.0">',
        f"<head><title>{_text(title)}</title></head>",
        "<body>",
    ]
    for one in outlines:
        fields = {
            "type": "rss",
            "text": one.title,
            "title": one.title,
            "xmlUrl": one.url,
            "htmlUrl": one.site,
            "language": one.language,
        }
        written = " ".join(
            f"{key}={quoteattr(without_controls(value))}" for key, value in fields.items() if value
        )
        lines.append(f"<outline {written}/>")
    return "\n".join((*lines, "</body>", "</opml>", ""))


def _text(value: str) -> str:
    return quoteattr(without_controls(value))[1:-1]


class _Reading:
    """One pass over the document; only outlines in its body count."""

    def __init__(self) -> None:
        self._found: list[Outline] = []
        self._open: list[str] = []
        self._in_body = False

    def read(self, document: bytes) -> tuple[Outline, ...]:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.Parse(document, True)
        return tuple(self._found)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name.lower() == "body":
            self._in_body = True
        if name.lower() != "outline":
            return
        known = {key.lower(): value.strip() for key, value in attributes.items()}
        words = without_controls(known.get("title") or known.get("text") or "").split()
        title = " ".join(words)[:_LONGEST_TITLE]
        url = known.get("xmlurl", "")
        if self._in_body and url and len(url) <= _LONGEST_URL:
            if len(self._found) >= MOST_OUTLINES:
                raise ParseError(
                    f"it lists more than {MOST_OUTLINES} feeds", source=_NAME, hint="split the file"
                )
            self._found.append(
                Outline(
                    title=title,
                    url=url,
                    site=known.get("htmlurl") or None,
                    language=known.get("language") or None,
                    folder=tuple(filter(None, self._open)),
                )
            )
        self._open.append(title)

    def _end(self, name: str) -> None:
        if name.lower() == "outline":
            self._open.pop()
