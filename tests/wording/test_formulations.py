"""Formulations (提法): what recurs in a thread, and its life."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from monitor.statements.statement import SaidOn, Statement, Tier
from monitor.wording.compare import Comparer
from monitor.wording.formulations import adoptions, formulations, presence
from monitor.wording.shift import FormulationStatus

Say = Callable[..., Statement]
NOW = datetime(2025, 10, 1, tzinfo=UTC)
STAND = (
    "China is willing to strengthen dialogue and cooperation with relevant countries and regions "
    "to jointly maintain the stability of the global industrial and supply chains"
)
RENDERED = STAND.replace("is willing to strengthen", "stands ready to enhance")
QUALIFIED = STAND.replace(
    "dialogue and cooperation", "dialogue and cooperation on export controls and trade sanctions"
)
DAYS = ("2025-05-06", "2025-05-20", "2025-06-03", "2025-06-17", "2025-07-01")


def test_what_is_said_once_is_no_formulation(say: Say, comparer: Comparer) -> None:
    assert formulations([say(STAND, DAYS[0])], comparer=comparer, now=NOW) == ()
    twice_a_day = [say(STAND, DAYS[0]), say(STAND, DAYS[0])]
    assert formulations(twice_a_day, comparer=comparer, now=NOW) == ()


def test_two_days_make_a_candidate_and_three_make_it_stand(say: Say, comparer: Comparer) -> None:
    said = [say(STAND, day) for day in DAYS[:3]]
    (candidate,) = formulations(said[:2], comparer=comparer, now=NOW)
    (standing,) = formulations(said, comparer=comparer, now=NOW)
    assert candidate.status is FormulationStatus.CANDIDATE
    assert standing.status is FormulationStatus.STANDING
    assert candidate.id == standing.id
    assert standing.days == 3
    assert (standing.first_seen, standing.last_seen) == (date(2025, 5, 6), date(2025, 6, 3))
    assert standing.statements == tuple(statement.id for statement in said)


def test_two_renderings_are_one_formulation_in_its_commonest_words(
    say: Say, comparer: Comparer
) -> None:
    said = [say(STAND, DAYS[0]), say(RENDERED, DAYS[1]), say(RENDERED, DAYS[2])]
    (found,) = formulations(said, comparer=comparer, now=NOW)
    assert found.text.startswith(RENDERED[:40])
    assert {"DIALOGUE", "COOPERATE", "SUPPLY_CHAIN"} <= set(found.concepts)


def test_a_standing_formulation_left_out_twice_is_dropped(say: Say, comparer: Comparer) -> None:
    said = [say(STAND, day) for day in DAYS]
    later = [say(QUALIFIED, "2025-08-01"), say(QUALIFIED, "2025-08-15")]
    status = {
        one.text: one.status for one in formulations([*said, *later], comparer=comparer, now=NOW)
    }
    assert status[STAND] is FormulationStatus.DROPPED
    assert status[QUALIFIED] is FormulationStatus.CANDIDATE


def test_a_formulation_of_a_frame_long_unspoken_is_dormant(say: Say, comparer: Comparer) -> None:
    said = [say(STAND, day) for day in DAYS]
    later = datetime(2027, 1, 1, tzinfo=UTC)
    (found,) = formulations(said, comparer=comparer, now=later)
    assert found.status is FormulationStatus.DORMANT


def test_bodies_topics_and_languages_are_threads_of_their_own(say: Say, comparer: Comparer) -> None:
    said = [
        say(STAND, day, body=body, topics=topics)
        for day in DAYS[:2]
        for body, topics in (("CN-MFA", ("a", "b")), ("CN-MOFCOM", ("a",)))
    ]
    found = formulations(said, comparer=comparer, now=NOW)
    assert {(one.body, one.topic) for one in found} == {
        ("CN-MFA", "a"),
        ("CN-MFA", "b"),
        ("CN-MOFCOM", "a"),
    }
    assert len({one.id for one in found}) == 3


def test_doubtful_words_make_no_formulation(say: Say, comparer: Comparer) -> None:
    conflict = SaidOn(day=date(2025, 6, 3), conflict=True)
    said = [
        say(STAND, DAYS[0]),
        say(STAND, DAYS[1], body=None),
        say(STAND, DAYS[1], tier=Tier.MANGLED),
        say(STAND, None, said_on=conflict),
        say(STAND, None),
    ]
    assert formulations(said, comparer=comparer, now=NOW) == ()


def test_presence_marks_the_days_on_which_each_was_said(say: Say, comparer: Comparer) -> None:
    said = [say(STAND, day) for day in DAYS[:3]]
    silent = say("The two sides are in communication", "2025-05-10")
    found = formulations(said, comparer=comparer, now=NOW)
    matrix = presence(found, [*said, silent])
    assert matrix.days == tuple(
        date.fromisoformat(day) for day in ("2025-05-06", "2025-05-10", "2025-05-20", "2025-06-03")
    )
    assert matrix.rows == ((True, False, True, True),)


def test_a_body_that_takes_over_anothers_formulation_adopts_it(
    say: Say, comparer: Comparer
) -> None:
    first = [say(QUALIFIED, day, body="CN-MOFCOM") for day in DAYS[:2]]
    then = [say(QUALIFIED, day) for day in DAYS[2:4]]
    found = formulations([*first, *then], comparer=comparer, now=NOW)
    (adoption,) = adoptions(found)
    assert (adoption.body, adoption.origin_body) == ("CN-MFA", "CN-MOFCOM")
    assert adoption.day == date(2025, 6, 3)


def test_the_same_concepts_in_other_words_are_no_adoption(say: Say, comparer: Comparer) -> None:
    other = "Jointly with the regions, supply chains stay stable: dialogue and cooperation grow"
    first = [say(other, day, body="CN-MOFCOM") for day in DAYS[:2]]
    then = [say(STAND, day) for day in DAYS[2:4]]
    assert adoptions(formulations([*first, *then], comparer=comparer, now=NOW)) == ()


def test_the_usual_words_are_shown_and_not_those_of_one_deviating_day(
    say: Say, comparer: Comparer
) -> None:
    deviating = STAND.replace("is willing to", "will")
    said = [say(STAND, DAYS[0]), say(RENDERED, DAYS[1]), say(deviating, DAYS[2])]
    (found,) = formulations(said, comparer=comparer, now=NOW)
    assert found.text == RENDERED


def test_a_day_counts_once_however_many_report_it(say: Say, comparer: Comparer) -> None:
    deviating = STAND.replace("is willing to", "will")
    said = [say(STAND, day) for day in DAYS[:2]] + [say(deviating, DAYS[2]) for _ in range(5)]
    (found,) = formulations(said, comparer=comparer, now=NOW)
    assert found.text == STAND
