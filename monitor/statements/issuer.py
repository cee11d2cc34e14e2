"""A body's own document: which of its words are the body's."""

import re
from dataclasses import dataclass

from monitor.statements.bodies import BodyTable
from monitor.statements.provisions import Piece, is_marked, label, outline
from monitor.text.document import Span
from monitor.text.sentences import paragraphs

_LABEL = re.compile(
    r"(?P<label>[^\n:：。.?？!]{1,60}(?:Mr|Ms|Mrs|Dr|U\.S)?\.?[^\n:：。?？!]{0,30}?) ?[:：] ?"
)
_ASKS = re.compile(
    r"(?:Q\d*|Questions?(?: \d+)?|Reporters?|Journalists?|Media|Press|Follow-?up|Moderator|"
    r".{0,24}(?:记者|提问)(?:问|提问|追问)?|问|主持人|.{0,12}媒体问)$",
    re.IGNORECASE,
)
_ANSWERS = re.compile(
    r"(?:A\d*|Answers?|Reply|Response|Spokes(?:person|man|woman)|.{0,24}Spokes(?:person|man|woman)|"
    r"答|答复|答记者|回答|.{0,10}发言人|.{0,10}负责人)$",
    re.IGNORECASE,
)
_OUTLET = re.compile(
    r"(?:[A-Z][\w.'&-]*|of|the|and|de|News|/|[\u3400-\u9fff·《》]+)(?: (?:[A-Z][\w.'&-]*|of|the|and"
    r"|de|/))*$"
)
_SIGN_OFF = re.compile(
    r"\(.{1,80}\)$|\[.{1,80}\]$|(?:Done (?:at|in)|Dated?:?|Signed|Issued|Given)\b.{1,80}$"
    r"|特此(?:公告|通告|通知|公布|函告|函复|批复)[。.]?$"
)
_IN_TITLES = frozenset("of the for and to in on".split())
_TITLE_OF_ATTACHMENT = re.compile(
    r"\.(?:pdf|docx?|xlsx?|wps|ofd|zip|rar)$|[》”]$|(?:表|样式|指南|目录|清单|名单|说明|格式|模板|公告)$"
)
_FINISHED = '.。!！?？;；”"》)）:：'
_SHORT = 90


@dataclass(frozen=True, slots=True)
class OwnWords:
    """One piece of a body's own words: its range, and who spoke where the document says it."""

    start: int
    end: int
    speaker: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class OwnDocument:
    """The pieces of a body's own document, and its head and foot, where its date stands."""

    pieces: tuple[OwnWords, ...]
    head: str
    foot: str


class Titles:
    """Names of office holders by body, to tell an answer's label from an outlet's."""

    def __init__(self, table: BodyTable) -> None:
        self._holders: dict[str, dict[str, tuple[str, str | None]]] = {}
        self._body_of: dict[str, str] = {}
        for body in table.bodies:
            names = self._holders.setdefault(body.id, {})
            for holder in body.holders:
                for name in (holder.name, *holder.en, *holder.zh):
                    names[name] = (holder.name, holder.role)
                    self._body_of[name] = body.id

    def own_words(self, text: str, title: str, body: str, speaker: str | None) -> OwnDocument:
        """Return which ranges of a folded `text` are the words of `body`.

        A transcript gives one piece for each answer, from behind its label to its end; an act in
        numbered provisions its preamble, each provision and each annex; anything else is one piece:
        the text without its title, its signature and their dates.
        """
        spans = list(paragraphs(text))
        if not spans:
            return OwnDocument((), "", "")
        answers = self._transcript(text, spans, body, speaker)
        if answers is not None:
            return OwnDocument(tuple(answers), _before_question(text, spans, answers[0].start), "")
        act = outline(text, spans, title)
        if act is not None:
            return _act(text, spans, title, act, speaker)
        first, last = _heading(text, spans, title), len(spans)
        while last - first > 1 and _signature(spans[last - 1].of(text)):
            last -= 1
        start, end = spans[first].start, _trimmed(text, spans[last - 1].end)
        pieces = (OwnWords(start, end, speaker),) if end > start else ()
        return OwnDocument(pieces, text[:start], text[end:])

    def transcript(self, text: str) -> tuple[str | None, tuple[OwnWords, ...]] | None:
        """Return the body and the answers of a transcript in a folded text that names no issuer.

        The body is that of the office holder whose name labels the answers, None where they are
        labelled "A:" alone. None for any other text.
        """
        spans = list(paragraphs(text))
        found = [(span, _LABEL.match(text, span.start, span.end)) for span in spans]
        labelled = [(span, match.group("label").strip()) for span, match in found if match]
        labels = [label for _, label in labelled]
        body = next((self._body_of[label] for label in labels if label in self._body_of), None)
        asked = any(
            _ASKS.match(label) or (_outlet(label) and "?" in span.of(text))
            for span, label in labelled
            if label
        )
        answered = any(label in ("A", "Answer") for label in labels)
        if not asked or (body is None and not (answered and "Q" in labels)):
            return None
        answers = self._transcript(text, spans, body or "", None, asked=body is not None)
        return (body, tuple(answers)) if answers else None

    def _transcript(
        self,
        text: str,
        spans: list[Span],
        body: str,
        speaker: str | None,
        *,
        asked: bool = False,
    ) -> list[OwnWords] | None:
        answers: list[OwnWords] = []
        answering = False
        for span in spans:
            match = _LABEL.match(text, span.start, span.end)
            label = match.group("label").strip() if match else ""
            who = self._who(label, body, speaker)
            if match and who is not None and (asked or label not in ("答复", "Response", "Reply")):
                answers.append(OwnWords(match.end(), _trimmed(text, span.end), *who))
                answering = True
            elif match and _ASKS.match(label):
                asked, answering = True, False
            elif answering and match and span.end - match.end() > 1 and _outlet(label):
                answering = False
            elif answering:
                last = answers[-1]
                end = _trimmed(text, span.end)
                answers[-1] = OwnWords(last.start, end, last.speaker, last.role)
        found = [answer for answer in answers if answer.end > answer.start]
        return found if found and (asked or len(found) > 1) else None

    def _who(
        self, label: str, body: str, speaker: str | None
    ) -> tuple[str | None, str | None] | None:
        if not label:
            return None
        if label == speaker:
            return speaker, None
        holders = self._holders.get(body, {})
        if label in holders:
            return holders[label]
        for name, who in holders.items():
            if label.endswith(name) and len(name) > 2:
                return who
        return (None, None) if _ANSWERS.match(label) else None


