"""What a statement is to its body's thread."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from monitor.statements.statement import Mode, Precision, SaidOn, Statement, Tier
from monitor.wording import reasons
from monitor.wording.compare import Comparer
from monitor.wording.decide import Scoring, decide
from monitor.wording.shift import Kind, Level, Shift, Verdict

Say = Callable[..., Statement]
NOW = datetime(2025, 10, 1, 12, tzinfo=UTC)
STAND = (
    "China is willing to strengthen dialogue and cooperation with relevant countries and regions "
    "to jointly maintain the stability of the global industrial and supply chains"
)
FIRMER = STAND.replace("is willing to", "must")
QUALIFIED = STAND.replace("cooperation with", "cooperation on export controls with")
WILL = "China will approve compliant applications for rare earth exports"
MAY = WILL.replace("will", "may")
DAYS = ("2025-05-06", "2025-05-20", "2025-06-03", "2025-06-17", "2025-07-01")


@pytest.fixture
def judge(comparer: Comparer) -> Callable[..., Verdict]:
    def make(statement: Statement, history: Sequence[Statement] = (), **fields: Any) -> Verdict:
        return decide(statement, history, comparer=comparer, now=NOW, **fields)

    return make


Judge = Callable[..., Verdict]


def only(verdict: Verdict) -> Shift:
    (shift,) = verdict.shifts
    return shift


def loud(verdict: Verdict) -> list[Shift]:
    return [shift for shift in verdict.shifts if shift.silenced is None]


def test_words_of_no_body_are_kept_and_never_shift(say: Say, judge: Judge) -> None:
    verdict = judge(say(MAY, "2025-09-01", body=None), [say(WILL, "2025-08-01", body=None)])
    assert verdict.reason == reasons.UNATTRIBUTED
    assert verdict.shifts == ()
    assert verdict.statement.utterance == verdict.statement.id


def test_first_words_are_no_shift(say: Say, judge: Judge) -> None:
    verdict = judge(say(WILL, "2025-09-01"))
    assert (verdict.shifts, verdict.reason) == ((), reasons.FIRST)


def test_the_same_in_other_words_is_a_restatement(say: Say, judge: Judge) -> None:
    other = STAND.replace("strengthen", "enhance").replace("is willing to", "stands ready to")
    verdict = judge(say(other, "2025-09-01"), [say(STAND, "2025-08-01")])
    assert (verdict.shifts, verdict.reason) == ((), reasons.RESTATEMENT)


def test_a_change_against_the_latest_words_is_a_shift_that_names_them(
    say: Say, judge: Judge
) -> None:
    old, latest = say(STAND, "2025-07-01"), say(WILL, "2025-08-01")
    shift = only(judge(say(MAY, "2025-09-01"), [latest, old]))
    assert shift.kinds == (Kind.MODALITY,)
    assert shift.against == (latest.id,)
    assert (shift.before, shift.after) == (WILL, MAY)
    assert (shift.removed, shift.added) == (("will",), ("may",))
    assert shift.provisional
    assert shift.silenced is None


def test_every_change_quotes_its_passages_exactly(say: Say, judge: Judge) -> None:
    shift = only(judge(say(MAY, "2025-09-01"), [say(WILL, "2025-08-01")]))
    told = [change for change in shift.changes if not change.noise]
    assert [change.before.of(shift.before) for change in told] == ["will"]
    assert [change.after.of(shift.after) for change in told] == ["may"]


def test_words_that_stood_weigh_more_and_are_not_provisional(say: Say, judge: Judge) -> None:
    once = only(judge(say(FIRMER, "2025-07-15"), [say(STAND, DAYS[-1])]))
    stood = only(judge(say(FIRMER, "2025-07-15"), [say(STAND, day) for day in DAYS]))
    assert stood.severity > once.severity
    assert not stood.provisional
    assert "thread.standing" in stood.rules
    assert stood.level is Level.ALERT


def test_back_to_the_standing_words_is_a_reversion_for_information(say: Say, judge: Judge) -> None:
    history = [*(say(STAND, day) for day in DAYS), say(QUALIFIED, "2025-07-15")]
    shift = only(judge(say(STAND, "2025-07-29"), history))
    assert shift.kinds[0] is Kind.REVERSION
    assert shift.level is Level.INFO
    assert not shift.provisional


def test_a_change_told_again_is_no_second_shift(say: Say, judge: Judge) -> None:
    history = [*(say(STAND, day) for day in DAYS), say(QUALIFIED, "2025-07-15")]
    assert judge(say(QUALIFIED, "2025-07-29"), history).shifts == ()


def test_a_rate_that_returns_to_an_old_value_is_news_and_no_reversion(
    say: Say, judge: Judge
) -> None:
    rate = "The Committee decided to keep its target for the federal funds rate at {} percent"
    fields: dict[str, Any] = {"body": "US-FED", "tier": Tier.ISSUER, "topics": ()}
    history = [
        say(rate.format(number), day, **fields)
        for number, day in (("2", "2025-06-01"), ("3", "2025-07-01"))
    ]
    shift = only(judge(say(rate.format("2"), "2025-08-01", **fields), history))
    assert Kind.REVERSION not in shift.kinds
    assert shift.level is Level.ALERT


def test_history_may_come_in_any_order(say: Say, judge: Judge) -> None:
    history = [*(say(STAND, day) for day in DAYS), say(QUALIFIED, "2025-07-15")]
    statement = say(FIRMER, "2025-07-29")
    expected = judge(statement, history)
    for seed in range(4):
        random.Random(seed).shuffle(history)
        assert judge(statement, history) == expected


def test_deciding_again_with_the_statement_already_known_gives_the_same(
    say: Say, judge: Judge
) -> None:
    history = [say(WILL, "2025-08-01")]
    statement = say(MAY, "2025-09-01")
    first = judge(statement, history)
    assert judge(statement, [*history, first.statement]) == first


def test_an_older_statement_that_comes_late_is_history(say: Say, judge: Judge) -> None:
    history = [say(WILL, "2025-06-07"), say(MAY, "2025-09-20")]
    late = say(
        WILL.replace("will", "shall"), "2025-07-01", published_at=datetime(2025, 9, 25, tzinfo=UTC)
    )
    assert judge(late, history).reason == reasons.HISTORY
    assert judge(late, history).shifts == ()


def test_a_report_that_is_a_day_late_is_still_news(say: Say, judge: Judge) -> None:
    history = [say(QUALIFIED, "2025-06-07"), say(STAND, "2025-09-20")]
    late = say(
        QUALIFIED.replace("is willing", "is not willing"),
        "2025-09-18",
        published_at=datetime(2025, 9, 20, tzinfo=UTC),
    )
    assert Kind.POLARITY in only(judge(late, history)).kinds


def test_what_a_later_statement_has_shown_is_not_told_again(say: Say, judge: Judge) -> None:
    history = [say(WILL, "2025-06-07"), say(MAY, "2025-09-20")]
    late = say(MAY, "2025-09-18", published_at=datetime(2025, 9, 20, tzinfo=UTC))
    assert judge(late, history).shifts == ()


def test_words_published_long_after_they_were_said_do_not_alert(say: Say, judge: Judge) -> None:
    old = say(MAY, "2025-06-20", published_at=datetime(2025, 9, 1, tzinfo=UTC))
    shift = only(judge(old, [say(WILL, "2025-06-07")]))
    assert (shift.silenced, shift.level) == ("late", Level.INFO)


def test_other_bodies_are_left_aside(say: Say, judge: Judge) -> None:
    statement = say(MAY, "2025-09-01")
    assert judge(statement, [say(WILL, "2025-08-01", body="US-BIS")]).shifts == ()


def test_one_thread_filed_under_two_topics_is_still_compared(say: Say, judge: Judge) -> None:
    # The title of a report decides its topics as well.
    statement = say(MAY, "2025-09-01")
    shift = only(judge(statement, [say(WILL, "2025-08-01", topics=("export-controls",))]))
    assert (shift.kinds, shift.topic) == ((Kind.MODALITY,), "rare-earths")


def test_words_on_another_topic_that_share_little_are_not_compared(say: Say, judge: Judge) -> None:
    statement = say("China will approve investment by compliant foreign banks", "2025-09-01")
    assert judge(statement, [say(WILL, "2025-08-01", topics=("export-controls",))]).shifts == ()


def test_indirect_speech_may_still_tell_of_a_reversion(say: Say, judge: Judge) -> None:
    history = [say(STAND, "2025-06-12"), say(QUALIFIED, "2025-07-24")]
    shift = only(judge(say(STAND, "2025-08-19", tier=Tier.REPORTED), history))
    assert shift.kinds[0] is Kind.REVERSION
    assert (shift.silenced, shift.level) == (None, Level.INFO)


def test_an_unrelated_answer_is_not_compared(say: Say, judge: Judge) -> None:
    other = say("The two presidents talked on the phone on Friday evening", "2025-09-01")
    assert judge(other, [say(STAND, "2025-08-01")]).shifts == ()


def test_a_second_report_of_an_utterance_is_a_copy(say: Say, judge: Judge) -> None:
    first = judge(say(MAY, "2025-09-01"), [say(WILL, "2025-08-01")]).statement
    again = judge(say(MAY, "2025-09-02"), [say(WILL, "2025-08-01"), first])
    assert (again.reason, again.shifts) == (reasons.COPY, ())
    assert again.statement.utterance == first.utterance


@pytest.mark.parametrize(
    "report",
    [
        "China will approve applications for rare earth exports",
        "China will approve compliant applications to export rare earths",
        "compliant applications for rare-earth exports will get China's approval",
    ],
)
def test_one_utterance_in_two_reports_is_never_a_shift(report: str, say: Say, judge: Judge) -> None:
    first = say(WILL, "2025-09-01", speaker="Lin Jian")
    verdict = judge(say(report, "2025-09-01", speaker="Lin Jian"), [first])
    assert verdict.shifts == ()
    assert verdict.statement.utterance == first.id


def test_a_requote_without_a_date_emits_nothing(say: Say, judge: Judge) -> None:
    history = [say(WILL, "2025-06-07"), say(MAY, "2025-08-01")]
    quoted = say(WILL, None, published_at=datetime(2025, 9, 1, tzinfo=UTC))
    verdict = judge(quoted, history)
    assert (verdict.reason, verdict.shifts) == (reasons.REQUOTE, ())


def test_a_requote_dated_by_its_report_alone_emits_nothing(say: Say, judge: Judge) -> None:
    history = [say(WILL, "2025-06-07"), say(MAY, "2025-08-01")]
    evidence = SaidOn(day=date(2025, 9, 1), evidence='publication: "2025-09-01"')
    verdict = judge(say(WILL, "2025-09-01", said_on=evidence), history)
    assert (verdict.reason, verdict.shifts) == (reasons.REQUOTE, ())


def test_a_new_word_in_an_undated_quote_is_no_requote(say: Say, judge: Judge) -> None:
    longer = f"{STAND}, and {WILL}, and this is what the ministry has always said to everyone"
    changed = longer.replace("will approve", "will not approve")
    undated = say(changed, None, published_at=datetime(2025, 9, 1, tzinfo=UTC))
    verdict = judge(undated, [say(longer, "2025-06-07")])
    assert Kind.POLARITY in only(verdict).kinds


def test_a_date_after_publication_is_stored_and_silenced(say: Say, judge: Judge) -> None:
    conflict = SaidOn(day=date(2025, 9, 9), evidence="explicit", conflict=True)
    statement = say(MAY, None, said_on=conflict, published_at=datetime(2025, 9, 1, tzinfo=UTC))
    shift = only(judge(statement, [say(WILL, "2025-08-01")]))
    assert (shift.silenced, shift.level) == ("date_conflict", Level.INFO)


def test_the_first_poll_is_a_baseline(say: Say, judge: Judge) -> None:
    verdict = judge(say(MAY, "2025-09-01"), [say(WILL, "2025-08-01")], baseline=True)
    assert verdict.reason == reasons.BASELINE
    assert verdict.shifts == ()


def test_an_excerpt_does_not_prove_a_drop(say: Say, judge: Judge) -> None:
    excerpt = say(
        "to strengthen dialogue and cooperation with relevant countries",
        "2025-09-01",
        mode=Mode.MIXED,
    )
    verdict = judge(excerpt, [say(QUALIFIED, "2025-08-01")])
    assert loud(verdict) == []
    assert {shift.silenced for shift in verdict.shifts} <= {"excerpt"}


def test_a_qualifier_is_not_new_against_a_reporters_summary(say: Say, judge: Judge) -> None:
    quote = say(QUALIFIED, "2025-09-01")
    summary = judge(quote, [say(STAND, "2025-08-01", tier=Tier.REPORTED)])
    assert {shift.silenced for shift in summary.shifts} == {"excerpt"}
    assert loud(judge(quote, [say(STAND, "2025-08-01")])) != []


@pytest.mark.parametrize("turned", [False, True])
def test_a_negation_that_comes_or_goes_is_no_inference_from_a_gap(
    turned: bool, say: Say, judge: Judge
) -> None:
    before, after = WILL, WILL.replace("will", "will not")
    if turned:
        before, after = after, before
    history = [say(before, "2025-08-01", tier=Tier.REPORTED)]
    shift = only(judge(say(after, "2025-09-01", mode=Mode.MIXED), history))
    assert (shift.kinds, shift.silenced) == ((Kind.POLARITY,), None)


def test_an_unbroken_quote_of_the_whole_clause_proves_a_dropped_qualifier_less_surely(
    say: Say, judge: Judge
) -> None:
    history = [say(QUALIFIED, "2025-08-01", tier=Tier.ISSUER)]
    quote = only(judge(say(STAND, "2025-09-01"), history))
    own = only(judge(say(STAND, "2025-09-01", tier=Tier.ISSUER), history))
    assert quote.silenced is own.silenced is None
    assert quote.confidence < own.confidence


def test_a_clause_left_out_once_in_the_bodys_own_text_is_held(say: Say, judge: Judge) -> None:
    own: dict[str, Any] = {"tier": Tier.ISSUER}
    one = "中方依法依规对稀土出口许可申请进行审查。"
    both = f"稀土相关物项具有军民两用属性，对其实施出口管制是国际通行做法。{one}"
    first = say(both, "2025-06-07", **own)
    once = judge(say(one, "2025-06-19", **own), [first])
    assert [shift.silenced for shift in once.shifts] == ["omitted_once"]
    twice = judge(say(one, "2025-07-03", **own), [first, once.statement])
    assert only(twice).kinds == (Kind.DROPPED,)
    assert "thread.omitted_twice" in only(twice).rules


def test_what_another_span_of_the_utterance_says_is_not_dropped(say: Say, judge: Judge) -> None:
    own: dict[str, Any] = {"tier": Tier.ISSUER, "url": "https://example.org/answer"}
    clause = "对稀土相关物项实施出口管制是国际通行做法"
    before = say(
        f"{clause}。{'中方愿加强对话合作，维护全球产业链供应链稳定'}。",
        "2025-06-07",
        tier=Tier.ISSUER,
    )
    first = say("中方愿加强对话合作，维护全球产业链供应链稳定。", "2025-06-19", **own)
    second = say(f"{clause}。", "2025-06-19", **own)
    assert judge(first, [before]).shifts != ()
    assert judge(first, [before], siblings=[second]).shifts == ()


def test_a_neighbouring_rank_does_not_alert_alone(say: Say, judge: Judge) -> None:
    fields: dict[str, Any] = {"tier": Tier.ISSUER}
    before = say("中方对美方滥用出口管制措施表示严重关切", "2025-05-12", **fields)
    verdict = judge(say("中方对美方滥用出口管制措施表示不满", "2025-05-21", **fields), [before])
    assert only(verdict).silenced == "neighbouring_rank"


def test_one_report_in_indirect_speech_proves_nothing(say: Say, judge: Judge) -> None:
    verdict = judge(say(MAY, "2025-09-01", tier=Tier.REPORTED), [say(WILL, "2025-08-01")])
    assert only(verdict).silenced == "indirect_single_source"


def test_a_second_independent_report_proves_a_number_and_a_third_is_a_copy(
    say: Say, judge: Judge
) -> None:
    known = [say("China has approved 20 applications for the export of magnets", "2025-06-07")]
    reports = [
        "China has approved 35 applications for the export of magnets",
        "a total of 35 applications to export magnets had won approval from China by then",
        "the number of applications for magnet exports that China approved rose to 35",
    ]
    verdicts = []
    for at, words in enumerate(reports):
        report = say(words, "2025-06-20", tier=Tier.REPORTED, source=f"outlet-{at}")
        verdicts.append(judge(report, known))
        known.append(verdicts[-1].statement)
    first, second, third = verdicts
    assert only(first).silenced == "indirect_single_source"
    assert only(second).silenced is None
    assert Kind.NUMBER in only(second).kinds
    assert third.shifts == ()
    assert len({verdict.statement.utterance for verdict in verdicts}) == 1


def test_the_issuers_text_proves_what_indirect_speech_could_not(say: Say, judge: Judge) -> None:
    known = [say(WILL, "2025-08-01")]
    report = judge(say(MAY, "2025-09-01", tier=Tier.REPORTED), known).statement
    own = judge(say(MAY, "2025-09-01", tier=Tier.ISSUER), [*known, report])
    assert only(own).silenced is None
    assert own.statement.utterance == report.utterance


def test_the_issuers_text_does_not_alert_again_after_a_quote(say: Say, judge: Judge) -> None:
    known = [say(WILL, "2025-08-01")]
    quote = judge(say(MAY, "2025-09-01"), known)
    assert loud(quote) != []
    own = judge(say(MAY, "2025-09-01", tier=Tier.ISSUER), [*known, quote.statement])
    assert own.shifts == ()


def test_a_mangled_copy_alerts_nobody(say: Say, judge: Judge) -> None:
    known = [say("中方依法依规对稀土出口许可申请进行审查", "2025-06-07", tier=Tier.ISSUER)]
    verdict = judge(say("中方对稀有土地出口许可申请不进行审查", "2025-06-14"), known)
    assert verdict.statement.tier is Tier.MANGLED
    assert loud(verdict) == []


def test_the_same_said_since_in_another_language_is_the_translators(say: Say, judge: Judge) -> None:
    chinese = "中方愿同有关国家和地区加强对话合作，共同维护全球产业链供应链稳定"
    history = [say(QUALIFIED, "2025-07-01"), say(chinese, "2025-08-01")]
    verdict = judge(say(STAND, "2025-09-01"), history)
    assert loud(verdict) == []


NEW = (
    "China will impose an export ban on gallium and germanium against companies that supply "
    "weapons, and offenders will be punished"
)


def test_between_two_languages_a_number_counts_and_an_extra_word_does_not(
    say: Say, judge: Judge
) -> None:
    fields: dict[str, Any] = {"body": "CN-MOFCOM"}
    history = [
        say(
            "上述物项的价值占比达到0.1%及以上的，出口前应当向商务部申请许可", "2025-06-07", **fields
        )
    ]
    words = "Items whose value share reaches {} percent or more require a license before export"
    same = judge(say(words.format("0.1"), "2025-07-07", **fields), history)
    other = judge(say(words.format("1"), "2025-07-07", **fields), history)
    assert loud(same) == []
    assert only(other).kinds == (Kind.THRESHOLD,)


def test_a_frame_unseen_for_a_year_is_a_new_formulation(say: Say, judge: Judge) -> None:
    history = [say(STAND, day) for day in DAYS]
    shift = only(judge(say(NEW, "2025-07-15", tier=Tier.ISSUER), history))
    assert shift.kinds == (Kind.NEW_FORMULATION,)
    assert (shift.before, shift.after, shift.against) == ("", NEW, ())


def test_a_short_thread_cannot_tell_what_is_new(say: Say, judge: Judge) -> None:
    history = [say(STAND, day) for day in DAYS[:2]]
    assert judge(say(NEW, "2025-07-15", tier=Tier.ISSUER), history).shifts == ()


def test_indirect_speech_starts_no_formulation(say: Say, judge: Judge) -> None:
    history = [say(STAND, day) for day in DAYS]
    assert judge(say(NEW, "2025-07-15", tier=Tier.REPORTED), history).shifts == ()


def test_an_inexact_date_lowers_the_confidence(say: Say, judge: Judge) -> None:
    month = SaidOn(day=date(2025, 9, 1), precision=Precision.MONTH, evidence="part")
    history = [say(WILL, "2025-08-01")]
    exact = only(judge(say(MAY, "2025-09-01"), history))
    vague = only(judge(say(MAY, "2025-09-01", said_on=month), history))
    assert vague.confidence < exact.confidence


def test_the_authority_of_the_body_counts(say: Say, judge: Judge) -> None:
    def severity(body: str) -> float:
        history = [say(WILL, "2025-08-01", body=body)]
        return only(judge(say(MAY, "2025-09-01", body=body), history)).severity

    assert severity("CN-EMB") < severity("CN-MFA") < severity("CN-SC")


def test_the_thresholds_decide_the_level(say: Say, judge: Judge) -> None:
    history = [say(WILL, "2025-08-01")]
    statement = say(MAY, "2025-09-01")
    low = only(judge(statement, history, scoring=Scoring(alert=0.5, digest=0.2)))
    high = only(judge(statement, history, scoring=Scoring(alert=500, digest=400)))
    assert (low.level, high.level) == (Level.ALERT, Level.INFO)


def test_thresholds_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="digest"):
        Scoring(alert=2, digest=3)
    with pytest.raises(ValueError, match="authority"):
        Scoring(authority=(("CN-MFA", 9.0),))


def test_a_shift_has_an_id_of_its_own_that_stays(say: Say, judge: Judge) -> None:
    history = [say(WILL, "2025-08-01")]
    statement, other = say(MAY, "2025-09-01"), say(MAY, "2025-09-05")
    assert only(judge(statement, history)).id == only(judge(statement, history)).id
    assert only(judge(statement, history)).id != only(judge(other, history)).id


def test_every_reason_and_rule_has_plain_words(say: Say, judge: Judge) -> None:
    shift = only(judge(say(FIRMER, "2025-07-15"), [say(STAND, day) for day in DAYS]))
    own = [rule for rule in shift.rules if rule.startswith("thread.")]
    assert own
    assert all(rule in reasons.RULES for rule in own)


def test_four_hundred_statements_are_read_once(say: Say, comparer: Comparer) -> None:
    start = date(2023, 1, 1)
    history = [
        say(f"{STAND} under measure {at}", (start + timedelta(days=2 * at)).isoformat())
        for at in range(400)
    ]
    statement = say(FIRMER, "2025-09-01")
    first = decide(statement, history, comparer=comparer, now=NOW)
    # A frame of reference for the next visit: other objects, the same words.
    again = [replace(other) for other in history]
    assert decide(statement, again, comparer=comparer, now=NOW) == first
