"""Chinese sources and cues compiled into one automaton, and a sentence cut into typed tokens."""

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from monitor.statements.bodies import BodyTable, Holder
from monitor.statements.cues import ChineseCue, CueKind
from monitor.statements.dates import SPEAKING_NEXT
from monitor.statements.words_zh import (
    ASIDE,
    BODY,
    CAPITAL,
    CLOSER,
    COUNTRY,
    CUE,
    HEAD,
    INSTITUTION,
    PERSON,
    PREPOSITION,
    QUOTE,
    ROLE,
    SHORT,
    SWALLOWED,
    TIME,
    UNNAMED,
    WORD,
    WORDS,
)

Payload = str | CueKind | tuple[tuple[str, Holder], ...] | None


@dataclass(frozen=True, slots=True)
class Token:
    """A phrase or a character of a sentence: its type, its range, what the lexicon knows."""

    type: str
    start: int
    end: int
    payload: Payload = None


_HAN = r"[一二三四五六七八九十廿卅]{1,3}"
_DAY = (
    r"(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]|(?:上个?月|本月)?\d{1,2}[日号]"
    rf"|(?<![第每同某数几])(?:{_HAN}月)?{_HAN}日(?!游)"
)
_WEEKDAY = r"(?:本|上|这)?个?(?:周|星期|礼拜)[一二三四五六日天]"
_SLASH = r"\d{1,2}/\d{1,2}"
_PART = r"(?:凌晨|清晨|早上|早晨|早间|上午|中午|午间|下午|傍晚|晚上|晚间|晚|深夜|夜间|早|午)"
_TIME = re.compile(
    rf"(?:当地时间|北京时间|美东时间|美国时间|华盛顿时间|台北时间|东京时间|美国东部时间|欧洲时间)?(?:于|在)?"
    rf"(?:{_DAY}|{_WEEKDAY})(?:[（(](?:{_DAY}|{_WEEKDAY}|{_SLASH})[）)])?(?:当天|当日)?{_PART}?(?![\d线内起])"
    rf"|[今昨前][ ]?[（(] ?\d{{1,2}} ?[日号]?[）)] ?[日天]?{_PART}?"
    rf"|(?!前日本)(?:今|昨|前)(?:天|日|晚|晨|早|午|夜){_PART}?(?:[（(](?:{_DAY}|{_WEEKDAY}|{_SLASH})[）)])?"
    rf"|(?<![至如现当迄而])[今昨]{SPEAKING_NEXT}|当[天日晚]{_PART}?|同日|同一天|(?:前|后)一[天日]|次日|翌日|隔[天日]|当地时间"
    rf"|(?:去年|今年|前年|\d{{4}}年)(?:\d{{1,2}}月份?|[年初底中末]{{1,2}})?|上个?月|本月|上周|本周|(?:凌晨|清晨|早上|早间|上午|中午|午间|下午|傍晚|晚上|晚间|深夜)"
)
_ASIDE = re.compile(
    r"[（(][^（）()]{1,60}[）)]|(?:\d{4}年)?第\d+号(?:公告|令|通知)?|《[^《》]{1,60}》"
)
_DATED = re.compile(rf"{_DAY}|{_WEEKDAY}|[今昨][天日]|^.{_SLASH}.$")
_LATIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9.&'’\- ]*[A-Za-z0-9.]|[A-Za-z0-9]")
_PUNCTUATION = frozenset("，。、；：！？,:;!?…—·“”‘’《》（）()")


