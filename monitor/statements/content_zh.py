"""Where a Chinese content begins and ends, and in whose words it is."""

import re
from itertools import pairwise

from monitor.statements import voice_zh
from monitor.statements.statement import Mode

_TRAIL = "。！？；…，、：:;,.!? \n\u3000"
_PREDICATE = re.compile(
    r"坚决|反对|将|不|已|必须|应|愿|会|能|可以|是|有|很|非常|极|严重|强烈|要|对|为|与|完全|毫无|没有|无|别|继续|"
    r"依法|敦促|希望|损害|维护|加强|停止|破坏|符合|取得|作出|做好|保持|奉陪|打|我|你|他们|正在|进行|欢迎|尊重"
)
_TERM_END = re.compile(
    r"(?:清单|规则|法案|法|条例|名单|计划|倡议|政策|行动|战略|机制|协议|体系|联盟|小组|原则|措施|概念|论|主义|战|"
    r"墙|链|门|牌|票|岛|线|区|园|单|令|案|税|化|会|周|展|网|平台|系统|项目|工程|模式|时代|渠道|管道|之路|脱钩|断链|脱钩断链|公告|决定|通知|办法)$"
)
_REPORTERS_TAIL = re.compile(
    r"，(?:(?:这一|此一|这番|此番|上述|该)(?:呼吁|表态|言论|警告|声明|讲话|说法|发言|评论|举动)|(?:此时|此举)?正值|适逢).*"
)
"""What a reporter adds to the sentence about the words themselves."""
_SIGNED = re.compile(
    r"[。 \u3000]*[【（(\[](?:编辑|责编|责任编辑|记者|完)[^】）)\]]{0,30}[】）)\]]?\s*$"
)
_ANSWERED = re.compile(
    r"[，, ][^，, ]{2,10}?(?:再次|最新)?(?:回应|发声|表态|回击|答复)(?:了|来了)?[！!]?"
)
"""How a headline ends that says who answers."""
_BETWEEN = re.compile(r"[，,、。；：:]?(?:但|但是|同时|并|和|以及|也|而|且|及|更|与)?")


def only_quotes(
    text: str, start: int, end: int, inside: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return the quotations of a sentence that is nothing else, or none."""
    if not inside:
        return []
    at = start
    for opens, closes in inside:
        if text[at : max(at, opens)].strip(voice_zh.TRAIL):
            return []
        at = max(at, closes)
    return [] if text[at:end].strip(voice_zh.TRAIL) else inside


def place(
    text: str, start: int, end: int, quotes: list[tuple[int, int]], *, foreign: bool = False
) -> tuple[int, int, Mode] | None:
    """Return where content begins and ends and its mode; None where nothing is left.

    `foreign` tells that the speaker's words are translated. The marks of a quotation that is all
    of it stay out, as does the final full stop.
    """
    end = _reporters(text, start, end, quotes)
    while end > start and text[end - 1] in _TRAIL:
        end -= 1
    while start < end and text[start] in _TRAIL:
        start += 1
    if end - start < 2:
        return None
    inside = [(a, b) for a, b in quotes if a < end and b > start]
    if inside and inside[0][0] <= start and inside[-1][1] >= end:
        gaps = [text[a:b] for (_, a), (b, _) in pairwise(inside)]
        if all(_BETWEEN.fullmatch(gap) for gap in gaps):
            inner, outer = start + 1, end
            if text[outer - 1] in '”"':
                outer -= 1
            while outer > inner and text[outer - 1] in _TRAIL:
                outer -= 1
            return (inner, outer, Mode.DIRECT) if outer - inner > 1 else None
    mixed = any(spoken(text, a, b, foreign=foreign) for a, b in inside)
    return start, end, Mode.MIXED if mixed else Mode.INDIRECT


def unsigned(text: str, start: int, end: int) -> int:
    """Return where a text ends before （完） or the names of its editors."""
    signed = _SIGNED.search(text, max(start, end - 40), end)
    return signed.start() if signed is not None and signed.start() > start else end


def _reporters(text: str, start: int, end: int, quotes: list[tuple[int, int]]) -> int:
    """Return where content ends before what the reporter says of it in the same sentence."""
    end = unsigned(text, start, end)
    for match in _REPORTERS_TAIL.finditer(text, start, end):
        at = match.start()
        whole = "。" not in text[at : end - 1] and match.end() == end
        if whole and at - start > 3 and not any(a < at < b for a, b in quotes):
            return at
    if text[end : end + 1] in ("", "\n") and text[end - 1] not in '。”"':
        at = max(text.rfind(mark, start + 4, end) for mark in "，, ")
        if at > start and _ANSWERED.fullmatch(text, at, end):
            return at
    return end


def spoken(text: str, start: int, end: int, *, foreign: bool = False) -> bool:
    """Return whether a quoted fragment is somebody's words, not a term, a name or a scare quote.

    A translator marks a speaker's very words; in Chinese a speaker's own scare quotes stand too.
    """
    inner = text[start + 1 : end].rstrip('”"').rstrip(_TRAIL)
    if len(inner) >= 12 or (len(inner) >= 7 and not _TERM_END.search(inner)):
        return True
    if foreign and len(inner) > 2 and not _TERM_END.search(inner):
        return not text[max(0, start - 2) : start].endswith(
            ("所谓", "名为", "称为", "列入", "题为")
        )
    if len(inner) < 3 or _TERM_END.search(inner):
        return False
    if _PREDICATE.search(inner):
        return not text[max(0, start - 2) : start].endswith(("所谓", "名为", "称为", "列入", "的"))
    before = text[max(0, start - 2) : start]
    return before.endswith(("称", "说", "示", "是", "为", "：", "指")) and len(inner) >= 4
