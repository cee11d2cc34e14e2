"""Text from the world made fit for a header, a terminal, a page or a JSON document."""

import re
import unicodedata
from urllib.parse import urlsplit

# Zero-width and direction characters that Unicode files under Cf, and fillers that show nothing.
# Tag characters and variation selectors are left alone: emoji are made of them.
_HIDDEN = frozenset(
    (
        *(0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x180E, 0x3164, 0xFEFF, 0xFFA0),
        *range(0x200B, 0x2010),
        *range(0x2028, 0x202F),
        *range(0x2060, 0x2070),
    )
)
# Anything that is not shown as it stands but for a line feed: most text has none of it, and is not
# looked at character by character.
_ODD = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff" + "".join(map(chr, sorted(_HIDDEN))) + "]"
)
# Longer addresses are cut by mail clients and are no use to a reader.
_LONGEST_LINK = 2000


def _is_hidden(character: str) -> bool:
    return ord(character) in _HIDDEN or unicodedata.category(character) in {"Cc", "Cs"}


def one_line(text: str) -> str:
    """Return `text` on one line, without control, bidi and zero-width characters.

    What separates words (line breaks, tabs, U+2028) becomes one space; the rest is dropped.
    Safe as a mail header's value.
    """
    if _ODD.search(text) is None:
        return " ".join(text.split())
    spaced = "".join(
        " " if character.isspace() else "" if _is_hidden(character) else character
        for character in text
    )
    return " ".join(spaced.split())


def visible(text: str) -> str:
    """Return `text` with each hidden character spelled out, as in `⟨U+202E⟩`.

    A reader sees that it was there, and it can neither turn the line round nor drive a terminal.
    Line feeds stay, tabs and carriage returns become spaces.
    """
    if _ODD.search(text) is None:
        return text
    shown = []
    for character in text.replace("\r\n", "\n"):
        if character == "\n":
            shown.append(character)
        elif character in "\t\r\x0b\x0c\x85\u2028\u2029":
            shown.append(" ")
        elif _is_hidden(character):
            shown.append(f"⟨U+{ord(character):04X}⟩")
        else:
            shown.append(character)
    return "".join(shown)


def storable(text: str) -> str:
    """Return `text` with lone surrogates, which UTF-8 cannot carry, replaced one for one."""
    return "".join(
        "\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text
    )


def link(url: str) -> str | None:
    """Return `url` where it may be offered as a link: http or https, a host, no user name.

    Otherwise None. A user name in an address (`https://gov.cn@elsewhere.example`) hides the host.
    """
    if len(url) > _LONGEST_LINK or any(c.isspace() or _is_hidden(c) for c in url):
        return None
    try:
        parts = urlsplit(url)
        host, user = parts.hostname, parts.username
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or user is not None:
        return None
    return url


def shortened(text: str, limit: int) -> str:
    """Return `text` in at most `limit` characters, cut between words and ended by `…`."""
    if len(text) <= limit:
        return text
    head = text[: max(0, limit - 1)]
    between_words = head.rfind(" ")
    if between_words > limit // 2:
        head = head[:between_words]
    return head.rstrip() + "…"
