"""Read the dateline of a report: "BEIJING, Aug. 19 (Xinhua) --"."""

import re
from dataclasses import dataclass

from monitor.statements.dates import ZONES
from monitor.text.sentences import paragraphs

_PARAGRAPHS = 5
_HEAD = 1_500
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]{0,6}"
_EN = re.compile(
    r"(?P<place>(?:[A-Z][A-Z.'-]+(?: [A-Z][A-Z.'-]+){0,3}|[A-Z][a-z]+(?: [A-Z][a-z]+)?))"
    r"(?:/[A-Z][A-Za-z /]{2,40})?"
    r"(?: ?\[[A-Z][A-Za-z. ]{2,24}\]|, [A-Z][A-Za-z. ]{2,24}?)??"
    rf"(?:,? (?P<when>{_MONTHS}\.? \d{{1,2}}(?:,? \d{{4}})?|\d{{1,2}} {_MONTHS}(?: \d{{4}})?))?"
    r"(?: ?\((?P<agency>[A-Z][^)\n]{1,40})\))?"
    r"(?:(?P<dash>(?: ?--(?=\S))|(?:(?<=\)) -(?=\w))|"
    r"(?: ?(?:--|—|–)| -|:|\.? ?/[A-Z]{2,9}/\.)(?=\s))|(?<=\)))\s*"
)
_AGENCY = re.compile(r"\((?:[A-Z][\w&.]*)(?: [A-Z][\w&.]*){0,2}\)(?: ?(?:--|—|–|-))?\s+")
_ZH = re.compile(
    r"[（(【\[]?(?:[\u3400-\u9fff]{2,6}(?:网|社|报|台))?(?:记者)?[^\n，。]{0,16}?"
    r"(?P<place>[\u3400-\u9fff]{2,4}?)?(?P<when>(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{1,2}日)"
    r"(?:电|讯|综合|报道|消息|专电)"
)
_CITIES = {
    country: frozenset(names.split("|"))
    for country, names in {
        "CN": "beijing|shanghai|guangzhou|shenzhen|北京|上海|广州|深圳",
        "HK": "hong kong|香港",
        "TW": "taipei|台北",
        "JP": "tokyo|东京",
        "KR": "seoul|首尔",
        "IN": "new delhi|delhi|mumbai|新德里|孟买",
        "US": "washington|new york|white house|华盛顿|纽约",
        "CA": "ottawa|toronto|渥太华",
        "GB": "london|伦敦",
        "BE": "brussels|布鲁塞尔",
        "FR": "paris|strasbourg|巴黎",
        "DE": "berlin|frankfurt|柏林|法兰克福",
        "NL": "the hague|amsterdam|海牙",
        "CH": "geneva|日内瓦",
        "RU": "moscow|莫斯科",
        "UA": "kyiv|kiev|基辅",
        "AU": "canberra|sydney|堪培拉|悉尼",
        "SG": "singapore|新加坡",
        "MY": "kuala lumpur|吉隆坡",
        "VN": "hanoi|河内",
        "TH": "bangkok|曼谷",
        "ID": "jakarta|雅加达",
        "MX": "mexico city|墨西哥城",
        "BR": "brasilia|巴西利亚",
        "TR": "ankara|istanbul|安卡拉",
        "AE": "dubai|abu dhabi",
        "QA": "doha",
    }.items()
}


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where and when a report was written: the zone of its city, and its date as it stands.

    `start` and `end` are its range in the text; what is said begins behind it.
    """

    start: int
    end: int
    zone: str | None
    when: str
    country: str | None = None


def dateline(text: str, language: str) -> Dateline | None:
    """Return the dateline of a folded text, at the head of one of its first paragraphs, or None."""
    bare: Dateline | None = None
    for start, end in _lines(text[:_HEAD], language):
        match = (_ZH if language == "zh" else _EN).match(text, start, end)
        if match is not None and language == "en" and not match.group("dash"):
            match = match if match.group("when") else None
        if match is None:
            agency = _AGENCY.match(text, start, end) if language == "en" else None
            if agency is not None and bare is None:
                bare = Dateline(agency.start(), agency.end(), None, "")
            continue
        place = (match.group("place") or "").strip()
        country = next((c for c, cities in _CITIES.items() if place.lower() in cities), None)
        if language == "en" and country is None and not _looks(match, place):
            continue
        when = match.group("when") or ""
        return Dateline(match.start(), match.end(), ZONES.get(country or ""), when, country)
    return bare


def _lines(head: str, language: str) -> list[tuple[int, int]]:
    """Return where the first paragraphs begin and end; an English one may have its headline on."""
    found: list[tuple[int, int]] = []
    for span in paragraphs(head)[:_PARAGRAPHS]:
        starts = [span.start]
        if language == "en":
            starts += [m.end() for m in re.finditer(r"\n", head[span.start : span.end])]
            starts = [starts[0], *(span.start + at for at in starts[1:3])]
        found.extend((start, span.end) for start in starts)
    return found


def _looks(match: re.Match[str], place: str) -> bool:
    """Tell whether an unknown place stands in a dateline: in capitals, or before an agency."""
    return bool(match.group("agency") or match.group("when")) or (
        place.isupper() and len(place) > 4 and not match.group().rstrip().endswith(":")
    )
