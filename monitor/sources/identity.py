"""Which item an entry is: under what key it is known, and what else it may be called."""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote, urljoin, urlsplit

from monitor.sources.dates import parse_when
from monitor.sources.feed import Entry
from monitor.sources.item import Item

_LONGEST_KEY = 400
_DEFAULT_PORTS = {"http": 80, "https": 443}
_TRACKING = re.compile(
    r"utm_\w+|at_(?:medium|campaign|link\w*|format|ptr_name|bbc_team|custom\d)|mc_[ce]id|_hs\w+|"
    r"hsctatracking|[fgdyt]clid|gclsrc|[gw]braid|msclkid|fbclid|igshid|igsh|twclid|ttclid|li_fat_id|"
    r"mkt_tok|vero_\w+|_ga|_gl|spm|scm|ncid|cmpid|ocid|s_cid|ftag|wt\.mc_id|xtor|__twitter_impression",
    re.IGNORECASE,
)
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_ABSOLUTE = re.compile(r"https?://[^\s/?#;][^\s;]*")
_AS_IT_IS = re.compile(r"[\w!$&'()*+,;=:@/?~.\[\]-]*", re.ASCII)
_KEPT = "%!$&'()*+,;=:@/?~-._[]"
_ROUTE = ("!", "/")
_WORDS = re.compile(r"[^\W_]+")
_PART = re.compile(r"[\w.:-]{1,100}")
_TELLING_PATH = re.compile(r"\d{3}|(?<![^/?=&-])[^/?=&-]+(?:-[^/?=&-]+){2}")
"""A number, or a few words joined: `index.html` stands on every site."""
_LONGEST_URL = 8_000
"""Characters beyond which nothing is asked for, as in `guard`: such a link names nothing."""
_LONGEST_GUID = 1_000


class KeyPolicy(StrEnum):
    """What makes two entries of a source the same one; `auto` takes the first that will do."""

    GUID = "guid"
    LINK = "link"
    TITLE_DATE = "title_date"
    CONTENT = "content"
    AUTO = "auto"


def canonical_url(url: str, base: str | None = None) -> str:
    """Return the one spelling of an http or https URL, or "" where it is neither or no URL's size.

    Relative to `base`, if given. Lower-case scheme and host without the final dot, no default
    port, no user name, no dot segments, escapes as RFC 3986 (6.2.2) has them, no tracking
    parameter, no fragment unless it is a route ("#!…", "#/…"). The query keeps its order, and
    https stays https.
    """
    url = url.strip()
    if len(url) > _LONGEST_URL:
        return ""
    return _canonical(url, None if _ABSOLUTE.fullmatch(url) else base)


@lru_cache(maxsize=2048)
def _canonical(url: str, base: str | None) -> str:
    try:
        parts = urlsplit(urljoin(base or "", url))
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not host:
        return ""
    try:
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    if ":" in host:
        host = f"[{host}]"
    if port and port != _DEFAULT_PORTS[scheme]:
        host = f"{host}:{port}"
    query = "&".join(
        _escaped(pair)
        for pair in parts.query.split("&")
        if pair and not _TRACKING.fullmatch(pair.split("=", 1)[0])
    )
    fragment = _escaped(parts.fragment) if parts.fragment.startswith(_ROUTE) else ""
    path = _without_dots(_escaped(parts.path)) or "/"
    return (
        f"{scheme}://{host}{path}{'?' + query if query else ''}{'#' + fragment if fragment else ''}"
    )


def _escaped(text: str) -> str:
    def normal(match: re.Match[str]) -> str:
        byte = int(match[1], 16)
        return chr(byte) if byte in _UNRESERVED else f"%{byte:02X}"

    if _AS_IT_IS.fullmatch(text):
        return text
    safe = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
    return quote(_ESCAPE.sub(normal, safe), safe=_KEPT, errors="replace")


def _without_dots(path: str) -> str:
    if "/." not in path:
        return path
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del kept[max(1, len(kept) - 1) :]
        elif segment != ".":
            kept.append(segment)
    if path.endswith(("/.", "/..")):
        kept.append("")
    return "/".join(kept)


