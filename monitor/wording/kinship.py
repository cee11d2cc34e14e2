"""Tell which words can stand for each other in another telling of the same thing. Pure."""

from collections.abc import Iterable
from typing import NamedTuple

from monitor.wording.concepts import Sort, Unit
from monitor.wording.facts import FactKind
from monitor.wording.lexicon import Lexicon, Role
from monitor.wording.morphology import stem

_SPOKEN_OF = frozenset({Role.CONCEPT, Role.QUALITY, Role.TERM, Role.ASPECT, Sort.WORD})
_NONE: frozenset[int] = frozenset()
_MOST_KEPT = 20_000
_KIN = 0.8
_WEIGHTS: dict[Role | Sort, float] = {
    Role.TERM: 1.0, Role.CONCEPT: 0.8, Role.LADDER: 0.8, Role.QUALITY: 0.5, Role.ACTOR: 0.7,
    Role.POSTURE: 1.0, Role.BYSTANDER: 0.5, Role.DEGREE: 0.3, Role.ASPECT: 0.4, Role.SCOPE: 0.3,
    Sort.WORD: 1.0, Sort.FACT: 1.5,
}  # fmt: skip
_ANYBODY = frozenset({"COUNTRIES", "COMPANIES", "ENTITIES", "PERSONS", "AGENCY", "OFFICIAL"})
_ANYBODY_WEIGHT = 0.3
_HAN_CHARACTER = 0.5
_LEAST_PREFIX = 5
_LONGEST_ENDING = 6


class Content(NamedTuple):
    """What units tell, to be asked how much of other units it covers."""

    keys: frozenset[str]
    classes: frozenset[int]
    characters: frozenset[str]


class Kinship:
    """The thesaurus of a lexicon, looked up by stem; immutable, shared between threads."""

    def __init__(self, lexicon: Lexicon) -> None:
        places: dict[str, list[int]] = {}
        for number, words in enumerate(lexicon.synonyms):
            for word in words:
                places.setdefault(word, []).append(number)
        classes: dict[str, set[int]] = {}
        for word, numbers in places.items():
            classes.setdefault(stem(word), set()).update(numbers)
        self._classes = {root: frozenset(numbers) for root, numbers in classes.items()}
        self._opposites = frozenset(
            frozenset((stem(one), stem(other))) for one, other in lexicon.antonyms
        )
        self._lexicon = lexicon
        self._of_unit: dict[tuple[str, str], frozenset[int]] = {}

    def classes(self, unit: Unit) -> frozenset[int]:
        """Return the classes that a unit belongs to, none for what has no place in a thesaurus."""
        if unit.role not in _SPOKEN_OF or not unit.surface.isascii():
            return _NONE
        place = unit.key, unit.surface
        found = self._of_unit.get(place)
        if found is None:
            found = self._classes.get(_root(unit), _NONE)
            if len(self._of_unit) >= _MOST_KEPT:
                self._of_unit.clear()
            self._of_unit[place] = found
        return found

    def content(self, units: Iterable[Unit]) -> Content:
        """Return what units tell: their keys and those of their parts, classes, characters."""
        keys: set[str] = set()
        classes: set[int] = set()
        characters: set[str] = set()
        seen: set[str] = set()
        for unit in units:
            surface = unit.surface
            if surface in seen and unit.key in keys:
                continue
            seen.add(surface)
            keys.add(unit.key)
            if unit.parts:
                keys.update(unit.parts)
            if surface >= "\u3400":
                characters.update(surface)
            elif unit.role in _SPOKEN_OF:
                classes.update(self.classes(unit))
        return Content(frozenset(keys), frozenset(classes), frozenset(characters))

    def covered(self, units: Iterable[Unit], content: Content) -> tuple[float, float]:
        """Return how much of what units tell some content tells as well, and how much it is."""
        told = whole = 0.0
        for unit in units:
            weight = _weight(unit)
            whole += weight
            if unit.key in content.keys:
                told += weight
            elif unit.parts and not content.keys.isdisjoint(unit.parts):
                same = sum(part in content.keys for part in unit.parts)
                told += weight * same / len(unit.parts)
            elif not content.classes.isdisjoint(self.classes(unit)):
                told += weight * _KIN
            elif unit.surface >= "\u3400":
                same = sum(letter in content.characters for letter in unit.surface)
                told += weight * _KIN * same / len(unit.surface)
        return told, whole

    def are_kin(self, one: Unit, other: Unit) -> bool:
        """Tell whether two units can stand for each other: synonyms, or one word derived."""
        if one.key == other.key:
            return True
        if one.role not in _SPOKEN_OF or other.role not in _SPOKEN_OF:
            return False
        if self.are_opposite(one, other) or (one.ladder and one.ladder == other.ladder):
            return False
        return bool(self.classes(one) & self.classes(other)) or _derived(one, other)

    def are_opposite(self, one: Unit, other: Unit) -> bool:
        """Tell whether two units are opposites, by the lexicon or the thesaurus."""
        if self._lexicon.are_opposite(one.key, other.key):
            return True
        return (
            one.role in _SPOKEN_OF
            and other.role in _SPOKEN_OF
            and frozenset((_root(one), _root(other))) in self._opposites
        )


def _weight(unit: Unit) -> float:
    if unit.key in _ANYBODY:
        return _ANYBODY_WEIGHT
    if unit.fact is not None and unit.fact.kind is FactKind.DATE:
        return 0.0
    if unit.role is Sort.WORD and unit.surface >= "\u3400":
        return _HAN_CHARACTER
    return _WEIGHTS.get(unit.role, 0.0)


def _root(unit: Unit) -> str:
    return unit.key[2:] if unit.role is Sort.WORD else stem(unit.surface)


def _derived(one: Unit, other: Unit) -> bool:
    """Tell whether two plain words share a long beginning and differ in an ending."""
    if one.role is not Sort.WORD or other.role is not Sort.WORD:
        return False
    first, second = one.key[2:], other.key[2:]
    if not first.isascii() or not second.isascii():
        return False
    same = 0
    for a, b in zip(first, second, strict=False):
        if a != b:
            break
        same += 1
    return same >= _LEAST_PREFIX and max(len(first), len(second)) - same <= _LONGEST_ENDING
