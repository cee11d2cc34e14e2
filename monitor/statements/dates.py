"""Read when something was said: a grammar of our own, since general date parsers guess."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from monitor.statements.statement import Origin, Precision, SaidOn

ZONES = {
    "CN": "Asia/Shanghai", "HK": "Asia/Hong_Kong", "TW": "Asia/Taipei", "MO": "Asia/Macau",
    "SG": "Asia/Singapore", "MY": "Asia/Kuala_Lumpur", "JP": "Asia/Tokyo", "KR": "Asia/Seoul",
    "IN": "Asia/Kolkata", "US": "America/New_York", "CA": "America/Toronto", "GB": "Europe/London",
    "DE": "Europe/Berlin", "FR": "Europe/Paris", "NL": "Europe/Amsterdam", "BE": "Europe/Brussels",
    "EU": "Europe/Brussels", "RU": "Europe/Moscow", "AU": "Australia/Sydney",
    "VN": "Asia/Ho_Chi_Minh",
    "TH": "Asia/Bangkok", "ID": "Asia/Jakarta", "QA": "Asia/Qatar", "AE": "Asia/Dubai",
    "MX": "America/Mexico_City", "BR": "America/Sao_Paulo", "TR": "Europe/Istanbul",
}  # fmt: skip
_MONTHS = {
    name: number
    for number, names in enumerate(
        "jan january|feb february|mar march|apr april|may|jun june|jul july|aug august|"
        "sep sept september|oct october|nov november|dec december".split("|"),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
_NUMBERS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "several": 0,
}
_M = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|"
    r"December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)"
)
_EN = re.compile(
    rf"\b(?:{_M}\.? ?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,? (?P<year>\d{{4}})|,? (?:of"
    rf" )?(?P<lastyear>last year))?"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?:"
    rf" of)? {_M.replace('month', 'month2')}(?:,? (?P<year2>\d{{4}}))?"
    r"|(?P<iso>\d{4}-\d{2}-\d{2})"
    r"|(?P<back>[Ll]ast )?(?P<weekday>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b(?! through| to )"
    r"|(?P<rel>(?i:today|yesterday|tonight|last night|this (?:morning|afternoon|evening)))\b"
    r"|on the (?P<bare>\d{1,2})(?:st|nd|rd|th)\b"
    r"|(?P<count>(?i:an?|one|two|three|four|five|six)|\d{1,2}) (?P<unit>day|week|month"
    r"|year)s? ago\b"
    r"|(?P<before>(?i:an?|one|two|three|four|five)|\d) days? (?:earlier|before|prior)\b(?! (?:the"
    r"|a|an|its|his) )"
    r"|(?P<prev>(?i:the previous day|the day before))\b(?! (?:the|a|an|its|his) )"
    r"|(?P<same>(?:[Oo]n )?the same day|that day|at the time|at the same (?:briefing|press"
    r" conference|event))\b"
    rf"|(?P<whole>(?<![Ll]ater )(?:[Ll]ast|[Tt]his) (?:month|year|week)|(?:[Ii]n|since|last)"
    rf"(?: early| mid| late)?[ -]{_M.replace('month', 'month3')}"
    r"(?:,? (?P<year3>\d{4}))?|in (?P<year4>(?:19|20)\d{2}))\b"
    r"|(?P<vague>(?i:(?:at|over|during) the weekend|previously"
    r"|earlier(?! in the day| today| this| on| (?:Mon|Tue|Wed|Thu|Fri"
    r"|Sat|Sun))|repeatedly|in the past|recently|(?:in|at|during) an? recent)|ha[sd] long|once)\b)"
)
_HAN = r"[一二三四五六七八九十廿卅]{1,3}"
SPEAKING_NEXT = (
    r"(?=\Z|在|于|也|又|再|就|针对|对|被|受|接受|出席|宣布|表示|说|称|指|强调|发布|公布|公告|证实|"
    r"回应|透露|呼吁|重申|警告|批评|召开|举行|主持|答|引述|报道|报导)"
)
"""What follows 今 or 昨 where one character alone is the day: 经济部昨表示."""
_ZH = re.compile(
    r"(?:(?P<year>\d{4})年|(?P<lastyear>去年)"
    r"|(?P<thisyear>今年))?(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号](?!起|前|至|到|-|、|—)"
    r"|(?:(?P<monthback>上个?月|本月)|(?<![\d月年至到第-]))(?P<bare>\d{1,2})[日号](?!起|前|至|到|-|、|—|均|内|线)"
    r"|[今昨前] ?[（(] ?(?P<aside>\d{1,2}) ?[日号]?[）)]"
    r"|[（(](?P<month4>\d{1,2})/(?P<day4>\d{1,2})[）)]"
    rf"|(?<![第每同某数几])(?:(?P<month5>{_HAN})月)?(?P<day5>{_HAN})日(?!起|前|至|到|-|、|—|均|内|线|游)"
    r"|(?P<back>上)?(?:个)?(?:本)?(?:星期|礼拜|周)(?P<weekday>[一二三四五六日天])(?!至|到|起)"
    rf"|(?P<today>今天|今日|今晨|今早|今晚|今午|今下午|(?<![至如现当迄而])今{SPEAKING_NEXT})"
    rf"|(?P<yesterday>昨天|昨日|昨晚|昨夜|昨{SPEAKING_NEXT})|(?P<before>前天|前日)"
    r"|(?P<same>当天|当日|同日|同一天)"
    r"|(?P<monthonly>(?:(?P<year2>\d{4})年|今年|去年)?(?P<month2>\d{1,2})月(?!\d|份?[至到])|上个?月|本月|去年|今年"
    r"|上周)"
    r"|(?P<vague>此前|早前|日前|近日|近期|曾经?|多次|一再|先前|当时|较早前|早些时候)"
)
_ZH_WEEK = {c: n for n, c in enumerate("一二三四五六日")} | {"天": 6}


@dataclass(frozen=True, slots=True)
class Reading:
    """A date expression: the day it names, how exactly, or why it names none.

    `kind` is explicit, weekday, relative, same, part (a month or a year) or vague. `back` counts
    the days before the day last told, for "a day earlier".
    """

    kind: str
    day: date | None
    precision: Precision
    words: str
    at: int
    back: int = 0


def zone_of(origin: Origin) -> str | None:
    """Return the time zone in which an outlet's "Tuesday" is meant, or None."""
    return origin.zone or ZONES.get(origin.outlet_country or "")


