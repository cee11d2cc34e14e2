"""Note whom an English sentence names without having them speak: "the ministry" may mean them."""

import re
from dataclasses import replace

from monitor.statements.houses_en import offices_of
from monitor.statements.sources_en import SourceReader
from monitor.statements.speakers import NOBODY, named
from monitor.statements.subjects_en import Subject

_TITLE_FIRST = re.compile(r"(d?[jCsBKN]*[HR](?:o[dNCjBK]+)?)(?:x[NCj]+)?,(N{2,4})(?=[,.aV]|$)")


class MentionReader(SourceReader):
    """Reads the sources of one sentence, and what else it names."""

    def mention(self) -> None:
        """Note the bodies that the sentence names: "the ministry" may mean one of them later on."""
        self._people_named()
        sole = self.types.count("P") == 1 and self.types[:1] not in "pN"
        for at, token in enumerate(self._tokens):
            if token.type == "P":
                holder = self._memory.holder(offices_of(token))
                led = re.match(r"[tv,d]*[jCsBKHR]*$", self.types[:at]) is not None
                led = led or (sole and self._agent(at))
                begun = self._memory.people and self._memory.people[-1][0] == self._paragraph
                if led or (not begun and self._memory.quiet(self._paragraph)):
                    # Who is only named in passing is not "he" while another one is speaking.
                    self._memory.people.append((self._paragraph, holder))
            if token.type in "Cc":
                self._memory.country = self._country(at)
                if self._memory.scene[0] != self._paragraph:
                    self._memory.scene = (self._paragraph, self._memory.country)
            if token.type in "HR" and self.types[at + 1 : at + 2] == "N":
                self._introduced(at)
            if token.type == "B":
                self._memory.mention(self._paragraph, str(token.payload))
                self._abbreviated(at, str(token.payload))
            elif token.type in "KH":
                body = self._named_at(at)
                if body is not None:
                    self._memory.mention(self._paragraph, body)
                    self._abbreviated(at, body)
        acting = re.match(r"(?:[tvx],?)*d?[jC]?s?([BK])(?=[awVn])", self.types)
        if acting is not None:
            at = acting.start(1)
            token = self._tokens[at]
            body = str(token.payload) if token.type == "B" else self._named_at(at)
            self._memory.subject = (self._paragraph, body) if body else None
        self._memory.actor = self._acting_state(len(self._tokens)) or self._memory.actor
        self._begun()

    def _abbreviated(self, at: int, body: str) -> None:
        """Note what stands in brackets behind a body: "the armed forces (AFP)"."""
        if re.match(r"\(N[.]?\)", self.types[at + 1 :]):
            short = self._tokens[at + 2]
            self._memory.short[self._text[short.start : short.end]] = body

    def _agent(self, at: int) -> bool:
        """Tell whether a person did what the sentence tells: "comments made by President X"."""
        by = re.search("o[dCj]*H?$", self.types[:at])
        return by is not None and self.word(by.start()) == "by"

    def _people_named(self) -> None:
        for apposed in re.finditer(r"(?<!N)N{2,4},(?=[dRHCBKj])", self.types):
            self._apposed(apposed.start(), apposed.end() - 1)
        for titled in _TITLE_FIRST.finditer(self.types):
            self._called_behind(titled)
        for titled in re.finditer("[CBKjs]*[HR]P", self.types):
            self._interpret(*titled.span())

    def _begun(self) -> None:
        """Note whom a sentence is about by name: they are "he" from here on."""
        titled = re.match(r"(?:[tv],?)*d?[NCjsKBx]{0,6}[HR](N{1,4})(?=[aVw(])", self.types)
        if titled is not None:
            named = self._name(range(*titled.span(1)))
            minister = self._memory.known(named) if named else None
            if minister is not None and minister.official:
                self._memory.people.append((self._paragraph, minister))
        led = re.match(r"[tv,]*(N+)[N-]*[,aVw]", self.types)
        if led is not None and (len(led[1]) > 1 or self._name(range(*led.span(1)))):
            name = self._name(range(*led.span(1)))
            known = self._memory.known(name) if name else None
            if len(led[1]) > 1 or known is not None:
                # Who a sentence is about is meant by "he", before all that it names besides.
                someone = replace(NOBODY, person=True) if known is None else known
                self._memory.people.append((self._paragraph, someone))

    def present(self) -> None:
        """Note the spokesperson a sentence begins with, though it tells nothing of what they said.

        "A spokesperson for the ministry was responding to an interview. The spokesperson said"
        """
        led = re.match(r"(?:[tv],?)*(d?[jCsBK]*R(?:od?j?[CcBKs]+(?:o[Cc])?)?N{0,4})", self.types)
        if led is None or ("B" not in led[1] and "K" not in led[1]):
            return
        if not any(self.word(at).startswith("spokes") for at in range(*led.span(1))):
            return
        source = self._interpret(*led.span(1))
        if source is not None and source.official and source.body is not None:
            self.remember(source)

    def _apposed(self, first: int, comma: int) -> None:
        """Note whom a sentence tells the office of: "Scott Pruitt, the E.P.A. chief, praised"."""
        name = self._name(range(first, comma))
        if not name or self._memory.known(name) is not None:
            return
        stop = comma + 1
        while stop < len(self.types) and self.types[stop] not in ",;q.V":
            stop += 1
        self._appositive(Subject(self._by_name(name), first, comma), comma + 1, stop)

    def _called_behind(self, titled: re.Match[str]) -> None:
        """Note whom a title names behind a comma: "Zimbabwe's mines minister, N, met"."""
        name = self._name(range(*titled.span(2)))
        source = self._interpret(*titled.span(1))
        told = source is not None and source.official and source.speaker is None
        if name and source is not None and told and self._memory.known(name) is None:
            self._memory.introduce(name, named(source, name, source.role))

    def _introduced(self, title: int) -> None:
        """Note whom a sentence names with a title, though not as a speaker: "met Chancellor X"."""
        first, after = title, title + 1
        while first > 0 and self.types[first - 1] in "CBKjs":
            first -= 1
        while after < len(self.types) and self.types[after] == "N":
            after += 1
        name = self._name(range(title, after))
        known = self._memory.known(name) if name else None
        if name and self.types[first - 1 : first] != "f" and not (known and known.official):
            self._interpret(first, after)

    def _named_at(self, at: int) -> str | None:
        """Return the body that an institution or its head means by itself, or None."""
        sort, _, value = f"kind:{self._tokens[at].payload}".rpartition(":")
        if self.types[at] == "H" and "kind" not in sort.removeprefix("kind:"):
            return value or None
        country = self._beside(at)
        if country is None and self.types[at] == "H":
            return None
        if country is None and self._memory.home is None and " " in self.word(at):
            return self._compatriot(value, None)
        return self._bound(value, country, at)

    def _beside(self, at: int) -> str | None:
        """Return the country that stands beside an institution: "Japan's trade ministry"."""
        before = [n for n in range(max(0, at - 2), at) if self.types[n] == "C"]
        behind = [n for n in (at + 2,) if self.types[at + 1 : at + 3] in ("oC", "oc")]
        return next((self._country(n) for n in (*before[-1:], *behind)), None)
