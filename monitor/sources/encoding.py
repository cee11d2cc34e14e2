"""Bytes to text, by what they are rather than by what they claim to be."""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BARE_UTF16 = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"), (b"{\0", "utf-16-le"))
_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_DECLARED = re.compile(
    rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)|<meta[^>]+?charset\s*=\s*[\"']?\s*([\w.:-]+)",
    re.IGNORECASE,
)
_HEAD = 4_096

# The names under which a smaller set is declared and its superset is written (WHATWG Encoding, 4.2)
_SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "hz": "gb18030",
}
_ALIASES = {"x-gbk": "gbk", "x-sjis": "shift_jis", "x-euc-jp": "euc_jp", "windows-949": "cp949"}
_NO_CHARSETS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf-7"})
_SINGLE_BYTE = re.compile(r"cp125\d|iso8859-\d+|latin|ascii|mac|koi8", re.IGNORECASE)
_CYRILLIC = frozenset({"cp1251", "koi8-r", "koi8-u", "iso8859-5", "mac-cyrillic"})
_GUESSES = ("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "cp1252", "cp1251", "koi8-r")
_SHIFTED = (b"\x1b$", b"\x1b(")
"""How ISO-2022-JP (RFC 1468) changes to another set: its bytes are ASCII to whoever looks on."""

_SAMPLE = 20_000
_UNDAMAGED = 0.25
"""How plausible a text of nothing but ideographs is, however rare they are: a list of elements."""
_DAMAGE = 0.05
"""Share of broken characters up to which text is taken for UTF-8 that was cut, not for another."""

_COMMON_SIMPLIFIED = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方"
    "后多定行学法所民得经进着等部度家电力里如水化高自理起物现实加量都两体制机当使点从业本去把性好应开它合还因由"
    "其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解"
    "问意建月公无系军很情最何次市场务稀土出口管记者商务发言答告"
)
_COMMON_TRADITIONAL = frozenset(
    "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方"
    "後多定行學法所民得經進著等部度家電力裡如水化高自理起物現實加量都兩體制機當使點從業本去把性好應開它合還因由"
    "其些然前外天政四日那社義事平形相全表間樣與關各重新線內數正心反你明看原又麼利比或但質氣第向道命此變條只沒結解"
    "問意建月公無系軍很情最何次市場務稀土口管記者商"
)
_COMMON_SYLLABLES = frozenset(
    "이다는의에을가고하지로기사한도를은리자어시그아해서일대인정만나들부과상수원장전제주구스보조라니게여성무비동"
    "면소경생미국신공유진회안안선연관화성중내재당적계개발표실문세실외결통출업산민관명령법규품물물질용등및년월"
)
_COMMON = {
    "big5hkscs": _COMMON_TRADITIONAL,
    "cp932": _COMMON_SIMPLIFIED | _COMMON_TRADITIONAL,
    "euc_jp": _COMMON_SIMPLIFIED | _COMMON_TRADITIONAL,
    "cp949": _COMMON_SYLLABLES,
}


def decode(
    body: bytes, *, content_type: str | None = None, charset: str | None = None
) -> tuple[str, str]:
    """Return the text of a body, and the name of the encoding that it was read in.

    `charset` is the settings' word and goes first; then a byte order mark; then UTF-8 wherever
    the bytes can be nothing else; then what the header, the XML declaration or the `<meta>` says,
    gb2312 and gbk as gb18030; then what reads most like a language. Never fails: what cannot be
    read is U+FFFD.
    """
    override = _codec(charset)
    if override:
        return _without_bom(body.decode(override, "replace")), override
    for bom, name in _BOMS:
        if body.startswith(bom):
            return _without_bom(body.decode(name, "replace")), name
    for start, name in _BARE_UTF16:
        if body.startswith(start):
            return body.decode(name, "replace"), name
    declared = _declared(body, content_type)
    if body.isascii() and all(shift in body for shift in _SHIFTED):
        text = _strict(body, "iso2022_jp_2")
        if text is not None:
            return text, "iso2022_jp_2"
    text = _strict(body, "utf-8")
    if text is not None and _is_utf8(text, declared):
        return text, "utf-8"
    strong = [name for name in declared if not _SINGLE_BYTE.match(name)]
    for name in strong:
        text = _strict(body, name)
        if text is not None:
            return text, name
    return _most_plausible(body, declared)


