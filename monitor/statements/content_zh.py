"""Where a Chinese content begins and ends, and in whose words it is."""

import re
from itertools import pairwise

from monitor.statements.statement import Mode

_TRAIL = "。！？；…，、：:;,.!? \n\u3000"
_PREDICATE = re.compile(
    r"坚决|反对|将|不|已|必须|应|愿|会|能|可以|是|有|很|非常|极|严重|强烈|要|对|为|与|完全|毫无|没有|无|别|继续|"
    r"依法|敦促|希望|损害|维护|加强|停止|破坏|符合|取得|作出|做好|保持|奉陪|打|我|你|他们|正在|进行|欢迎|尊重"
)
_TERM_END = re.compile(
    r"(?:清单|规则|法案|法|条例|名单|计划|倡议|政策|行动|战略|机制|协议|体系|联盟|小组|原则|措施|概念|论|主义|战|"
    r"墙|链|门|牌|票|岛|线|区|园|单|令|案|税|化|会|周|展|网|平台|系统|项目|工程|模式|时代|之路|脱钩|断链|脱钩断链|公告|决定|通知|办法)$"
)
_BETWEEN = re.compile(r"[，,、。；：:]?(?:但|但是|同时|并|和|以及|也|而|且|及|更|与)?")


def place(
    text: str, start: int, end: int, quotes: list[tuple[int, int]]
) -> tuple[int, int, Mode] | None:
    """Return where content begins and ends and its mode; None where nothing is left.

    The marks of a quotation that is all of it stay out, as does the final full stop.
    """
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
    mixed = any(spoken(text, a, b) for a, b in inside)
    return start, end, Mode.MIXED if mixed else Mode.INDIRECT


def spoken(text: str, start: int, end: int) -> bool:
    """Return whether a quoted fragment is somebody's words, not a term, a name or a scare quote."""
    inner = text[start + 1 : end].rstrip('”"').rstrip(_TRAIL)
    if len(inner) >= 12 or (len(inner) >= 7 and not _TERM_END.search(inner)):
        return True
    if len(inner) < 3 or _TERM_END.search(inner):
        return False
    if _PREDICATE.search(inner):
        return not text[max(0, start - 2) : start].endswith(("所谓", "名为", "称为", "列入", "的"))
    before = text[max(0, start - 2) : start]
    return before.endswith(("称", "说", "示", "是", "为", "：", "指")) and len(inner) >= 4
