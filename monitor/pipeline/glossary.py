"""English words beside Chinese ones, from the lexicon's concepts."""

import re
from collections import defaultdict
from collections.abc import Iterable

from monitor.text.normalize import Normalized, normalize
from monitor.wording.lexicon import Lexicon
from monitor.wording.shift import Shift

_HAN = re.compile(r"[\u3400-\u9fff]")
_MOST = 12


class Glossary:
    """Knows for each concept the forms that Chinese has for it, and one of English.

    Of English forms the first in the lexicon is taken: an analyst writes the usual one first.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._english: dict[str, str] = {}
        forms: dict[str, set[str]] = defaultdict(set)
        for entry in lexicon.entries:
            if entry.language == "en":
                self._english.setdefault(entry.concept, entry.form)
            elif entry.language == "zh":
                forms[entry.concept].add(entry.form)
        # The longest first: 出口管制 says more than the 管制 in it.
        self._chinese = {
            concept: sorted(found, key=lambda form: (-len(form), form))
            for concept, found in forms.items()
        }

    def of(self, shift: Shift) -> tuple[tuple[str, str], ...]:
        """Return the words that stand in Chinese for the concepts lost and gained, with English.

        At most twelve; nothing where the passages are not in Chinese. Words are as the passage
        has them, traditional characters too.
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
        return tuple(found.items())[:_MOST]

    def _words(self, concept: str, passages: Iterable[Normalized]) -> str | None:
        for passage in passages:
            for form in self._chinese.get(concept, ()):
                at = passage.text.find(form)
                if at >= 0:
                    return passage.original(at, at + len(form)).of(passage.raw)
        return None
