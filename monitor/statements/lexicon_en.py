"""English sources and cues compiled into one automaton, and a sentence cut into typed tokens."""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from monitor.statements.adjuncts_en import TIME_PHRASE, VENUE_PHRASE
from monitor.statements.bodies import BodyTable, Holder
from monitor.statements.called_en import called
from monitor.statements.cues import CueKind, EnglishCue
from monitor.statements.speakers import surnames
from monitor.statements.words_en import (
    ADJECTIVE,
    ANAPHOR,
    BODY,
    CAPITAL,
    COUNTRY,
    CUE,
    GERUND,
    HEAD,
    INSTITUTION,
    MEMBERS,
    NAME,
    PERSON,
    POSSESSIVE,
    QUOTE,
    ROLE,
    SECRETARIES,
    TIME,
    UNNAMED,
    VENUE,
    WORD,
    WORDS,
)

MEMBER = "member:"
"""The payload of a legislator's title: an office holder who speaks for no body."""

Payload = str | CueKind | tuple[tuple[str, Holder], ...] | None

LAST_NAMED = "*"
"""The payload of "the country": the one that the text named last."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word or phrase of a sentence: its type, its range, and what the lexicon knows of it."""

    type: str
    start: int
    end: int
    payload: Payload = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase of the lexicon stands for. `exact` phrases match in their own case alone."""

    type: str
    payload: Payload
    text: str
    exact: bool


_WORD = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*\.?|[“”\"‘’]|[^\s\w]", re.UNICODE)


PARTY = re.compile(r"[DRI]-[A-Z]")
"""A party and a state beside a legislator's name: R-Utah."""
_RANKS = ("deputy", "vice", "assistant", "foreign trade and")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_DOCUMENT_BEFORE = re.compile(
    r"\b(?:[Nn]otice|[Ss]tatement|[Aa]nnouncement|[Cc]ircular|[Oo]rder)"
    r"(?: (?:posted|published|released|issued))? $"
)


