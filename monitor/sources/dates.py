"""Dates as sources write them: read where they are plain, left alone where they are not."""

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_LONGEST = 200
_LONGEST_ADDRESS = 2_000
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_ERAS = {"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911}
"""The year before the first of an era, by whose years Japanese and Taiwanese offices count."""
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?P<era>{'|'.join(_ERAS)})\s*(?P<year>\d{{1,3}}|元)\s*年\s*(?P<number>\d{{1,2}})\s*月\s*"
        r"(?P<day>\d{1,2})\s*日",
        r"(?<!\d)(?P<year>\d{4})\s*(?:[-/.]|年|년)\s*(?P<number>\d{1,2})\s*(?:[-/.]|月|월)\s*"
        r"(?P<day>\d{1,2})(?!\d)\s*[日일]?",
        r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<number>\d{2})(?P<day>\d{2})(?=$|[T\s])",
        rf"(?<![\da-z]){_DAY}[\s,-]*(?:of\s+)?{_MONTH}[\s,-]*(?P<year>\d{{4}}|\d{{2}}(?![\d:]))",
        rf"\b{_MONTH}\s+{_DAY}(?!\d|:),?\s+(?P<year>\d{{4}})",
        # ctime, as in "Tue Aug 19 10:30:00 UTC 2025"
        rf"\b{_MONTH}\s+{_DAY}(?=\s+\d{{1,2}}:\d\d.*?\b(?P<year>\d{{4}})\s*$)",
        r"(?<!\d)(?P<first>\d{1,2})(?P<mark>[/.])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4})(?!\d)",
    )
)
_TIME = re.compile(
    r"(?P<half>上午|下午|凌晨|早上|晚上|午前|午後|오전|오후)?\s*"
    r"(?<!\d)(?P<hour>\d{1,2})\s*[:：时時点]\s*(?P<minute>\d{1,2})分?"
    r"(?:\s*[:：]?\s*(?P<second>\d{2})秒?(?:[.,]\d+)?)?(?!\d)"
    r"(?:\s*(?P<noon>[ap])\.?m\b\.?)?",
    re.IGNORECASE,
)
_COMPACT_TIME = re.compile(r"^T(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?!\d)")
_OFFSET = re.compile(
    r"^\s*\(?(?:(?:GMT|UTC|UT)\s*)?(?P<sign>[+\-−])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?(?!\d)",
    re.IGNORECASE,
)
_NAME = re.compile(r"^[\s(]*(?P<name>[A-Z]{1,5})\b")
_PLACE = re.compile(r"^[\s(\[]*(?P<place>[A-Z][A-Za-z]+/[A-Z][A-Za-z_/-]+)")
_BEIJING = re.compile(r"^[\s(（,，]*(?:北京时间|北京時間|Beijing\s+time)", re.IGNORECASE)
_EARLIEST, _LATEST = 1900, 2200
_AFTERNOON = frozenset({"下午", "晚上", "午後", "오후"})
_COMPACT = re.compile(
    r"(?P<year>(?:19|20)\d{2})(?P<number>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])"
    r"(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?P<second>[0-5]\d)?"
)
_IN_ADDRESS = re.compile(
    r"(?<!\d)(?P<year>20\d{2})"
    r"(?:[-/](?P<number>\d{1,2})[-/](?P<day>\d{1,2})|/?(?P<month>\d{2})(?P<date>\d{2}))(?!\d)"
)
_EPOCH = re.compile(r"(?P<seconds>\d{9,10})(?:\.\d+|(?P<millis>\d{3}))?")

_NAMED_ZONES = {
    name: timedelta(hours=hours)
    for hours, names in {
        -10: "HST", -9: "AKST", -8: "PST AKDT", -7: "MST PDT", -6: "CST MDT", -5: "EST CDT",
        -4: "EDT AST", -3: "BRT ART ADT", 0: "UTC GMT UT Z WET", 1: "CET BST WEST MEZ",
        2: "CEST EET SAST MESZ", 3: "MSK EEST", 5.5: "IST", 7: "WIB ICT", 8: "SGT HKT AWST PHT",
        9: "JST KST", 9.5: "ACST", 10: "AEST", 10.5: "ACDT", 11: "AEDT", 12: "NZST", 13: "NZDT",
    }.items()
    for name in names.split()
}  # fmt: skip

_CIVIL_ZONES = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}
"""Names that hold in summer and in winter."""

# Which comes first in 04/05/2025, by the short dates of Unicode CLDR for the zone's country. Where
# a country writes both, or the year first, such a date stays unread.
_MONTH_FIRST = re.compile(
    r"US/|America/(?:New_York|Detroit|Chicago|Denver|Boise|Phoenix|Los_Angeles|Anchorage|Juneau"
    r"|Indiana/|Kentucky/|North_Dakota/|Puerto_Rico)|Pacific/(?:Honolulu|Guam)|Asia/Manila"
)
_DAY_FIRST = re.compile(
    r"Europe/|Australia/|Pacific/Auckland|Africa/(?!Johannesburg)|Asia/(?:Kolkata|Calcutta|Karachi"
    r"|Dhaka|Colombo|Singapore|Kuala_Lumpur|Jakarta|Bangkok|Ho_Chi_Minh|Hong_Kong|Dubai|Riyadh)"
    r"|America/(?:Sao_Paulo|Argentina/|Buenos_Aires|Bogota|Lima|Caracas|Mexico_City)"
)


