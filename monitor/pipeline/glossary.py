"""English words beside Chinese ones, from the lexicon's concepts."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from monitor.alerts.words import id_words
from monitor.text.normalize import Normalized, normalize
from monitor.wording.lexicon import Lexicon, Role
from monitor.wording.shift import Shift

_HAN = re.compile(r"[\u3400-\u9fff]")
_MOST = 12
_SHORTEST = 2
"""Characters of a word that is told: single ones mean too much."""
_FARTHEST = 5_000
_TELLING = frozenset({Role.TERM, Role.CONCEPT, Role.QUALITY, Role.LADDER, Role.MODALITY})
"""What is told beside the concepts lost and gained: not who speaks, nor the small words."""


def _changed(shift: Shift) -> tuple[str, ...]:
    telling = [change for change in shift.changes if not change.noise]
    return (
        *(change.before.of(shift.before) for change in telling),
        *(change.after.of(shift.after) for change in telling),
    )


class Glossary:
    """Knows for each concept the forms that Chinese has for it, and one of English.

    The English is the concept's own name, as in `item` for ITEM: the forms of its class can stand
    for it in a comparison, and by themselves may say something else.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._english: dict[str, str] = {}
        forms: dict[str, set[str]] = defaultdict(set)
        for entry in lexicon.entries:
            if entry.language == "en":
                self._english[entry.concept] = id_words(entry.concept)
            elif entry.language == "zh":
                forms[entry.concept].add(entry.form)
        # The longest first: 出口管制 says more than the 管制 in it.
        self._chinese = {
            concept: sorted(found, key=lambda form: (-len(form), form))
            for concept, found in forms.items()
        }
        self._concepts = {
            entry.form: entry.concept
            for entry in lexicon.entries
            if entry.language == "zh"
            and entry.role in _TELLING
            and len(entry.form) >= _SHORTEST
            and entry.concept in self._english
        }
        self._roles = {entry.concept: entry.role for entry in lexicon.entries}
        self._longest = max(map(len, self._concepts), default=0)

    def of(self, shift: Shift) -> tuple[tuple[str, str], ...]:
        """Return the words that stand in Chinese for the concepts lost and gained, with English.

        Then the words of the lexicon in what else was changed, then the things named around it. At
        most twelve; nothing where the passages are not in Chinese. Words are as the passage has
        them, traditional characters too.
        """
        passages = [normalize(text) for text in (shift.before, shift.after) if _HAN.search(text)]
        if not passages:
            return ()
        concepts = (*shift.concepts_removed, *shift.concepts_added)
        found: dict[str, str] = {}
        for concept in dict.fromkeys(concepts):
            english, words = self._english.get(concept), self._words(concept, passages)
            if english is not None and words is not None:
                found.setdefault(words, english)
        changed = [normalize(words) for words in _changed(shift)]
        told = {*concepts}
        for text, role in (
            *((one, None) for one in changed),
            *((one, Role.TERM) for one in passages),
        ):
            for words, concept in self._named(text):
                if len(found) >= _MOST:
                    break
                if concept not in told and role in (None, self._roles[concept]):
                    found.setdefault(words, self._english[concept])
                    told.add(concept)
        return tuple(found.items())[:_MOST]

    def _named(self, text: Normalized) -> Iterator[tuple[str, str]]:
        """Yield the lexicon's words in a text, the longest at each place, with their concepts."""
        at = 0
        while at < min(len(text.text), _FARTHEST):
            for size in range(min(self._longest, len(text.text) - at), _SHORTEST - 1, -1):
                concept = self._concepts.get(text.text[at : at + size])
                if concept is not None:
                    yield text.original(at, at + size).of(text.raw), concept
                    at += size
                    break
            else:
                at += 1

    def _words(self, concept: str, passages: Iterable[Normalized]) -> str | None:
        for passage in passages:
            for form in self._chinese.get(concept, ()):
                at = passage.text.find(form)
                if at >= 0:
                    return passage.original(at, at + len(form)).of(passage.raw)
        return None
