"""Split a passage into clauses, and tell the furniture of a page from what it says. Pure."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from monitor.text.normalize import Normalized, normalize
from monitor.text.sentences import split
from monitor.wording.concepts import Sort, Tokenizer, Unit
from monitor.wording.facts import FactKind
from monitor.wording.glosses import without_glosses
from monitor.wording.lexicon import Role

_HEADING = re.compile(r"(?:[^a-z\n]{3,}(?:[A-Z]{3,}|[-#*_ ]{4,})[^a-z\n]*)(?=\s[A-Z\"“(]?[a-z])")
_LEAST_HEADING = 6
_JOINT = re.compile(r"[:：](?=\s*[“\"\n])|#{2,}")
# What a page says of itself. A label alone would take in sentences ("Share prices fell."), so that
# it needs a colon, a figure or nothing behind it.
_FURNITURE = re.compile(
    r"""^[\W\d_]*(?:
      (?:(?:this|the|it|list|notice|bulletin|document|article|text|table|last|page|first|was|is|has
      |been)\ )*
      (?:updated|modified|published|posted|reviewed)\b(?=.*[\d:])(?:[\W\d]|\b(?:on|at|by|of|am|pm
        |[ap]\.m|the|ago|last|est|edt|et|gmt|utc|bst|cet|min(?:ute)?s?|hours?|days?|today|yesterday
        |(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)[a-z]*|\w)
        \b){0,60}(?:see\ all.{0,30})?
    | (?:page\ )?(?:views?|hits|visits|reads?|shares?|likes?|comments?)\b[\W\d]{0,20}
    | [\d,.]+\ (?:views?|hits|visits|reads?|shares?|likes?|comments?)
    | \d+\ min(?:ute)?s?\ read
    | (?:share|print|e-?mail|tweet)(?:\ (?:this|the)?\ ?(?:page|article|story|release))?
    | (?:subscribe|sign\ up|follow\ us|read\ more|back\ to\ top|see\ also)[^.]{0,20}
    | (?:home|menu|search)(?:\ ?[|›>»].{0,60})?
    | (?:skip\ to|accept\ all|related\ articles?|copyright|all\ rights\ reserved|©)\b.{0,60}
    | (?:字号|时间|日期|分享|打印|浏览|阅读|点击|访问|来源|编辑|责任编辑|责编|作者|稿源|记者|摄影
      |通讯员
      |更新时间|发布时间|文|图)[:：/／|].{0,60}
    | (?:推荐给朋友|推荐|收藏|关闭)[:：].{0,60}
    | (?:浏览次数|访问量|阅读量|点击量|点击数|阅读数
      |发布日期|更新日期|索引号|当前位置|字体)[:：\d].{0,60}
    | (?:关闭窗口|返回|上一篇|下一篇|相关阅读|相关新闻|版权所有|扫一扫|首页|打印|分享)[^。，]{0,12}$
    | (?:the\ )?white\ house,?.{0,30} | (?:begin|end)\ text.{0,20} | notice
    | by\ the\ president.{0,60} | voting\ for\b.{0,600}
    | [^。，,；;不没未]{2,30}(?:主持|举行|召开|出席)[^。，,；;]{0,14}(?:记者会|发布会|吹风会|通气会)
    | [^.,;:]{2,80}\b(?:held|hosted|chaired|gave|presided\ over)\b[^.,;:]{0,40}
      \b(?:press|news)\ (?:conference|briefing)\b[^.,;:]{0,40}
    | (?:related|most\ read|recommended|trending|read\ next|more\ (?:on|from)[^.:]{0,30})\ ?:.{0,90}
    | [(（][^()（）,，。;；]{1,24}[)）]
    | [-–—]{1,2}\ ?(?:Reuters|AFP|AP|Xinhua|dpa|Bernama|PTI|ANI|Kyodo|TASS)
    | [(（]?本(?:文|稿)(?:系|由|来源|转载|首发|编译|作者).{0,40}
    | (?:更多|欢迎|敬请|长按|扫码|点击).{0,16}(?:关注|公众号|订阅|客户端|二维码).{0,20}
    | (?:this|the)\ (?:article|story|report|piece|copy)\ (?:was|is|has\ been|first|originally)
      \ (?:first|originally|also)?\ ?(?:re)?(?:published|posted|produced|edited|translated|written
      |syndicated|provided|supplied|sourced)\b.{0,80}
    | press\ release.{0,20} | for\ immediate\ release.{0,30} | \#{2,}
    )[\W_]*$""",
    re.X | re.I,
)
# Where and when an agency wrote it: "BEIJING, Oct 9 (Xinhua) --", 新华社北京10月9日电.
_DATELINE = re.compile(
    r"\s*(?:[A-Z][A-Z.' ]{2,30}(?:,[^()\n]{1,30})?\s?\([\w ./]{2,30}\)\s?[-–—]+"
    r"|[\u4e00-\u9fff]{2,12}\d{1,2}月\d{1,2}日[电讯](?:\s?[(（][^)）\n]{1,30}[)）])?"
    r"|[(（【\[][\u4e00-\u9fff\d]{2,24}[电讯][)）】\]]|\([A-Z]{2,10}\)(?= [A-Z])"
    r"|记者[\u4e00-\u9fff]{2,8}(?:报道|电|讯)[:：])\s*"
)
_BYLINE = re.compile(
    r"\(?(?:By|(?:Reporting|Writing|Editing|Additional reporting|Compiled) by) [A-Z].{1,110}$"
)
# Who says it, as reporters write it: up to the verb that lets the content begin, or from the verb
# that closes it. What was asked, and where, belongs to it.
_SAYS_EN = re.compile(
    r"\b(?:said|says|told|stated|added|noted|announced|stressed|reiterated|emphasi[sz]ed|explained"
    r"|declared|remarked|confirmed|replied|answered)\b",
    re.I,
)
_SAYS = frozenset(
    "said says told stated added noted announced stressed reiterated emphasised emphasized"
    " explained declared remarked confirmed replied answered".split()
)
_TO_WHOM = re.compile(
    r"(?: (?:reporters|journalists|lawmakers|parliament|the media|state media))?"
    r"(?: (?:on|in|at|during|after|to) [^,;:.]{1,60}?)?(?: that\b|, that\b|:|,(?= ?[\"“]))",
    re.I,
)
_ASKED = re.compile(
    r"(?:(?:when |being )?asked|responding|in response|in reply|in answer|speaking|addressing"
    r"|commenting|at an?|at the|in a|on)\b[^,;:.]{1,90}, ",
    re.I,
)
_ISSUED = re.compile(
    r"[A-Z][^.;:,\"“”]{2,110}?\b(?:issued|released|published|made) (?:an?|the|its)\b"
    r"[^.;:,\"“”]{0,30}\b(?:statements?|announcements?|notices?|circulars?|bulletins?)\b"
    r"[^.;:,\"“”]{0,40}?,? (?:saying|stating|announcing|declaring|that|deciding"
    r"|in which it (?:said|says))\b(?: that\b)?"
)
_WHERE = re.compile(
    r"(?:\s(?:on|at|in|during|to|after|when|reporters|journalists|lawmakers|a|the|state|local|as|his"
    r"|her|their|in response)\b(?!.*\bthat )[^\"“”;:]{0,140})?[.”\"]*\s*$",
    re.I,
)
_WITHOUT = re.compile(
    r",? (?:without|but did not|but gave no|declining to) "
    r"(?:\w+ing |give |provide |name |say |\w+ly )?[^,.;:\"“”]{0,60}\.?\s*$"
)
_NO_SPEAKER = re.compile(r"[;:\"“”]|\b(?:which|who|was|were|been|be|is|are|to|it)\b", re.I)
_LEAD_ZH = re.compile(
    r"(?:(?:\d{1,2}月\d{1,2}日|当地时间[^。；：,，]{1,12}"
    r"|在[^。；：,，]{1,40}(?:中|时|上|后|期间|之际)"
    r"|[^。；：,，]{0,30}(?:记者会|发布会|吹风会|通气会)[上中后]?|对此|[^。；：,，]{0,8}\d{1,2}日[上下]?[午晚]?"
    r"|(?:针对|就|关于|谈到|谈及|对于|被问及|被问到|在回答|在回应|回答|回应)[^。；：]{1,50}?)[,，])?"
    r"[^,，。；：:“”]{0,44}?(?:表示|指出|说|称|指|介绍|强调|回应称|回应说|回应|认为|透露|重申|坦言|直言|写道|通报"
    r"|宣布|表态|谈到|告诉记者|(?:印发|发布|下发|发出|发表)[^,，。；：]{0,8}(?:通知|公告|声明|通告)"
    r"|要求|提出|明确|提醒|提示|警告|批评|证实|公告|通知|公告明确|通知明确|公告规定|通知要求)道?[,，：:]"
    r"(?:(?:中方|我方|我们|[他她])注意到[,，])?"
)
_MOST_IN_LEAD = 3
_SHORT = 14
_NAME_LINE = re.compile(r"^[^a-z]*[A-Z][^a-z]*(?:JR|R\.|[A-Z])[^a-z]*$")
_SPEAKER = frozenset(
    {Role.ACTOR, Role.SELF, Role.QUALITY, Role.CUE, Role.TERM, Sort.WORD, Sort.FACT}
)
_COMMITS = frozenset({Role.POLARITY, Role.MODALITY, Role.CONDITION, Role.POSTURE})
_LONGEST_LEAD_TEXT = 200
_LONGEST_WHO = 110
_COMMA_ZH = re.compile("[,，]")
_LONGEST_TAIL_TEXT = 220
_OFFICES = frozenset({"STATEMENT", "OFFICIAL", "AGENCY", "LEADER", "MEETING"})
_LONGEST_LEAD = 12
_LONGEST_NAME = 7
_COLONS = (":", "：")
_OPENS = ("“", '"')
_LONGEST_TAIL = 9
_QUOTE_END = re.compile(r"”[\s.。,，;；]*$")
_BEFORE_QUOTE = re.compile(r"(?:[,，:：]|说明|表示|指出|强调|重申|所说|所言|说|称)\s*$")
_QUOTE_TAIL = 3
_MOSTLY_QUOTE = 0.5
_FEW = 3


class Clause(NamedTuple):
    """A stretch of a passage between strong marks: its folded range, units, and what it is.

    `units` leave out what is noise and who says it; `every` holds them all, and `speech` who says
    it ("Guo Jiakun of the Foreign Ministry told reporters on Thursday that"). `furniture` marks
    what belongs to the page and not to what it says: a counter, a signature, "updated at".
    `features` are the concepts, words and facts by which a clause is recognised, unknown characters
    by twos.
    """

    start: int
    end: int
    units: tuple[Unit, ...]
    every: tuple[Unit, ...]
    furniture: bool
    paragraph: int
    speech: tuple[Unit, ...]
    features: tuple[str, ...]


class Passage(NamedTuple):
    """A passage read once: folded, with the way back, as clauses."""

    folded: Normalized
    clauses: tuple[Clause, ...]


def read(text: str, language: str, tokenizer: Tokenizer) -> Passage:
    """Return a passage as clauses in order. Linear in the text."""
    folded = normalize(text)
    units = without_glosses(folded.text, tokenizer.units(folded.text))
    clauses: list[Clause] = []
    at = 0
    for sentence in split(text, language):
        first, last = folded.folded(sentence.span)
        for start, end in _parts(folded.text, first, last):
            while at < len(units) and units[at].end <= start:
                at += 1
            stop = at
            while stop < len(units) and units[stop].start < end:
                stop += 1
            every = tuple(units[at:stop])
            at = stop
            if every:
                clauses.append(_clause(folded.text, start, end, every, sentence.paragraph))
    return Passage(folded, tuple(clauses))


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    parts = []
    begin = start
    heading = _HEADING.match(text, start, end)
    if heading and len(heading.group().split()) >= 2 and heading.end() - start >= _LEAST_HEADING:
        begin = (
            text.rfind(" ", start, heading.end() + 1)
            if heading.group()[-1:].isalpha()
            else heading.end()
        )
        begin = heading.end() if begin <= start else begin
        parts.append((start, begin))
    for joint in _JOINT.finditer(text, start, end):
        parts.append((begin, joint.end()))
        begin = joint.end()
    if begin < end:
        parts.append((begin, end))
    return parts


def _clause(text: str, start: int, end: int, every: tuple[Unit, ...], paragraph: int) -> Clause:
    units = tuple(unit for unit in every if unit.role is not Role.NOISE)
    furniture = not units or _is_furniture(text[start:end], every)
    dateline = _DATELINE.match(text, start, end)
    behind = dateline.end() if dateline else start
    skipped = sum(unit.start < behind for unit in units)
    first, last = _attribution(text, units[skipped:])
    first, last = first + skipped, last + skipped
    first, last = _told(text, start if not dateline else behind, end, units, first, last)
    if text[end - 1 : end] in _COLONS and text[end:].lstrip()[:1] in _OPENS and _is_speech(units):
        first, furniture = last, True  # who said it, and when, in front of a quotation
    speech = (*units[:first], *units[last:])
    content = units[first:last]
    marks = _features(content, speech)
    return Clause(start, end, content, every, furniture, paragraph, speech, marks)


def segments(clause: Clause, text: str) -> list[Clause]:
    """Return a Chinese clause as the parts between its commas, each as a clause of its own.

    A clause in another script has none.
    """
    if not clause.units or clause.units[0].surface < "\u3400":
        return []
    parts: list[list[Unit]] = [[]]
    for unit in clause.units:
        if parts[-1] and _COMMA_ZH.search(text, parts[-1][-1].end, unit.start):
            parts.append([])
        parts[-1].append(unit)
    return [
        clause._replace(
            start=part[0].start,
            end=part[-1].end,
            units=tuple(part),
            every=tuple(part),
            speech=(),
            features=_features(tuple(part), ()),
        )
        for part in parts
        if part
    ]


def _features(units: tuple[Unit, ...], speech: tuple[Unit, ...]) -> tuple[str, ...]:
    found: list[str] = []
    previous: Unit | None = None
    for unit in (*units, *speech) if len(units) < _FEW else units:
        if unit.fact is not None and unit.fact.kind is not FactKind.CODE:
            found.append(f"{unit.fact.kind}:{unit.fact.unit}")
        elif unit.role is Sort.WORD and unit.key[2:] >= "\u3400" and len(unit.key) == 3:
            if previous is not None and previous.end == unit.start and previous.role is Sort.WORD:
                found.append(previous.key + unit.key[2:])
        elif unit.role not in (Role.SELF, Role.CUE):
            found.append(unit.key)
            if unit.role is Role.LADDER:
                found.append(f"ladder:{unit.ladder}")  # two rungs are two stands on one thing
        previous = unit
    return tuple(found) or tuple(unit.key for unit in units)


def _told(
    text: str, start: int, end: int, units: tuple[Unit, ...], first: int, last: int
) -> tuple[int, int]:
    """Return the content's units once more, by the way in which reporters write who says it."""
    spoken = any(u.role is Role.CUE or u.surface in _SAYS for u in units)
    behind = _lead_end(text, start, end, spoken=spoken)
    if behind is not None:
        count = sum(unit.start < behind for unit in units)
        if first < count < last and _is_speech(units[first:count]):
            first = count
    quote = _quote_start(text, start, end)
    if quote is not None:
        count = sum(unit.start < quote for unit in units)
        if first < count < last and _is_speech(units[first:count]):
            first = count
    idle = _WITHOUT.search(text, start, end) if spoken else None
    stop = idle.start() if idle else end
    closing = _tail_start(text, start, stop) if spoken else None
    if closing is not None:
        count = sum(unit.start < closing for unit in units)
        said = [unit for unit in units[count:last] if unit.start < stop]
        if first < count < last and _is_speech(said):
            last = count
    return first, last


def _lead_end(text: str, start: int, end: int, *, spoken: bool) -> int | None:
    """Return where "X said on Monday that" and the like ends, None where nothing of it stands."""
    chinese = _LEAD_ZH.match(text, start, end)
    if chinese:
        return chinese.end()
    issued = _ISSUED.match(text, start, min(end, start + _LONGEST_LEAD_TEXT))
    if issued:
        return issued.end()
    verb = _SAYS_EN.search(text, start, min(end, start + _LONGEST_LEAD_TEXT)) if spoken else None
    if verb is None:
        return None
    asked = _ASKED.match(text, start, verb.start())
    who = text[asked.end() if asked else start : verb.start()]
    if len(who) > _LONGEST_WHO or _NO_SPEAKER.search(who):
        return None
    rest = _TO_WHOM.match(text, verb.end(), end)
    return rest.end() if rest else None


def _quote_start(text: str, start: int, end: int) -> int | None:
    """Return where a quotation begins that is most of a clause and ends it: what stands in front
    of it, parted by a comma or a verb of saying, tells who said it."""
    at = text.find("“", start, min(end, start + _LONGEST_WHO))
    if at <= start or not _QUOTE_END.search(text, max(start, end - _QUOTE_TAIL), end):
        return None
    if text.find("”", at, end - _QUOTE_TAIL) >= 0 or (end - at) < _MOSTLY_QUOTE * (end - start):
        return None
    return at + 1 if _BEFORE_QUOTE.search(text, start, at) else None


def _tail_start(text: str, start: int, end: int) -> int | None:
    """Return where ", X told reporters on Monday" and the like begins, None where it does not."""
    verb = None
    for verb in _SAYS_EN.finditer(text, max(start, end - _LONGEST_TAIL_TEXT), end):
        if _WHERE.match(text, verb.end(), end):
            break
    else:
        return None
    floor = max(start, verb.start() - _LONGEST_WHO)
    at = max(text.rfind(mark, floor, verb.start()) for mark in (",", "”", '"'))
    if at < 0:
        return None
    earlier = max(text.rfind(mark, floor, at) for mark in (",", "”", '"'))
    if earlier >= 0 and not _NO_SPEAKER.search(text, earlier + 1, verb.start()):
        at = earlier  # a name and an office beside it, parted by a comma
    return None if _NO_SPEAKER.search(text, at + 1, verb.start()) else at


def _is_speech(units: Sequence[Unit]) -> bool:
    """Tell whether units only name a speaker and an occasion: they commit to nothing."""
    content = 0
    for unit in units:
        if unit.role in _COMMITS:
            return False
        if unit.fact is not None and unit.fact.kind is not FactKind.DATE:
            return False
        content += unit.role in (Role.CONCEPT, Role.LADDER, Role.TERM) and unit.key not in _OFFICES
    return content <= _MOST_IN_LEAD


def _attribution(text: str, units: tuple[Unit, ...]) -> tuple[int, int]:
    """Return which units are the content, between who says it in front and who says it behind."""
    first, last = 0, len(units)
    for at, unit in enumerate(units[:_LONGEST_LEAD]):
        if unit.role not in _SPEAKER and unit.key not in _OFFICES:
            break
        if (
            at
            and unit.surface >= "\u3400"
            and _COMMA_ZH.search(text, units[at - 1].end, unit.start)
        ):
            break  # in Chinese a comma ends what is said of the speaker
        following = text[unit.end : unit.end + 2].lstrip()
        if unit.role is Role.CUE or (at < _LONGEST_NAME and following[:1] in _COLONS):
            first = at + 1
    if first == last:
        return 0, last
    said = False
    for at in range(len(units) - 1, max(first, len(units) - _LONGEST_TAIL), -1):
        if units[at].role not in _SPEAKER or units[at].role is Role.TERM:
            break
        said = said or units[at].role is Role.CUE
        between = text[units[at - 1].end : units[at].start]
        if said and any(mark in between for mark in ',，”"'):
            last = at
            if any(mark in between for mark in '”"'):
                break
    return first, last


def _is_furniture(text: str, every: tuple[Unit, ...]) -> bool:
    line = text.strip()
    if _FURNITURE.match(line) or (_BYLINE.match(line) and line[-1] not in ".。"):
        return True
    if len(every) > _SHORT:
        return False
    facts = [unit.fact for unit in every if unit.fact is not None]
    if len(facts) == len(every) and all(fact.kind is FactKind.DATE for fact in facts):
        return True  # a date line
    return len(every) <= 6 and bool(_NAME_LINE.match(line)) and line[-1:] in ".,)" and "JR" in line
