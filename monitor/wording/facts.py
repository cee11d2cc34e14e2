"""Numbers with their unit, dates, and the names of documents, found in folded text. Pure."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from monitor.wording import numbers
from monitor.wording.fact import Fact, FactKind
from monitor.wording.periods import (
    MONTH,
    MONTHS,
    clocks,
    ordinals,
    part_of_year,
    percent,
    shares,
    so_far,
)

__all__ = ["Fact", "FactKind", "find_facts"]


_HAN_NUMBER = r"[零〇○一二三四五六七八九十百千万亿两]+(?:点[零〇一二三四五六七八九]+)?"
_MEASURE = (
    r"(?:家|个|名|项|种|次|天|周|倍|吨|公斤|千克|克|元|美元|欧元|岁"
    r"|人|批|条|艘|架|国|期|轮|类|位|起|份|款|组|处|座|点|届"
    r"|小时|分钟|个月|年|年期|工作日|日|毫米|厘米|米|千米|公里|千瓦|兆赫|微米|纳米|度|摄氏度)"
)
_ODD = rf"[余多来](?={_MEASURE})"  # nine hundred and odd
_UNITS = {
    "%": "percent", "percent": "percent", "per cent": "percent", "pct": "percent",
    "percentage point": "point", "percentage points": "point", "个百分点": "point",
    "basis point": "bp", "basis points": "bp", "bps": "bp", "bp": "bp", "个基点": "bp",
    "成": "percent", "day": "day", "days": "day", "天": "day", "日": "day", "个工作日": "workday",
    "工作日": "workday", "working day": "workday", "working days": "workday",
    "business days": "workday", "month": "month", "months": "month", "个月": "month",
    "year": "year", "years": "year", "年": "year", "年期": "year", "week": "week", "weeks": "week",
    "周": "week", "hour": "hour", "hours": "hour", "小时": "hour", "minute": "minute",
    "minutes": "minute", "分钟": "minute", "ton": "ton", "tons": "ton", "tonne": "ton",
    "tonnes": "ton", "吨": "ton", "kg": "kg", "kilogram": "kg", "kilograms": "kg", "公斤": "kg",
    "千克": "kg", "dollar": "usd", "dollars": "usd", "美元": "usd", "yuan": "cny", "元": "cny",
    "rmb": "cny", "euro": "eur", "euros": "eur", "欧元": "eur", "mm": "mm", "毫米": "mm",
    "km": "km", "千米": "km", "公里": "km", "nm": "nm", "纳米": "nm", "μm": "um", "微米": "um",
    "‰": "permille",
    "kw": "kw", "千瓦": "kw", "mhz": "mhz", "兆赫": "mhz", "times": "times", "倍": "times",
}  # fmt: skip
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=lambda unit: -len(unit)))
_CURRENCY = {"$": "usd", "US$": "usd", "€": "eur", "£": "gbp", "¥": "cny"}

_DOCUMENT = re.compile(
    r"""(?=[A-Z§\d\u4e00-\u9fff]|sec|pa[r])(?:  # a cheap look first: most places begin nothing
    (?:Executive\ Orders?|E\.O\.|EO|Proclamations?|Public\ Law|Pub\.\ ?L\.|P\.L\.|PL|H\.R\.|S\.
      |(?:Announcement|Notice|Decree|Order|Circular|Regulation|Directive|Decision|Docket|Document)
        \ (?:No\.?|Number)
      |(?:UN\ )?(?:Security\ Council\ )?Resolutions?|[Ss]ections?|[Ss]ecs?\.
      |§+|[Pp]aragraphs?|Articles?|[Tt]itle
      |[Pp]arts?|[Cc]hapter|Annex(?:es)?|Appendix|Supplement\ [Nn]o\.?|No\.|Nos\.)
      \ ?\d[\w/-]*(?:\.\d+)*(?:\([\w]+\))*
        (?:(?:,|,?\ (?:and|or|through|to))\ \d{4,5}(?!\d|[,.]\d))*
    | \d+\ (?:U\.?S\.?C\.?|C\.?F\.?R\.?|F\.?R\.?|Fed\.\ Reg\.|Stat\.)[ ]
        (?:[Pp]arts?\ |§+\ ?)?\d[\d,.–-]*(?:\([\w]+\))*(?:\ et\ seq\.?)?
    | (?:(?:公告|令|通告|决定|文件)\s?)?(?:20\d\d|二〇[零〇一二三四五六七八九]{2})\ ?年?度?
        第\ ?(?:\d+|[一二三四五六七八九十百]+)\ ?号(?:公告|令|通告|文件)?
    | (?:公告|令|通告)?第\ ?(?:\d+|[零〇一二三四五六七八九十百]+)\ ?
        (?:号(?:公告|令|通告|文件)?|条|款|项规定|部分|章|节)
    | 第\ ?(?:\d+|[零〇一二三四五六七八九十百]+)\ ?[届次期轮批]
    | (?<![A-Za-z\d])\d+(?:st|nd|rd|th)(?![A-Za-z])(?!\ (?:of\ )?(?:January|February|March|April|May
        |June|July|August|September|October|November|December))
    | [\u4e00-\u9fff]{1,6}[〔\[]20\d\d[〕\]]\ ?\d+\ ?号
    | 附[件表]\ ?(?:\d+|[一二三四五六七八九十]+)(?![\d个份項项])
    )""",
    re.X,
)
_CODE = re.compile(
    r"""\d(?:  # a digit first, so that all else is skipped at once
      (?<![A-Za-z0-9]\d)[A-E]\d{3}(?:\.?[a-z](?![a-z])(?:\.?\d+)?)*
    | (?<![\d.,]\d)\d{3}\.\d{2}(?:\.\d{2,6})*(?![\d.])
        (?!\s?(?:%|percent|billion|million|万|亿))
    | (?<![\d.,]\d)\d{7}(?:\d{2})?(?![\d.,]\d|\d)
    )""",
    re.X,
)
_DATE = re.compile(
    rf"""(?=[\d二JFMASOND])(?:
      (?P<iso>(?<![A-Za-z0-9.-])(?P<iy>(?:19|20)\d\d)[-/](?P<im>\d\d?)[-/](?P<id>\d\d?)(?![\d-]))
    | (?<![\d.])(?P<d5>[0-3]?\d)\.(?P<m5>[01]?\d)\.(?P<y5>(?:19|20)\d\d)(?![\d.]\d|\d)
    | (?P<zh>(?P<zy>(?:19|20)\d\d|二〇[零〇一二三四五六七八九]{{2}})\ ?年
        (?:\ ?(?P<zm>1[0-2]|0?[1-9])\ ?月(?:\ ?(?P<zd>[0-3]?\d)\ ?[日号])?)?(?!第|度第|期|来|以))
    | (?P<zm2>1[0-2]|0?[1-9])\ ?月(?:\ ?(?P<zd2>[0-3]?\d)\ ?[日号])?(?!份?以)
    | (?<![\d.])(?P<zd3>[0-3]?\d)\ ?日(?!内|之内|以内|以上|期限|元)
    | (?P<md>\b(?P<m1>{MONTH})\ (?P<d1>[0-3]?\d)(?:st|nd|rd|th)?\b
        (?![\d,.]*\d{{3}}\ ?(?:{_UNIT}))
        (?:,?\ (?P<y1>(?:19|20)\d\d)\b)?)
    | (?P<dm>\b(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?(?:\ of)?\ (?P<m2>{MONTH})\b
        (?:,?\ (?P<y2>(?:19|20)\d\d)\b)?)
    | (?P<my>\b(?P<m3>{MONTH}),?\ (?P<y3>(?:19|20)\d\d)\b)
    | (?P<mo>\b(?:(?<=[Ii]n\ )|(?<=since\ )|(?<=[Uu]ntil\ )|(?<=by\ )|(?<=of\ )|(?<=late\ )
        |(?<=early\ )
        |(?<=mid-)|(?<=last\ )|(?<=next\ )|(?<=this\ )|(?<=from\ )|(?<=to\ )|(?<=the\ )
        |(?<=through\ )
        |(?<=before\ )|(?<=after\ ))(?P<m4>{MONTH})\b(?!\s\d))
    | (?P<yr>(?:(?<=[Mm]id-)|(?<=end-)|(?<![A-Za-z\d.,$€£¥-]))(?P<y4>(?:19|20)\d\d)(?![A-Za-z\d])
        (?!\s?(?:{_UNIT}|million|billion|trillion|万|亿|家|个|项|种|人
        |[A-Za-z]?[,.]\d)))
    )""",
    re.X,
)
_DIGITS = re.compile(r"[\d$€£¥零〇○一二三四五六七八九十百千万亿两]|US\$")
_NUMBER_WORDS = re.compile(rf"(?:{numbers.ENGLISH_WORDS})\b")
_FRACTION = re.compile(r"\d+/\d+")
_NUMBER = re.compile(
    rf"""(?=[\d$€£¥U\ 零〇○一二三四五六七八九十百千万亿两]|\b[zotfsenhq])(?:
      (?P<cur>US\$|[$€£¥])?\ ?
        (?P<num>(?<![A-Za-z0-9.])(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?
          (?:[-\ ]\d+/\d+|/\d+)?)(?!\.\d)
        (?:[-\ ]?(?P<scale>{numbers.SCALE_WORDS})(?![a-z]))?(?:{_ODD})?
        (?:[-\ ]?(?P<unit>{_UNIT})(?![a-z]))?
    | (?P<frac>(?P<den>{_HAN_NUMBER}|\d+)分之(?P<nom>{_HAN_NUMBER}|\d+))
    | (?P<han>(?<!第){_HAN_NUMBER})(?:{_ODD})?(?P<hunit>{_UNIT}|{_MEASURE})
        (?![一二三四五六七八九十])
    | \b(?P<part>half|(?:three[- ])?quarters?)\ (?:of\ )?(?:an?\ )?(?P<punit>{_UNIT})\b
    | \b(?P<words>(?:{numbers.ENGLISH_WORDS})
        (?:[-\ ](?:and\ )?(?:{numbers.ENGLISH_WORDS}|hundred))*)\b
        (?:\ (?P<wscale>{numbers.SCALE_WORDS})\b)?(?:[-\ ](?P<wunit>{_UNIT})\b)?
    )""",
    re.X | re.I,
)
# A day's number before 起 or 前 and an idiom's numerals are not counts.
_HAN_IDIOMS = re.compile(
    r"一(?:个|些|种|次|定|贯|直|再|样|致|律|切|起|方|带|道|如既往|系列|段时间|位|批|份|处|天|类|项|点|组|期|国)"
    r"|十分|万一|百姓|千方百计|三番|两国|两用|两岸|双|四方|三方|七国|百国|一年一度|一人"
)
_RANGES = ("to", "-", "–", "—", "~", "至", "到")
_WORD_KEPT = frozenset({"one", "half", "quarter", "second", "zero"})


def find_facts(text: str) -> tuple[Fact, ...]:
    """Return the facts of a folded text in order, none overlapping another. Linear in the text."""
    taken: list[Fact] = []
    covered = bytearray(len(text))

    def free(start: int, end: int) -> bool:
        return start < end and covered.find(1, start, end) < 0

    for finder in (_documents, ordinals, _codes, so_far, clocks, _dates, shares, _numbers):
        for fact in finder(text):
            if free(fact.start, fact.end):
                covered[fact.start : fact.end] = b"\x01" * (fact.end - fact.start)
                taken.append(fact)
    return tuple(sorted(taken, key=lambda fact: fact.start))


def _documents(text: str) -> Iterator[Fact]:
    for match in _DOCUMENT.finditer(text):
        key = "".join(re.findall(r"\d+|[一二三四五六七八九十百〇零]+|[a-z]\b", match.group()))
        yield Fact(kind=FactKind.DOCUMENT, key=f"doc:{key}", start=match.start(), end=match.end())


def _codes(text: str) -> Iterator[Fact]:
    for match in _CODE.finditer(text):
        key = re.sub(r"[^0-9A-Za-z]", "", match.group()).lower()
        yield Fact(kind=FactKind.CODE, key=f"code:{key}", start=match.start(), end=match.end())


def _dates(text: str) -> Iterator[Fact]:
    for match in _DATE.finditer(text):
        year = next(
            (match[name] for name in ("iy", "zy", "y1", "y2", "y3", "y4", "y5") if match[name]), ""
        )
        named = next((match[name] for name in ("m1", "m2", "m3", "m4") if match[name]), "")
        month = next((match[name] for name in ("im", "zm", "zm2", "m5") if match[name]), "")
        day = next(
            (match[name] for name in ("id", "zd", "zd2", "zd3", "d1", "d2", "d5") if match[name]),
            "",
        )
        value = numbers.han(year) if year and not year.isdigit() else None
        y = int(value) if value is not None else (int(year) if year else None)
        m = MONTHS.get(named.lower().rstrip(".")) if named else (int(month) if month else None)
        d = int(day) if day else None
        if (m is not None and not 1 <= m <= 12) or (d is not None and not 1 <= d <= 31):
            continue
        key = "date:" + "-".join("?" if part is None else str(part) for part in (y, m, d))
        start, end, within = part_of_year(text, match) if m is None and y is not None else (
            match.start(), match.end(), ""
        )  # fmt: skip
        yield Fact(
            kind=FactKind.DATE,
            key=f"{key}:{within}" if within else key,
            start=start,
            end=end,
            year=y,
            month=m,
            day=d,
        )


def _is_share(text: str, match: re.Match[str]) -> bool:
    """Tell whether digits such as 1/3 are a share of something and no measure."""
    if match["unit"] or match["scale"] or match["cur"] or not _FRACTION.fullmatch(match["num"]):
        return False
    rest = text[match.end() : match.end() + 4]
    return rest == " of " or rest[:1] >= "\u3400"


def _of_parts(match: re.Match[str]) -> Fact | None:
    """Return a share as Chinese tells it, parts first: 千分之五."""
    low = numbers.digits(match["den"]) or numbers.han(match["den"])
    top = numbers.digits(match["nom"]) or numbers.han(match["nom"])
    if not low or top is None:
        return None
    return percent(top / low * 100, match.start(), match.end())


def _numbers(text: str) -> Iterator[Fact]:
    waiting: Fact | None = None
    end = 0
    for start in _number_starts(text):
        match = _NUMBER.match(text, start) if start >= end else None
        if match is None:
            continue
        end = match.end()
        fact = _number(text, match)
        if fact is None:
            continue
        if waiting is not None:
            yield _of_range(text, waiting, fact)
        waiting = fact
    if waiting is not None:
        yield waiting


def _number_starts(text: str) -> list[int]:
    """Return where a number may begin, found by searches that skip all else at once."""
    found = [match.start() for match in _DIGITS.finditer(text)]
    lowered = text.lower()
    if len(lowered) == len(text):
        found += [match.start() for match in _NUMBER_WORDS.finditer(lowered)]
        found.sort()
    return found


def _of_range(text: str, low: Fact, high: Fact) -> Fact:
    """Return the lower end of a range with the unit that only the upper end shows."""
    if low.unit or not high.unit or low.value is None:
        return low
    if text[low.end : high.start].strip().lower() not in _RANGES:
        return low
    return replace(low, key=f"num:{numbers.shown(low.value)}:{high.unit}", unit=high.unit)


def _number(text: str, match: re.Match[str]) -> Fact | None:
    value: Fraction | None
    start = match.start()
    if match["frac"]:
        return _of_parts(match)
    if match["num"]:
        value = numbers.digits(match["num"])
        unit = _UNITS.get((match["unit"] or "").lower(), "") or _CURRENCY.get(
            match["cur"] or "", ""
        )
        start = match.start("cur") if match["cur"] else match.start("num")
        factor = numbers.scale(match["scale"] or "")
        tenth = match["unit"] == "成"
        if value is not None and _is_share(text, match):
            return percent(value * 100, start, match.end())
    elif match["han"]:
        if _HAN_IDIOMS.match(text, start):
            return None
        value = numbers.han(match["han"])
        unit, factor, tenth = _UNITS.get(match["hunit"], ""), 1, match["hunit"] == "成"
    elif match["part"]:
        value = Fraction(1, 2) if match["part"].lower() == "half" else Fraction(1, 4)
        if match["part"].lower().startswith("three"):
            value *= 3
        unit, factor, tenth = _UNITS.get(match["punit"].lower(), ""), 1, False
    else:
        words = match["words"].lower()
        unit = _UNITS.get((match["wunit"] or "").lower(), "")
        if words in _WORD_KEPT and not unit and not match["wscale"]:
            return None
        value = numbers.english(words)
        factor, tenth = numbers.scale(match["wscale"] or ""), False
    if value is None:
        return None
    value = value * factor * (10 if tenth else 1)
    if unit == "bp":
        value, unit = value / 100, "point"
    elif unit == "permille":
        value, unit = value / 10, "percent"
    end = match.end()
    return Fact(
        kind=FactKind.NUMBER,
        key=f"num:{numbers.shown(value)}:{unit}",
        start=start,
        end=end,
        value=value,
        unit=unit,
    )
