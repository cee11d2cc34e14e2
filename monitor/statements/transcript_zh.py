"""Questions and answers set apart by labels: 问：, 答：, 毛宁：, 路透社记者：."""

import re

from monitor.statements.claim import FoldedSentence

LABEL = re.compile(
    r"[ \u3000]*(?P<label>[^\n：:，,。？！；“”\"]{1,40}(?:[（(][^）)\n]{1,30}[）)])?)[ ]?"
    # 10:30 is a time of day, but 问：2025年 opens a question.
    r"(?:：|:(?!\d)|(?<!\d):)[ \u3000]*"
)
_HEADLINE = re.compile(
    r"[^\n。：:“”]{4,50}?[ \u3000?？!！︱｜|](?P<label>[^\n：:，,。？?！!；“”\" ]{2,20})"
    r"(?:：|:(?!\d))[ ]*(?=[^\n。]{4,40}\Z)"
)
_ANSWER_OPENS = re.compile(r"(?:对此|就此|对于此|针对上述|针对此事)")
_ASKS = re.compile(
    r"(?!.*(?:告诉|对|向|表示|说|称|答))(?:.{0,30}记者|.{0,10}主持人|有?(?:媒体|记者)?(?:问|提问|追问)|.{0,24}记者(?:问|提问|追问)|[Qq]\d*|.{0,20}(?:媒体|网友)问?)"
    r"(?:[（(].{1,30}[）)])?$"
)
_ANSWERS = re.compile(r"(?:答|答复|回答|答记者问|[Aa]\d*)$")
_OUTLET = re.compile(
    r".{0,12}(?:社|报|台|网|新闻|广播|时报|电视|日报|周刊|卫视|频道|杂志|传媒)(?:[（(].{1,30}[）)])?$"
)


def asks(label: str) -> bool:
    """Return whether a label stands before a question."""
    return _ASKS.match(label) is not None


def answers(label: str) -> bool:
    """Return whether a label stands before an answer without naming who gives it."""
    return _ANSWERS.match(label) is not None


def outlet(label: str) -> bool:
    """Return whether a label is an outlet's, whose reporter asks."""
    return _OUTLET.match(label) is not None


def label_of(text: str, start: int, end: int) -> tuple[str, int] | None:
    """Return the label at the head of a paragraph and where its words begin, or None."""
    match = LABEL.match(text, start, end)
    if match is None:
        return None
    return match.group("label").strip(), match.end()


def headline_label(text: str, start: int, end: int) -> tuple[str, int] | None:
    """Return the label within a headline (甲公布数据 商务部：C) and where C begins, or None."""
    match = _HEADLINE.match(text[start:end])
    if match is None:
        return None
    return match.group("label"), start + match.end()


def question_ends(text: str, group: list[FoldedSentence], number: int) -> int:
    """Return the last sentence of the question that a reporter asks from `number` on, or -1."""
    last = -1
    for at in range(number, len(group)):
        words = text[group[at].start : group[at].end]
        if words.rstrip('”"').endswith(("？", "?")):
            last = at
        elif at > number and _ANSWER_OPENS.match(words):
            return max(last, at - 1)
        elif last >= 0:
            break
    return last
