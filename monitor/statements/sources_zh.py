"""Read who speaks from the tokens in front of a Chinese reporting word."""

from monitor.statements.offices_zh import ChineseOffices, Subject
from monitor.statements.speakers import NOBODY, Source
from monitor.statements.words_zh import PRONOUN, SKIPPED, WORD

_NOUNS = frozenset("CscBKHRPUDAwg、·")
_OPENS_PHRASE = frozenset("ribVLn")
_LONGEST_RUN = 18
_LONGEST_PHRASE = 60


class ChineseSources(ChineseOffices):
    """Reads sources in the tokens of one sentence, in the light of the document so far."""

    def subject(self, first: int, after: int) -> tuple[Subject | None, bool]:
        """Return the subject of the clause in the tokens `first` to `after`, if it has one.

        The second value tells that the clause begins with words that are no known source: then
        someone unknown speaks, or an act is told.
        """
        at = first
        lead: int | None = None
        while at < after:
            kind = self.types[at]
            if kind in SKIPPED or kind in ",;:、“”—…·q":
                at += 1
            elif kind in _OPENS_PHRASE and not (kind in "bV" and lead is not None):
                at = self.phrases.end(at, after)
            else:
                subject = self.noun_phrase(at, after, lead=lead)
                if subject is not None:
                    return subject, lead is not None
                if lead is None and kind not in "eD":
                    lead = at
                at += 1
        return None, lead is not None

    def official(self) -> Subject | None:
        """Return the first official subject of the sentence's clauses, or None."""
        start = 0
        for end in range(len(self.types) + 1):
            if end < len(self.types) and self.types[end] not in ",。；;":
                continue
            subject, _ = self.subject(start, end)
            if subject is not None and subject.source.official:
                return subject
            start = end + 1
        return None

    def noun_phrase(self, at: int, after: int, *, lead: int | None) -> Subject | None:
        """Return the source that the noun phrase beginning at `at` names, or None for none.

        `lead` is where words begin in its clause that are no known source, if there are any.
        """
        kind = self.types[at]
        if kind == PRONOUN:
            return self._pronoun(at)
        if kind == WORD:
            return self._known_name(at, after)
        if kind not in "CscBKHRPUAD":
            return None
        end = self._extent(at, after)
        kinds = self.types[at:end]
        if not set(kinds) & set("BKHRPUAD") and kind != "C":
            return None
        if self._former(at):
            return Subject(NOBODY, at, end)
        return self._interpret(at, end, lead=lead)

    def _former(self, at: int) -> bool:
        """Tell whether 前 or 原 stands before a title: who left office speaks for no body."""
        if at == 0 or self.words(at - 1, at) not in ("前", "原", "前任", "已故"):
            return False
        if self.types[at] == "C":
            return "H" in self.types[at : at + 3] or "R" in self.types[at : at + 3]
        return at == 1 or self.types[at - 2] in SKIPPED or self.types[at - 2] in ",、Cqe"

    def _extent(self, at: int, after: int) -> int:
        end = at
        run = 0
        after = min(after, at + _LONGEST_PHRASE)
        while end < after:
            kind = self.types[end]
            if kind not in _NOUNS and not (end > at and self._joins(end, after)):
                break
            run = run + 1 if kind == "w" else 0
            if run > _LONGEST_RUN:
                break
            end += 1
            if kind == "P" and self.types[end : end + 1] not in ("g", "、", "R", "H"):
                break
        return end

    def _joins(self, at: int, after: int) -> bool:
        """Tell whether 和 or 有关 stands within a source, as in 能源和矿产资源部长."""
        if self.types[at] == "a":
            return self.words(at, at + 1) in ("有关", "相关") and "R" in self.types[at + 1 : at + 5]
        if (
            self.types[at] != "r"
            or self.words(at, at + 1) not in ("和", "与", "及")
            or self.types[at - 1] != "w"
        ):
            return False
        place = at + 1
        while place < after and self.types[place] == "w" and place - at < 8:
            place += 1
        return place > at + 1 and self.types[place : place + 1] in ("R", "H")

    def introduce(self) -> None:
        """Take note of everyone whom the sentence names with title and name, as 会见首相桑切斯."""
        at = 0
        while at < len(self.types):
            if self.types[at] in "CsBKH":
                end = self._extent(at, len(self.types))
                kinds = set(self.types[at:end])
                if self._former(at):
                    at = max(end, at + 1)
                    continue
                if kinds & set("BK") or (kinds & set("RH") and self.types[end - 1] in "wCP"):
                    met = self._interpret(at, end, lead=None)
                    if met is not None and met.source.person and met.source.official:
                        self._memory.people.append((self._paragraph, met.source))
                at = max(end, at + 1)
            else:
                at += 1

    def foreign(self, source: Source) -> bool:
        """Return whether a source is known to speak another language than Chinese."""
        return source.body is not None and self._names.foreign(source.body)

    def recent(self) -> Source | None:
        """Return the last official source within reach, or None."""
        source = self._memory.last(self._paragraph)
        return source if source is not None and source.official else None

    def _pronoun(self, at: int) -> Subject | None:
        source = self._memory.last(self._paragraph, person=True)
        spoke = self._memory.last(self._paragraph)
        if spoke is not None and spoke.official and not spoke.person and self._memory.people:
            # 外务省表示，局长金井已抗议。他说: whom the ministry named, since it is no "he".
            where, met = self._memory.people[-1]
            if where == self._paragraph and met.body == spoke.body:
                source = met
        return Subject(source or NOBODY, at, at + 1, pronoun=True)

    def _known_name(self, at: int, after: int) -> Subject | None:
        start = self._tokens[at].start
        family = self._names.family(at) if after > at else None
        if family is not None:
            return Subject(family[0], at, family[1])
        for name, source in self._memory.names.items():
            if self._text.startswith(name, start):
                end = at
                while end < after and self._tokens[end].start < start + len(name):
                    end += 1
                return Subject(source, at, end)
        return None
