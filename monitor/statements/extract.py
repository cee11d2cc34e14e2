"""Documents become statements: the one call of this room."""

from bisect import bisect_left, bisect_right
from hashlib import sha256

from monitor.statements.bodies import BodyTable
from monitor.statements.claim import Claim, FoldedSentence
from monitor.statements.cues import CueTable
from monitor.statements.dating import Dater
from monitor.statements.extract_en import EnglishReader
from monitor.statements.extract_zh import ChineseReader
from monitor.statements.issuer import OwnWords, Titles
from monitor.statements.lexicon_en import EnglishLexicon
from monitor.statements.lexicon_zh import ChineseLexicon
from monitor.statements.speakers import Memory, Source
from monitor.statements.statement import Mode, Origin, SaidOn, Statement, Tier, Translator
from monitor.text.document import Document, Span
from monitor.text.normalize import Normalized, normalize
from monitor.text.topics import TopicIndex

EXTRACTOR_VERSION = 4
"""Rises whenever the same document yields other statements, so that no upgrade reads as a shift."""

LONGEST_SENTENCE = 5_000
"""Characters of a sentence that are read: beyond them stands a list, or what wants time wasted."""

_TIERS = {
    Mode.FULL_TEXT: Tier.ISSUER,
    Mode.DIRECT: Tier.QUOTE,
    Mode.MIXED: Tier.QUOTE,
    Mode.INDIRECT: Tier.REPORTED,
}
_SPEAKS = {
    **dict.fromkeys(("CN", "TW", "HK", "MO", "SG"), "zh"),
    **dict.fromkeys(("US", "GB", "AU", "CA", "NZ", "IE", "IN", "SG", "ZA", "INT"), "en"),
}


class Extractor:
    """Reads official statements in documents; built once, immutable, shared between threads."""

    def __init__(self, *, bodies: BodyTable, cues: CueTable, topics: TopicIndex) -> None:
        self._english = EnglishLexicon(bodies, cues.en)
        self._chinese = ChineseLexicon(bodies, cues.zh)
        self._topics = topics
        self._by_kind = bodies.by_kind()
        self._country_of = {body.id: body.country for body in bodies.bodies}
        self._titles = Titles(bodies)

    def extract(self, document: Document, origin: Origin) -> tuple[Statement, ...]:
        """Return the statements of `document` in order; spans are of its text as given.

        English and Chinese are read, any other language yields none. With `origin.body` the
        document is that body's own: its statements are full text, one for each answer to
        reporters or each provision of an act, else one for the whole. A source that names no
        known body yields a statement whose `body` is None. Linear in the text.
        """
        # A line or two tells no language; only English cues and names can match it then.
        language = "en" if document.language == "und" else document.language
        if language not in ("en", "zh"):
            return ()
        folded = normalize(document.text)
        dater = Dater(folded.text, language, origin)
        topics = _Topics(document, self._topics)
        statements: list[Statement] = []
        if origin.body is not None:
            own = self._titles.own_words(folded.text, document.title, origin.body, origin.speaker)
            said = dater.own(document.title, own)
            for piece in own.pieces:
                statements.append(
                    self._statement(document, origin, folded, topics, _owned(piece, origin), said)
                )
            return tuple(statements)
        claims = self._claims(document, origin, folded, dater, language)
        for claim, said in zip(claims, dater.dates(claims), strict=True):
            statements.append(self._statement(document, origin, folded, topics, claim, said))
        return tuple(statements)

    def _claims(
        self,
        document: Document,
        origin: Origin,
        folded: Normalized,
        dater: Dater,
        language: str,
    ) -> list[Claim]:
        memory = Memory(
            day=dater.anchor,
            home=dater.country or origin.outlet_country,
            by_kind=self._by_kind,
            country_of=self._country_of,
        )
        sentences = [
            FoldedSentence(start, min(end, start + LONGEST_SENTENCE), sentence.paragraph, number)
            for number, sentence in enumerate(document.sentences)
            for start, end in (folded.folded(sentence.span),)
        ]
        sentences = [sentence for sentence in sentences if sentence.end > sentence.start]
        if language == "zh":
            claims = ChineseReader(self._chinese, folded.text, memory).read(sentences)
        else:
            claims = self._english_claims(folded.text, memory, sentences)
        return [claim for claim in claims if claim.source.official and claim.end > claim.start]

    def _english_claims(
        self, text: str, memory: Memory, sentences: list[FoldedSentence]
    ) -> list[Claim]:
        transcript = self._titles.transcript(text)
        if transcript is None:
            return EnglishReader(self._english, text, memory).read(sentences)
        body, answers = transcript
        intro = [sentence for sentence in sentences if sentence.end < answers[0].start]
        claims = EnglishReader(self._english, text, memory).read(intro)
        named = [at for _, at in memory.mentions]
        # What stands before the first answer is its question: a reporter's, never a statement.
        claims = [claim for claim in claims if "?" not in text[claim.end : answers[0].start]]
        for answer in answers:
            source = Source(
                official=True,
                body=body or (named[-1] if named else None),
                speaker=answer.speaker,
                role=answer.role,
                person=answer.speaker is not None,
            )
            claims.append(
                Claim(
                    start=answer.start,
                    end=answer.end,
                    mode=Mode.FULL_TEXT,
                    source=source,
                    paragraph=0,
                    sentence=0,
                )
            )
        return claims

    def _statement(
        self,
        document: Document,
        origin: Origin,
        folded: Normalized,
        topics: "_Topics",
        claim: Claim,
        said: SaidOn | None,
    ) -> Statement:
        span = folded.original(claim.start, claim.end)
        text = span.of(document.text)
        language = "en" if document.language == "und" else document.language
        name = f"{document.url}\n{span.start}\n{span.end}\n{text}"
        body = claim.source.body
        full_copy = claim.mode is Mode.FULL_TEXT and origin.body is None
        return Statement(
            id=sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:24],
            url=document.url or origin.url,
            body=body,
            speaker=claim.source.speaker,
            role=claim.source.role,
            said_on=said,
            published_at=origin.published_at,
            mode=claim.mode,
            tier=Tier.QUOTE if full_copy else _TIERS[claim.mode],
            translator=self._translator(body, claim.mode, language),
            language=language,
            topics=topics.of(span),
            text=text,
            span=span,
            more=tuple(folded.original(start, end) for start, end in claim.more),
            source=origin.source,
            extractor=EXTRACTOR_VERSION,
        )

    def _translator(self, body: str | None, mode: Mode, language: str) -> Translator:
        """Return who put the words into the language: the issuer where it speaks it itself."""
        if mode is Mode.FULL_TEXT:
            return Translator.ISSUER
        if body is None:
            return Translator.UNKNOWN
        country = self._country_of.get(body, body.split("-")[0])
        spoken = _SPEAKS.get(country)
        if spoken == language or (country == "HK" and language == "en"):
            return Translator.ISSUER
        return Translator.WIRE if spoken is not None else Translator.UNKNOWN


