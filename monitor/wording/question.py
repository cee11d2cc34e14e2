"""A placed statement, and what its thread holds to decide on it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.statements.statement import Statement, Tier
from monitor.wording.compare import Comparer
from monitor.wording.copies import jaccard, spoken_day
from monitor.wording.place import Place, is_same_occasion
from monitor.wording.proof import is_translated
from monitor.wording.scoring import Scoring
from monitor.wording.smallwords import signal_words
from monitor.wording.threads import Match, Thread, same_subject

# What a body makes signals of is learnt from so many of its latest utterances on the subject.
_HEARD = 12
_FRESH = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A placed statement and all that is at hand to decide on it."""

    statement: Statement
    day: date
    placed: Place
    siblings: tuple[Statement, ...]
    told: tuple[Statement, ...]
    thread: Thread
    comparer: Comparer
    scoring: Scoring

    def earlier(self, language: str) -> list[Match]:
        """Return the kindred earlier utterances in a language, without other reports of this."""
        statement = self.statement
        found = [
            match
            for match in self.thread.kindred(statement, before=self.day, language=language)
            if match.utterance.id != self.placed.utterance
            and (
                match.utterance.day != self.day or not is_same_occasion(statement, match.statement)
            )
            and not (
                statement.tier is not Tier.ISSUER and is_same_occasion(statement, match.statement)
            )
        ]
        near = same_subject(statement, [match.statement for match in found])
        return [match for match, is_near in zip(found, near, strict=True) if is_near]

    def later(self) -> tuple[Statement, ...]:
        """Return what the body has since said on the same thing."""
        statement, thread = self.statement, self.thread
        return tuple(
            other
            for utterance in thread.utterances
            if utterance.day > self.day and utterance.id != self.placed.utterance
            for other in utterance.statements
            if not is_same_occasion(statement, other)
            and thread.affinity(statement, other) >= self.scoring.kindred
        )

    def is_late_by_days(self, later: Statement) -> bool:
        """Return whether a report is only a few days late, so that its words may still be news."""
        published, then = self.statement.published_at, spoken_day(later)
        return (
            published is not None
            and then is not None
            and published.date() - self.day <= _FRESH
            and then - self.day <= _FRESH
        )

    def is_known_across(self, latest: Match) -> bool:
        """Return whether the same was said since `latest` in another language."""
        thread, statement = self.thread, self.statement
        mine = thread.concepts(statement)
        return any(
            jaccard(mine, thread.concepts(other)) >= self.scoring.concepts
            for utterance in thread.utterances
            if latest.utterance.day < utterance.day < self.day
            for other in utterance.statements
            if other.language != statement.language
        )

    def signals(self, found: Sequence[Match]) -> frozenset[str]:
        """Return the small words that the body uses as signals; none of a reporter's."""
        statement = self.statement
        if statement.tier >= Tier.REPORTED or is_translated(statement):
            return frozenset()
        own = [one for match in found[:_HEARD] for one in match.passages if not is_translated(one)]
        lexicon = self.comparer.lexicon
        return signal_words(own, lexicon=lexicon, language=statement.language)


def shared_topic(statement: Statement, other: Statement) -> str | None:
    """Return the first topic of a statement that another one has, else the first of either."""
    shared = [topic for topic in statement.topics if topic in other.topics]
    return next(iter(shared or statement.topics or other.topics), None)