def item_of(entry: Entry, *, source: str, policy: KeyPolicy, url: str, evidence: str = "") -> Item:
    """Return the item that an entry is.

    `url` is where the feed was found, and what relative links are relative to. Where the policy's
    own key is missing from an entry, the next best stands in. The other stable keys are aliases.
    """
    link = _link_of(entry, url)
    names = dict(_names(entry, link, url))
    order = list(KeyPolicy)[:4] if policy is KeyPolicy.AUTO else [policy, *KeyPolicy]
    if policy is KeyPolicy.AUTO and not _is_stable(entry):
        order = [KeyPolicy.LINK, KeyPolicy.TITLE_DATE, KeyPolicy.CONTENT]
    kind = next(kind for kind in order if kind in names)
    return Item(
        source=source,
        key=names[kind],
        url=link or canonical_url(url),
        title=entry.title,
        text=entry.text,
        aliases=tuple(
            name
            for other, name in names.items()
            if other is not kind and _may_be_alias(other, entry)
        ),
        published_raw=entry.published_raw,
        published_at=entry.published_at,
        authors=entry.authors,
        language=entry.language,
        evidence=evidence,
    )


def traces_of(entry: Entry, *, url: str) -> tuple[str, ...]:
    """Return what stays of an entry's names where its site moves or names everything anew.

    The path of its page, where that names one, and its title on its day: too weak to know one
    entry by, and enough where a whole list is known by them.
    """
    found = []
    path = _as_name(_link_of(entry, url)).partition("/")[2]
    if _TELLING_PATH.search(path) and not entry.link_is_shared:
        found.append(f"path:{_hash(path)}")
    title = " ".join(_WORDS.findall(entry.title.casefold()))
    if title:
        at = entry.published_at
        found.append(f"titled:{_hash(title, at.date().isoformat() if at else '')}")
    return tuple(found)


def _link_of(entry: Entry, base: str) -> str:
    """Return an entry's page, or "" where it names none."""
    link = canonical_url(entry.link, base) if entry.link else ""
    if not link and entry.guid and entry.guid.startswith(("http://", "https://")):
        link = canonical_url(entry.guid)
    return link


def _names(entry: Entry, link: str, base: str) -> Iterator[tuple[KeyPolicy, str]]:
    if entry.guid and len(entry.guid) <= _LONGEST_GUID and not entry.guid_is_shared:
        # A permalink is compared as one: its tracking parameters and scheme may change.
        permalink = _as_name(entry.guid) if "://" in entry.guid else ""
        yield KeyPolicy.GUID, _short(permalink or entry.guid, "guid")
    if link and not _is_front_page(link) and not entry.link_is_shared:
        named = _as_name(entry.link, base) if entry.link else ""
        yield KeyPolicy.LINK, _short(named or _as_name(link), "link")
    title = " ".join(_WORDS.findall(entry.title.casefold()))
    if title and (entry.published_at or entry.published_raw):
        when = entry.published_at.isoformat() if entry.published_at else entry.published_raw
        yield KeyPolicy.TITLE_DATE, f"title:{_hash(title, when or '')}"
    yield KeyPolicy.CONTENT, f"content:{_hash(entry.title, entry.text, link)}"


def _short(name: str, kind: str) -> str:
    return f"{kind}:{name}" if len(name) <= _LONGEST_KEY else f"{kind}:{_hash(name)}"


def _as_name(url: str, base: str | None = None) -> str:
    """Return a URL as a name: without its scheme, and with the part of the page that it names.

    The day that a site moves to https is not a day on which all its items are new. A fragment
    tells apart what stands on one page; one that is a time is a version, and one with "=" tracks.
    """
    name = canonical_url(url, base).partition("://")[2]
    fragment = url.partition("#")[2].strip()
    if name and "#" not in name and _PART.fullmatch(fragment) and not parse_when(fragment):
        return f"{name}#{fragment}"
    return name


def _hash(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()[:40]


def _is_front_page(canonical: str) -> bool:
    return canonical.find("/", len("https://")) == len(canonical) - 1


def _is_stable(entry: Entry) -> bool:
    """Return whether a guid looks like a name that stays: a permalink, or an opaque id.

    One that is made from the headline changes with it, and one that is the site's address names
    nothing.
    """
    guid = entry.guid or ""
    if not guid or len(guid) > _LONGEST_GUID or entry.guid_is_shared:
        return False
    if "://" in guid:
        permalink = canonical_url(guid)
        return not permalink or not _is_front_page(permalink)
    words = _WORDS.findall(guid.casefold())
    title = set(_WORDS.findall(entry.title.casefold()))
    from_title = [word for word in words if word in title and not word.isdigit()]
    return len(from_title) < max(2, len(words) / 2)


def _may_be_alias(kind: KeyPolicy, entry: Entry) -> bool:
    # A guid or a link names one entry. A title and a time do so only where both are specific: a
    # ministry's "Notice" of the same day is another notice.
    if kind is KeyPolicy.GUID:
        return _is_stable(entry)
    if kind is KeyPolicy.TITLE_DATE:
        at = entry.published_at
        return at is not None and (at.hour, at.minute, at.second) != (0, 0, 0)
    return kind is KeyPolicy.LINK
