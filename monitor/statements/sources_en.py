"""Read who speaks from the tokens around an English reporting verb."""

import re
from dataclasses import replace

from monitor.statements.houses_en import offices_of
from monitor.statements.lexicon_en import Token
from monitor.statements.speakers import NOBODY, Memory, Source, named
from monitor.statements.subjects_en import Subject, SubjectReader
from monitor.statements.titles_en import NOUN_PHRASE

_BEFORE_SUBJECT = frozenset(",qxtv;:-()?!")
_APPOSITIVE = frozenset("dRHjfUKBCwMoNaAxP")
_ASIDES = frozenset("asked questioned quoted pressed".split())
_LONGEST_APPOSITIVE = 34
_ISSUED = frozenset("issued published released posted made drafted signed".split())
_REFUSED = frozenset(
    "not never declined refused failed would could should might may can must to didn't wouldn't "
    "hasn't couldn't doesn't don't won't cannot nor neither without if".split()
)
_LEGISLATORS = frozenset("sen. rep. senator representative congressman congresswoman".split())
_MEANWHILE = frozenset("while when after before although though".split())
_BE = frozenset("is was are were be been being".split())


class SourceReader(SubjectReader):
    """Finds the sources around the verbs of one sentence."""

    def __init__(self, text: str, tokens: list[Token], memory: Memory, paragraph: int) -> None:
        super().__init__(text, tokens, memory, paragraph)
        self._mark = len(memory.latest)

    def remember(self, source: Source) -> None:
        """Note a speaker of this sentence."""
        self._memory.remember(self._paragraph, source)

    def forget(self) -> None:
        """Take back what this sentence noted of its speakers so far."""
        del self._memory.latest[self._mark :]

    def before(self, cue: int, *, gerund: bool = False) -> Subject | None:
        """Return the subject to the left of the verb at `cue`, or None where none can be read.

        A subject that is nobody official is returned as such. None also stands for a verb that
        is negated, passive, an infinitive, or a noun.
        """
        at = cue - 1
        while at >= 0 and (self.types[at] in "atvno)" or self._adverb(at)):
            word = self.word(at)
            if word in _REFUSED or (word in _BE and not gerund):
                return None
            if self.types[at] == "o":
                return None
            if self.types[at] == ")":  # "said on Tuesday (18 November)", "the ministry (MFA) said"
                opened = self.types.rfind("(", max(0, at - 8), at)
                if opened <= 0:
                    break
                at = opened
            at -= 1
        if at < 0:
            return None
        if self.types[at] == ",":
            return self._before_parenthesis(at)
        if self.types[at] == "-":
            opened = self.types.rfind("-", 0, at)  # "X — who had left — said"
            at = opened - 1 if opened > 0 and at - opened > 1 else at
            while at > 0 and self.types[at] == "-":
                at -= 1
        if self.types[at] in "dj":
            return None
        found = self._ending(at)
        if found is not None and not found.source.official and self.types[found.first - 1] == ",":
            # "The governor of the central bank, N, signalled": no comma closes the name
            found = self._titled_name(found.after) or found
        if found is None or not found.source.official:
            found = self._before_adjuncts(at) or found
        return self._of_party(found) if found is not None else None

    def _before_adjuncts(self, at: int) -> Subject | None:
        """Return the official of "X in a speech to the chamber last month vowed", or None."""
        aside = re.search(r"[tv](?:od?[jCNwBK]{1,3}|[tva])*$", self.types[: at + 1])
        if aside is None or aside.end() - aside.start() < 3 or aside.start() < 1:
            return None
        found = self._ending(aside.start() - 1)
        return found if found is not None and found.source.official else None

    def _adverb(self, at: int) -> bool:
        if self.types[at] == "j":
            return self.word(at) in ("both", "all")
        return self.types[at] == "w" and self.word(at).endswith("ly")

    def _before_parenthesis(self, comma: int) -> Subject | None:
        """Return the subject of "X, a spokesperson for B, said"."""
        at = comma - 1
        found: Subject | None = None
        while at > max(0, comma - _LONGEST_APPOSITIVE):
            if self.types[at] == "V" and self.word(at) not in _ASIDES and not self._who(at):
                break
            if self.types[at] in ",(-" and at + 1 < comma:
                starts = self.types[at + 1] in _APPOSITIVE | set("vtpPVG")
                starts = starts or self.word(at + 1) in _MEANWHILE
                subject = self._ending(at - 1) if starts else None
                if subject is not None:
                    about = self._appositive(subject, at + 1, comma)
                    if about.source.official or found is None:
                        found = about
                    apposed = subject.first > 1 and self.types[subject.first - 1] == ","
                    if about.source.official and (about.source.speaker or not apposed):
                        return found
            at -= 1
        if found is not None and found.source.official:
            return found
        return self._titled_name(comma) or found

    def _appositive(self, subject: Subject, first: int, after: int) -> Subject:
        """Return the subject with what an appositive between two commas tells of it."""
        by = next((at for at in range(first, after - 1) if self.word(at) == "by"), None)
        if (
            by is not None
            and self.word(by - 1) in _ISSUED
            and self.is_document(subject.first, subject.after)
        ):
            stop = by + 1
            while stop < after and self.types[stop] in NOUN_PHRASE:
                stop += 1
            maker = self._interpret(by + 1, stop)
            if maker is not None:
                return Subject(
                    replace(maker, speaker=None, role=None), subject.first, subject.after
                )
        source = subject.source
        name = source.speaker
        if source.official and source.body is None and name and source.role in _LEGISLATORS:
            source = self._seated(replace(source, speaker=name), first, after)
        if not source.official and name is None and "P" in self.types[first:after]:
            told = self._interpret(first, after)
            if told is not None and told.official and told.speaker:
                return Subject(told, subject.first, subject.after)
        if not source.official and name and not self._former(first, after):
            cut = next(
                (at for at in range(first, after) if self.word(at) in ("who", "which", "that")),
                after,
            )
            told = self._interpret(first, cut)
            if told is not None and told.official and told.speaker is None:
                source = named(told, name, told.role)
                self._memory.introduce(name, source)
            elif told is not None:
                self._memory.introduce(name, replace(NOBODY, speaker=name, person=True))
        elif source.official and source.speaker is None and first < after:
            told = self._interpret(first, after)
            stated = any(self.types[at] in "BKC" for at in range(subject.first, subject.after))
            if told is not None and told.official and told.speaker:
                # "The ministry's spokesman" is a guess; the name behind it is none.
                source = source if stated and told.body != source.body else told
            elif told is not None and told.speaker and not told.official and source.role:
                source = named(source, told.speaker, source.role)
                self._memory.introduce(told.speaker, source)
        return Subject(source, subject.first, subject.after)

    def _seated(self, legislator: Source, first: int, after: int) -> Source:
        """Return a legislator for the committee or chamber that an appositive says they lead."""
        house = next((at for at in range(first, after) if self.types[at] in "BH"), None)
        body = "" if house is None else str(self._tokens[house].payload).removeprefix("body:")
        if not body or ":" in body or legislator.speaker is None:
            return legislator
        seated = replace(legislator, body=body)
        self._memory.introduce(legislator.speaker, seated)
        return seated

    def _ending(self, last: int) -> Subject | None:
        """Return the noun phrase that ends at `last` if it stands where a clause begins."""
        last = self._without_number(last)
        if last < 0:
            return None
        first = last
        while first >= 0 and self.types[first] in NOUN_PHRASE:
            first -= 1
        first += 1
        if first > last:
            return None
        first = self._portfolio(first, last)
        issued = self._issued_by(first, last + 1)
        if issued is not None:
            return issued
        panel = self._panel(first)
        within = first > 0 and not panel and self.types[first - 1] not in _BEFORE_SUBJECT
        # "Further the minister said": nothing but adverbs before
        if within and re.fullmatch("[atvx,]+", self.types[:first]) is None:
            return self._listed(first, last) or Subject(NOBODY, first, last + 1)
        while first < last and self.types[first] == "o":
            first += 1
        source = self._interpret(first, last + 1)
        if source is None:
            return None
        if first > 1 and self.word(first - 1) == "and":
            near = first - 2
            if self.types[near] == ")" and "(" in self.types[max(0, near - 4) : near]:
                near = self.types.rindex("(", 0, near) - 1  # "the ministry (Mofcom) and"
            partner = self._ending(near)
            if partner is not None:
                both = partner.source if partner.source.official else source
                return Subject(both, partner.first, last + 1)
        return Subject(source, first - panel, last + 1)

    def _panel(self, first: int) -> bool:
        """Tell whether a common noun is part of a title: “…,” panel Chairman X said."""
        if self.types[first - 1 : first] != "w" or self.types[first] not in "RH":
            return False
        return first == 1 or self.types[first - 2] in ",q"

    def _issued_by(self, first: int, after: int) -> Subject | None:
        """Return the subject of "a notice issued by the ministry" that ends before `after`."""
        if first < 2 or self.word(first) != "by" or self.word(first - 1) not in _ISSUED:
            return None
        head = first - 2
        while head > 0 and self.types[head - 1] in NOUN_PHRASE:
            head -= 1
        if "M" not in self.types[head : first - 1]:
            return None
        source = self._interpret(first + 1, after)
        return None if source is None else Subject(source, head, after)

    def subject_country(self) -> str:
        """Return the country of the body, person or state that a sentence begins with, or ""."""
        for at, token in enumerate(self._tokens[:4]):
            if token.type in "Cc":
                return self._country(at) or ""
            if token.type == "B":
                return self._memory.country_named(str(token.payload))
            if token.type == "P":
                return self._memory.country_named(self._memory.holder(offices_of(token)).body)
        return ""

    def speaker_country(self) -> str | None:
        """Return the country of the body or office holder that a sentence begins with, or None."""
        led = re.match(r"(?:[tvax],?)*d?[jCs]*[BKHRP]", self.types)
        return (self.subject_country() or None) if led is not None else None

    def labelled(self, colon: int) -> Subject | None:
        """Return the source of a label, "Ministry spokesperson:", that ends at `colon`."""
        if self._phrase_end(0) != colon:
            return None
        source = self._interpret(0, colon)
        return None if source is None else Subject(source, 0, colon)

    def opening(self, before: int) -> Subject | None:
        """Return the official subject of the clause that a sentence begins with, or None.

        "The ministry hit back on Friday, saying" has no reporting verb but the participle.
        """
        first = 0
        while first < before and self.types[first] in "tv,x":
            first += 1
        if first < before and self.types[first] not in NOUN_PHRASE - {"o"}:
            comma = self.types.find(",", first, before)
            if comma < 0:
                return None
            first = comma + 1
        after = first
        while after < before and self.types[after] in NOUN_PHRASE:
            after += 1
        while after > first and self.types[after - 1] in "odj":
            after -= 1
        if after == first or after >= before:
            return None
        source = self._interpret(first, after)
        if re.match(r",[NP],", self.types[after:before]) and not (source and source.official):
            first, after = after + 1, after + 2  # "The head of the office, Yeo, returned"
            source = self._interpret(first, after)
        return Subject(source, first, after) if source is not None and source.official else None

    def after(self, cue: int) -> Subject | None:
        """Return the subject to the right of the verb at `cue`: "…," said X, a minister."""
        first = cue + 1
        while first < len(self.types) and self.types[first] in "at":
            first += 1
        if first >= len(self.types):
            return None
        if self.types[cue] == "L":
            if self._is_him(first):
                return Subject(self._pronoun("he"), first, first + 1)
            first = self._past_work(first)
        end = self._phrase_end(first)
        if end == first:
            return None
        while end > first and self.types[end - 1] in "od":
            end -= 1
        maker = self._maker(first, end)
        if maker is not None:
            return maker
        source = self._interpret(first, end)
        if source is None:
            return None
        subject = Subject(source, first, end)
        if self.types[cue] == "L" and (source.person or cue == 0) and source.speaker is None:
            return subject
        if self.types[end : end + 1] != "," or self.types[end + 1 : end + 2] not in _APPOSITIVE:
            return subject
        return self._apposed_behind(subject, cue)

    def _is_him(self, at: int) -> bool:
        """Tell whether "him" or "her" stands alone: "according to her, the talks go on"."""
        return self.word(at) in ("him", "her") and self.types[at + 1 : at + 2] in (
            "",
            ",",
            ".",
            "G",
        )

    def _past_work(self, first: int) -> int:
        """Return the place of B in "according to an investigation by B"."""
        made = re.match(r"d?[jw]{1,3}o(?=d?[jC]{0,2}[BKH])", self.types[first:])
        if made is not None and self.word(first + made.end() - 1) in ("by", "from"):
            return first + made.end()
        return first

    def _apposed_behind(self, subject: Subject, cue: int) -> Subject:
        """Return the subject with what stands between commas behind it."""
        first, end = subject.first, subject.after
        stop = end + 1
        while stop < len(self.types) and self.types[stop] not in ",;q.":
            stop += 1
        closed = self.types[stop : stop + 1] == ","
        if self.types[cue] == "L" and cue == 0 and not (closed and self._names_more(end + 1, stop)):
            return subject  # "According to X, the talks go on"
        if self.types[cue] == "L" and (not subject.source.person or self._says_more(end + 1, stop)):
            return subject
        told = self._appositive(subject, end + 1, stop)
        if told.source is not subject.source or self.types[end + 1] in "dRHj":
            return Subject(told.source, first, stop)
        return subject

    def _names_more(self, first: int, stop: int) -> bool:
        """Tell whether an appositive stands there, which has no verb but in "who …"."""
        verb = next((at for at in range(first, stop) if self.types[at] in "anV"), stop)
        who = next((at for at in range(first, stop) if self.word(at) in ("who", "which")), stop)
        return who < verb or verb == stop

    def object(self, first: int, before: int) -> Subject | None:
        """Return whom "X" of "quoted X as saying" names; what stands in commas behind is passed."""
        if self.word(first) in ("him", "her"):
            return Subject(self._pronoun("he"), first, first + 1)
        end = self._phrase_end(first)
        while end > first and self.types[end - 1] in "od":
            end -= 1
        if end == first or end > before:
            return None
        source = self._interpret(first, end)
        behind = re.match(r"(?:x[NCj]+)?,(N{2,4}),", self.types[end:])
        if source is not None and source.official and source.speaker is None and behind:
            name = self._name(range(end + behind.start(1), end + behind.end(1)))
            if name:
                source = named(source, name, source.role)
                self._memory.introduce(name, source)
        return None if source is None else Subject(source, first, end)

    def _maker(self, first: int, end: int) -> Subject | None:
        """Return the subject of "a notice issued on Tuesday by the ministry", where one begins."""
        by = end + 1
        while by < len(self.types) and self.types[by] in "tv":
            by += 1
        if "M" not in self.types[first:end] or by + 1 >= len(self.types):
            return None
        if self.word(end) not in _ISSUED or self.word(by) not in ("by", "on"):
            return None
        stop = self._phrase_end(by + 1)
        if self.word(by) == "on" and not set("BK") & set(self.types[by:stop]):
            return None  # "a notice posted on the ministry's website" is the ministry's
        maker = self._interpret(by + 1, stop)
        if maker is None:
            return None
        return Subject(replace(maker, speaker=None, role=None), first, stop)
