"""The rules by which a difference between two passages counts: id, kind, weight, plain words."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from monitor.wording.shift import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A reason for which a difference counts, in `words`; the score begins with its `weight`."""

    kind: Kind
    weight: float
    words: str


def _table() -> dict[str, Rule]:
    rows = (
        ("number.value", Kind.NUMBER, 4, "the same quantity has another value"),
        ("number.added", Kind.NUMBER, 2, "a quantity is given that was not given before"),
        ("number.dropped", Kind.NUMBER, 2, "a quantity is no longer given"),
        ("threshold.value", Kind.THRESHOLD, 4, "a threshold has another value"),
        ("threshold.bound", Kind.THRESHOLD, 4, "a bound runs the other way or from elsewhere"),
        ("date.effect", Kind.DATE, 3, "a date of effect or expiry changed"),
        ("date.told", Kind.DATE, 2, "a date that the page tells changed"),
        ("document.told", Kind.REPLACED, 1, "another document is cited"),
        ("code.added", Kind.SCOPE_WIDENED, 4, "a code was added to the list"),
        ("code.dropped", Kind.SCOPE_NARROWED, 4, "a code was taken off the list"),
        ("code.replaced", Kind.REPLACED, 3, "a code was replaced"),
        ("modality.step", Kind.MODALITY, 3, "the commitment is of another degree"),
        ("modality.neighbour", Kind.MODALITY, 3, "the commitment is of a neighbouring degree"),
        ("modality.bare", Kind.MODALITY, 2, "a may, should or must came or went"),
        ("polarity.negation", Kind.POLARITY, 4, "a negation came or went"),
        ("polarity.opposite", Kind.POLARITY, 4, "a word gave way to its opposite"),
        ("strength.step", Kind.STRENGTH, 4, "two or more rungs of one ladder apart"),
        ("strength.neighbour", Kind.STRENGTH, 1, "neighbouring rungs of one ladder"),
        ("strength.word", Kind.STRENGTH, 1, "an intensifier came, went or changed"),
        ("strength.turned", Kind.STRENGTH, 2, "an act is sped up, slowed, tightened or eased"),
        ("words.signal", Kind.STRENGTH, 2, "a small word that this body uses as a signal"),
        ("scope.operator", Kind.SCOPE_WIDENED, 4, "all, some, only, except changed"),
        ("scope.subset", Kind.SCOPE_WIDENED, 4, "one term is a part of the other"),
        ("scope.item", Kind.SCOPE_WIDENED, 3, "an item joined or left a list"),
        ("condition.changed", Kind.CONDITION, 3, "a condition came, went or changed"),
        ("actor.changed", Kind.ACTOR, 3, "another actor or addressee"),
        ("actor.added", Kind.ADDED, 2, "an actor or addressee was added"),
        ("actor.dropped", Kind.DROPPED, 2, "an actor or addressee was dropped"),
        ("status.done", Kind.STATUS, 2, "what was planned is told as done"),
        ("status.phase", Kind.STATUS, 2, "begun, ended, suspended or resumed"),
        ("aspect.continue", Kind.STATUS, 1, "continue or further came or went"),
        ("posture.given", Kind.POSTURE, 4, "an answer gave way to a referral or none"),
        ("posture.left", Kind.POSTURE, 4, "a referral or none gave way to an answer"),
        ("term.replaced", Kind.REPLACED, 3, "another thing is named"),
        ("term.added", Kind.ADDED, 4, "a thing is named that was not"),
        ("term.dropped", Kind.DROPPED, 4, "a thing is no longer named"),
        ("concept.replaced", Kind.REPLACED, 2, "another act or object"),
        ("concept.added", Kind.ADDED, 2, "an act or object was added"),
        ("concept.dropped", Kind.DROPPED, 2, "an act or object was dropped"),
        ("word.replaced", Kind.REPLACED, 1.5, "words were replaced that the lexicon does not know"),
        ("word.added", Kind.ADDED, 1.5, "words were added that the lexicon does not know"),
        ("word.dropped", Kind.DROPPED, 1.5, "words were dropped that the lexicon does not know"),
        ("clause.added", Kind.ADDED, 3, "a clause says what was not said"),
        ("clause.replaced", Kind.REPLACED, 3, "a clause says another thing of the same subject"),
        ("clause.dropped", Kind.DROPPED, 3, "what a clause said is no longer said"),
    )
    return {name: Rule(kind=kind, weight=weight, words=words) for name, kind, weight, words in rows}


RULES: Mapping[str, Rule] = MappingProxyType(_table())
"""Every rule by its id; the ids are stable, the weights are what the score begins with."""