def _act(
    text: str, spans: list[Span], title: str, act: tuple[Piece, ...], speaker: str | None
) -> OwnDocument:
    """Return the provisions of an act, and what stands around them, without title and sign-off."""
    numbered = next(piece.first for piece in act if piece.numbered)
    head = min(_heading(text, spans, title), numbered)
    pieces: list[OwnWords] = []
    closings: list[str] = []
    for at, piece in enumerate(act):
        first, last = max(piece.first, head), piece.last
        # The lines at the end of an inner provision are items; nobody signs there.
        if not piece.numbered or not any(later.numbered for later in act[at + 1 :]):
            while last > first + piece.numbered and _closes(spans[last - 1].of(text)):
                last -= 1
            if piece.last > max(last, first):
                closings.append(text[spans[max(last, first)].start : spans[piece.last - 1].end])
        if last > first + _is_bare_heading(spans[first].of(text), piece):
            start, end = spans[first].start, _trimmed(text, spans[last - 1].end)
            pieces.append(OwnWords(start, end, speaker))
    # What is signed behind the provisions dates the act, sooner than what an annex is headed with.
    foot = "\n".join(reversed(closings))
    return OwnDocument(tuple(pieces), text[: spans[head].start], foot)


def _is_bare_heading(words: str, piece: Piece) -> bool:
    """Return whether an annex has nothing but its name here: what it lists stands elsewhere."""
    return not piece.numbered and words.rstrip(" :：") == label(words)


def _closes(words: str) -> bool:
    """Return whether a paragraph signs an act: body, name, office, date, titles of attachments."""
    if is_marked(words):
        return _TITLE_OF_ATTACHMENT.search(words) is not None and len(words) < _SHORT
    if len(words) >= _SHORT or words[-1] in ":：" or words[0].islower():
        return False
    named = all(word in _IN_TITLES or not word[0].islower() for word in words.split())
    return _signature(words) or _SIGN_OFF.match(words) is not None or (words.isascii() and named)


def _outlet(label: str) -> bool:
    return len(label.split()) <= 5 and len(label) <= 40 and _OUTLET.match(label) is not None


def _before_question(text: str, spans: list[Span], answered: int) -> str:
    """Return the head of a transcript: a date in the question is not the day of the answer."""
    for span in spans:
        match = _LABEL.match(text, span.start, min(span.end, answered))
        if match and _ASKS.match(match.group("label").strip()):
            return text[: span.start]
    return text[:answered]


def _heading(text: str, spans: list[Span], title: str) -> int:
    """Return the number of the first paragraph behind title, date line and number."""
    at = 0
    while at < len(spans) - 1:
        words = spans[at].of(text).strip()
        if words == title.strip() or (len(words) < _SHORT and words[-1] not in _FINISHED):
            at += 1
            continue
        break
    return at


def _signature(words: str) -> bool:
    stripped = words.strip()
    return len(stripped) < _SHORT and stripped[-1] not in _FINISHED


def _trimmed(text: str, end: int) -> int:
    while end > 0 and (text[end - 1].isspace() or text[end - 1] in ".。"):
        end -= 1
    return end
