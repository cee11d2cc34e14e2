"""Which acts of the body itself a clause announces: bans, turns, controls, postures. Pure."""

import re
from collections.abc import Iterable, Set
from functools import lru_cache
from typing import NamedTuple

from monitor.statements.statement import Statement
from monitor.text.normalize import normalize
from monitor.wording.compare import Frame
from monitor.wording.lexicon import Lexicon, Role
from monitor.wording.proof import TURNS
from monitor.wording.threads import things

CONTROLS = "EXPORT_CONTROL"
"""The act of putting a good under control that was free."""

REFUSED = frozenset({"DENY", "PRESUMED_DENIAL"})
"""The postures on licences that refuse them."""

UNMISTAKABLE = TURNS | {"PROHIBIT"}
"""Besides what ends or resumes: a ban, which is a modality as well."""

# Acts that a negation, or asking somebody else for them, undoes.
_UNDONE = UNMISTAKABLE | {"BEGIN"}
# What is denied of the measures themselves.
_DENIABLE = _UNDONE | {"EXPORT_BAN"}
_LICENSED = frozenset({"LICENCE", "LICENCE_APPLICATION", "EXPORT"})
_QUESTION = re.compile(r"是否|是不是|\bwhether\b|吗$", re.IGNORECASE)
_MARK = re.compile(r"\W{0,2}[?？]\W*$")
_IMPOSE = frozenset({"IMPLEMENT"})
_COMMITTED = frozenset({"WILL", "DECIDE"})
_LICENCES = "licence"
_GRAVE_RUNG = 8
_BINDING = 3


class _Acts(NamedTuple):
    grave: frozenset[str]
    binding: frozenset[str]
    requests: frozenset[str]


def is_grave(statement: Statement, frames: Iterable[Frame], lexicon: Lexicon) -> bool:
    """Return whether words announce an act: a posture on licences, a ban, a measure, a turn.

    `frames` are the statement's clauses. Such words on a watched thing are worth telling although
    the thread is too short to know that they are new.
    """
    text, language = statement.text, statement.language
    binding = _acts(lexicon).binding
    watched = things(lexicon)
    for frame in frames:
        if watched.isdisjoint(frame.concepts):
            continue
        undone = denied(frame, text, lexicon, language)
        if not binding.isdisjoint(set(frame.concepts) - undone) or acts_of(
            frame, text, lexicon, language
        ):
            return True
    return False


def acts_of(frame: Frame, text: str, lexicon: Lexicon, language: str) -> frozenset[str]:
    """Return the grave acts that a clause of a text announces as the body's own.

    Not one that is denied (“not a ban”, 不是禁止), that is a question's, that may or should be, or
    that the body asks of somebody else; and a refusal is one where it is a licence's.
    """
    if _is_asked(frame, text):
        return frozenset()
    found = _acts(lexicon).grave.intersection(frame.concepts)
    found -= denied(frame, text, lexicon, language)
    if _is_asked_for(frame, lexicon):
        found -= _UNDONE
    if _LICENSED.isdisjoint(frame.concepts):
        found -= REFUSED
    if CONTROLS in frame.concepts and not _IMPOSE.isdisjoint(frame.concepts):
        found |= {CONTROLS}
    return found


def is_open(frame: Frame, statement: Statement, lexicon: Lexicon) -> bool:
    """Return whether a clause asks, denies, or wants of others, what it speaks of."""
    return (
        "NOT" in frame.concepts or _is_asked(frame, statement.text) or _is_asked_for(frame, lexicon)
    )


def _is_asked_for(frame: Frame, lexicon: Lexicon) -> bool:
    requests = _acts(lexicon).requests
    return not requests.isdisjoint(frame.concepts) and _COMMITTED.isdisjoint(frame.concepts)


def denied(frame: Frame, text: str, lexicon: Lexicon, language: str) -> frozenset[str]:
    """Return the acts of a clause that stand in it under a negation alone."""
    if "NOT" not in frame.concepts:
        return frozenset()
    acts = _DENIABLE.intersection(frame.concepts)
    if not acts:
        return frozenset()
    words = normalize(frame.span.of(text)).text.lower()
    return frozenset(
        act for act in acts if _is_only_denied(words, _patterns(lexicon, language, act))
    )


def _is_asked(frame: Frame, text: str) -> bool:
    words = frame.span.of(text)
    after = text[frame.span.end : frame.span.end + 3]
    return any((_QUESTION.search(words), _MARK.search(words), _MARK.match(after)))


@lru_cache(maxsize=4)
def goods(lexicon: Lexicon) -> frozenset[str]:
    """Return the things that are a kind of another thing: what a control names."""
    known = things(lexicon)
    return frozenset(
        term for term, above in lexicon.wider if term in known and not known.isdisjoint(above)
    )


def kin(named: Iterable[str], lexicon: Lexicon) -> frozenset[str]:
    """Return goods with all wider and narrower ones of which a word may have been said."""
    mine = frozenset(named)
    return mine | {
        other
        for other in goods(lexicon)
        for one in mine
        if lexicon.is_within(one, other) or lexicon.is_within(other, one)
    }


@lru_cache(maxsize=4)
def licence_postures(lexicon: Lexicon) -> frozenset[str]:
    """Return the rungs of the ladder of licences, from exemption to ban."""
    return frozenset(entry.concept for entry in lexicon.entries if entry.ladder == _LICENCES)


def duties(lexicon: Lexicon) -> frozenset[str]:
    """Return the modalities that bind: must, must not."""
    return _acts(lexicon).binding


@lru_cache(maxsize=4)
def _acts(lexicon: Lexicon) -> _Acts:
    ladders = [entry for entry in lexicon.entries if entry.role is Role.LADDER]
    return _Acts(
        grave=_UNDONE
        | {
            entry.concept
            for entry in ladders
            if entry.ladder == _LICENCES
            or (entry.ladder == "escalation" and entry.level >= _GRAVE_RUNG)
        },
        binding=frozenset(
            e.concept for e in lexicon.entries if e.role is Role.MODALITY and e.level >= _BINDING
        ),
        requests=frozenset(entry.concept for entry in ladders if entry.ladder == "request")
        | {e.concept for e in lexicon.entries if e.role is Role.MODALITY and e.level <= 0},
    )


class _Patterns(NamedTuple):
    denied: re.Pattern[str] | None
    told: re.Pattern[str] | None


@lru_cache(maxsize=64)
def _patterns(lexicon: Lexicon, language: str, act: str) -> _Patterns:
    def forms(concepts: Set[str]) -> str:
        found = {
            entry.form.lower()
            for entry in lexicon.entries
            if entry.language == language and entry.concept in concepts
        }
        return "|".join(map(re.escape, sorted(found, key=lambda form: (-len(form), form))))

    not_, acts = forms({"NOT"}), forms({act})
    if not not_ or not acts:
        return _Patterns(None, None)
    if language == "zh":
        return _Patterns(re.compile(f"(?:{not_}).?(?:{acts})"), re.compile(acts))
    told = rf"(?<!\w)(?:{acts})\w*"
    near = rf"(?:(?<!\w)(?:{not_})|n't)\W+(?:\w+\W+){{0,2}}"
    return _Patterns(re.compile(near + told), re.compile(told))


def _is_only_denied(words: str, patterns: _Patterns) -> bool:
    if patterns.denied is None or patterns.told is None:
        return False
    rest, count = patterns.denied.subn(" ", words)
    return count > 0 and patterns.told.search(rest) is None
