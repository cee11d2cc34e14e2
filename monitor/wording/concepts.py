"""A folded text as the units that carry its meaning: concepts, facts, and words unknown. Pure."""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from monitor.wording.facts import Fact, FactKind, find_facts
from monitor.wording.lexicon import Entry, Lexicon, Role
from monitor.wording.morphology import spelled, stem


class Sort(StrEnum):
    """What a unit is apart from the roles of the lexicon."""

    WORD = "word"
    FACT = "fact"


class Unit(NamedTuple):
    """One unit at `start` to `end` of the folded text; equal `key`s mean the same.

    `role` is the lexicon's, or a `Sort`. `level` and `ladder` are those of the entry; `fact` is set
    for a fact. `surface` is the lower-case text. `parts` are the keys that a form of several words
    would fall into if it were not known as a whole (export licence: export, licence).
    """

    key: str
    role: Role | Sort
    start: int
    end: int
    surface: str
    level: int = 0
    ladder: str = ""
    fact: Fact | None = None
    parts: tuple[str, ...] = ()


_TOKEN = re.compile(
    r"https?://\S+|re-[a-z]{4,}|\b\w[\w.+-]*@\w[\w.-]+\w|(?:[A-Za-z]\.){2,}|[^\W\d_\u3400-\u9fff]+(?:'[^\W\d_]+)*"
    r"|\d[\d,.]*|[\u3400-\u9fff]"
)
_PREFIX = re.compile(r"\bre-(?=[a-z]{4})")
_STOP = re.compile(r"[.;:!?\n]")
_STOPS = frozenset(".;:!?\n")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LIST_MARK = re.compile(
    r"(?m)(?:^[ \u3000]*|(?<=[.;] )|(?<=[。；：]))(?:[-*•·–—]+\s+"
    r"|\(?[0-9]{1,2}[.)、．](?!\d)\s*|\(?[a-z]\)\s+|[(（][一二三四五六七八九十ivx\d]{1,4}[)）]"
    r"|[一二三四五六七八九十]{1,3}、|[IVX]{1,4}\.\s)"
)
# By surface alone: the stem of these would take in words of another meaning.
_BY_SURFACE = frozenset(
    {Role.NOISE, Role.SELF, Role.CUE, Role.MODALITY, Role.POLARITY, Role.POSTURE, Role.SCOPE,
     Role.CONDITION, Role.BYSTANDER}
)  # fmt: skip
_PARTED = frozenset({Role.TERM, Role.CONCEPT, Role.QUALITY, Role.LADDER, Role.ACTOR})
_NEEDS_NUMBER = frozenset({"AT_LEAST", "AT_MOST", "MORE_THAN", "LESS_THAN", "ABOUT"})
STANDS = frozenset(
    {"escalation", "licence", "request"}
)  # the ladders of a stand; others tell how much
_ACRONYMS = {"US": "u.s.", "UK": "u.k.", "EU": "eu", "UN": "united nations"}
_RELATIVE_DAY = re.compile(
    r"\b(?:today|yesterday|tomorrow|tonight|(?:last|next|this) (?:week|month|year|quarter))\b"
    r"|今天|今日|昨天|昨日|明天|(?<!\d)(?:今|去|明)年|(?:本|上|下)(?:月|周)",
    re.I,
)
_LONGEST_FORM = 9
_LEAST_LOOSENED = 4
_MOST_KEPT = 20_000
_NEAR = 3
_JOINTS = ("与", "及", "、")
_SIDE = "方"  # 韩方: a state's side
_FIRMS = "企"  # 韩企: its companies, but not in front of 图 (intend), 稳, 盼
_NO_FIRMS = frozenset("图稳盼望")