def published_day(origin: Origin, zone: str | None = None) -> date | None:
    """Return the day of publication where the outlet sits; a midnight in UTC is a bare date."""
    moment = origin.published_at
    if moment is None:
        return None
    bare = (moment.hour, moment.minute, moment.second) == (0, 0, 0)
    where = zone or zone_of(origin)
    if bare or where is None:
        return moment.date()
    return moment.astimezone(ZoneInfo(where)).date()


def readings(text: str, language: str, anchor: date | None) -> list[Reading]:
    """Return the dates that `text` names, in order, read from the day of publication `anchor`.

    Without an anchor only dates that carry their year are read.
    """
    pattern, read = (_ZH, _read_zh) if language == "zh" else (_EN, _read_en)
    found = []
    for match in pattern.finditer(text):
        reading = read(match, anchor)
        if reading is not None:
            found.append(reading)
    return found


def _make(
    kind: str, day: date | None, match: re.Match[str], precision: Precision = Precision.DAY
) -> Reading:
    return Reading(kind, day, precision, match.group().strip(), match.start())


def _read_en(match: re.Match[str], anchor: date | None) -> Reading | None:
    got = match.groupdict()
    month = got["month"] or got["month2"]
    if got["iso"]:
        return _make("explicit", _safe(*map(int, got["iso"].split("-"))), match)
    if month:
        year = got["year"] or got["year2"]
        day = int(got["day"] or got["day2"])
        if got["lastyear"] and anchor:
            year = str(anchor.year - 1)
        return _make("explicit", _yearly(_MONTHS[month.lower()], day, year, anchor), match)
    if got["weekday"]:
        number = _WEEKDAYS[got["weekday"][:3].lower()]
        return _make("weekday", _weekday(number, anchor, back=bool(got["back"])), match)
    if got["rel"]:
        back = 1 if got["rel"] in ("yesterday", "last night") else 0
        return _make("relative", anchor - timedelta(days=back) if anchor else None, match)
    if got["bare"]:
        return _make("explicit", _monthly(int(got["bare"]), anchor), match)
    if got["count"]:
        count = _NUMBERS.get(got["count"].lower(), 0) or (
            int(got["count"]) if got["count"].isdigit() else 0
        )
        if got["unit"] == "day" and anchor:
            return _make("relative", anchor - timedelta(days=count), match)
        return _make("vague", None, match)
    if got["same"]:
        return _make("same", None, match)
    if got["prev"]:
        return Reading("same", None, Precision.DAY, match.group(), match.start(), 1)
    if got["before"]:
        count = _NUMBERS.get(got["before"].lower(), 0) or int(got["before"])
        return Reading("same", None, Precision.DAY, match.group(), match.start(), count)
    if got["whole"]:
        return _part_en(match, got, anchor)
    return _make("vague", None, match)


