"""Whom an act lists this time is no change of words; how the listed are treated is."""

from collections.abc import Callable
from datetime import UTC, datetime

from monitor.statements.statement import Statement, Tier
from monitor.wording.compare import Comparer
from monitor.wording.decide import decide

Say = Callable[..., Statement]
NOW = datetime(2025, 12, 1, tzinfo=UTC)
RULE = (
    "In this rule, the Bureau amends the regulations by adding {} entities to the Entity List "
    "under the destination of {}. These {} entities have been determined to be acting contrary "
    "to the national security of the United States. License applications will be reviewed {}."
)
DENIAL = "under a presumption of denial"


def rule(say: Say, day: str, *parts: str) -> Statement:
    return say(RULE.format(*parts), day, body="US-BIS", tier=Tier.ISSUER)


def test_other_names_and_numbers_are_another_act(comparer: Comparer, say: Say) -> None:
    first = rule(say, "2025-01-15", "fourteen", "China", "fourteen", DENIAL)
    second = rule(say, "2025-03-25", "seven", "Iran", "seven", DENIAL)
    verdict = decide(second, [first], comparer=comparer, now=NOW)
    assert {shift.silenced for shift in verdict.shifts} <= {"another_act"}


def test_another_policy_for_the_listed_is_told(comparer: Comparer, say: Say) -> None:
    first = rule(say, "2025-01-15", "fourteen", "China", "fourteen", DENIAL)
    second = rule(say, "2025-03-25", "seven", "Iran", "seven", "on a case-by-case basis")
    (shift,) = decide(second, [first], comparer=comparer, now=NOW).shifts
    assert shift.silenced is None
    assert "CASE_BY_CASE" in shift.concepts_added
