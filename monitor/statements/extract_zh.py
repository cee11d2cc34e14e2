"""Chinese: a folded document's sentences become claims."""

import re
from dataclasses import dataclass, replace

from monitor.statements import voice_zh
from monitor.statements.claim import Claim, FoldedSentence
from monitor.statements.content_zh import place, spoken
from monitor.statements.lexicon_zh import ChineseLexicon, LexedChinese, Token
from monitor.statements.quotes import Quote, find_quotes
from monitor.statements.sentence_zh import ChineseSentence, Found
from monitor.statements.sources_zh import ChineseSources
from monitor.statements.speakers import Memory, Source
from monitor.statements.statement import Mode
from monitor.statements.transcript_zh import answers, asks, label_of, outlet


@dataclass(slots=True)
class _Scene:
    """Who holds a briefing, and where it says when."""

    paragraph: int
    source: Source
    about: tuple[tuple[int, int], ...]
    meeting: bool


class ChineseReader:
    """Reads one folded document; made anew for each, since it remembers who spoke."""

    def __init__(self, lexicon: ChineseLexicon, text: str, memory: Memory) -> None:
        self._lexicon = lexicon
        self._text = text
        self._memory = memory
        self._lexed = LexedChinese(lexicon, text)
        self._claims: list[Claim] = []
        self._speaking: tuple[int, Source] | None = None
        self._going_on = False
        self._scene: _Scene | None = None
        self._answering: Source | None = None
        self._open_quote = False
        self._running = False

    def read(self, sentences: list[FoldedSentence]) -> list[Claim]:
        """Return the claims of the document, in order."""
        grouped: dict[int, list[FoldedSentence]] = {}
        for sentence in sentences:
            grouped.setdefault(sentence.paragraph, []).append(sentence)
        groups = list(grouped.values())
        labels = [label_of(self._text, group[0].start, group[-1].end) for group in groups]
        transcript = any(label and (asks(label[0]) or answers(label[0])) for label in labels)
        for at, group in enumerate(groups):
            following = groups[at + 1][0].start if at + 1 < len(groups) else None
            opens = following is not None and self._text[following] in '“"'
            quotes = find_quotes(self._text, group[0].start, group[-1].end, next_opens=opens)
            label = labels[at]
            if label is not None and self._labelled(group, label, quotes, transcript=transcript):
                continue
            if voice_zh.FOOT.match(self._text, group[0].start):
                self._answering = None
                continue
            if self._answering is not None:
                self._answer(group, group[0].start)
                continue
            self._paragraph(self._without_dateline(group), quotes)
        return self._claims

    def _labelled(
        self,
        group: list[FoldedSentence],
        label: tuple[str, int],
        quotes: list[Quote],
        *,
        transcript: bool,
    ) -> bool:
        """Read a paragraph that a label opens; return whether that is all there is to it."""
        words, start = label
        if asks(words) or (transcript and outlet(words)):
            self._answering = None
            self._open_quote = False
            return self._answered_within(group)
        source = None
        if answers(words):
            source = self._host()
        elif len(words) <= 30:
            source = self._named_by(group[0], start)
        if source is None:
            # A label that is nobody known before a question is an outlet that the list lacks.
            asked = self._answering is not None and self._text[group[-1].end - 1] in "？?"
            self._answering = None if asked else self._answering
            return asked
        if source.official and not (transcript or start >= group[-1].end):
            self._headline(group, start, source, quotes)
            return True
        if not source.official and not transcript:
            return False
        self._answering = None
        if source.official and transcript:
            self._answering = source
            self._memory.remember(group[0].paragraph, source)
            self._answer(group, start, fresh=True)
            return True
        return False

    def _answered_within(self, group: list[FoldedSentence]) -> bool:
        """Read 问：…？答：… in one paragraph; the question itself is nobody's statement."""
        for sentence in group[1:]:
            label = label_of(self._text, sentence.start, sentence.end)
            if label is not None and answers(label[0]):
                source = self._host()
                if source is not None:
                    self._answering = source
                    rest = [s for s in group if s.start >= sentence.start]
                    self._answer(rest, label[1], fresh=True)
        return True

    def _answer(self, group: list[FoldedSentence], start: int, *, fresh: bool = False) -> None:
        source = self._answering
        assert source is not None
        end = group[-1].end
        closing = voice_zh.CLOSING.search(self._text, start, end)
        if closing is not None:
            end = closing.start()
        while end > start and self._text[end - 1] in "。 \n\u3000":
            end -= 1
        if end <= start:
            return
        last = self._claims[-1] if self._claims else None
        if not fresh and last is not None and last.mode is Mode.FULL_TEXT:
            self._claims[-1] = replace(last, end=end)
            return
        about = self._scene.about if self._scene is not None else ()
        self._claims.append(
            Claim(
                start=start,
                end=end,
                mode=Mode.FULL_TEXT,
                source=source,
                paragraph=group[0].paragraph,
                sentence=group[0].number,
                about=about,
            )
        )

    def _host(self) -> Source | None:
        if self._scene is not None:
            return self._scene.source
        official = [source for _, source in self._memory.latest if source.official]
        return official[-1] if official else None

    def _named_by(self, sentence: FoldedSentence, end: int) -> Source | None:
        """Return whom a label names, or None where it names no one known."""
        tokens = self._lexed.tokens(sentence.start, end, [])
        while tokens and tokens[-1].type in "：:":
            tokens.pop()
        if not tokens or any(token.type in "V,q。" for token in tokens):
            return None
        sources = self._sources(tokens, sentence)
        subject, unknown = sources.subject(0, len(tokens))
        if subject is None or unknown or subject.after < len(tokens):
            return None
        return subject.source

    def _headline(
        self, group: list[FoldedSentence], start: int, source: Source, quotes: list[Quote]
    ) -> None:
        """Read 商务部：C: what follows the colon in its sentence is the content."""
        self._memory.remember(group[0].paragraph, source)
        first = group[0]
        inside = [(q.start, q.end) for q in quotes]
        placed = place(self._text, start, first.end, inside)
        if placed is not None:
            begin, end, mode = placed
            found = Found(begin, end, mode, source, True, start, ())
            self._claims.append(self._claim(first, found))
            self._speaking = (first.paragraph, source)
        if len(group) > 1:
            self._paragraph(group[1:], quotes, last=self._claims[-1] if placed else None)

    def _without_dateline(self, group: list[FoldedSentence]) -> list[FoldedSentence]:
        first = group[0]
        if first.paragraph > 3:
            return group
        match = voice_zh.DATELINE.match(self._text, first.start, first.end)
        if match is None or match.end() >= first.end:
            return group
        return [replace(first, start=match.end()), *group[1:]]

    def _sources(self, tokens: list[Token], sentence: FoldedSentence) -> ChineseSources:
        return ChineseSources(self._lexicon, self._text, tokens, self._memory, sentence.paragraph)

    def _read(
        self, sentence: FoldedSentence, inside: list[tuple[int, int]]
    ) -> tuple[ChineseSentence, list[Token]]:
        tokens = self._lexed.tokens(sentence.start, sentence.end, inside)
        speaking = None
        if self._speaking is not None and sentence.paragraph - self._speaking[0] <= 1:
            speaking = self._speaking[1]
        sources = self._sources(tokens, sentence)
        sources.introduce()
        return ChineseSentence(self._text, tokens, sources, speaking), tokens

    def _paragraph(
        self, group: list[FoldedSentence], quotes: list[Quote], last: Claim | None = None
    ) -> None:
        idle: FoldedSentence | None = None
        asked = False
        for number, whole in enumerate(group):
            inside = _within(quotes, whole)
            if self._only_quotes(whole, inside):
                ahead = number + 1 < len(group) and self._attributes(group[number + 1], quotes)
                runs = self._speaking is not None and (last is not None or self._run(whole))
                if runs and not ahead:
                    last = self._quotation(whole, inside, last)
                idle = None if runs and not ahead else whole
                continue
            words = self._text[whole.start : whole.end]
            if asked and voice_zh.QUESTION.search(words):
                continue
            sentence = whole if idle is None else replace(whole, start=idle.start)
            inside = inside if idle is None else _within(quotes, sentence)
            idle = None
            reader, tokens = self._read(sentence, inside)
            found = reader.found()
            for source in reader.heard:
                self._memory.remember(sentence.paragraph, source)
            if found:
                last = self._claimed(sentence, found)
                asked = False
                continue
            asked = asked or any(token.type == "Q" for token in tokens)
            last = self._unclaimed(sentence, reader, tokens, inside, last, first=number == 0)
        self._going_on = last is not None

    def _unclaimed(
        self,
        sentence: FoldedSentence,
        reader: ChineseSentence,
        tokens: list[Token],
        inside: list[tuple[int, int]],
        last: Claim | None,
        *,
        first: bool,
    ) -> Claim | None:
        """Read a sentence in which no official is reported to speak; return what goes on."""
        if reader.spoke:
            self._going_on = False
            if reader.heard and not reader.heard[-1].official:
                self._speaking = None
            return None
        runs = self._set_scene(sentence, tokens)
        if not runs and reader.tells_of_someone():
            return None
        return self._without_cue(sentence, inside, last, first=first)

    def _attributes(self, sentence: FoldedSentence, quotes: list[Quote]) -> bool:
        """Tell whether a sentence names the speaker of the quotation before it."""
        reader, tokens = self._read(sentence, _within(quotes, sentence))
        kinds = "".join(token.type for token in tokens)
        at = kinds.find("V")
        if at < 0 or not reader.opens_with_speech():
            return False
        rest = kinds[at + 1 :].lstrip("V").strip("。！？；…")
        return not rest or rest.startswith(",q")

    def _only_quotes(
        self, sentence: FoldedSentence, inside: list[tuple[int, int]]
    ) -> list[tuple[int, int]]:
        if not inside:
            return []
        at = sentence.start
        for start, end in inside:
            if self._text[at : max(at, start)].strip(voice_zh.TRAIL):
                return []
            at = max(at, end)
        return [] if self._text[at : sentence.end].strip(voice_zh.TRAIL) else inside

    def _run(self, sentence: FoldedSentence) -> bool:
        return self._speaking is not None and sentence.paragraph - self._speaking[0] <= 1

    def _quotation(
        self, sentence: FoldedSentence, quoted: list[tuple[int, int]], last: Claim | None
    ) -> Claim | None:
        assert self._speaking is not None
        placed = place(self._text, quoted[0][0], quoted[-1][1], quoted)
        if placed is None:
            return last
        start, end, mode = placed
        source = self._speaking[1]
        if last is not None and last.cue is not None and last.cue < last.start:
            joined = replace(last, end=end, mode=mode if last.mode is mode else Mode.MIXED)
            self._claims[-1] = joined
            return joined
        claim = self._claim(sentence, Found(start, end, mode, source, True, sentence.start, ()))
        self._claims.append(claim)
        self._speaking = (sentence.paragraph, source)
        return claim

    def _claim(self, sentence: FoldedSentence, found: Found) -> Claim:
        about = found.about
        scene = self._scene
        if scene is not None and sentence.paragraph - scene.paragraph <= 3:
            shared = scene.meeting and scene.paragraph == sentence.paragraph
            if (shared or scene.source.body == found.source.body) and not self._dated(about):
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
        return any(
            re.search(
                r"\d日|周[一二三四五六日]|星期|今[天日]|昨[天日]|当[天日]|此前|早前|曾|多次",
                self._text[a:b],
            )
            for a, b in about
        )

    def _claimed(self, sentence: FoldedSentence, found: list[Found]) -> Claim:
        claim: Claim | None = None
        for piece in found:
            claim = self._claim(sentence, piece)
            self._claims.append(claim)
        assert claim is not None
        self._speaking = (sentence.paragraph, found[-1].source)
        return claim

    def _set_scene(self, sentence: FoldedSentence, tokens: list[Token]) -> bool:
        """Take note of "8月19日，外交部发言人毛宁主持例行记者会。" for those who then speak.

        True where the sentence hands over to them: 答记者问全文如下.
        """
        words = self._text[sentence.start : sentence.end]
        subject, _ = self._sources(tokens, sentence).subject(0, len(tokens))
        if subject is None or not subject.source.official:
            return False
        self._memory.remember(sentence.paragraph, subject.source)
        if self._memory.default is None:
            self._memory.default = subject.source
        if voice_zh.HOST.search(words):
            times = tuple((token.start, token.end) for token in tokens if token.type == "t")
            self._scene = _Scene(
                sentence.paragraph,
                subject.source,
                times[:1],
                voice_zh.MEETING.search(words) is not None,
            )
            if voice_zh.RUN.search(words.rstrip()):
                self._speaking = (sentence.paragraph, subject.source)
                self._going_on = True
                return True
        return False

    def _without_cue(
        self,
        sentence: FoldedSentence,
        inside: list[tuple[int, int]],
        last: Claim | None,
        *,
        first: bool,
    ) -> Claim | None:
        """Let a sentence without a cue go on under the claim before it, or not."""
        words = self._text[sentence.start : sentence.end]
        if voice_zh.NARRATION.match(words) or voice_zh.SILENT.search(words):
            return None
        placed = place(self._text, sentence.start, sentence.end, inside)
        if placed is None:
            return last
        start, end, mode = placed
        mode = Mode.MIXED if any(spoken(self._text, a, b) for a, b in inside) else Mode.INDIRECT
        if last is not None:
            if last.mode is Mode.DIRECT or (last.cue is not None and last.cue >= last.end):
                return None
            joined = replace(
                last, end=end, mode=Mode.MIXED if Mode.MIXED in (mode, last.mode) else mode
            )
            self._claims[-1] = joined
            return joined
        if not (first and self._going_on and self._speaking is not None and self._run(sentence)):
            return None
        if voice_zh.VOICE.search(words) is None:
            return None
        source = self._speaking[1]
        claim = self._claim(sentence, Found(start, end, mode, source, True, sentence.start, ()))
        self._claims.append(claim)
        self._speaking = (sentence.paragraph, source)
        return claim


def _within(quotes: list[Quote], sentence: FoldedSentence) -> list[tuple[int, int]]:
    return [(q.start, q.end) for q in quotes if q.start < sentence.end and q.end > sentence.start]
