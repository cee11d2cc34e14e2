"""What reports in indirect speech prove, alone and where they agree."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest

from monitor.statements.statement import Statement, Tier
from monitor.wording.compare import Comparer
from monitor.wording.decide import decide
from monitor.wording.documents import decide_document
from monitor.wording.shift import Kind, Level, Shift, Verdict

Say = Callable[..., Statement]
NOW = datetime(2025, 10, 1, 12, tzinfo=UTC)
DAY = "2025-09-03"
APPROVES = "China will approve exports of rare earths to civilian users"
SUSPENDS = (
    "China will suspend exports of rare earths to civilian users",
    "exports of rare earths for civilian use will be halted by China",
    "China was going to suspend the export of rare earths to users in the civilian sector",
)
MAY = (
    "China may approve compliant applications for rare earth exports",
    "compliant applications to export rare earths may be approved by China",
    "China may give approval to compliant rare earth export applications",
)
APPROVES_ZH = "中方将批准民用稀土出口申请"
SUSPENDS_ZH = (
    "中方将暂停批准民用稀土出口申请",
    "对用于民用的稀土出口申请，中方决定暂停审批",
    "民用稀土出口申请的批准工作将被暂停",
)


@pytest.fixture
def follow(comparer: Comparer) -> Callable[..., list[Verdict]]:
    """Decide on reports one after the other, each knowing those before it."""

    def make(first: Statement, reports: Sequence[Statement]) -> list[Verdict]:
        known, verdicts = [first], []
        for report in reports:
            verdicts.append(decide(report, known, comparer=comparer, now=NOW))
            known.append(verdicts[-1].statement)
        return verdicts

    return make


Follow = Callable[..., list[Verdict]]


def loud(verdict: Verdict) -> list[Shift]:
    return [shift for shift in verdict.shifts if shift.silenced is None]


@pytest.mark.parametrize(
    ("before", "reports"),
    [
        (APPROVES, SUSPENDS),
        ("China will approve compliant applications for rare earth exports", MAY),
        (APPROVES_ZH, SUSPENDS_ZH),
    ],
)
def test_three_reports_in_words_of_their_own_are_told_once(
    before: str, reports: Sequence[str], say: Say, follow: Follow
) -> None:
    said = [
        say(words, DAY, tier=Tier.REPORTED, source=f"outlet-{at}")
        for at, words in enumerate(reports)
    ]
    verdicts = follow(say(before, "2025-08-05"), said)
    assert [len(loud(verdict)) for verdict in verdicts] == [0, 1, 0]
    (shift,) = loud(verdicts[1])
    assert shift.level is Level.DIGEST


@pytest.mark.parametrize("second", ["outlet-0", "outlet-1"])
def test_one_outlet_twice_or_one_wire_in_two_papers_is_one_report(
    second: str, say: Say, follow: Follow
) -> None:
    words = SUSPENDS[1] if second == "outlet-0" else SUSPENDS[0]
    said = [
        say(SUSPENDS[0], DAY, tier=Tier.REPORTED, source="outlet-0"),
        say(words, DAY, tier=Tier.REPORTED, source=second),
    ]
    assert not any(map(loud, follow(say(APPROVES, "2025-08-05"), said)))


def test_a_single_report_takes_nothing_from_the_quotation_that_follows(
    say: Say, follow: Follow
) -> None:
    said = [
        say(SUSPENDS[0], DAY, tier=Tier.REPORTED, source="outlet-0"),
        say(SUSPENDS[0], DAY, source="outlet-1"),
    ]
    report, quote = follow(say(APPROVES, "2025-08-05"), said)
    assert report.shifts[0].silenced == "indirect_single_source"
    assert len(loud(quote)) == 1


def test_a_quotation_after_two_reports_tells_nothing_more(say: Say, follow: Follow) -> None:
    said = [
        say(SUSPENDS[0], DAY, tier=Tier.REPORTED, source="outlet-0"),
        say(SUSPENDS[1], DAY, tier=Tier.REPORTED, source="outlet-1"),
        say(SUSPENDS[0] + " until further notice", DAY, source="outlet-2"),
    ]
    verdicts = follow(say(APPROVES, "2025-08-05"), said)
    told = {kind for shift in loud(verdicts[2]) for kind in shift.kinds}
    assert Kind.STATUS not in told


def test_what_indirect_speech_never_proves_is_held_for_that_reason(
    say: Say, follow: Follow
) -> None:
    before = say("China will approve exports of rare earths to India", "2025-08-05")
    after = "China will approve exports of rare earths to Japan"
    (verdict,) = follow(before, [say(after, DAY, tier=Tier.REPORTED)])
    assert {shift.silenced for shift in verdict.shifts} == {"indirect"}


def test_a_summary_and_the_quotation_under_it_are_one_shift_told_from_the_quotation(
    say: Say, comparer: Comparer
) -> None:
    url = "https://example.org/lead"
    document = [
        say(SUSPENDS[1], DAY, url=url, tier=Tier.REPORTED),
        say(SUSPENDS[0], DAY, url=url),
    ]
    history = [say(APPROVES, "2025-08-05")]
    lead, quote = decide_document(document, history, comparer=comparer, now=NOW)
    assert lead.statement.utterance == quote.statement.utterance
    assert lead.shifts == ()
    (shift,) = loud(quote)
    assert shift.statement == document[1].id
    assert shift.after == SUSPENDS[0]