class EnglishLexicon:
    """All phrases of one table and cue list; immutable, made once."""

    def __init__(self, table: BodyTable, cues: tuple[EnglishCue, ...]) -> None:
        self.by_kind = table.by_kind()
        self.country_of = {body.id: body.country for body in table.bodies}
        self.names: dict[str, list[tuple[str, Holder]]] = defaultdict(list)
        self.surnames: dict[str, list[tuple[str, Holder]]] = defaultdict(list)
        self.heads: dict[tuple[str, str], list[tuple[str, Holder]]] = defaultdict(list)
        self._entries: dict[str, list[Entry]] = defaultdict(list)
        for kind, words in WORDS.items():
            for word in words:
                self._put(kind, None, word)
        self.fields = {
            head.removesuffix(" minister"): kind.id
            for kind in table.kinds
            for head in kind.en_heads
            if head.endswith(" minister") and not head.startswith(("prime", "deputy", *_RANKS))
        }
        self._put_roles(table)
        self._put_bodies(table)
        for cue in cues:
            for word in cue.finite:
                self._put(CUE, cue.kind, word)
            for word in cue.gerund:
                self._put(GERUND, cue.kind, word)
        self.called = called(table)
        self._phrases = list(self._entries)
        self._longest = max(len(phrase) for phrase in self._phrases)
        self._automaton = AhoCorasick(self._phrases, matchkind=MatchKind.LeftmostLongest)

    def _put_roles(self, table: BodyTable) -> None:
        for word in table.roles.unnamed_en:
            self._put(UNNAMED, None, word)
        for word in table.roles.en:
            self._put(ROLE, word, word)
        for word in MEMBERS:
            self._put(HEAD, MEMBER, word, exact=True)
        for kind in table.kinds:
            for phrase in kind.en:
                self._put(INSTITUTION, kind.id, phrase)
            for phrase in kind.en_heads:
                self._put(HEAD, f"kind:{kind.id}", phrase, exact=phrase[0].isupper())
                field = phrase.removesuffix(" minister")
                if field not in (phrase, "prime") and not field.startswith(_RANKS):
                    for secretary in SECRETARIES:  # who leads it where a minister is a secretary
                        self._put(HEAD, f"kind:{kind.id}", f"{field} {secretary}")
                        self._put(HEAD, f"kind:{kind.id}", f"{secretary} for {field}")
                    for title in ("minister of", "minister for"):
                        self._put(HEAD, f"kind:{kind.id}", f"{title} {field}")

    def _put_bodies(self, table: BodyTable) -> None:
        for word in ("country", "nation", "republic"):
            self._put(COUNTRY, LAST_NAMED, word)
        for country in table.countries:
            for phrase in (*country.en, *country.adjectives):
                self._put(COUNTRY, country.id, phrase, exact=True)
            for phrase in country.capitals:
                self._put(CAPITAL, country.id, phrase, exact=True)
        for body in table.bodies:
            for phrase in body.en:
                self._put(BODY, body.id, phrase, exact=phrase[0].isupper())
                if phrase.isupper() and phrase.isalpha() and 2 < len(phrase) < 6:
                    self._put(BODY, body.id, "".join(f"{c}." for c in phrase), exact=True)
            for phrase in body.en_heads:
                self._put(HEAD, f"body:{body.id}", phrase)
        self._put_holders(table)

    def _put_holders(self, table: BodyTable) -> None:
        called: dict[str, set[str]] = defaultdict(set)
        offices = [(body, holder) for body in table.bodies for holder in body.holders]
        for _, holder in offices:
            called[holder.name].update((holder.name, *holder.en))
        for body, holder in offices:
            self.surnames[surnames(holder.name.split(), body.country)[0]].append((body.id, holder))
            # A person has the same names in every office.
            for name in sorted(called[holder.name]):
                self.names[name].append((body.id, holder))
                for kind in body.kinds:
                    surname = surnames(name.split(), body.country)[0]
                    self.heads[kind, surname].append((body.id, holder))
        for name, held in self.names.items():
            self._put(PERSON, tuple(held), name, exact=True)

    def _put(self, kind: str, payload: Payload, phrase: str, *, exact: bool = False) -> None:
        if kind in (HEAD, ROLE) and "vice " in phrase:
            self._put(kind, payload, phrase.replace("vice ", "vice-"), exact=exact)
        entries = self._entries[_plain(phrase)]
        entry = Entry(kind, payload, phrase, exact)
        if exact:
            entries.insert(0, entry)
        else:
            entries.append(entry)

    def find(self, text: str) -> list[tuple[int, int, tuple[Entry, ...]]]:
        """Return the lexicon's phrases in `text`, longest first from the left, none overlapping."""
        found: list[tuple[int, int, tuple[Entry, ...]]] = []
        self._scan(text, _plain(text), (0, len(text), len(text)), found)
        return found

    def _scan(
        self,
        text: str,
        lowered: str,
        reach: tuple[int, int, int],
        found: list[tuple[int, int, tuple[Entry, ...]]],
    ) -> None:
        """Find what begins from the first to before the last place of `reach`, up to the second."""
        first, after, limit = reach
        whole = lowered if (first, after) == (0, len(text)) else lowered[first:after]
        for number, at, stop in self._automaton.find_matches_as_indexes(whole):
            start, end = first + at, first + stop
            if start >= limit:
                break
            if found and found[-1][1] > start:
                continue
            entries: tuple[Entry, ...] = ()
            left = not start or not (text[start - 1].isalnum() or text[start - 1] in "-_")
            left = left or text[max(0, start - 2) : start] == "--"  # "(Jiji)--Bank of Japan"
            if left and not (end < len(text) and (text[end].isalnum() or text[end] == "_")):
                entries = tuple(
                    entry
                    for entry in self._entries[self._phrases[number]]
                    if not entry.exact or _same_case(entry, text[start:end])
                )
            if entries:
                found.append((start, end, entries))
                continue
            # The longest phrase is none after all. A shorter one may stand in its place, and one
            # that begins within it may go on beyond it: "the Fed" in "the Federal Reserve".
            space = text.rfind(" ", start, end)
            if left and space > start:
                self._scan(text, lowered, (start, space, space), found)
            inner = space + 1 if left and space > start else text.find(" ", start, end) + 1
            if inner > start:
                window = min(len(text), end + self._longest)
                self._scan(text, lowered, (inner, window, end), found)


def _plain(text: str) -> str:
    """Return `text` in lower case and without accents, character for character."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lowered if lowered.isascii() else lowered.translate(_ACCENTS)


class _Accents(dict[int, int]):
    def __missing__(self, point: int) -> int:
        decomposed = unicodedata.normalize("NFD", chr(point))
        bare = len(decomposed) > 1 and unicodedata.combining(decomposed[1])
        self[point] = ord(decomposed[0]) if bare else point
        return self[point]


_ACCENTS = _Accents()


def _same_case(entry: Entry, seen: str) -> bool:
    """Tell whether a phrase is written as it must be: a body's later words may be in lower case."""
    written = entry.text
    if written.isupper() or len(written) <= 3:
        return written == seen
    if entry.type != PERSON and " " in written:
        written, seen = written.split(" ", 1)[0], seen.split(" ", 1)[0]
        if written in ("The", "the"):
            return True
    return all(a == b or not a.isupper() for a, b in zip(written, seen, strict=True))


