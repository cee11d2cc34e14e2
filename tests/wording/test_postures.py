"""An answer that gives way to a referral is a shift of posture; the next referral is none."""

from collections.abc import Callable
from datetime import UTC, datetime

from monitor.statements.statement import Statement, Tier
from monitor.wording.compare import Comparer
from monitor.wording.decide import decide
from monitor.wording.shift import Kind, Level

Say = Callable[..., Statement]
NOW = datetime(2025, 12, 1, tzinfo=UTC)
ANSWER = "China's rare earth export controls are in line with international practice"
REFERRAL = "As for rare earth export controls, I would refer you to the competent authorities"


def answers(say: Say) -> list[Statement]:
    return [say(ANSWER, "2025-07-15"), say(ANSWER + " and fair", "2025-09-09")]


def test_a_referral_after_answers_is_a_shift_of_posture_for_the_digest(
    comparer: Comparer, say: Say
) -> None:
    verdict = decide(say(REFERRAL, "2025-11-25"), answers(say), comparer=comparer, now=NOW)
    (shift,) = verdict.shifts
    assert shift.kinds == (Kind.POSTURE,)
    assert shift.level in (Level.DIGEST, Level.ALERT)
    assert shift.before.startswith(ANSWER)
    assert shift.after == REFERRAL


def test_a_second_referral_within_the_year_is_none(comparer: Comparer, say: Say) -> None:
    known = [*answers(say), say("I would refer you to the competent authorities", "2025-10-10")]
    verdict = decide(say(REFERRAL, "2025-11-25"), known, comparer=comparer, now=NOW)
    assert all(shift.silenced is not None for shift in verdict.shifts)


def test_a_referral_beside_an_answer_of_the_same_day_is_none(comparer: Comparer, say: Say) -> None:
    beside = say(ANSWER, "2025-11-25", url="https://example.org/day")
    referral = say(REFERRAL, "2025-11-25", url="https://example.org/day")
    verdict = decide(referral, answers(say), comparer=comparer, now=NOW, siblings=(beside,))
    assert all(Kind.POSTURE not in shift.kinds for shift in verdict.shifts)


def test_one_answer_is_no_custom(comparer: Comparer, say: Say) -> None:
    verdict = decide(say(REFERRAL, "2025-11-25"), answers(say)[:1], comparer=comparer, now=NOW)
    assert all(Kind.POSTURE not in shift.kinds for shift in verdict.shifts)


def test_a_reporter_who_says_so_proves_nothing(comparer: Comparer, say: Say) -> None:
    told = say(REFERRAL, "2025-11-25", tier=Tier.REPORTED)
    verdict = decide(told, answers(say), comparer=comparer, now=NOW)
    assert all(shift.silenced is not None for shift in verdict.shifts)
