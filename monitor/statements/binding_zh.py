"""Bind an institution in a Chinese source to its body: by its country, the outlet's, or not."""

from monitor.statements.lexicon_zh import ChineseLexicon, Token
from monitor.statements.speakers import Memory

_AT_HOME = {"HK": "CN", "MO": "CN"}
_FEW_HAVE = {"商务部": ("CN", "US"), "国务院": ("CN", "US")}
"""States of which alone the bare word is the ministry's own name; another outlet leaves it open."""


class BodyBinder:
    """Binds the institutions of one sentence, in the light of the document so far."""

    def __init__(
        self, lexicon: ChineseLexicon, text: str, tokens: list[Token], memory: Memory
    ) -> None:
        self._lexicon = lexicon
        self._text = text
        self._tokens = tokens
        self._memory = memory
        self._types = "".join(token.type for token in tokens)

    def body(self, first: int, at: int) -> str | None:
        """Return the body that the institution or head at token `at` is, or None if left open."""
        token = self._tokens[at]
        payload = str(token.payload)
        country = self.country(first, at)
        if token.type == "B":
            self.meant(payload)
            return payload
        if token.type == "H":
            sort, _, payload = payload.partition(":")
            if sort == "body":
                return payload
            # 国务院副总理: the institution before a head tells whose it is.
            for before in range(at - 1, first - 1, -1):
                if self._types[before] == "B":
                    return str(self._tokens[before].payload)
        return self._bind(payload, country, self._words(at, at + 1))

    def leading(self, bodies: list[int]) -> int:
        """Return the body that speaks: the innermost; of several that speak jointly, the first."""
        last = len(bodies) - 1
        while (
            last > 0
            and bodies[last] - bodies[last - 1] == 2
            and (self._types[bodies[last] - 1] == "、")
        ):
            last -= 1
        return bodies[last]

    def meant(self, body: str) -> None:
        """Take note that a bare 商务部 from here on is this body."""
        for kind in self._lexicon.kinds_of.get(body, ()):
            self._memory.bound[kind] = body

    def country(self, first: int, at: int) -> str | None:
        """Return the country named before token `at` within its noun phrase, or None."""
        # 中国驻美大使馆 is China's: whose it is stands before 驻.
        posted = next(
            (n for n in range(first + 1, at) if self._words(n, n + 1) in ("驻", "常驻")), None
        )
        for before in range((posted or at) - 1, first - 1, -1):
            if self._types[before] in "Cs":
                return str(self._tokens[before].payload)
            if self._types[before] == "B":
                body = str(self._tokens[before].payload)
                return self._lexicon.country_of.get(body)
        return None

    def _bind(self, kind: str, country: str | None, words: str) -> str | None:
        memory = self._memory
        if country is not None:
            return memory.bind(kind, country)
        home = _AT_HOME.get(memory.home or "", memory.home)
        few = _FEW_HAVE.get(words.removesuffix("长").removesuffix("部长"))
        if home in ("CN", "TW") and (few is None or home in few):
            return memory.by_kind.get((home, kind))
        if kind in memory.bound:
            return memory.bound[kind]
        if home is None or (few is not None and home not in few):
            return None
        return memory.by_kind.get((home, kind))

    def _words(self, first: int, after: int) -> str:
        if first >= after:
            return ""
        return self._text[self._tokens[first].start : self._tokens[after - 1].end]
