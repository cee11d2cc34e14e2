"""With which earlier words a statement is compared, clause by clause."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

import pytest

from monitor.statements.statement import Statement, Tier
from monitor.wording import reasons
from monitor.wording.compare import Comparer
from monitor.wording.counterparts import counterpart
from monitor.wording.decide import Scoring, decide
from monitor.wording.shift import Kind, Level, Shift, Verdict
from monitor.wording.threads import Thread

Say = Callable[..., Statement]
NOW = datetime(2025, 10, 1, 12, tzinfo=UTC)
DAY = "2025-09-03"
STANCE = "China has been consistent in its stance on the issue related to rare-earth exports"
WILLING = (
    "we are willing to strengthen dialogue and cooperation with relevant countries and regions to "
    "jointly maintain the stability of the global industrial and supply chains"
)
PRACTICE = "China's policy on rare earths is in line with international practice"
REVIEW = (
    "China fully considers the reasonable demands and concerns of other countries in civilian "
    "applications and reviews export license applications for rare earth-related items in "
    "accordance with laws and regulations"
)
APPROVED = (
    "China has approved a certain number of compliant applications, and will continue to "
    "strengthen the approval process for compliant applications"
)
SUSPEND = (
    "China will suspend the approval process for compliant applications for rare earth-related "
    "items"
)


@pytest.fixture
def judge(comparer: Comparer) -> Callable[..., Verdict]:
    def make(statement: Statement, history: Sequence[Statement] = ()) -> Verdict:
        return decide(statement, history, comparer=comparer, now=NOW)

    return make


Judge = Callable[..., Verdict]


@pytest.fixture
def foreign(say: Say) -> list[Statement]:
    url, day = "https://example.org/article", "2025-08-19"
    return [
        say(PRACTICE, "2025-07-24", url=url, tier=Tier.REPORTED, utterance="july"),
        say(WILLING, day, url=url, utterance="august"),
        say(STANCE, day, url=url, tier=Tier.REPORTED, utterance="august"),
    ]


@pytest.fixture
def commerce(say: Say) -> list[Statement]:
    same = {"url": "https://example.org/article", "body": "CN-MOFCOM", "utterance": "june"}
    return [
        say(REVIEW, "2025-06-07", **same),
        say(APPROVED, "2025-06-07", tier=Tier.REPORTED, topics=("export-controls",), **same),
    ]


def only(verdict: Verdict) -> Shift:
    (shift,) = verdict.shifts
    return shift


def test_a_clause_is_sought_in_every_passage_of_the_latest_day(
    say: Say, judge: Judge, commerce: list[Statement]
) -> None:
    shift = only(judge(say(SUSPEND, DAY, body="CN-MOFCOM"), commerce))
    assert shift.before == APPROVED
    assert shift.silenced is None
    assert shift.level is not Level.INFO


def test_an_older_clause_that_is_clearly_nearer_is_compared(
    say: Say, judge: Judge, foreign: list[Statement]
) -> None:
    shift = only(judge(say(PRACTICE.replace("is in", "is not in"), DAY), foreign))
    assert (shift.before, shift.kinds) == (PRACTICE, (Kind.POLARITY,))
    assert shift.against == (foreign[0].id,)


def test_clauses_of_two_days_are_compared_each_with_its_own(
    say: Say, judge: Judge, foreign: list[Statement]
) -> None:
    both = f"{PRACTICE.replace('is in', 'is not in')}. {WILLING.capitalize()}"
    shift = only(judge(say(both, DAY), foreign))
    assert (shift.kinds, shift.added) == ((Kind.POLARITY,), ("not",))
    assert shift.before == f"{WILLING}\n\n{PRACTICE}"
    assert shift.against == (foreign[1].id, foreign[0].id)


def test_clauses_of_two_days_said_again_are_a_restatement(
    say: Say, judge: Judge, foreign: list[Statement]
) -> None:
    both = f"China's rare-earth policy conforms to international practice. {WILLING.capitalize()}"
    verdict = judge(say(both, DAY), foreign)
    assert (verdict.shifts, verdict.reason) == ((), reasons.RESTATEMENT)


def test_the_latest_words_of_a_frame_are_compared_although_older_ones_are_nearer(
    say: Say, judge: Judge
) -> None:
    known = [
        say(SUSPEND, "2025-06-07"),
        say(SUSPEND.replace("will suspend", "has resumed"), "2025-07-10"),
    ]
    shift = only(judge(say(SUSPEND, DAY), known))
    assert shift.against == (known[1].id,)
    assert Kind.REVERSION not in shift.kinds


def test_every_part_knows_its_passage(
    say: Say, comparer: Comparer, foreign: list[Statement]
) -> None:
    statement = say(f"{PRACTICE}. {WILLING.capitalize()}", DAY)
    thread = Thread(history=foreign, comparer=comparer, scoring=Scoring())
    found = thread.kindred(statement, before=date.fromisoformat(DAY), language="en")
    words = counterpart(statement, found, thread)
    assert [part.span.of(words.text) for part in words.parts] == [WILLING, PRACTICE]
    assert [words.part(part.span).statement for part in words.parts] == [foreign[1], foreign[0]]
    assert words.latest.utterance.id == "august"


def test_of_two_passages_that_say_the_same_the_quotation_is_compared(
    say: Say, judge: Judge
) -> None:
    url = "https://example.org/article"
    lead = "China is " + WILLING.removeprefix("we are ")
    known = [
        say(lead, "2025-08-19", url=url, tier=Tier.REPORTED, utterance="august"),
        say(WILLING, "2025-08-19", url=url, utterance="august"),
    ]
    shift = only(judge(say(WILLING.replace("are willing to", "may"), DAY), known))
    assert shift.against == (known[1].id,)


def test_a_suspension_that_no_finding_tells_is_no_restatement(say: Say, judge: Judge) -> None:
    known = [say("China reviews applications for exports of rare earths", "2025-08-05")]
    shift = only(judge(say("exports of rare earths will be halted by China", DAY), known))
    assert shift.silenced is None
    assert shift.level is Level.DIGEST


def test_a_grave_act_is_told_though_the_thread_is_short_and_its_frame_known(
    say: Say, judge: Judge
) -> None:
    known = [
        say("the exports of rare earths rose sharply in the spring of this year", "2025-08-05")
    ]
    shift = only(judge(say("China will ban all exports of rare earths to arms makers", DAY), known))
    assert shift.kinds == (Kind.NEW_FORMULATION,)
    assert shift.level is Level.ALERT
