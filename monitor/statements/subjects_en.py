"""Read subjects that a title and a name make together, wherever commas and brackets part them."""

import re
from dataclasses import dataclass, replace

from monitor.statements.lexicon_en import PARTY
from monitor.statements.phrases_en import PhraseReader
from monitor.statements.speakers import Source, named
from monitor.statements.titles_en import NOUN_PHRASE


@dataclass(frozen=True, slots=True)
class Subject:
    """A source found in a sentence: the tokens from `first` up to, not including, `after`."""

    source: Source
    first: int
    after: int


class SubjectReader(PhraseReader):
    """Reads names with their titles in the tokens of one sentence."""

    def _titled_name(self, comma: int) -> Subject | None:
        """Return the subject of "Indonesia's minister for economic affairs, N, said"."""
        opened = self.types.rfind(",", 0, comma)
        if re.fullmatch(r"N{2,4}|P", self.types[max(0, opened) + 1 : comma]) is None:
            return None
        short = re.search(r"\(N\.?\)$", self.types[:opened])  # "the Bank (CBN), N, said"
        named_before = opened = short.start() if short else opened
        first = named_before
        while first > 0 and (
            self.types[first - 1] in NOUN_PHRASE | {"w", "A"}
            or (self.word(first - 1) == "and" and self.types[first - 2 : first - 1] in ("N", "w"))
        ):
            first -= 1
        if first == opened or not set("HR") & set(self.types[first:opened]):
            return None
        source = self._interpret(first, opened)
        if source is None or not source.official:
            return None
        behind = self.types.rfind(",", 0, comma) + 1
        name = self._text[self._tokens[behind].start : self._tokens[comma - 1].end]
        source = named(source, name, source.role)
        self._memory.introduce(name, source)
        return Subject(source, first, comma)

    def _listed(self, first: int, last: int) -> Subject | None:
        """Return the subject of "Minister of trade, industry and competition N N", or None."""
        title = re.search(r"(d?[jCs]*H)(?:,[wN]+)*,?x[wN]$", self.types[:first])
        if title is None or re.fullmatch("N{2,4}|P", self.types[first : last + 1]) is None:
            return None
        source = self._interpret(*title.span(1))
        if source is None or not source.official:
            return None
        holder = self._interpret(first, last + 1)
        if holder is not None and holder.official:
            return Subject(holder, title.start(), last + 1)
        name = self._text[self._tokens[first].start : self._tokens[last].end]
        source = named(source, name, source.role)
        self._memory.introduce(name, source)
        return Subject(source, title.start(), last + 1)

    def _of_party(self, subject: Subject) -> Subject:
        """Return a legislator where a party and a state stand in brackets: "X (R-Utah) said"."""
        name = subject.source.speaker
        bracket = self.types[subject.after : subject.after + 2]
        if subject.source.official or not name or bracket != "(t":
            return subject
        if PARTY.match(self.word(subject.after + 1).upper()) is None:
            return subject
        legislator = Source(official=True, speaker=name, role="representative", person=True)
        self._memory.introduce(name, legislator)
        return replace(subject, source=legislator)
