"""What a body said within memory: the acts and measures that it has told of. Pure."""

import re
from collections.abc import Iterator, Set
from datetime import date

from monitor.statements.statement import Statement
from monitor.text.normalize import normalize
from monitor.wording.announced import addressed, is_measure, is_retold
from monitor.wording.compare import Frame
from monitor.wording.grave import REFUSED, denied, goods, kin
from monitor.wording.proof import TURNS, told_as
from monitor.wording.threads import Thread, things

OF_GOODS = REFUSED | {"PROHIBIT"}
"""Acts that are known of the goods, and the states, of which they were told."""

# The number of a document with its year.
_DOCUMENT = re.compile(r"doc:\D*\d{5}")


class Memory:
    """What a body said within memory, by the things that it said it of."""

    def __init__(self, thread: Thread, day: date) -> None:
        self._lexicon = thread.comparer.lexicon
        self._statements = tuple(within_memory(thread, day))
        self._thread = thread
        self._known: dict[frozenset[str], frozenset[str]] = {}
        self._told: list[tuple[frozenset[str], set[tuple[frozenset[str], frozenset[str]]]]] = []
        self._is_read = False
        self._said: frozenset[str] | None = None
        self._others: dict[tuple[object, ...], bool] = {}

    def has_said(self, words: str) -> bool:
        """Return whether the body has said a clause in these very words."""
        if self._said is None:
            self._said = frozenset(
                frame.span.of(one.text)
                for one in self._statements
                for frame in self._thread.frames(one)
            )
        return words in self._said

    def has_heard_of(self, named: Set[str]) -> bool:
        """Return whether the body has spoken of one of some goods, whatever it said of it."""
        return any(not named.isdisjoint(self._thread.concepts(one)) for one in self._statements)

    def is_another(self, act: str, frame: Frame, statement: Statement) -> bool:
        """Return whether an act that was heard of is another one here: of others, or of its own.

        A ban on goods for a state that no clause with a ban names; the suspension of a document, or
        from a day, where each clause with a suspension names other ones.
        """
        whom = addressed(frame, statement, self._thread.comparer) if act in OF_GOODS else None
        which = _references(frame) if act in TURNS else frozenset()
        if not whom and not which:
            return False
        named = things(self._lexicon).intersection(frame.concepts)
        key = act, named, whom, which
        if key not in self._others:
            self._others[key] = self._is_other(act, named, whom, which)
        return self._others[key]

    def _is_other(
        self, act: str, named: Set[str], whom: frozenset[str] | None, which: frozenset[str]
    ) -> bool:
        for spoken_of, clauses in self._read():
            for concepts, told in clauses:
                if told_as(act).isdisjoint(told) or named.isdisjoint(concepts):
                    continue
                if whom is not None and whom <= spoken_of:
                    return False
                others = frozenset(filter(_is_reference, concepts))
                if which and (not others or which & others):
                    return False
        return True

    def has_told(self, frame: Frame, statement: Statement) -> bool:
        """Return whether an earlier clause tells of the measure that a clause announces."""
        comparer = self._thread.comparer
        words = normalize(frame.span.of(statement.text)).text
        return any(
            is_retold(words, normalize(other.span.of(one.text)).text, one.language, comparer)
            for one in self._statements
            for other in self._thread.frames(one)
            if is_measure(other)
        )

    def known_of(self, named: frozenset[str]) -> frozenset[str]:
        """Return all concepts of the clauses on some things, or on nothing that they name.

        That a good is banned, or a licence for it refused, is known where a clause said so of a
        kindred good, or of nothing in words on such a good: exports are banned of many things.
        """
        if named not in self._known:
            self._known[named] = self._asked(named)
        return self._known[named]

    def _asked(self, named: frozenset[str]) -> frozenset[str]:
        everything, listed = things(self._lexicon), goods(self._lexicon)
        mine = listed.intersection(named)
        near = kin(mine, self._lexicon)
        found: set[str] = set()
        for spoken_of, clauses in self._read():
            about = not mine or not near.isdisjoint(spoken_of)
            for concepts, told in clauses:
                if named.isdisjoint(concepts) and not everything.isdisjoint(concepts):
                    continue
                elsewhere = not about or not listed.isdisjoint(concepts)
                if mine and near.isdisjoint(concepts) and elsewhere:
                    found |= told - OF_GOODS
                else:
                    found |= told
        return frozenset(found)

    def _read(self) -> list[tuple[frozenset[str], set[tuple[frozenset[str], frozenset[str]]]]]:
        """Return each statement's concepts, and its clauses' with those that it does not deny."""
        if not self._is_read:
            self._is_read = True
            for other in self._statements:
                clauses = {
                    (concepts, concepts - denied(frame, other.text, self._lexicon, other.language))
                    for frame in self._thread.frames(other)
                    for concepts in (frozenset(frame.concepts),)
                }
                self._told.append((self._thread.concepts(other), clauses))
        return self._told


def within_memory(thread: Thread, day: date) -> Iterator[Statement]:
    """Give what a body said before a day and within the scoring's `forgotten`, oldest first."""
    since = day - thread.scoring.forgotten
    for utterance in thread.utterances:
        if since <= utterance.day < day:
            yield from utterance.statements


def _references(frame: Frame) -> frozenset[str]:
    """Return the days and the numbered documents that a clause names."""
    return frozenset(filter(_is_reference, frame.concepts))


def _is_reference(token: str) -> bool:
    return token.startswith("date:") or bool(_DOCUMENT.match(token))