class Tokenizer:
    """Cuts folded text into units through one lexicon; immutable, shared between threads."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._exact: dict[tuple[str, ...], Entry] = {}
        self._stems: dict[tuple[str, ...], Entry] = {}
        self._longest: dict[str, int] = {}
        self._longest_stems: dict[str, int] = {}
        self._alone: dict[str, tuple[int, Entry | None]] = {}
        han: dict[str, Entry] = {}
        loosened: list[tuple[str, Entry]] = []
        for entry in lexicon.entries:
            form = _PREFIX.sub("re", entry.form.lower()).replace("-", " ")
            if _HAN.search(form):
                han.setdefault(form, entry)
                loosened.extend((other, entry) for other in _with_particle(form, entry))
                continue
            found = (match.group() for match in _TOKEN.finditer(form))
            words = tuple(map(spelled, found))[:_LONGEST_FORM]
            if not words:
                continue
            self._exact.setdefault(words, entry)
            _note(self._longest, words)
            if entry.role not in _BY_SURFACE:
                stems = tuple(map(stem, words))
                self._stems.setdefault(stems, entry)
                _note(self._longest_stems, stems)
        for form, entry in loosened:
            han.setdefault(form, entry)
        firms = {
            form[0] + _FIRMS: entry
            for form, entry in han.items()
            if entry.role is Role.ACTOR and form[1:] == _SIDE
        }
        self._firms = frozenset(firms) - han.keys()
        self._companies = han.get("企业")
        for form, entry in firms.items():
            han.setdefault(form, entry)
        self._han = tuple(han.values())
        self._automaton = (
            AhoCorasick(list(han), matchkind=MatchKind.LeftmostLongest) if han else None
        )

        self._han_parts = tuple(
            _han_parts(form, han) if entry.role in _PARTED else () for form, entry in han.items()
        )
        self._parts = {
            words: self._parts_of(words)
            for words, entry in self._exact.items()
            if len(words) > 1 and entry.role in _PARTED
        }

    def _parts_of(self, words: tuple[str, ...]) -> tuple[str, ...]:
        found: list[str] = []
        at = 0
        while at < len(words):
            length, entry = 1, None
            for longer in range(min(len(words) - 1, len(words) - at), 0, -1):
                entry = self._exact.get(words[at : at + longer])
                if entry is not None:
                    length = longer
                    break
            if entry is None:
                root = stem(words[at])
                entry = self._stems.get((root,))
                found.append(f"w:{root}" if entry is None else entry.concept)
            elif entry.role is not Role.NOISE:
                found.append(entry.concept)
            at += length
        return tuple(found)

    def units(self, text: str) -> list[Unit]:
        """Return the units of a folded text in order, none overlapping. Linear in the text."""
        lowered = text.lower() if len(text.lower()) == len(text) else text
        found = self._matches(text, lowered)
        facts = [*_relative_days(text), *find_facts(text)]
        spans = {unit.start: unit for unit in found}
        kept: list[Unit] = []
        taken = bytearray(len(text))
        for mark in _LIST_MARK.finditer(text):
            taken[mark.start() : mark.end()] = b"\x01" * (mark.end() - mark.start())
        for fact in facts:
            if taken.find(1, fact.start, fact.end) >= 0 or _within_a_longer(fact, spans):
                continue
            taken[fact.start : fact.end] = b"\x01" * (fact.end - fact.start)
            surface = lowered[fact.start : fact.end]
            kept.append(Unit(fact.key, Sort.FACT, fact.start, fact.end, surface, fact=fact))
        kept += [unit for unit in found if taken.find(1, unit.start, unit.end) < 0]
        kept.sort(key=lambda unit: unit.start)
        return _with_numbers(kept)

    def _matches(self, text: str, lowered: str) -> list[Unit]:
        units: list[Unit] = []
        tokens = [match.span() for match in _TOKEN.finditer(lowered)]
        read = [_word_and_stem(text[start:end]) for start, end in tokens]
        words = [word for word, _ in read]
        stems = [root for _, root in read]
        whole = _until_a_stop(lowered, tokens)
        at = 0
        han = iter(self._han_matches(lowered))
        following = next(han, None)
        while at < len(tokens):
            start = tokens[at][0]
            while following is not None and following.start < start:
                following = next(han, None)
            if following is not None and following.start == start:
                units.append(following)
                while at < len(tokens) and tokens[at][0] < following.end:
                    at += 1
                continue
            length, entry = self._longest_at(words, stems, at, whole[at])
            if entry is None:
                units.append(_unknown(words[at], stems[at], *tokens[at]))
                at += 1
                continue
            end = tokens[at + length - 1][1]
            unit = _of(entry, start, end, lowered[start:end])
            if length > 1:
                parts = self._parts.get(tuple(words[at : at + length]), ())
                unit = unit._replace(parts=parts) if parts else unit
            units.append(unit)
            at += length
        return units

    def _han_matches(self, lowered: str) -> Iterator[Unit]:
        if self._automaton is None:
            return
        for number, start, end in self._automaton.find_matches_as_indexes(lowered):
            entry = self._han[number]
            unit = _of(entry, start, end, lowered[start:end])
            if unit.surface in self._firms and self._companies is not None:
                yield _of(entry, start, start + 1, unit.surface[0])
                if lowered[end : end + 1] not in _NO_FIRMS:
                    yield _of(self._companies, start + 1, end, _FIRMS)
                continue
            yield unit._replace(parts=self._han_parts[number])

    def _longest_at(
        self, words: list[str], stems: list[str], at: int, whole: int
    ) -> tuple[int, Entry | None]:
        alone = self._alone.get(words[at])
        if alone is not None:
            return alone
        exact = min(self._longest.get(words[at], 0), whole)
        self._keep_alone(words[at], stems[at])
        rough = min(self._longest_stems.get(stems[at], 0), whole)
        for length in range(max(exact, rough), 0, -1):
            entry = self._exact.get(tuple(words[at : at + length])) if length <= exact else None
            if entry is None and length <= rough:
                entry = self._stems.get(tuple(stems[at : at + length]))
            if entry is not None:
                return length, entry
        return 0, None

    def _keep_alone(self, word: str, root: str) -> None:
        """Remember what a word is with which no form of several words begins."""
        if self._longest.get(word, 0) > 1 or self._longest_stems.get(root, 0) > 1:
            return
        if len(self._alone) >= _MOST_KEPT:
            self._alone.clear()
        entry = self._exact.get((word,)) or self._stems.get((root,))
        self._alone[word] = (0 if entry is None else 1, entry)


def _note(longest: dict[str, int], words: tuple[str, ...]) -> None:
    longest[words[0]] = max(longest.get(words[0], 0), len(words))


def _with_particle(form: str, entry: Entry) -> Iterator[str]:
    """Yield a long Chinese form with 的 between its words or another "and": the same is said."""
    if entry.role not in _PARTED or len(form) < _LEAST_LOOSENED:
        return
    joint = form.find("和", 2, len(form) - 1)
    if joint > 0:
        for other in _JOINTS:
            yield form[:joint] + other + form[joint + 1 :]
    if "的" not in form:
        for at in range(2, len(form) - 1):
            yield f"{form[:at]}的{form[at:]}"


def _han_parts(form: str, known: Mapping[str, Entry]) -> tuple[str, ...]:
    """Return the keys of the shorter forms that a Chinese form is made of, characters else."""
    if len(form) <= 2:
        return ()
    found: list[str] = []
    at = 0
    while at < len(form):
        for length in range(min(len(form) - 1, len(form) - at), 0, -1):
            entry = known.get(form[at : at + length])
            if entry is not None:
                if entry.role is not Role.NOISE:
                    found.append(entry.concept)
                at += length
                break
        else:
            found.append(f"w:{form[at]}")
            at += 1
    return tuple(found)


def _until_a_stop(text: str, spans: list[tuple[int, int]]) -> list[int]:
    """Return for each token how many stand from it on before a mark that parts sentences."""
    counts = [1] * len(spans)
    following = spans[-1][0] if spans else 0
    for at in range(len(spans) - 2, -1, -1):
        start, end = spans[at]
        if following - end == 1:
            stopped = text[end] in _STOPS
        else:
            stopped = following > end and _STOP.search(text, end, following) is not None
        if not stopped:
            counts[at] = counts[at + 1] + 1
        following = start
    return counts


@lru_cache(maxsize=65536)
def _word_and_stem(raw: str) -> tuple[str, str]:
    """Return a word as forms have it, in one spelling and without a possessive, and its stem."""
    lowered = raw.lower() if len(raw.lower()) == len(raw) else raw
    word = _ACRONYMS.get(raw) or spelled(_PREFIX.sub("re", lowered).removesuffix("'s"))
    return word, stem(word) if word.isascii() else word


def _of(entry: Entry, start: int, end: int, surface: str) -> Unit:
    minor = entry.role is Role.LADDER and entry.ladder not in STANDS
    role = Role.DEGREE if minor else entry.role
    return Unit(entry.concept, role, start, end, surface, entry.level, entry.ladder)


def _unknown(word: str, root: str, start: int, end: int) -> Unit:
    if word.endswith("n't"):
        return Unit("NOT", Role.POLARITY, start, end, word)
    if word.startswith("http") or "@" in word:
        return Unit("", Role.NOISE, start, end, word)
    if len(word) == 1 and not _HAN.match(word) and not word.isdigit():
        return Unit("", Role.NOISE, start, end, word)
    return Unit(f"w:{root}", Sort.WORD, start, end, spelled(word))


def _relative_days(text: str) -> Iterator[Fact]:
    for match in _RELATIVE_DAY.finditer(text):
        key = f"date:{match.group().lower()}"
        yield Fact(kind=FactKind.DATE, key=key, start=match.start(), end=match.end())


def _within_a_longer(fact: Fact, spans: dict[int, Unit]) -> bool:
    """Tell whether a name or an idiom of the lexicon swallows a number (一定数量, 50 % rule)."""
    if fact.kind is not FactKind.NUMBER:
        return False
    for start in range(fact.start, max(-1, fact.start - 12), -1):
        unit = spans.get(start)
        if unit is not None:
            longer = unit.end - unit.start > fact.end - fact.start
            return longer and unit.end >= fact.end and unit.role is not Sort.WORD
    return False


def _with_numbers(units: list[Unit]) -> list[Unit]:
    """Leave out the bounds (以上, more than) that stand by no number: they say something else."""
    kept = []
    for at, unit in enumerate(units):
        if unit.key in _NEEDS_NUMBER:
            near = units[max(0, at - _NEAR) : at + _NEAR + 1]
            if not any(u.fact is not None and u.fact.kind is FactKind.NUMBER for u in near):
                kept.append(unit._replace(key="", role=Role.NOISE))
                continue
        kept.append(unit)
    return kept
