"""English: a folded document's sentences become claims."""

import re
from dataclasses import replace

from monitor.statements.claim import Claim, FoldedSentence
from monitor.statements.content_en import ContentReader
from monitor.statements.datelines import dateline
from monitor.statements.lexicon_en import EnglishLexicon, Lexed, Token
from monitor.statements.mentions_en import MentionReader
from monitor.statements.modes_en import Found, place, spoken
from monitor.statements.quotes import Quote, find_quotes
from monitor.statements.sentence_en import OPENERS
from monitor.statements.speakers import Memory, Source
from monitor.statements.statement import Mode
from monitor.statements.voices_en import (
    commits,
    judges,
    lays_down,
    official_voice,
    refuses,
    reported,
    state_acts,
    urges,
)

_QUESTION_END = "?!"
_SAID_SOON = re.compile(
    r"^\s*(?:[\w.,'’-]+ ){0,12}?(?:said|asked|told|added|wrote|says|stated|noted|replied)\b"
)
_OCCASION = re.compile(
    r"\b(?:briefings?|press conference|news conference|interview|statement|meeting|talks|call"
    r"|hearing|"
    r"speech|forum|questions?)\b"
)
_ON_WEEKDAY = re.compile(r"\bon (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_VERB_WEEKDAY = re.compile(r"\w+ (?:late |early )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_TO_COME = re.compile(r"\b(?:will|would|due|scheduled|expected|set|plans?|planned) [^.]*$")
_TITLE_WORDS = frozenset(
    "mr ms mrs dr governor gov secretary minister president chair chairman commissioner director "
    "general ambassador spokesman spokeswoman spokesperson representative senator chancellor "
    "treasurer premier the and but on in at when while after as".split()
)
_LABEL = 80
_NEAR = 90
_DATED = re.compile(
    r"\b(?:\w+day"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\.? \d|\d (?:Jan|Feb|Mar|Apr"
    r"|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))"
)


class EnglishReader:
    """Reads one folded document; made anew for each, since it remembers who spoke."""

    def __init__(self, lexicon: EnglishLexicon, text: str, memory: Memory) -> None:
        self._text = text
        self._memory = memory
        memory.called = lexicon.called
        self._lexed = Lexed(lexicon, text)
        memory.heads, memory.fields = lexicon.heads, lexicon.fields
        memory.surnamed, memory.named = lexicon.surnames, self._lexed.bodies()
        memory.others = frozenset(_full_names(text))
        for offices in reversed(self._lexed.people()):
            # A surname may stand before the full name; the first bearer named has it until then.
            memory.holder(offices)
        # Where a text never names the outlet's own country, "the ministry" is hardly its.
        memory.states = self._lexed.states()
        named = dict(memory.states)
        memory.abroad = bool(named) and memory.home is not None and memory.home not in named
        self._claims: list[Claim] = []
        self._speaking: tuple[int, Source] | None = None
        self._scene: FoldedSentence | None = None
        self._about: str | None = None

    def read(self, sentences: list[FoldedSentence]) -> list[Claim]:
        """Return the claims of the document, in order."""
        paragraphs: dict[int, list[FoldedSentence]] = {}
        line = dateline(self._text, "en")
        for given in sentences:
            sentence = given
            if line is not None and given.start <= line.start and line.end < given.end:
                sentence = replace(given, start=line.end)
            paragraphs.setdefault(sentence.paragraph, []).append(sentence)
        groups = list(paragraphs.values())
        for at, group in enumerate(groups):
            following = groups[at + 1][0].start if at + 1 < len(groups) else None
            opens = following is not None and self._text[following] in '“"'
            quotes = find_quotes(self._text, group[0].start, group[-1].end, next_opens=opens)
            self._paragraph(self._merged(self._unparted(group, quotes)), quotes)
        return self._claims

    def _unparted(self, group: list[FoldedSentence], quotes: list[Quote]) -> list[FoldedSentence]:
        """Return the sentences with those put together that stand in one quotation in 'marks'."""
        single = [q for q in quotes if self._text[q.start] in "'‘"]
        whole = group[:1]
        for sentence in group[1:]:
            if any(q.start < whole[-1].end and sentence.start < q.end - 1 for q in single):
                whole[-1] = replace(whole[-1], end=sentence.end)
            else:
                whole.append(sentence)
        return whole

    def _merged(self, group: list[FoldedSentence]) -> list[FoldedSentence]:
        """Return the sentences with “Why?” and its “he asked.” put together again."""
        merged: list[FoldedSentence] = []
        for sentence in group:
            if merged:
                last = self._text[merged[-1].start : merged[-1].end]
                if last[-1:] in '”"’' and last[-2:-1] in _QUESTION_END:
                    head = self._text[sentence.start : sentence.start + 120]
                    if _SAID_SOON.match(head):
                        merged[-1] = replace(merged[-1], end=sentence.end)
                        continue
            merged.append(sentence)
        return merged

    def _paragraph(self, group: list[FoldedSentence], quotes: list[Quote]) -> None:
        idle: list[FoldedSentence] = []
        last: Claim | None = None
        if not quotes and self._claims:
            last = self._own_paragraph(group)
        for sentence in group[1:] if last is not None else group:
            inside = [
                (q.start, q.end)
                for q in quotes
                if q.start < sentence.end and q.end > sentence.start
            ]
            if not inside and not self._lexed.has(sentence.start, sentence.end, "VGLHRPBKCc"):
                last = self._without_cue(sentence, inside, last, idle)
                continue
            labelled = self._text.find(":", sentence.start, sentence.start + _LABEL) > 0
            cued = labelled or bool(inside)
            cued = cued or self._lexed.has(sentence.start, sentence.end, "VGL")
            tokens = self._lexed.tokens(sentence.start, sentence.end, inside, adjuncts=cued)
            reader = MentionReader(self._text, tokens, self._memory, sentence.paragraph)
            content = ContentReader(self._text, tokens, reader)
            found = content.found() if cued else []
            reader.mention()
            if not content.spoke:
                reader.present()
            if content.others:
                self._scene = None
            elif not found and self._sets_scene(sentence):
                self._scene, self._about = sentence, reader.speaker_country()
            elif not found and self._past_weekday(sentence):
                self._scene, self._about = sentence, reader.subject_country()
            if found:
                last = self._claimed(sentence, found, idle)
                idle = []
                continue
            words = self._words(sentence)
            unnamed = self._lexed.has(sentence.start, sentence.end, "U")
            state = content.others and not inside and not unnamed  # "Indian sources say"
            calls_on = state and urges(self._words(sentence))
            if calls_on and last is None:
                last = self._bridge(sentence, idle)
            calls_on = calls_on or (state and state_acts(words))
            urged = last is not None and calls_on
            if content.spoke and not urged:
                # "Asked about it, X said. “Q”": the words may stand in the next sentence.
                by = content.speaker
                self._speaking = None if by is None else (sentence.paragraph, by)
                last = None
                idle = []
                continue
            quoted = self._only_quotes(tokens)
            if quoted and self._goes_on(sentence):
                assert self._speaking is not None
                last = self._quotation(sentence, quoted, self._speaking[1])
                idle = []
                continue
            last = self._without_cue(sentence, inside, last, idle)

    def _own_paragraph(self, group: list[FoldedSentence]) -> Claim | None:
        """Let a paragraph without any cue go on in the official's voice, as a claim of its own."""
        last, head = self._claims[-1], group[0]
        words = self._text[head.start : head.end]
        near = head.paragraph - last.paragraph <= 1 and self._goes_on(head)
        cued = any(
            self._lexed.has(s.start, s.end, "VGL")
            and not official_voice(self._words(s))
            and not state_acts(self._words(s))
            for s in group
        )
        judged = self._of_house(last) and any(official_voice(self._words(s)) for s in group[1:])
        listed = self._text[last.end : head.start].strip() == ":"
        goes_on = listed or commits(words) or (judged and judges(words))
        if not near or cued or not goes_on:
            return None
        end = head.end - (words[-1:] == ".")
        claim = replace(
            last,
            start=head.start,
            end=end,
            mode=Mode.INDIRECT,
            about=(),
            more=(),
            cue=None,
            paragraph=head.paragraph,
            sentence=head.number,
        )
        self._claims.append(claim)
        self._speaking = (head.paragraph, last.source)
        return claim

    def _words(self, sentence: FoldedSentence) -> str:
        return self._text[sentence.start : sentence.end]

    def _past_weekday(self, sentence: FoldedSentence) -> bool:
        at = _ON_WEEKDAY.search(self._text, sentence.start, sentence.end)
        return at is not None and _TO_COME.search(self._text, sentence.start, at.start()) is None

    def _sets_scene(self, sentence: FoldedSentence) -> bool:
        """Tell whether a sentence gives an occasion of speech and its date, as in "On June 12"
        " …"."""
        words = self._text[sentence.start : sentence.end]
        return _OCCASION.search(words) is not None and _DATED.search(words) is not None

    def _goes_on(self, sentence: FoldedSentence) -> bool:
        return self._speaking is not None and sentence.paragraph - self._speaking[0] <= 1

    @staticmethod
    def _only_quotes(tokens: list[Token]) -> list[tuple[int, int]]:
        kinds = "".join(token.type for token in tokens if token.type not in ".,")
        if kinds and set(kinds) == {"q"}:
            return [(token.start, token.end) for token in tokens if token.type == "q"]
        return []

    def _quotation(
        self, sentence: FoldedSentence, quoted: list[tuple[int, int]], source: Source
    ) -> Claim | None:
        claim: Claim | None = None
        for start, end in quoted:
            for found in place(
                self._text, start, end, [(start, end)], source, behind=True, cue=start
            ):
                claim = self._claim(sentence, found)
                last = self._claims[-1] if self._claims else None
                within = self._text[start] not in "“\"‘'"
                if last is not None and within and last.end + 3 >= found.start:
                    claim = self._claims[-1] = replace(last, end=found.end)
                    continue
                self._claims.append(claim)
        self._speaking = (sentence.paragraph, source)
        return claim

    def _claim(self, sentence: FoldedSentence, found: Found) -> Claim:
        about = tuple(
            (a, b) for a, b in ((sentence.start, found.start), (found.end, sentence.end)) if b > a
        )
        if found.cue == found.start:
            # "accused the US on Thursday of …": the verb stays in the span, and its day with it.
            day = _VERB_WEEKDAY.match(self._text, found.start, found.end) or _ON_WEEKDAY.search(
                self._text, found.start, min(found.end, found.start + _NEAR)
            )
            about += ((found.start, day.end()),) if day is not None else ()
        return Claim(
            start=found.start,
            end=found.end,
            mode=found.mode,
            source=found.source,
            paragraph=sentence.paragraph,
            sentence=sentence.number,
            about=about,
            scene=self._scene_of(sentence, found.source),
            cue=found.cue,
        )

    def _scene_of(self, sentence: FoldedSentence, source: Source) -> tuple[int, int] | None:
        """Return the sentence that sets the scene: "On June 12, X met the press. He said"."""
        scene = self._scene
        if scene is None or sentence.paragraph - scene.paragraph > 1:
            return None
        if self._about is not None and self._memory.country_named(source.body) != self._about:
            return None
        return scene.start, scene.end

    def _claimed(
        self, sentence: FoldedSentence, found: list[Found], idle: list[FoldedSentence]
    ) -> Claim:
        found.sort(key=lambda piece: piece.start)
        claim: Claim | None = None
        for piece in found:
            claim = self._claim(sentence, piece)
            others = [p for p in found if p is not piece]
            claim = replace(claim, about=_minus(claim.about, others))
            if piece is found[0] and not piece.behind and piece.mode is not Mode.DIRECT:
                start = claim.start
                for earlier in reversed(idle):
                    if not official_voice(self._words(earlier)):
                        break
                    start = earlier.start
                claim = replace(claim, start=start)
            self._claims.append(claim)
        assert claim is not None
        self._speaking = (sentence.paragraph, found[-1].source)
        return claim

    def _without_cue(
        self,
        sentence: FoldedSentence,
        inside: list[tuple[int, int]],
        last: Claim | None,
        idle: list[FoldedSentence],
    ) -> Claim | None:
        """Let a sentence without a cue go on under the claim before it, or wait for one."""
        words = self._text[sentence.start : sentence.end]
        goes_on = (
            last is not None
            and not refuses(words)
            and (
                any(spoken(self._text, a, b) for a, b in inside)
                or official_voice(words)
                or (self._leads(last, sentence) and lays_down(words))
                or (self._leads(last, sentence) and self._of_house(last) and judges(words))
            )
        )
        if last is None and not inside:
            last = self._bridge(sentence, idle)
            goes_on = last is not None
        if not goes_on or last is None:
            idle.append(sentence)
            return None
        end = sentence.end
        while end > sentence.start and self._text[end - 1] in ".\n ":
            end -= 1
        mode = last.mode
        if any(spoken(self._text, a, b) for a, b in inside) or mode is Mode.DIRECT:
            mode = Mode.MIXED if inside else Mode.INDIRECT
        if last.end + 3 >= sentence.start and last.mode is not Mode.DIRECT:
            joined = replace(last, end=end, mode=Mode.MIXED if last.mode is Mode.MIXED else mode)
            self._claims[-1] = joined
            return joined
        claim = replace(last, start=sentence.start, end=end, mode=mode, sentence=sentence.number)
        self._claims.append(claim)
        return claim

    def _bridge(self, sentence: FoldedSentence, idle: list[FoldedSentence]) -> Claim | None:
        """Return the claim that goes on over a sentence to one in the official's voice, or None.

        "X said C. The US has abused its controls. China firmly opposes this."
        """
        last = self._claims[-1] if self._claims else None
        if last is None or len(idle) != 1 or not official_voice(self._words(sentence)):
            return None
        between = idle[0]
        words = self._text[between.start : between.end]
        near = last.paragraph == sentence.paragraph and last.end + 3 >= between.start
        if not near or last.mode is Mode.DIRECT or reported(words) or "“" in words:
            return None
        idle.clear()
        joined = replace(last, end=between.end - (words[-1:] == "."))
        self._claims[-1] = joined
        return joined

    @staticmethod
    def _of_house(last: Claim) -> bool:
        """Tell whether a claim is of a body or its spokesperson, whose statements go on."""
        return not last.source.person or "spokes" in (last.source.role or "")

    @staticmethod
    def _leads(last: Claim, sentence: FoldedSentence) -> bool:
        """Tell whether a claim stands behind its verb and directly before a sentence."""
        led = last.cue is None or last.cue <= last.start
        return led and last.mode is not Mode.DIRECT and last.end + 3 >= sentence.start


def _full_names(text: str) -> list[str]:
    """Return the surnames that the text has behind a first name, as far as capitals tell."""
    pairs = re.findall(r"\b([A-Z][a-z]+) ([A-Z][a-z]+)\b", text)
    firsts = _TITLE_WORDS | OPENERS
    return [last for first, last in pairs if first.lower() not in firsts]


def _minus(ranges: tuple[tuple[int, int], ...], pieces: list[Found]) -> tuple[tuple[int, int], ...]:
    """Return `ranges` without the parts that other pieces of content cover."""
    kept = list(ranges)
    for piece in pieces:
        cut: list[tuple[int, int]] = []
        for a, b in kept:
            if piece.end <= a or piece.start >= b:
                cut.append((a, b))
                continue
            if a < piece.start:
                cut.append((a, piece.start))
            if piece.end < b:
                cut.append((piece.end, b))
        kept = cut
    return tuple(kept)