def _part_en(match: re.Match[str], got: dict[str, str | None], anchor: date | None) -> Reading:
    if got["year4"]:
        return _make("part", date(int(got["year4"]), 1, 1), match, Precision.YEAR)
    if got["month3"]:
        day = _yearly(_MONTHS[got["month3"].lower()], 1, got["year3"], anchor)
        return _make("part", day, match, Precision.MONTH)
    words = (got["whole"] or "").lower()
    if anchor and words == "last month":
        return _make(
            "part",
            (anchor.replace(day=1) - timedelta(days=1)).replace(day=1),
            match,
            Precision.MONTH,
        )
    if anchor and words == "this month":
        return _make("part", anchor.replace(day=1), match, Precision.MONTH)
    if anchor and words == "last year":
        return _make("part", date(anchor.year - 1, 1, 1), match, Precision.YEAR)
    if anchor and words == "this year":
        return _make("part", date(anchor.year, 1, 1), match, Precision.YEAR)
    return _make("vague", None, match)


def _read_zh(match: re.Match[str], anchor: date | None) -> Reading | None:
    got = match.groupdict()
    if got["month"]:
        year = got["year"]
        if got["lastyear"] and anchor:
            year = str(anchor.year - 1)
        return _make("explicit", _yearly(int(got["month"]), int(got["day"]), year, anchor), match)
    if any(got[name] for name in ("bare", "aside", "month4", "day5")):
        return _make("explicit", _short_zh(got, anchor), match)
    if got["weekday"]:
        return _make(
            "weekday",
            _weekday(_ZH_WEEK[got["weekday"]], anchor, back=bool(got["back"]), monday=True),
            match,
        )
    for name, back in (("today", 0), ("yesterday", 1), ("before", 2)):
        if got[name]:
            return _make("relative", anchor - timedelta(days=back) if anchor else None, match)
    if got["same"]:
        return _make("same", None, match)
    if got["monthonly"]:
        if got["month2"]:
            day = _yearly(int(got["month2"]), 1, got["year2"], anchor)
            return _make("part", day, match, Precision.MONTH)
        return _make("vague", None, match)
    return _make("vague", None, match)


def _short_zh(got: dict[str, str | None], anchor: date | None) -> date | None:
    """Return a day that is told without its year: 上月24日, 昨（16）日, （1/6）, 廿一日."""
    if got["monthback"] and anchor is not None:
        month = anchor.replace(day=1)
        if got["monthback"].startswith("上"):
            month -= timedelta(days=1)
        return _safe(month.year, month.month, int(got["bare"] or 0))
    if got["bare"] or got["aside"]:
        return _monthly(int(got["bare"] or got["aside"] or 0), anchor)
    if got["month4"]:
        return _yearly(int(got["month4"]), int(got["day4"] or 0), None, anchor)
    return _spelled(got["month5"], got["day5"] or "", anchor)


def _spelled(month: str | None, day: str, anchor: date | None) -> date | None:
    """Return a date in Chinese numerals: 九日, 十月廿一日."""
    if month:
        return _yearly(_numeral(month), _numeral(day), None, anchor)
    return _monthly(_numeral(day), anchor)


def _numeral(words: str) -> int:
    """Return a Chinese numeral below forty; 0, which is no day, where it is none."""
    tens, found, units = words.replace("廿", "二十").replace("卅", "三十").rpartition("十")
    if len(units) > 1 or len(tens) > 1:
        return 0
    digits = "一二三四五六七八九"
    unit = digits.index(units) + 1 if units else 0
    ten = digits.index(tens) + 1 if tens else int(bool(found))
    return 10 * ten + unit


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _yearly(month: int, day: int, year: str | None, anchor: date | None) -> date | None:
    """Return a day and month in its year; without one, the latest such day up to publication +"
    " 1."""
    if year:
        return _safe(int(year), month, day)
    if anchor is None:
        return None
    found = _safe(anchor.year, month, day)
    if found is None or found > anchor + timedelta(days=1):
        found = _safe(anchor.year - 1, month, day) or found
    return found


def _monthly(day: int, anchor: date | None) -> date | None:
    """Return the latest such day of a month up to publication + 1."""
    if anchor is None:
        return None
    year, month = anchor.year, anchor.month
    for _ in range(3):
        found = _safe(year, month, day)
        if found is not None and found <= anchor + timedelta(days=1):
            return found
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    return None


def _weekday(number: int, anchor: date | None, *, back: bool, monday: bool = False) -> date | None:
    """Return the latest such weekday up to publication; "last Friday" lies in the week before."""
    if anchor is None:
        return None
    if back and monday:
        return anchor - timedelta(days=anchor.weekday() + 7 - number)
    days = (anchor.weekday() - number) % 7
    if back and days == 0:
        days = 7
    return anchor - timedelta(days=days)


def said_on(reading: Reading, published: date | None) -> SaidOn | None:
    """Return the date of speech that a reading gives, or None where it names no day."""
    if reading.day is None:
        return None
    return SaidOn(
        day=reading.day,
        precision=reading.precision,
        evidence=f'{reading.kind}: "{reading.words}"',
        conflict=published is not None and reading.day > published,
    )
