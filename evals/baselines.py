"""What others do, on the same gold: a changed digest, a similarity below τ, quotes by a pattern.

Nothing here reads concepts, bodies or dates; the product has to be better than all of it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import md5
from math import log, sqrt

TAUS = tuple(step / 100 for step in range(5, 101))

Similarity = Callable[[str, str], float]

_OPEN_CLOSE = r"“([^“”]+)”|「([^「」]+)」|\"([^\"\n]+)\""
_QUOTE = re.compile(_OPEN_CLOSE)
_CUE = {
    "en": re.compile(
        r"\b(?:said|says|told|stated|added|announced|noted|stressed|warned|urged|according to)\b"
    ),
    "zh": re.compile(r"表示|说|称|指出|强调|介绍|回应|重申|表態|說|稱|強調|介紹|回應"),
}
_SENTENCE = {
    "en": re.compile(r"[^\n]+?(?:[.!?][”\"]?(?=\s|$)|$)", re.MULTILINE),
    "zh": re.compile(r"[^\n]+?(?:[。！？][”」]?|$)", re.MULTILINE),
}
_AFTER_CUE = {
    "en": re.compile(
        r"\b(?:said|says|stated|added|announced|noted|stressed|warned)(?: that)? (.+)"
    ),
    "zh": re.compile(r"(?:表示|说|称|指出|强调|介绍|說|稱|強調|介紹)[，：,:]?(.+)"),
}
_OFFICIAL = {
    "en": re.compile(
        r"\b(?:[Mm]inist(?:er|ry)|[Ss]poke\w+|[Pp]resident|[Ss]ecretary|[Dd]epartment|Commission\w*"
        r"|[Aa]mbassador|[Bb]ureau|[Oo]ffice|White House|[Pp]remier|he|she|it)\b"
    ),
    "zh": re.compile(
        r"部|发言人|發言人|总统|總統|主席|总理|總理|署|委员会|委員會|大使|局|院|他|她"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Counts of one detector on one set of cases."""

    hits: int
    alarms: int
    misses: int
    quiet: int

    @property
    def precision(self) -> float:
        """Return the share of what was reported that is due."""
        return self.hits / (self.hits + self.alarms) if self.hits + self.alarms else 1.0

    @property
    def recall(self) -> float:
        """Return the share of what is due that was reported."""
        return self.hits / (self.hits + self.misses) if self.hits + self.misses else 1.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    @property
    def alarms_per_thousand(self) -> float:
        """Return the false alarms for every 1,000 cases, due or not."""
        cases = self.hits + self.alarms + self.misses + self.quiet
        return 1000 * self.alarms / cases if cases else 0.0


def score(cases: Iterable[tuple[bool, bool]]) -> Score:
    """Return the counts of cases, each given as whether it is due and whether it was reported."""
    counts = Counter(cases)
    return Score(
        hits=counts[True, True],
        alarms=counts[False, True],
        misses=counts[True, False],
        quiet=counts[False, False],
    )


def best_below(cases: Sequence[tuple[bool, float]]) -> tuple[Score, float]:
    """Return the best F1 that "similarity below τ" reaches on these very cases, and its τ.

    A case is whether it is due and how similar its two texts are, from 0 to 1.
    """

    def at(tau: float) -> tuple[Score, float]:
        return score((due, similarity < tau) for due, similarity in cases), tau

    return max(map(at, TAUS), key=lambda found: found[0].f1)


def tokens(text: str) -> list[str]:
    """Return words, and for Chinese characters, in lower case."""
    return re.findall(r"[\u3400-\u9fff]|[^\W_]+", text.lower())


def tfidf(texts: Iterable[str]) -> Similarity:
    """Return the cosine of TF-IDF vectors, the frequencies taken from these texts."""
    documents = [set(tokens(text)) for text in texts]
    seen = Counter(word for document in documents for word in document)
    weight = {word: log((1 + len(documents)) / (1 + count)) + 1 for word, count in seen.items()}

    def cosine(before: str, after: str) -> float:
        one, two = Counter(tokens(before)), Counter(tokens(after))
        dot = sum(one[w] * two[w] * weight.get(w, 1.0) ** 2 for w in one)
        norms = [
            sqrt(sum((n * weight.get(w, 1.0)) ** 2 for w, n in side.items())) for side in (one, two)
        ]
        return dot / (norms[0] * norms[1]) if all(norms) else 0.0

    return cosine


def difflib_ratio(before: str, after: str) -> float:
    """Return difflib's ratio on tokens."""
    return SequenceMatcher(None, tokens(before), tokens(after), autojunk=False).ratio()


def is_changed(before: str, after: str) -> bool:
    """Return whether the digests of the texts differ, white space aside."""
    digests = {
        md5(" ".join(text.split()).encode(), usedforsecurity=False).hexdigest()
        for text in (before, after)
    }
    return len(digests) == 2


def patterned(text: str, language: str) -> list[tuple[int, int, str]]:
    """Return start, end and form of each statement that a pattern finds in a text.

    Direct: what stands in quotation marks in a sentence with a verb of speech. Indirect: what
    follows such a verb in a sentence that names an office.
    """
    found: list[tuple[int, int, str]] = []
    for sentence in _SENTENCE[language].finditer(text):
        words = sentence.group()
        if not _CUE[language].search(words):
            continue
        quotes = [(match.span(at), match) for match in _QUOTE.finditer(words) for at in (1, 2, 3)]
        spans = [span for span, match in quotes if span[0] >= 0 and len(tokens(match.group())) > 3]
        if spans:
            for start, end in spans:
                inner = words[start:end].rstrip(" ,.，。")
                found.append(
                    (sentence.start() + start, sentence.start() + start + len(inner), "direct")
                )
            continue
        said = _AFTER_CUE[language].search(words)
        if said and _OFFICIAL[language].search(words[: said.start(1)]):
            inner = said.group(1).rstrip(' .。”"')
            start = sentence.start() + said.start(1)
            found.append((start, start + len(inner), "indirect"))
    return found
