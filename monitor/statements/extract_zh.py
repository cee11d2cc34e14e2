"""Chinese: a folded document's sentences become claims."""

from dataclasses import replace

from monitor.statements import voice_zh
from monitor.statements.binding_zh import lean
from monitor.statements.claim import Claim, FoldedSentence
from monitor.statements.content_zh import only_quotes, place, spoken, unsigned
from monitor.statements.lexicon_zh import ChineseLexicon, LexedChinese, Token
from monitor.statements.quotes import Quote, find_quotes
from monitor.statements.scenes_zh import Scenes
from monitor.statements.sentence_zh import ChineseSentence, Found
from monitor.statements.sources_zh import ChineseSources
from monitor.statements.speakers import Memory, Source
from monitor.statements.statement import Mode
from monitor.statements.transcript_zh import (
    answers,
    asks,
    headline_label,
    label_of,
    outlet,
    question_ends,
)


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
        self._scenes = Scenes(text, memory)
        self._answering: Source | None = None
        self._open_quote = False
        self._listing: Source | None = None

    def read(self, sentences: list[FoldedSentence]) -> list[Claim]:
        """Return the claims of the document, in order."""
        lean(self._lexicon, self._text, self._memory)
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
            if label is None:
                label = headline_label(self._text, group[0].start, group[-1].end)
            if label is not None and self._labelled(group, label, quotes, transcript=transcript):
                continue
            silent = not self._lexed.has(group[0].start, group[-1].end, "V")
            if silent and voice_zh.PHOTO.match(self._text[group[0].start : group[-1].end]):
                if self._speaking is not None:
                    self._speaking = (group[0].paragraph, self._speaking[1])
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
            begin = self._text.rfind(words, group[0].start, start)
            source = self._named_by(replace(group[0], start=begin), start)
            last = max(words.rfind(mark) for mark in " \u3000|︱｜") + 1
            if source is None and last:
                source = self._named_by(replace(group[0], start=begin + last), start)
        if source is None:
            # A label that is nobody known before a question is an outlet that the list lacks.
            asked = self._answering is not None and self._text[group[-1].end - 1] in "？?"
            self._answering = None if asked else self._answering
            return asked
        titles = not source.person and group[0].paragraph == 0
        if source.official and (titles or not transcript) and start < group[-1].end:
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
        end = len(self._text[: unsigned(self._text, start, end)].rstrip("。 \n\u3000"))
        if end <= start:
            return
        if not fresh and self._claims and self._claims[-1].mode is Mode.FULL_TEXT:
            self._claims[-1] = replace(self._claims[-1], end=end)
            return
        scene = self._scenes.scene
        about = scene.about if scene is not None else ()
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
        if self._scenes.scene is not None:
            return self._scenes.scene.source
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
        at = next((n for n, one in enumerate(group) if one.end > start), 0)
        group = group[at:]
        first = group[0]
        inside = [(q.start, q.end) for q in quotes]
        placed = place(self._text, start, first.end, inside)
        if placed is not None:
            begin, end, mode = placed
            found = Found(begin, end, mode, source, True, start, ())
            self._claims.append(self._scenes.claim(first, found))
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
        question = -1
        if self._item(group, quotes):
            return
        for number, whole in enumerate(group):
            if number <= question:
                continue
            inside = _within(quotes, whole)
            if only_quotes(self._text, whole.start, whole.end, inside):
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
            question = question_ends(self._text, group, number) if "Q" in reader.types else -1
            found = reader.found(asked=question > number)
            for source in reader.heard:
                self._memory.remember(sentence.paragraph, source)
            if found:
                self._scenes.met(sentence, found[0], tokens)
                last = self._claimed(sentence, found)
                asked = False
                continue
            asked = asked or any(token.type == "Q" for token in tokens)
            last = self._unclaimed(sentence, reader, tokens, inside, last, first=number == 0)
        self._going_on = last is not None
        opens = self._text[group[-1].end - 1 : group[-1].end + 1].strip().endswith(("：", ":"))
        self._listing = self._speaking[1] if last is not None and opens and self._speaking else None

    def _item(self, group: list[FoldedSentence], quotes: list[Quote]) -> bool:
        """Read an item of the list that what an official said ends with; 一、…"""
        source = self._listing
        first, end = group[0], group[-1].end
        if source is None or not voice_zh.LISTED.match(self._text, first.start, end):
            self._listing = None
            return False
        placed = place(self._text, first.start, end, [(q.start, q.end) for q in quotes])
        if placed is not None:
            found = Found(placed[0], placed[1], placed[2], source, True, first.start, ())
            self._claims.append(self._scenes.claim(first, found))
        return True

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
            if [token.type for token in tokens].count("Q") and not reader.heard:
                self._set_scene(sentence, tokens)
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
        claim = self._scenes.claim(
            sentence, Found(start, end, mode, source, True, sentence.start, ())
        )
        self._claims.append(claim)
        self._speaking = (sentence.paragraph, source)
        return claim

    def _claimed(self, sentence: FoldedSentence, found: list[Found]) -> Claim:
        claim: Claim | None = None
        for piece in found:
            claim = self._scenes.claim(sentence, piece)
            self._claims.append(claim)
        assert claim is not None
        self._speaking = (sentence.paragraph, found[-1].source)
        return claim

    def _set_scene(self, sentence: FoldedSentence, tokens: list[Token]) -> bool:
        """Take note of "8月19日，外交部发言人毛宁主持例行记者会。" for those who then speak.

        True where the sentence hands over to them: 答记者问全文如下.
        """
        asked = next((n for n, token in enumerate(tokens) if token.type == "Q"), len(tokens))
        tokens = tokens[:asked]
        sources = self._sources(tokens, sentence)
        first, _ = sources.subject(0, len(tokens))
        subject = first if first is not None and first.source.official else sources.official()
        if subject is None:
            return False
        at = tokens[subject.first].start
        if subject is not first:
            self._scenes.set(sentence, subject.source, tokens, at)
            return False
        self._memory.remember(sentence.paragraph, subject.source)
        if self._memory.default is None:
            self._memory.default = subject.source
        if self._scenes.set(sentence, subject.source, tokens, at):
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
        if voice_zh.narrates(words):
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
        source = self._speaking[1]
        if words.rstrip('”"').endswith(("？", "?")):
            return None
        if not voice_zh.voices(words, self._memory.country_named(source.body)):
            return None
        claim = self._scenes.claim(
            sentence, Found(start, end, mode, source, True, sentence.start, ())
        )
        self._claims.append(claim)
        self._speaking = (sentence.paragraph, source)
        return claim


def _within(quotes: list[Quote], sentence: FoldedSentence) -> list[tuple[int, int]]:
    return [(q.start, q.end) for q in quotes if q.start < sentence.end and q.end > sentence.start]
