"""What is repaired in a feed's bytes before a parser sees them."""

import re
from html.entities import html5

from monitor.sources.nesting import opaque_spans

_CONTROLS = bytes(byte for byte in (*range(32), 127) if byte not in b"\t\n\r")
_REFERENCES = re.compile(rb"(?:&#(?:\d{1,9}|x[\da-f]{1,8});)+", re.IGNORECASE)
_REFERENCE = re.compile(rb"&#(?:(\d+)|x([\da-f]+));", re.IGNORECASE)
_NO_CHARACTER = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMED_REFERENCE = re.compile(rb"&([a-zA-Z][a-zA-Z0-9]{1,31});")
_XML_NAMES = frozenset((b"amp", b"lt", b"gt", b"quot", b"apos"))
_BARE_AMPERSAND = re.compile(rb"&(?!(?:#\d+|#x[\da-f]+|amp|lt|gt|quot|apos);)", re.IGNORECASE)


def made_safe(text: str) -> bytes:
    """Return UTF-8 without the characters, and references to them, that XML 1.0 forbids.

    HTML's named characters become numeric, as a feed has no DTD that would define them.
    """
    for char in "\ufffe\uffff":
        if char in text:
            text = text.replace(char, "")
    data = text.encode("utf-8", "ignore").translate(None, _CONTROLS)
    if b"&#" in data:
        data = _REFERENCES.sub(_sound, data)
    return _NAMED_REFERENCE.sub(_numeric, data)


def _sound(match: re.Match[bytes]) -> bytes:
    """Return numeric references without those to what is no character of XML 1.0 (2.2).

    Two halves of a surrogate pair, as old publishing systems write an emoji, become one character.
    """
    codes = [int(one[1] or one[2], 10 if one[1] else 16) for one in _REFERENCE.finditer(match[0])]
    halves = "".join(chr(code) for code in codes if code <= 0x10FFFF)
    joined = halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return b"".join(b"&#%d;" % ord(char) for char in _NO_CHARACTER.sub("", joined))


def _numeric(match: re.Match[bytes]) -> bytes:
    if match[1] in _XML_NAMES:
        return match[0]
    char = html5.get(match[1].decode() + ";")
    return match[0] if char is None else "".join(f"&#{ord(one)};" for one in char).encode()


def mended(data: bytes) -> bytes:
    """Return a feed with its bare ampersands written out.

    They are the most frequent fault, and feedparser's forgiving parser makes "R&D;" of "R&D".
    """
    pieces = []
    at = 0
    for start, end in (*opaque_spans(data), (len(data), len(data))):
        pieces += [_BARE_AMPERSAND.sub(b"&amp;", data[at:start]), data[start:end]]
        at = end
    return b"".join(pieces)
