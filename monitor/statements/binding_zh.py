"""Bind an institution in a Chinese source to its body: by its country, the outlet's, or not."""

from monitor.statements.lexicon_zh import ChineseLexicon, Token
from monitor.statements.speakers import Memory

_AROUND = 300
"""Characters within which a minister's country stands before a bare title."""
_AT_HOME = {"HK": "CN", "MO": "CN"}
_FEW_HAVE = {"商务部": ("CN", "US"), "国务院": ("CN", "US")}
"""States of which alone the bare word is the ministry's own name; another outlet leaves it open."""


def lean(lexicon: ChineseLexicon, text: str, memory: Memory) -> None:
    """Bind a bare 商务部 to the one such ministry that the document tells the country of."""
    named: dict[str, set[str]] = {}
    country: tuple[str, int] | None = None
    house: tuple[str, int] | None = None
    for start, end, sort, payload in lexicon.find(text):
        bodies: tuple[str, ...] = ()
        if sort == "B":
            bodies = (str(payload),)
        elif sort == "K" and country is not None and country[1] == start:
            bound = memory.by_kind.get((country[0], str(payload)))
            bodies = (bound,) if bound is not None else ()
        elif sort == "P" and house is not None and 0 <= start - house[1] <= 1:
            offices = payload if isinstance(payload, tuple) else ()
            kinds_of = lexicon.kinds_of
            bodies = tuple(b for b, h in offices if h.held(memory.day) and house[0] in kinds_of[b])
        for body in bodies:
            for kind in lexicon.kinds_of.get(body, ()):
                named.setdefault(kind, set()).add(body)
        if sort == "K" and not bodies:
            house = (str(payload), end)
        elif house is not None and sort in "RH" and start == house[1]:
            house = (house[0], end)
        else:
            house = None
        country = (str(payload), end) if sort in "Cs" else None
    for kind, found in named.items():
        if len(found) == 1:
            memory.bound.setdefault(kind, next(iter(found)))


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

    def around(self, at: int) -> str | None:
        """Return the country named last before token `at` within a few sentences, or None."""
        end = self._tokens[at].start
        before = self._text[max(0, end - _AROUND) : end]
        found = [
            str(payload)
            for _, stop, sort, payload in self._lexicon.find(before)
            if sort in "Cs" and before[stop - 1] != "方"
        ]
        return found[-1] if found else None

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