def _owned(piece: OwnWords, origin: Origin) -> Claim:
    source = Source(
        official=True,
        body=origin.body,
        speaker=piece.speaker or origin.speaker,
        role=piece.role,
        person=piece.speaker is not None or origin.speaker is not None,
    )
    return Claim(
        start=piece.start,
        end=piece.end,
        mode=Mode.FULL_TEXT,
        source=source,
        paragraph=0,
        sentence=0,
    )


class _Topics:
    """What a span of a document is about: its own topics, else those around it."""

    def __init__(self, document: Document, index: TopicIndex) -> None:
        self._index = index
        self._passages = sorted(document.passages, key=lambda passage: passage.span)
        self._starts = [passage.span.start for passage in self._passages]
        self._terms = sorted(
            {(term.start, term.end, one.topic) for one in document.passages for term in one.terms}
        )
        self._longest = max((end - start for start, end, _ in self._terms), default=0)
        self._around: dict[tuple[int, int], tuple[str, ...]] = {}
        paragraphs: dict[int, Span] = {}
        for sentence in document.sentences:
            first = paragraphs.get(sentence.paragraph, sentence.span)
            paragraphs[sentence.paragraph] = Span(start=first.start, end=sentence.span.end)
        self._paragraphs = list(paragraphs.values())
        self._ends = [paragraph.end for paragraph in self._paragraphs]
        by_span: dict[Span, set[str]] = {}
        for passage in document.passages:
            by_span.setdefault(passage.span, set()).add(passage.topic)
        # All about one topic: whatever passage mentions a topic at all mentions this one.
        self._everywhere = set.intersection(*by_span.values()) if by_span else set()
        if not by_span and len(document.topics) == 1:
            self._everywhere = set(document.topics)

    def of(self, span: Span) -> tuple[str, ...]:
        """Return the topics of the terms in `span`, else of its paragraphs, else of everything."""
        first = min(bisect_right(self._ends, span.start), len(self._paragraphs) - 1)
        last = max(first, min(bisect_left(self._ends, span.end), len(self._paragraphs) - 1))
        start, end = self._paragraphs[first].start, self._paragraphs[last].end
        # Every term is looked for by its place: a paragraph may hold thousands of them.
        at = bisect_left(self._terms, (span.start - self._longest,))
        own: set[str] = set()
        while at < len(self._terms) and self._terms[at][0] < span.end:
            if self._terms[at][1] > span.start:
                own.add(self._terms[at][2])
            at += 1
        return self._index.in_order(own) if own else self._near(start, end)

    def _near(self, start: int, end: int) -> tuple[str, ...]:
        if (start, end) not in self._around:
            near = self._passages[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
            topics = {passage.topic for passage in near}
            self._around[start, end] = self._index.in_order(topics or self._everywhere)
        return self._around[start, end]