class Lexed:
    """A whole folded text with its phrases found, cut into tokens sentence by sentence."""

    def __init__(self, lexicon: EnglishLexicon, text: str) -> None:
        self.text = text
        self._found = lexicon.find(text)
        self._starts = [start for start, _, _ in self._found]

    def people(self) -> list[tuple[tuple[str, Holder], ...]]:
        """Return the offices of every office holder that the text names, in order."""
        entries = (entry for _, _, found in self._found for entry in found)
        return [entry.payload for entry in entries if isinstance(entry.payload, tuple)]

    def bodies(self) -> frozenset[str]:
        """Return the bodies that the text names by their own names or titles."""
        entries = (entry for _, _, found in self._found for entry in found)
        payloads = (str(e.payload) for e in entries if e.type in (BODY, HEAD))
        return frozenset(payload.removeprefix("body:") for payload in payloads)

    def states(self) -> tuple[tuple[str, int], ...]:
        """Return the countries that the text names, in any way, and how often, the most first."""
        entries = (entry for _, _, found in self._found for entry in found)
        named = (str(e.payload) for e in entries if e.type in (COUNTRY, CAPITAL))
        return tuple(Counter(state for state in named if state != LAST_NAMED).most_common())

    def has(self, start: int, end: int, types: str) -> bool:
        """Return whether a phrase of one of `types` begins between `start` and `end`."""
        at = bisect_left(self._starts, start)
        while at < len(self._found) and self._found[at][0] < end:
            if any(entry.type in types for entry in self._found[at][2]):
                return True
            at += 1
        return False

    def tokens(
        self, start: int, end: int, quotes: list[tuple[int, int]], *, adjuncts: bool = True
    ) -> list[Token]:
        """Return the tokens of a sentence; each range of `quotes` (marks included) is one token.

        Adjuncts of time and place become one token each, where they are asked for.
        """
        if not quotes and not adjuncts:
            plain: list[Token] = []
            self._plain(plain, start, end)
            return plain
        masked = self.text[start:end]
        for opened, closed in quotes:
            a, b = max(opened, start) - start, min(closed, end) - start
            masked = masked[:a] + "“" + "\x01" * max(0, b - a - 2) + "”"[: b - a - 1] + masked[b:]
        spans = [(start + a, start + b, QUOTE) for a, b in _quoted(masked)]
        outer = masked
        for pattern, kind in ((TIME_PHRASE, TIME), (VENUE_PHRASE, VENUE)):
            for match in pattern.finditer(outer):
                if kind == VENUE and _DOCUMENT_BEFORE.search(outer, 0, match.start()):
                    continue  # "a notice on the ministry's website" is the ministry's
                if _whole_word(outer, match.start(), match.end()):
                    spans.append((start + match.start(), start + match.end(), kind))
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
            a, b, entries = self._found[number]
            number += 1
            if b > end:
                break
            self._words(tokens, at, a)
            entry = entries[0]
            if len(entries) > 1:
                entry = _choose(entries, self.text[a:b])
            tokens.append(Token(entry.type, a, b, entry.payload))
            at = b
        self._words(tokens, at, end)

    def _words(self, tokens: list[Token], start: int, end: int) -> None:
        for match in _WORD.finditer(self.text, start, end):
            word = match.group()
            if word in ("'s", "’s", "'", "’"):
                kind = POSSESSIVE
            elif word == "s" and tokens and tokens[-1].type == POSSESSIVE:
                continue
            elif not word[0].isalnum():
                kind = word if word in ',.;:?!()“”"' else "-" if word in "—–-" else WORD
            elif PARTY.match(word):
                kind = TIME  # "Rep. Tom Price, R-Ga.": as little a name as a date is
            elif word[0].isupper():
                kind = NAME
            elif _ORDINAL.fullmatch(word):
                kind = ADJECTIVE
            else:
                kind = WORD
            if kind == NAME and word.endswith(("'s", "’s")):
                tokens.append(Token(kind, match.start(), match.end() - 2))
                tokens.append(Token(POSSESSIVE, match.end() - 2, match.end()))
                continue
            tokens.append(Token(kind, match.start(), match.end()))


def _choose(entries: tuple[Entry, ...], seen: str) -> Entry:
    """Return the reading of a phrase with several: a name in its own case, then a title."""
    order: dict[str, float] = {
        PERSON: 0,
        BODY: 1,
        COUNTRY: 2,
        HEAD: 3,
        CUE: 4,
        GERUND: 4,
        ANAPHOR: 5,
        ROLE: 6,
    }
    order |= {INSTITUTION: 4.5, ROLE: 4.7, UNNAMED: 7}
    return min(
        entries,
        key=lambda entry: order.get(entry.type, 9) - 10 * (entry.text == seen and entry.exact),
    )


def _quoted(masked: str) -> list[tuple[int, int]]:
    return [
        match.span() for match in re.finditer("“\x01*”?", masked) if match.end() - match.start() > 1
    ]


def _whole_word(text: str, start: int, end: int) -> bool:
    before = start == 0 or not (text[start - 1].isalnum() or text[start - 1] == "-")
    return before and (end == len(text) or not (text[end].isalnum() or text[end] == "-"))
