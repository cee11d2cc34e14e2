"""Split a text into paragraphs and sentences, never inside a quotation."""

import re

from monitor.text.document import Sentence, Span

# A full stop after these belongs to the word; what follows goes on.
_TITLES = frozenset(
    "mr mrs ms mx ma messrs dr prof gen lt col maj capt cmdr adm sgt sen rep gov amb hon rev pres "
    "st no nos art arts sec secs fig figs para paras reg regs vol pp cf vs v eg ie viz approx "
    "jan feb mar apr jun jul aug sep sept oct nov dec ch ed dept supp stat pub fed cir tel".split()
)
# A full stop after these may end the sentence too: the next word decides.
_MAYBE = frozenset(
    "u.s u.k u.n e.u u.s.c p.r.c r.o.c d.c a.m p.m e.g i.e inc ltd co corp plc llc jr sr etc al "
    "bros n.v s.a b.v ph.d est e.s.t e.d.t u.a.e u.s.s.r".split()
)
_STARTERS = frozenset(
    "the a an this that these those it its he she they we i you his her their our in on at by for "
    "from with to as but and or so if when while after before since although however meanwhile "
    "there here what who which asked no not both all some such another under over during "
    "according speaking responding also earlier last".split()
)
_LAST_WORD = re.compile(r"([^\W_](?:[\w.'’-]*[\w])?)$")
_END = re.compile(r"[.!?。！？；…]+[.!?。！？…]*|[“”\"「」『』《》()（）]")
_CLOSERS = "”」』\"’')）]】》"
_OPEN = dict(zip("“「『《（(", "”」』》）)", strict=True))
_HAN_CLOSE = re.compile(r"[^。！？；\n，,：:]{1,16}[。！？]")
_BLANK = re.compile(r"\r?\n[ \t\u3000]*(?:\r?\n[ \t\u3000]*)*")
_WRAPPED_LINE = 55
_LONGEST_WRAPPED_LINE = 100
_LOOKBEHIND = 40
_LOOKAHEAD = 40


def split(text: str, language: str = "und") -> tuple[Sentence, ...]:
    """Return the sentences of `text` in order, without the space around them.

    A line break parts paragraphs, unless the lines look folded at a fixed width. A quotation is
    never cut: what closes with 。” is held together with a short clause that names its speaker
    (“…。”他说。), and a quotation left open runs to the end of its paragraph. In English a full
    stop ends a sentence by what stands before it (titles, initials, abbreviations) and after it.
    Linear in the text.
    """
    sentences: list[Sentence] = []
    for number, paragraph in enumerate(paragraphs(text)):
        body = paragraph.of(text)
        start = 0
        for end in [*_ends(body, language), len(body)]:
            piece = body[start:end]
            left = len(piece) - len(piece.lstrip())
            right = len(piece.rstrip())
            if right > left:
                at = paragraph.start + start
                span = Span(start=at + left, end=at + right)
                sentences.append(Sentence(span=span, paragraph=number))
            start = end
    return tuple(sentences)


def paragraphs(text: str) -> tuple[Span, ...]:
    """Return the spans of the paragraphs of `text` that hold anything but space, in order."""
    breaks = list(_BLANK.finditer(text))
    wrapped = _looks_wrapped(text)
    spans: list[Span] = []
    start = 0
    for match in breaks:
        one_line = match.group().count("\n") == 1
        if one_line and wrapped and _goes_on(text, start, match.start(), match.end()):
            continue
        _append(spans, text, start, match.start())
        start = match.end()
    _append(spans, text, start, len(text))
    return tuple(spans)


def _append(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if right > left:
        spans.append(Span(start=start + left, end=start + right))


def _looks_wrapped(text: str) -> bool:
    lines = [line for line in text.splitlines() if line.strip()]
    return len(lines) > 1 and max(map(len, lines)) <= _LONGEST_WRAPPED_LINE


def _goes_on(text: str, start: int, end: int, after: int) -> bool:
    line = text[max(start, text.rfind("\n", start, end) + 1) : end].rstrip()
    return (
        len(line) >= _WRAPPED_LINE
        and line[-1] not in '.!?:;。！？：；”」』"'
        and text[after : after + 1].isalnum()
    )


def _ends(body: str, language: str) -> list[int]:
    ends: list[int] = []
    expected: list[str] = []
    skip_to = 0
    for match in _END.finditer(body):
        mark, at = match.group(), match.end()
        if match.start() < skip_to:
            continue
        if mark in _OPEN and (mark != "(" or body.find(")", at, at + 400) > 0):
            expected.append(_OPEN[mark])
        elif mark == '"':
            expected.pop() if expected[-1:] == ['"'] else expected.append('"')
        elif mark in "”」』》）)":
            if mark in expected:
                del expected[expected.index(mark) :]
        else:
            if expected:
                continue
            end = _after_closers(body, at)
            if _is_end(body, match.start(), end, language, began=ends[-1] if ends else 0):
                ends.append(end)
                skip_to = end
            continue
        if not expected and mark in '”」』"' and body[match.start() - 1] in ".!?。！？…":
            end = _after_closers(body, at)
            if _quote_ends(body, end, body[match.start() - 1]):
                ends.append(end)
                skip_to = end
    return ends


def _after_closers(body: str, at: int) -> int:
    """Return the place behind the closing marks at `at`, but for a straight quote that opens."""
    while at < len(body) and body[at] in _CLOSERS:
        if body[at] in "\"'" and at + 1 < len(body) and body[at + 1].isalnum():
            break
        at += 1
    return at


def _is_end(body: str, start: int, end: int, language: str, *, began: int) -> bool:
    mark = body[start:end].rstrip(_CLOSERS)
    if mark[0] in "。！？；":
        return True
    rest = body[end : end + _LOOKAHEAD]
    if not rest.strip():
        return True
    if mark[0] == "…":
        return language == "zh" or (rest[0].isspace() and _capital(rest.lstrip()))
    if not rest[0].isspace():
        return "\u3400" <= rest[0] <= "\u9fff" and mark[-1] in "!?"
    following = rest.lstrip()
    if mark != ".":
        return _capital(following)
    found = _LAST_WORD.search(body, max(0, start - _LOOKBEHIND), start)
    word = found.group(1).lower().rsplit("-", 1)[-1] if found else ""  # "Korea-U.S. talks"
    if not word:
        return _capital(following)
    if word in _TITLES and (word not in ("no", "art", "mar") or following[:1].isdigit()):
        return False
    if len(word) == 1 and word.isalpha() and body[start - 1].isupper():
        # An initial stands before a name; "on X" is a place to post.
        return body.endswith(" on X", 0, start) or following[:1] in '“"'
    if word.isdigit() and not body[began : start - len(word)].strip():
        return False  # a list mark: "1. Licences"
    if word in _MAYBE or re.fullmatch(r"(?:\w\.)+\w", word):
        first = re.match(r"[“\"'‘]*([A-Za-z]+)", following)
        return first is not None and _capital(following) and first.group(1).lower() in _STARTERS
    return _capital(following)


def _capital(following: str) -> bool:
    first = following.lstrip("“\"'‘「『([（")[:1]
    return first.isupper() or first.isdigit() or "\u3400" <= first <= "\u9fff"


def _quote_ends(body: str, end: int, last: str) -> bool:
    """Tell whether a sentence ends where a quotation closes on its own full stop."""
    rest = body[end : end + _LOOKAHEAD]
    following = rest.lstrip()
    if not following:
        return True
    if last in "。！？":
        return not _HAN_CLOSE.match(following)
    return rest[0].isspace() and _capital(following)
