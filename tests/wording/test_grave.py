"""Which acts a clause announces as its body's own."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from monitor.statements.statement import Mode, Statement, Tier
from monitor.wording.compare import Comparer
from monitor.wording.decide import decide
from monitor.wording.grave import acts_of
from monitor.wording.shift import Kind, Level, Verdict

Say = Callable[..., Statement]
NOW = datetime(2025, 12, 1, tzinfo=UTC)


def acts(comparer: Comparer, text: str, language: str) -> set[str]:
    return {
        act
        for frame in comparer.frames(text, language=language)
        for act in acts_of(frame, text, comparer.lexicon, language)
    }


def loud(verdict: Verdict) -> list[Kind]:
    return [kind for shift in verdict.shifts if shift.silenced is None for kind in shift.kinds]


@pytest.mark.parametrize(
    ("text", "language", "act"),
    [
        ("Exports of gallium to the United States are prohibited.", "en", "PROHIBIT"),
        ("The controls on graphite will be suspended for a year.", "en", "SUSPEND"),
        ("Licences for antimony will be denied.", "en", "DENY"),
        ("禁止镓相关物项对美国出口。", "zh", "PROHIBIT"),
        ("暂停实施对石墨的出口管制。", "zh", "SUSPEND"),
        ("决定对铽、镝相关物项实施出口管制。", "zh", "EXPORT_CONTROL"),
    ],
)
def test_an_announced_act_is_found(comparer: Comparer, text: str, language: str, act: str) -> None:
    assert act in acts(comparer, text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The controls on rare earths are not a ban.", "en"),
        ("China urges the United States to stop its export controls.", "en"),
        ("There should no longer be any questions on rare earths.", "en"),
        ("Will the controls on graphite be suspended?", "en"),
        ("China rejects the charges about its export control system as groundless", "en"),
        ("对稀土的出口管制不是禁止出口。", "zh"),
        ("敦促美方停止滥用出口管制。", "zh"),
        ("中方是否会暂停对石墨的出口管制", "zh"),
    ],
)
def test_an_act_that_is_denied_asked_for_or_asked_about_is_none(
    comparer: Comparer, text: str, language: str
) -> None:
    assert acts(comparer, text, language) <= {"EXPORT_CONTROL", "APPROVE"}


def test_a_ban_after_words_that_denied_one_is_told(comparer: Comparer, say: Say) -> None:
    said = "The controls on gallium are not a ban, and applications will be reviewed."
    known = [say(said, day, body="CN-MOFCOM") for day in ("2025-03-05", "2025-04-09")]
    ban = say(
        "In principle, exports of gallium to the United States shall not be permitted.",
        "2025-11-20",
        body="CN-MOFCOM",
    )
    verdict = decide(ban, known, comparer=comparer, now=NOW)
    (shift,) = (shift for shift in verdict.shifts if shift.silenced is None)
    assert shift.level in (Level.DIGEST, Level.ALERT)


def test_goods_newly_put_under_control_are_told_and_told_once(comparer: Comparer, say: Say) -> None:
    known = [
        say("对镓、锗相关物项实施出口管制。", day, body="CN-MOFCOM", tier=Tier.ISSUER)
        for day in ("2025-01-10", "2025-02-11")
    ]
    fresh = say("决定对铽、镝相关物项实施出口管制。", "2025-04-04", body="CN-MOFCOM")
    first = decide(fresh, known, comparer=comparer, now=NOW)
    assert loud(first)
    again = say("对铽、镝相关物项实施出口管制。", "2025-06-12", body="CN-MOFCOM")
    assert not loud(decide(again, [*known, first.statement], comparer=comparer, now=NOW))


def test_what_a_reporter_says_around_a_quotation_announces_nothing(
    comparer: Comparer, say: Say
) -> None:
    known = [
        say(f"“{words}”", day, body="US-TREAS")
        for words, day in (
            ("We watch the supply of rare earths", "2025-03-05"),
            ("We watch the supply of rare earths closely", "2025-04-09"),
        )
    ]
    mixed = say(
        "Beijing “has made a real mistake” by threatening to halt exports of its rare earths",
        "2025-10-31",
        body="US-TREAS",
        mode=Mode.MIXED,
    )
    assert not loud(decide(mixed, known, comparer=comparer, now=NOW))
