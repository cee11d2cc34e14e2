"""Who holds a briefing or a meeting and when, for the words that are then reported from it."""

import re
from dataclasses import dataclass

from monitor.statements import voice_zh
from monitor.statements.claim import Claim, FoldedSentence
from monitor.statements.lexicon_zh import Token
from monitor.statements.sentence_zh import Found
from monitor.statements.speakers import Memory, Source

_DATED = re.compile(r"\d日|周[一二三四五六日]|星期|今[天日]|昨[天日]|当[天日]|此前|早前|曾|多次")
_OF_A_DAY = re.compile(r"[日号天晚晨早]|周.|星期|礼拜|^[今昨]$")
_OF_A_PAPER = re.compile(r"(?!达成|签署|发表|发布|宣布)[^，。；]{0,8}(?:共识|协议|公告|声明)")
_REACH = 3
"""Paragraphs within which words are still of the scene."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Who holds a briefing, and where it says when."""

    paragraph: int
    source: Source
    about: tuple[tuple[int, int], ...]
    meeting: bool
    bodies: frozenset[str]


class Scenes:
    """The last scene set in one folded text, and the claims made in its light."""

    def __init__(self, text: str, memory: Memory) -> None:
        self._text = text
        self._memory = memory
        self.scene: Scene | None = None

    def set(
        self,
        sentence: FoldedSentence,
        source: Source,
        tokens: list[Token],
        at: int,
    ) -> bool:
        """Take note of a briefing or a meeting; True where the sentence hands over to its words.

        `at` is where the sentence names the source: of several dates one behind it is the scene's.
        """
        words = self._text[sentence.start : sentence.end]
        if voice_zh.HOST.search(words) is None:
            return False
        times = [(token.start, token.end) for token in tokens if token.type == "t"]
        times = [t for t in times if _OF_A_PAPER.match(self._text, t[1]) is None]
        days = [t for t in times if _OF_A_DAY.search(self._text[t[0] : t[1]])]
        behind = [t for t in days if t[0] >= at]
        # Those whose people the paragraph names are who meet.
        people = self._memory.people if 1 in (len(days), len(behind)) else []
        bodies = {met.body for where, met in people if where == sentence.paragraph and met.body}
        times.sort(key=lambda time: (time not in days, time[0] < at))
        last = self.scene
        goes_on = last is not None and sentence.paragraph - last.paragraph <= _REACH
        if not days and goes_on and last is not None and last.source.body == source.body:
            return voice_zh.RUN.search(words.rstrip()) is not None
        meeting = voice_zh.MEETING.search(words) is not None
        self.scene = Scene(sentence.paragraph, source, tuple(times[:1]), meeting, frozenset(bodies))
        return voice_zh.RUN.search(words.rstrip()) is not None

    def met(self, sentence: FoldedSentence, found: Found, tokens: list[Token]) -> None:
        """Take note of a meeting at which somebody is reported to speak: both sides speak there."""
        start = max(self._text.rfind("，", sentence.start, found.cue), sentence.start)
        ahead = [token for token in tokens if start <= token.start and token.end <= found.cue]
        if ahead and voice_zh.MEETING.search(self._text, start, found.cue):
            self.set(sentence, found.source, ahead, sentence.start)

    def claim(self, sentence: FoldedSentence, found: Found) -> Claim:
        """Return the claim of a found content, dated by the scene where it has no date itself."""
        about = found.about
        scene = self.scene
        if scene is not None and sentence.paragraph - scene.paragraph <= _REACH:
            shared = scene.meeting and (
                scene.paragraph == sentence.paragraph
                or (found.source.body in scene.bodies and found.source.body != scene.source.body)
            )
            if (shared or _same(scene.source, found.source)) and not self._dated(about):
                about = (*scene.about, *about)
        return Claim(
            start=found.start,
            end=found.end,
            mode=found.mode,
            source=found.source,
            paragraph=sentence.paragraph,
            sentence=sentence.number,
            about=about,
            cue=found.cue,
        )

    def _dated(self, about: tuple[tuple[int, int], ...]) -> bool:
        return any(_DATED.search(self._text[start:end]) for start, end in about)


def _same(one: Source, other: Source) -> bool:
    """Tell whether a scene's holder can be the one who speaks: of one body, and of one name."""
    if one.body != other.body:
        return False
    return one.speaker == other.speaker or one.speaker is None or other.speaker is None