def parse_when(raw: str | None, *, zone: str | None = None) -> datetime | None:
    """Return the moment that a string names (aware, UTC), or None where it names none for sure.

    Reads RFC 822 and its cousins, ISO 8601, `2025年8月19日`, `August 19, 2025`, `19/8/2025` where
    no other order is possible or the zone's country has one, `20250819160000`, years of an era
    (`令和7年`, `民國114年`), and seconds or milliseconds since 1970. A time without a zone is one
    of `zone` (a name of the tz database; UTC without one). An abbreviation that `zone` uses by
    itself means that zone: "CST" is China's for Asia/Shanghai and US Central without. A date
    without a time is its midnight in UTC whatever the zone, so that the day stays the day.
    Raises ValueError if `zone` is not a time zone.
    """
    text = (raw or "").strip()[:_LONGEST]
    if not text:
        return None
    compact = _COMPACT.fullmatch(text)
    epoch = _EPOCH.fullmatch(text) if compact is None else None
    try:
        if compact:
            text = "{}-{}-{} {}:{}:{}".format(*(part or "00" for part in compact.groups()))
        if epoch:
            at = datetime.fromtimestamp(int(epoch["seconds"]), UTC)
            return at if at.year < _LATEST else None
        return _read(text, _zone(zone) if zone else None)
    except (OverflowError, OSError):
        return None


def _read(text: str, zone: ZoneInfo | None) -> datetime | None:
    for form in _FORMS:
        match = form.search(text)
        day = _day(match, zone.key if zone else "") if match else None
        if match and day:
            return _moment(text, match, day, zone)
    return None


def day_in_address(url: str) -> tuple[datetime | None, str]:
    """Return the day that a path names (midnight, UTC) and its words, or None and nothing.

    Reads `/2025/08/19/`, `/2025-08/19/`, `/2025/0819/` and `t20250819_`, as sites file their pages.
    """
    for match in _IN_ADDRESS.finditer(url.split("?", maxsplit=1)[0][:_LONGEST_ADDRESS]):
        number, day = match["number"] or match["month"], match["day"] or match["date"]
        try:
            return datetime(int(match["year"]), int(number), int(day), tzinfo=UTC), match[0]
        except ValueError:
            continue
    return None, ""


def _day(match: re.Match[str], place: str) -> datetime | None:
    parts = match.groupdict()
    year = 1 if parts["year"] == "元" else int(parts["year"])
    if parts.get("era"):
        year += _ERAS[parts["era"]]
    elif year < 100:
        year += 2000 if year < 70 else 1900
    if parts.get("month"):
        month, day = _MONTHS.index(parts["month"].lower()) + 1, int(parts["day"])
    elif parts.get("number"):
        month, day = int(parts["number"]), int(parts["day"])
    else:
        first, second = int(parts["first"]), int(parts["second"])
        day, month = (first, second) if first > 12 else (second, first)
        if first != second and first <= 12 and second <= 12:
            if not (month_first := _MONTH_FIRST.match(place)) and not _DAY_FIRST.match(place):
                return None
            day, month = (second, first) if month_first else (first, second)
    if not _EARLIEST <= year < _LATEST:
        return None
    try:
        return datetime(year, month, day)  # noqa: DTZ001 - the zone is read after the time
    except ValueError:
        return None


def _moment(
    text: str, match: re.Match[str], day: datetime, zone: ZoneInfo | None
) -> datetime | None:
    after, before = text[match.end() :], text[: match.start()]
    found = _COMPACT_TIME.search(after) or _TIME.search(after)
    rest = after
    if found is None:
        found, rest = _TIME.search(before), before
    if found is None:
        return day.replace(tzinfo=UTC)
    parts = found.groupdict()
    hour, minute, second = int(parts["hour"]), int(parts["minute"]), int(parts["second"] or 0)
    afternoon = (parts.get("noon") or "").lower() == "p" or parts.get("half") in _AFTERNOON
    if afternoon and hour < 12:
        hour += 12
    elif (parts.get("noon") or "").lower() == "a" and hour == 12:
        hour = 0
    if hour > 24 or minute > 59 or second > 60:
        return day.replace(tzinfo=UTC)
    local = day + timedelta(hours=hour, minutes=minute, seconds=min(second, 59))
    return _in_zone(local, rest[found.end() :], zone)


def _in_zone(local: datetime, rest: str, zone: ZoneInfo | None) -> datetime:
    offset = _OFFSET.match(rest)
    if offset:
        ahead = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"] or 0))
        if ahead < timedelta(hours=24):
            sign = 1 if offset["sign"] == "+" else -1
            return local.replace(tzinfo=timezone(sign * ahead)).astimezone(UTC)
    if _BEIJING.match(rest):
        return local.replace(tzinfo=_zone("Asia/Shanghai")).astimezone(UTC)
    place = _PLACE.match(rest)
    if place:
        try:
            return local.replace(tzinfo=_zone(place["place"])).astimezone(UTC)
        except ValueError:
            return local.replace(tzinfo=zone or UTC).astimezone(UTC)
    name = _NAME.match(rest.upper())
    if name:
        if zone and name["name"] == local.replace(tzinfo=zone).tzname():
            return local.replace(tzinfo=zone).astimezone(UTC)
        civil = _CIVIL_ZONES.get(name["name"])
        if civil is not None:
            return local.replace(tzinfo=_zone(civil)).astimezone(UTC)
        fixed = _NAMED_ZONES.get(name["name"])
        if fixed is not None:
            return local.replace(tzinfo=timezone(fixed)).astimezone(UTC)
    return local.replace(tzinfo=zone or UTC).astimezone(UTC)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as exc:
        raise ValueError(f"not a time zone: {name!r}") from exc
