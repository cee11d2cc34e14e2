"""Read the titles and names in an English noun phrase, as far as its own words tell."""

import re
from dataclasses import replace

from monitor.statements.lexicon_en import MEMBER, Token

_COURTESY = frozenset(
    "mr mrs ms dr prof sir lord dame datuk seri sri tun dato haji "
    "gen lt col maj capt adm sgt brig cmdr rear vice".split()
)
_OF_STATES = re.compile(
    r"minister|secretary|commissioner|spokes|ambassador|envoy|senator|representative|governor"
)
NOUN_PHRASE = frozenset("CcBKHRPNUpAMfdsoj-")
_PARTICLES = frozenset("van von der den de del della di da dos du la le bin ibn al el ten".split())
_WRITINGS = frozenset("report study review paper letter post tweet message filing".split())
_HONOURS = frozenset("sheikh sheikha prince princess haji datuk seri tun tengku".split())
_QUALIFIERS = frozenset("official executive union cabinet".split())
_SOME = frozenset("a an one two three another some several many other".split())


class TitleReader:
    """The tokens of one sentence, with what can be read of titles and names in them."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self._text = text
        self._tokens = [
            replace(token, type="j") if self._qualifies(token, behind) else token
            for token, behind in zip(tokens, [*tokens[1:], None], strict=True)
        ]
        for at in range(1, len(self._tokens)):
            if self._tokens[at].type == "B" and self._part_of_name(at):
                self._tokens[at] = replace(self._tokens[at], type="N", payload=None)
            if self._tokens[at].type == "w" and self._is_particle(at):
                self._tokens[at] = replace(self._tokens[at], type="N")
            if self._tokens[at].type == "w" and self._written_by(at):
                self._tokens[at] = replace(self._tokens[at], type="M")
        self.types = "".join(token.type for token in self._tokens)

    def _part_of_name(self, at: int) -> bool:
        """Tell whether "Commission" ends another body's name: the Federal Trade Commission."""
        return self.word(at) == "commission" and self._tokens[at - 1].type == "N"

    def _is_particle(self, at: int) -> bool:
        """Tell whether a word in lower case is part of a name: Geoffrey van Leeuwen."""
        if self.word(at) not in _PARTICLES or self._tokens[at - 1].type != "N":
            return False
        behind = self._tokens[at + 1 : at + 3]
        names = [token for token in behind if token.type == "N"]
        return bool(names) and (behind[0].type == "N" or self.word(at + 1) in _PARTICLES)

    def _written_by(self, at: int) -> bool:
        """Tell whether a report or a post is a body's own: "the IMF report", "Trump's post"."""
        if self.word(at) not in _WRITINGS:
            return False
        owner = at - 1
        if self._tokens[owner].type == "s" and owner > 0:
            owner -= 1
        return self._tokens[owner].type in ("BKP" if owner < at - 1 else "BK")

    def _qualifies(self, token: Token, behind: Token | None) -> bool:
        """Tell whether "official" stands before a title and is no noun: "official spokesman"."""
        if token.type not in "UNw" or behind is None or behind.type not in "RH":
            return False
        return self._text[token.start : token.end].lower() in _QUALIFIERS

    def word(self, at: int) -> str:
        """Return the token at `at` in lower case."""
        token = self._tokens[at]
        return self._text[token.start : token.end].lower()

    def _words(self, part: range) -> set[str]:
        return {self.word(at) for at in part}

    def _name(self, part: range) -> str | None:
        """Return the capitalised words behind the title in a noun phrase (a name), or None."""
        titled = [at for at in part if self.types[at] in "HRKB"]
        run: list[int] = []
        for at in range(titled[-1] + 1, part.stop) if titled else part:
            if self.types[at] == "N":
                run.append(at)
            elif run and self.types[at] in "-c":
                continue
            elif run and titled and self.types[at] == "C" and self.types[at - 1] == "N":
                run.append(at)  # "Rep. Jim Jordan"
            elif run:
                break
        while run and self.word(run[0]).rstrip(".") in _COURTESY:
            del run[0]
        borne = [at for at in run if self.word(at) not in _PARTICLES | _HONOURS]
        if not run or len(borne) > 4:
            return None
        start, end = self._tokens[run[0]].start, self._tokens[run[-1]].end
        return self._text[start:end].rstrip(".,")

    def _name_behind(self, tail: range) -> str | None:
        """Return the name in "Minister of Transport Omar Alghabra", or None."""
        first = tail[-1]
        while first > tail[0] and self.types[first - 1] == "N":
            first -= 1
        run = list(range(first, tail[-1] + 1)) if self.types[tail[-1]] == "N" else []
        if len(run) == 2 and self.types[tail[0] : tail[-1] + 1] == "CNN":
            return self._text[self._tokens[run[0]].start : self._tokens[run[1]].end]
        if len(run) < 3:
            return None
        ministerial = self.word(tail[0] - 2).endswith(("minister", "secretary", "state"))
        if self.word(tail[0] - 1) != "of" and not ministerial:
            return None
        return self._text[self._tokens[run[-2]].start : self._tokens[run[-1]].end].rstrip(".,")

    def _role(self, part: range) -> str | None:
        words = [self.word(at) for at in part if self.types[at] in "RHA"]
        return words[-1] if words else None

    def _of_an_organisation(self, core: range, tail: range) -> bool:
        """Tell whether a title is of no state: "VDA president", "president of a think tank"."""
        title = next((at for at in core if self.types[at] in "HR"), None)
        if title is None or _OF_STATES.search(self.word(title)):
            return False
        if set("CBKAPs") & set(self.types[core.start : core.stop]):
            return False
        if self.types[title] == "H" and self._tokens[title].payload == MEMBER:
            return False
        if "N" in self.types[core.start : title]:
            return True
        if self.types[title] != "H" or not tail or not self.word(title).endswith("president"):
            return False
        return not any(
            self.types[at] in "BKAP"
            or (self.types[at] in "Cc" and self.types[at + 1 : at + 2] not in ("N", "w"))
            for at in tail
        )

    def _some_official(self, core: range, tail: range) -> bool:
        """Tell whether a phrase names nobody: "a minister", "one European diplomat"."""
        title = self.word(core[-1])
        if tail or re.search("spokes|diplomat|minister|ambassador|envoy|governor", title) is None:
            return False
        some = any(self.word(at) in _SOME for at in range(max(0, core[0] - 2), core[0]))
        return (title == "diplomat" and len(core) > 1) or (some and not title.startswith("spokes"))

    def _portfolio(self, first: int, last: int) -> int:
        """Return where "India's heavy industries minister" begins, whose middle is common words."""
        title = next((at for at in range(first, last + 1) if self.types[at] in "RH"), None)
        if title is None:
            return first
        ministerial = self.word(title).endswith(("minister", "commissioner"))
        at = first
        while at > 0 and self.types[at - 1] in "wj" and first - at < 3:
            at -= 1
        if at in (0, first) or self.types[at - 1] not in ("sC" if ministerial else "sBKCc"):
            return first
        if not ministerial and title != first and self.types[first] != "A":
            return first
        while at > 0 and self.types[at - 1] in "sCcdBK":
            at -= 1
        return at

    def _without_number(self, last: int) -> int:
        """Return the last token before "No. 70 of 2025"."""
        while last > 1 and self.word(last).isdigit():
            if self.word(last - 1).rstrip(".") not in ("no", "nos", "of", "number"):
                break
            last -= 2
        return last

    def is_document(self, first: int, after: int) -> bool:
        """Return whether a noun phrase names a document: "the notice" reads."""
        return any(self.types[at] in "Mv" for at in range(first, after))

    def _who(self, at: int) -> bool:
        """Tell whether a verb stands in ", who has repeatedly demanded …"."""
        opened = self.types.rfind(",", max(0, at - 16), at)
        return opened > 0 and self.word(opened + 1) in ("who", "which", "whose")

    def _former(self, first: int, after: int) -> bool:
        return any(self.types[at] == "f" for at in range(first, min(after, first + 4)))

    def _says_more(self, first: int, after: int) -> bool:
        """Tell whether a clause, no appositive, follows: "according to X, the deal has ended"."""
        end = self._phrase_end(first)
        return end > first and self.types[end : end + 1] in ("a", "n", "V") and end < after

    def _phrase_end(self, first: int) -> int:
        end = first
        while end < len(self.types) and self.types[end] in NOUN_PHRASE:
            end += 1
        return end
