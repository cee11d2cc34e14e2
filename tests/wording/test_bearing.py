import pytest

from monitor.wording.compare import Comparer, PairMode
from monitor.wording.shift import Kind


def kinds(comparer: Comparer, before: str, after: str, language: str = "en") -> set[Kind]:
    found = comparer.compare(before, after, language=language, mode=PairMode.STATEMENTS)
    return set(found.kinds)


def rules(comparer: Comparer, before: str, after: str, language: str = "en") -> set[str]:
    found = comparer.compare(before, after, language=language, mode=PairMode.STATEMENTS)
    return {finding.rule for finding in found.telling}


REVIEWS = (
    "The ministry reviews export licence applications in accordance with laws and regulations."
)


def test_an_act_that_is_sped_up_counts_in_other_words(comparer: Comparer) -> None:
    after = "The ministry will accelerate the review of export licence applications."
    assert kinds(comparer, REVIEWS, after) == {Kind.STRENGTH}
    assert kinds(comparer, after, REVIEWS) == {Kind.STRENGTH}


def test_an_act_that_is_halted_counts_in_other_words(comparer: Comparer) -> None:
    after = "The ministry will suspend reviewing export licence applications."
    assert Kind.STATUS in kinds(comparer, REVIEWS, after)


def test_speeding_up_told_with_another_word_is_no_turn(comparer: Comparer) -> None:
    before = "The ministry is speeding up its review of the applications that were filed."
    after = "Applications filed with the ministry are being reviewed at an accelerated pace."
    assert Kind.STRENGTH not in kinds(comparer, before, after)


@pytest.mark.parametrize(
    ("before", "after", "language"),
    [
        (
            "China will strengthen the approval of compliant applications.",
            "China will suspend the approval of compliant applications.",
            "en",
        ),
        ("商务部将加强审批工作。", "商务部将停止审批工作。", "zh"),
    ],
)
def test_what_goes_forward_and_what_stops_are_opposites(
    comparer: Comparer, before: str, after: str, language: str
) -> None:
    assert {Kind.POLARITY, Kind.STATUS} <= kinds(comparer, before, after, language)


def test_an_approval_that_is_halted_is_told_as_its_phase(comparer: Comparer) -> None:
    assert Kind.STATUS in kinds(
        comparer, "海关总署依法批准企业的注册申请。", "海关总署决定暂停审批企业的注册申请。", "zh"
    )


def test_an_end_for_the_same_time_is_a_halt(comparer: Comparer) -> None:
    before = "自11月10日起停止征收特别港务费，为期一年。"
    assert kinds(comparer, before, "自11月10日起暂停征收特别港务费一年。", "zh") == set()
    assert Kind.STATUS in kinds(comparer, before, "自11月10日起继续征收特别港务费。", "zh")


def test_who_does_it_after_by_is_an_actor(comparer: Comparer) -> None:
    before = "The form is checked by the Grain Inspectorate before it is stamped."
    after = "The form is checked by the Harbour Inspectorate before it is stamped."
    assert rules(comparer, before, after) == {"actor.changed"}


def test_offices_that_no_lexicon_knows_are_actors(comparer: Comparer) -> None:
    before = "The Ministry of Fisheries will decide within ten days."
    after = "The Ministry of Forests will decide within ten days."
    assert Kind.ACTOR in kinds(comparer, before, after)


def test_an_item_that_joins_a_rule_widens_it(comparer: Comparer) -> None:
    before = "A licence is required for ferries."
    after = "A licence is required for ferries and barges."
    assert kinds(comparer, before, after) == {Kind.SCOPE_WIDENED}


def test_an_item_that_joins_a_report_is_added(comparer: Comparer) -> None:
    before = "The ministers discussed ferries."
    after = "The ministers discussed ferries and barges."
    assert kinds(comparer, before, after) == {Kind.ADDED}


def test_what_must_come_first_is_a_condition(comparer: Comparer) -> None:
    assert Kind.CONDITION in kinds(
        comparer,
        "The vessels will remain in port.",
        "The vessels will remain in port until the owners pay for the repairs.",
    )
    assert Kind.CONDITION in kinds(
        comparer, "可以向境外转移有关技术。", "经专家评估后，可以向境外转移有关技术。", "zh"
    )


def test_only_is_a_condition_between_a_bodys_own_words(comparer: Comparer) -> None:
    before = "The European Union stands ready to negotiate."
    after = "The European Union will only negotiate after the surcharge has gone."
    assert kinds(comparer, before, after) == {Kind.CONDITION}


def test_clauses_that_begin_alike_and_say_other_things_are_replaced(comparer: Comparer) -> None:
    before = "The labor market remains solid and unemployment is low."
    after = "The labor market has weakened and unemployment has risen."
    assert kinds(comparer, before, after) & {Kind.REPLACED, Kind.POLARITY}


def test_one_clause_for_another_is_one_replacement(comparer: Comparer) -> None:
    before = "The Administration sees merit in the proposal and will engage with its sponsors."
    after = "The Administration has grave doubts, and recommends that it be dropped entirely."
    assert kinds(comparer, before, after) == {Kind.REPLACED}


def test_what_is_under_way_and_what_is_done_differ_in_status(comparer: Comparer) -> None:
    assert kinds(comparer, "有关部门正在制定细则。", "有关部门已发布细则。", "zh") == {Kind.STATUS}


def test_an_and_that_moves_to_the_end_of_a_list_is_no_other_hand(comparer: Comparer) -> None:
    before = "Individual licences are required for zircon and ilmenite."
    after = "Individual licences are required for zircon, ilmenite and rutile."
    assert kinds(comparer, before, after) == {Kind.SCOPE_WIDENED}


def test_a_negation_of_another_word_does_not_cancel_an_opposite(comparer: Comparer) -> None:
    before = "The Appellate Body has resumed its work following the appointment of three members."
    after = "The Appellate Body has ceased to function, as no members have been appointed."
    assert kinds(comparer, before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The rule itself is unchanged.", "The rule itself has not changed."),
        ("The airport reopened at noon.", "The airport re-opened at noon."),
        ("Both sides sent a delegation.", "Both sides sent a delegtaion."),
    ],
)
def test_spelling_and_a_negated_word_are_noise(comparer: Comparer, before: str, after: str) -> None:
    assert kinds(comparer, before, after) == set()


def test_letters_swapped_in_a_known_word_are_noise_in_versions(comparer: Comparer) -> None:
    found = comparer.compare(
        "The firm said it recieved the notice.",
        "The firm said it received the notice.",
        language="en",
        mode=PairMode.VERSIONS,
    )
    assert found.kinds == ()


def test_a_particle_within_a_chinese_term_changes_nothing(comparer: Comparer) -> None:
    before = "对其实施出口管制是国际通行做法。"
    assert kinds(comparer, before, "对其实施出口管制，是国际通行的做法。", "zh") == set()


def test_a_name_in_the_spelling_of_another_region_is_noise(comparer: Comparer) -> None:
    assert kinds(comparer, "法国总统马克龙将访华。", "法國總統馬克宏將訪華。", "zh") == set()