class ChineseLexicon:
    """All phrases of one table and cue list; immutable, made once."""

    def __init__(self, table: BodyTable, cues: tuple[ChineseCue, ...]) -> None:
        self.by_kind = table.by_kind()
        self.country_of = {body.id: body.country for body in table.bodies}
        self.kinds_of = {body.id: body.kinds for body in table.bodies}
        self.han: dict[str, list[str]] = {}
        self.names: dict[str, list[tuple[str, Holder]]] = defaultdict(list)
        self._entries: dict[str, tuple[str, Payload]] = {}
        for word in SWALLOWED:
            self._entries[word] = (WORD, None)
        for kind, words in WORDS.items():
            for word in words:
                self._entries[word] = (kind, None)
        for cue in cues:
            for word in cue.words:
                self._entries[word] = (CUE, cue.kind)
        self._put_sources(table)
        self._phrases = list(self._entries)
        self._automaton = AhoCorasick(self._phrases, matchkind=MatchKind.LeftmostLongest)

    def _put_sources(self, table: BodyTable) -> None:
        put = self._entries
        for word in table.roles.unnamed_zh:
            put[word] = (UNNAMED, None)
        for word in table.roles.zh:
            put[word] = (ROLE, word)
        for country in table.countries:
            for word in country.zh_short:
                put[word] = (SHORT, country.id)
            for word in country.zh_capitals:
                put[word] = (CAPITAL, country.id)
            for word in country.zh:
                put[word] = (COUNTRY, country.id)
        for kind in table.kinds:
            for word in kind.zh_heads:
                put[word] = (HEAD, f"kind:{kind.id}")
            for word in kind.zh:
                put[word] = (INSTITUTION, kind.id)
        self._put_bodies(table)

    def _put_bodies(self, table: BodyTable) -> None:
        put = self._entries
        for body in table.bodies:
            for word in body.zh_heads:
                # A head that leads a kind too (财长) is the kind's: the country decides.
                if put.get(word, ("", None))[0] != HEAD:
                    put[word] = (HEAD, f"body:{body.id}")
            for word in body.zh:
                put[word] = (BODY, body.id)
            for holder in body.holders:
                for name in holder.zh:
                    self.names[name].append((body.id, holder))
                    self.han.setdefault(holder.name, []).append(name)
        for name, offices in self.names.items():
            put[name] = (PERSON, tuple(offices))

    def find(self, text: str) -> list[tuple[int, int, str, Payload]]:
        """Return the lexicon's phrases in `text`, longest first from the left, none overlapping."""
        found = []
        for number, start, end in self._automaton.find_matches_as_indexes(text):
            kind, payload = self._entries[self._phrases[number]]
            if kind != WORD:
                found.append((start, end, kind, payload))
        return found


class LexedChinese:
    """A whole folded text with its phrases found, cut into tokens sentence by sentence."""

    def __init__(self, lexicon: ChineseLexicon, text: str) -> None:
        self.text = text
        self._found = lexicon.find(text)
        self._starts = [found[0] for found in self._found]

    def has(self, start: int, end: int, types: str) -> bool:
        """Return whether a phrase of one of `types` begins between `start` and `end`."""
        at = bisect_left(self._starts, start)
        while at < len(self._found) and self._found[at][0] < end:
            if self._found[at][2] in types:
                return True
            at += 1
        return False

    def tokens(self, start: int, end: int, quotes: list[tuple[int, int]]) -> list[Token]:
        """Return the tokens of a sentence; each range of `quotes` (marks included) is one token."""
        spans = [(max(a, start), min(b, end), QUOTE) for a, b in quotes if a < end and b > start]
        for match in _ASIDE.finditer(self.text, start, end):
            dated = match.group()[0] in "（(" and _DATED.search(match.group())
            kind = TIME if dated else ASIDE
            spans.append((match.start(), match.end(), kind))
        spans += [(m.start(), m.end(), TIME) for m in _TIME.finditer(self.text, start, end)]
        spans.sort(key=lambda span: (span[0], -span[1]))
        tokens: list[Token] = []
        at = start
        for a, b, kind in spans:
            if a < at:
                continue
            self._plain(tokens, at, a)
            tokens.append(Token(kind, a, b))
            at = b
        self._plain(tokens, at, end)
        return tokens

    def _plain(self, tokens: list[Token], start: int, end: int) -> None:
        at = start
        number = bisect_left(self._starts, start)
        while number < len(self._found) and self._found[number][0] < end:
            a, b, kind, payload = self._found[number]
            number += 1
            if b > end or a < at:
                continue
            if kind == SHORT and not self._opens_title(number, b):
                # 中 is China's initial, and closes 在声明中.
                closes = self.text[a:b] in WORDS[CLOSER] and self._ends_word(number, b)
                leads = self.text[a:b] in WORDS[PREPOSITION]
                kind = CLOSER if closes else PREPOSITION if leads else WORD
            self._characters(tokens, at, a)
            tokens.append(Token(kind, a, b, payload))
            at = b
        self._characters(tokens, at, end)

    def _ends_word(self, number: int, at: int) -> bool:
        """Tell whether what follows is a phrase of its own, not the rest of a word or name."""
        if number < len(self._found) and self._found[number][0] == at:
            return True
        return self.text[at : at + 1] in "，,：:" or _TIME.match(self.text, at) is not None

    def _opens_title(self, number: int, at: int) -> bool:
        """Tell whether a title or an institution follows: 美 is a state in 美商务部 alone."""
        if number >= len(self._found) or self._found[number][0] != at:
            return self.text[at : at + 1] in ("驻", "财", "国", "防")
        return self._found[number][2] in "KHBRU"

    def _characters(self, tokens: list[Token], start: int, end: int) -> None:
        at = start
        while at < end:
            character = self.text[at]
            if character.isspace():
                at += 1
                continue
            latin = _LATIN.match(self.text, at, end) if character.isascii() else None
            if latin is not None:
                tokens.append(Token(WORD, at, latin.end()))
                at = latin.end()
                continue
            kind = character if character in _PUNCTUATION else WORD
            tokens.append(Token("," if kind == "，" else kind, at, at + 1))
            at += 1