def _without_bom(text: str) -> str:
    return text.removeprefix("\ufeff")


def _codec(name: str | None) -> str | None:
    if not name:
        return None
    name = name.strip().lower()
    try:
        found = codecs.lookup(_ALIASES.get(name, name))
    except LookupError:
        return None
    try:
        # base64, zip and the like are codecs to Python as well; this tells them from charsets.
        b"text".decode(found.name, "replace")
    except (LookupError, UnicodeError):
        return None
    return None if found.name in _NO_CHARSETS else _SUPERSETS.get(found.name, found.name)


def _declared(body: bytes, content_type: str | None) -> list[str]:
    header = _HEADER.search(content_type or "")
    names = [_codec(header[1])] if header else []
    for match in _DECLARED.finditer(body[:_HEAD]):
        name = _codec((match[1] or match[2]).decode("ascii"))
        # Declared in bytes that were read as ASCII, so it cannot be what it says.
        names.append(name if name and not name.startswith(("utf-16", "utf-32")) else None)
    return list(dict.fromkeys(name for name in names if name))


def _strict(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except UnicodeError:
        return None


def _is_utf8(text: str, declared: list[str]) -> bool:
    # What is valid as UTF-8 beyond two-byte sequences is UTF-8, whatever was declared; two-byte
    # sequences alone may be a short text in a national double-byte set.
    if text.isascii() or not declared or declared[0] == "utf-8":
        return True
    return any(char > "\u07ff" for char in text) or bool(_SINGLE_BYTE.match(declared[0]))


def _most_plausible(body: bytes, declared: list[str]) -> tuple[str, str]:
    repaired = body[: 10 * _SAMPLE].decode("utf-8", "replace")
    wide = sum(char > "\x7f" for char in repaired)
    if repaired.count("\ufffd") <= _DAMAGE * wide:
        return body.decode("utf-8", "replace"), "utf-8"
    names = list(dict.fromkeys((*declared, *_GUESSES)))
    best = max(names, key=lambda name: (_plausibility(body, name), -names.index(name)))
    return body.decode(best, "replace"), best


def _plausibility(body: bytes, name: str) -> float:
    start = next((at for at, byte in enumerate(body) if byte > 0x7F), 0)
    sample = body[start : start + _SAMPLE]
    if name in _CYRILLIC:
        # The sets differ in little but the case: nearly all of a text is small letters, in words.
        chars = [char for char in sample.decode(name, "replace") if char > "\x7f"]
        small = sum("а" <= char <= "ё" for char in chars) / len(chars) if chars else 0.0
        return (2 * small - 1) * (1 - _alone(sample))
    if _SINGLE_BYTE.match(name):
        return _alone(sample)
    chars = [char for char in sample.decode(name, "replace") if char > "\x7f"]
    if not chars:
        return 0.0
    # A sample that was cut may end within a character.
    whole = chars[:-1] if start + _SAMPLE < len(body) else chars
    damage = sum(char == "\ufffd" for char in whole) / len(chars)
    if not damage and all("\u3000" <= char <= "\u9fff" for char in whole):
        return max(_UNDAMAGED, _share(chars, name))
    return _share(chars, name) - 2 * damage


def _alone(sample: bytes) -> float:
    """Return the share of bytes beyond ASCII that stand alone among others.

    Letters with accents and typographic quotes stand among plain ones; two or more in a row are
    the mark of another script.
    """
    wide = [at for at, byte in enumerate(sample) if byte > 0x7F]
    alone = sum(
        (at == 0 or sample[at - 1] < 0x80) and (at + 1 >= len(sample) or sample[at + 1] < 0x80)
        for at in wide
    )
    return alone / len(wide) if wide else 0.0


def _share(chars: list[str], name: str) -> float:
    def share(low: str, high: str) -> float:
        return sum(low <= char <= high for char in chars) / len(chars)

    # Running text is two fifths to a half common characters, syllables or kana.
    common = _COMMON.get(name, _COMMON_SIMPLIFIED)
    frequent = sum(char in common for char in chars) / len(chars)
    if name in {"cp932", "euc_jp"}:
        frequent += share("\u3041", "\u30fe")
    if name == "cp949":
        frequent -= share("\u4e00", "\u9fff")
    return min(1.0, 2 * frequent)
