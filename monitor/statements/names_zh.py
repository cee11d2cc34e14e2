"""Read the name behind a Chinese title, and remember what it is cut to afterwards."""

from monitor.statements.lexicon_zh import ChineseLexicon, Token
from monitor.statements.speakers import Memory, Source
from monitor.statements.words_zh import HONOURS, SURNAMES

_LONGEST = 24
_NOT_IN_A_NAME = "的在对就了为是与和"


class NameReader:
    """Reads the names of one sentence."""

    def __init__(
        self, lexicon: ChineseLexicon, text: str, tokens: list[Token], memory: Memory
    ) -> None:
        self._lexicon = lexicon
        self._text = text
        self._tokens = tokens
        self._memory = memory
        self._types = "".join(token.type for token in tokens)

    def read(self, start: int, after: int, *, foreign: bool) -> tuple[str | None, int]:
        """Return the name that follows a title, and where it ends; None where none follows."""
        end = start
        while end < after and self._types[end] in "ws·CcxyKeart" and end - start < _LONGEST:
            if self._types[end] != "w" and not self._within_name(end):
                break
            end += 1
        name = self._words(start, end)
        for honour in HONOURS:
            name = name.removeprefix(honour)
        # 政策室长金容范: a title that the table does not know ends in one of these.
        title = max(name.rfind(mark) for mark in "长室员部局署厅司席")
        name = name[title + 1 :]
        if not name or any(mark in name for mark in _NOT_IN_A_NAME):
            return None, start
        if "·" in name:
            return (name, end) if 3 <= len(name) <= _LONGEST else (None, start)
        if name.isascii():
            return (name, end) if name[0].isupper() else (None, start)
        if foreign:
            return (name, end) if 2 <= len(name) <= 9 else (None, start)
        if 2 <= len(name) <= 4 and name[0] in SURNAMES:
            return name, end
        return None, start

    def _within_name(self, at: int) -> bool:
        before = at > 0 and self._types[at - 1] in "w·"
        return self._types[at] in "s·C" and before and self._types[at + 1 : at + 2] in ("w", "·")

    def _words(self, first: int, after: int) -> str:
        if first >= after:
            return ""
        return self._text[self._tokens[first].start : self._tokens[after - 1].end]

    def introduce(self, name: str, source: Source) -> None:
        """Take note of a person named: part of the name stands for them from here on."""
        self._memory.names[name] = source
        self.by_surname(name, source)
        if "·" in name:
            self._memory.names[name.rsplit("·", maxsplit=1)[-1]] = source

    def by_surname(self, name: str, source: Source) -> None:
        """Take note of what a Japanese name is cut to afterwards: 木原稔 is 木原."""
        country = self._lexicon.country_of.get(source.body or "", (source.body or "").split("-")[0])
        if country == "JP" and 3 <= len(name) <= 4:
            self._memory.names[name[:2]] = source

    def foreign(self, body: str | None) -> bool:
        """Return whether the people of a body bear foreign names; so do those of none known."""
        if body is None:
            return True
        country = self._lexicon.country_of.get(body, body.split("-")[0])
        return country not in ("CN", "HK", "TW", "MO", "SG")
