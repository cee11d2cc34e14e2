"""Read the name behind a Chinese title, and remember what it is cut to afterwards."""

import re

from monitor.statements.lexicon_zh import ChineseLexicon, Token
from monitor.statements.speakers import Memory, Source
from monitor.statements.words_zh import COMPANY, HONOURS, SURNAMES

_LONGEST = 24
_NAMED_BEFORE = 400
"""Characters within which a full name stands before what it is cut to."""
_SHORT_NAME = re.compile(
    r"[（(](?:(?:以下|下称|以下简称|简称|又称)[：:]?)?[“「\"]?(?P<name>[A-Z]{3,8}|[\u4e00-\u9fff]{2,8}[部署局委会院])"
    r"[”」\"]?[）)]"
)
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

    def family(self, at: int) -> tuple[Source, int] | None:
        """Return whom 王 in 王表示 or 龚部长 means, who was named in full shortly before."""
        token = self._tokens[at]
        family = self._text[token.start : token.end]
        following = self._types[at + 1 : at + 2]
        if family not in SURNAMES or following not in ("V", "a", "t", "R", "H"):
            return None
        if at and self._types[at - 1] not in ",。；;？！：“”taxy":
            return None
        place = token.start
        earliest = max(0, place - _NAMED_BEFORE)
        while (place := self._text.rfind(family, earliest, place)) >= 0:
            for length in (4, 3, 2):
                name = self._text[place : place + length]
                if name in self._lexicon.names and place + length <= token.start:
                    source = self._memory.holder(tuple(self._lexicon.names[name]))
                    return source, at + 2 if following in "RH" else at + 1
                if name in self._memory.names and len(name) == length:
                    return self._memory.names[name], at + 2 if following in "RH" else at + 1
        return None

    def shortened(self, after: int, source: Source) -> None:
        """Take note of what a body is called from here on: 工业与安全局（BIS）."""
        if self._types[after : after + 1] != "g" or source.body is None:
            return
        match = _SHORT_NAME.fullmatch(self._words(after, after + 1))
        if match is not None:
            self._memory.names[match.group("name")] = Source(official=True, body=source.body)

    def company(self, first: int, after: int) -> bool:
        """Return whether words around a source are of a company, a school or an outlet."""
        # The names of bodies do not count: 市场监管总局 is no market.
        words = "".join(
            self._words(at, at + 1) if self._types[at] in "wUR" else "|"
            for at in range(first, after)
        )
        return any(word in words for word in COMPANY)

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
