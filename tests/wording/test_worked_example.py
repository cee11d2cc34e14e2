"""The rare-earth thread of summer 2025, as far as official words of it are known."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.statements.statement import Statement, Tier
from monitor.wording.compare import Comparer
from monitor.wording.decide import decide
from monitor.wording.shift import Kind, Level, Shift, Verdict

Say = Callable[..., Statement]
Seeds = Callable[[str], list[dict[str, Any]]]
NOW = datetime(2025, 8, 19, 12, tzinfo=UTC)


@pytest.fixture
def thread(seeds: Seeds, say: Say) -> dict[tuple[str, str, str], list[Statement]]:
    """Return the seeds by body, day and language."""
    tiers = {"full_text": Tier.ISSUER, "direct": Tier.QUOTE, "indirect": Tier.REPORTED}
    found: dict[tuple[str, str, str], list[Statement]] = {}
    for name in ("cn-mfa", "cn-mofcom"):
        for entry in seeds(name):
            made = say(
                entry["text"].strip(),
                entry["said_on"],
                body=entry["body"],
                tier=tiers[entry["mode"]],
                speaker=entry.get("speaker"),
                language=entry["language"],
            )
            key = entry["body"], entry["said_on"], entry["language"]
            found.setdefault(key, []).append(made)
    return found


def only(verdict: Verdict) -> Shift:
    (shift,) = verdict.shifts
    return shift


def test_with_june_in_the_thread_august_is_a_reversion_for_information_and_provisional(
    thread: dict[tuple[str, str, str], list[Statement]], comparer: Comparer
) -> None:
    june = thread["CN-MFA", "2025-06-12", "en"]
    july = thread["CN-MFA", "2025-07-24", "en"]
    (august,) = thread["CN-MFA", "2025-08-19", "en"]
    shift = only(decide(august, [*june, *july], comparer=comparer, now=NOW))
    assert shift.kinds[0] is Kind.REVERSION
    assert shift.level is Level.INFO
    assert shift.provisional
    assert shift.silenced is None
    assert june[0].id in shift.against
    assert shift.against[0] in {statement.id for statement in july}


def test_without_june_the_qualifiers_of_july_are_dropped_with_low_confidence(
    thread: dict[tuple[str, str, str], list[Statement]], comparer: Comparer
) -> None:
    july = thread["CN-MFA", "2025-07-24", "en"]
    (august,) = thread["CN-MFA", "2025-08-19", "en"]
    shift = only(decide(august, july, comparer=comparer, now=NOW))
    assert Kind.REVERSION not in shift.kinds
    assert Kind.DROPPED in shift.kinds or Kind.SCOPE_WIDENED in shift.kinds
    assert "EXPORT_CONTROL" in shift.concepts_removed
    assert shift.concepts_removed.count("SECURITY") <= 1
    assert not shift.concepts_added
    assert shift.confidence <= 0.6
    assert shift.level is not Level.ALERT


def test_translators_words_are_no_change(
    thread: dict[tuple[str, str, str], list[Statement]], comparer: Comparer
) -> None:
    july = thread["CN-MFA", "2025-07-24", "en"]
    (august,) = thread["CN-MFA", "2025-08-19", "en"]
    shift = only(decide(august, july, comparer=comparer, now=NOW))
    told = " ".join((*shift.removed, *shift.added))
    for rendering in ("stand ready", "willing", "enhancing", "strengthen", "maintain"):
        assert rendering not in told


def test_nothing_is_inferred_from_what_an_excerpt_leaves_out(
    thread: dict[tuple[str, str, str], list[Statement]], comparer: Comparer
) -> None:
    july = thread["CN-MFA", "2025-07-24", "en"]
    (august,) = thread["CN-MFA", "2025-08-19", "en"]
    shift = only(decide(august, july, comparer=comparer, now=NOW))
    assert "INTL_PRACTICE" not in shift.concepts_removed


def test_the_commerce_ministry_is_never_compared_with_the_foreign_ministry(
    thread: dict[tuple[str, str, str], list[Statement]], comparer: Comparer
) -> None:
    mofcom = thread["CN-MOFCOM", "2025-06-07", "en"]
    (august,) = thread["CN-MFA", "2025-08-19", "en"]
    assert decide(august, mofcom, comparer=comparer, now=NOW).shifts == ()
    mixed = [*mofcom, *thread["CN-MFA", "2025-07-24", "en"]]
    shift = only(decide(august, mixed, comparer=comparer, now=NOW))
    assert set(shift.against).isdisjoint(statement.id for statement in mofcom)


def test_the_chinese_and_the_english_of_august_are_one_utterance(
    thread: dict[tuple[str, str, str], list[Statement]], comparer: Comparer
) -> None:
    july = thread["CN-MFA", "2025-07-24", "en"]
    (english,) = thread["CN-MFA", "2025-08-19", "en"]
    (chinese,) = thread["CN-MFA", "2025-08-19", "zh"]
    first = decide(english, july, comparer=comparer, now=NOW).statement
    verdict = decide(chinese, [*july, first], comparer=comparer, now=NOW)
    assert verdict.reason == "copy"
    assert verdict.shifts == ()
    assert verdict.statement.utterance == first.utterance


def test_julys_words_quoted_again_in_august_emit_nothing(
    thread: dict[tuple[str, str, str], list[Statement]], comparer: Comparer, say: Say
) -> None:
    july = thread["CN-MFA", "2025-07-24", "en"]
    august = thread["CN-MFA", "2025-08-19", "en"]
    quoted = say(july[1].text, None, published_at=datetime(2025, 8, 25, tzinfo=UTC))
    verdict = decide(quoted, [*july, *august], comparer=comparer, now=NOW)
    assert verdict.reason == "requote"
    assert verdict.shifts == ()
    assert verdict.statement.utterance == july[1].id


def test_not_being_aware_of_reports_is_a_frame_of_its_own(
    thread: dict[tuple[str, str, str], list[Statement]], comparer: Comparer, say: Say
) -> None:
    july = thread["CN-MFA", "2025-07-24", "en"]
    posture = say("I am not aware of the media reports that you mentioned", "2025-08-19")
    verdict = decide(posture, july, comparer=comparer, now=NOW)
    assert all(shift.silenced is not None for shift in verdict.shifts)


def test_a_review_that_speeds_up_is_a_shift_of_the_commerce_ministry(
    comparer: Comparer, say: Say
) -> None:
    fields = {"body": "CN-MOFCOM", "tier": Tier.ISSUER}
    june_7 = say("中方依法依规对稀土出口许可申请进行审查", "2025-06-07", **fields)
    june_19 = say("中方依法依规不断加快对稀土出口许可申请的审查", "2025-06-19", **fields)
    shift = only(decide(june_19, [june_7], comparer=comparer, now=NOW))
    assert "ACCELERATE" in shift.concepts_added
    assert shift.silenced is None


# MOFCOM's written answer of 7 June 2025 and its spokesperson He Yadong on 19 and 26 June.
JUNE_7 = (
    "稀土相关物项具有军民两用属性，对其实施出口管制符合国际通行做法。"
    "中国依法对稀土相关物项实施出口管制，目的是更好维护国家安全和利益，"
    "履行防扩散等国际义务，体现了坚持维护世界和平与地区稳定的一贯立场。\n"
    "我们也注意到，随着机器人、新能源汽车等行业发展，各国对中重稀土在民用领域的需求量正持续增长。"
    "中国作为负责任的大国，充分考虑各国在民用领域的合理需求与关切，"
    "依法依规对稀土相关物项出口许可申请进行审查，已依法批准一定数量的合规申请，"
    "并将持续加强合规申请的审批工作。"
    "中方愿就此进一步加强与相关国家的出口管制沟通对话，促进便利合规贸易。"
)
JUNE_19 = (
    "中国一贯高度重视维护全球产供链的稳定与安全，"
    "依法依规不断加快对稀土相关出口许可申请的审查，已经依法批准一定数量的合规申请，"
    "并将持续加强合规申请的审批工作。"
    "中方愿就此进一步加强与相关国家的出口管制沟通对话，积极促进便利合规贸易。"
)


@pytest.mark.parametrize("tier", [Tier.ISSUER, Tier.QUOTE])
def test_from_7_to_19_june_the_commerce_ministry_speeds_its_review_up_and_nothing_else_is_told(
    comparer: Comparer, say: Say, tier: Tier
) -> None:
    june_7 = say(JUNE_7, "2025-06-07", body="CN-MOFCOM", tier=Tier.ISSUER)
    june_19 = say(JUNE_19, "2025-06-19", body="CN-MOFCOM", tier=tier)
    shift = only(decide(june_19, [june_7], comparer=comparer, now=NOW))
    assert shift.silenced is None
    assert "ACCELERATE" in shift.concepts_added
    assert Kind.STRENGTH in shift.kinds
    assert Kind.DROPPED not in shift.kinds
    assert "INTL_PRACTICE" not in shift.concepts_removed


def test_the_words_of_19_june_said_again_a_week_later_are_no_shift(
    comparer: Comparer, say: Say
) -> None:
    june_7 = say(JUNE_7, "2025-06-07", body="CN-MOFCOM", tier=Tier.ISSUER)
    june_19 = say(JUNE_19, "2025-06-19", body="CN-MOFCOM")
    june_26 = say(JUNE_19.replace("已经", "已"), "2025-06-26", body="CN-MOFCOM")
    verdict = decide(june_26, [june_7, june_19], comparer=comparer, now=NOW)
    assert verdict.shifts == ()


def test_general_licences_in_november_are_a_new_posture_and_at_least_in_the_digest(
    comparer: Comparer, say: Say
) -> None:
    known = [
        say(JUNE_7, "2025-06-07", body="CN-MOFCOM", tier=Tier.ISSUER),
        say(JUNE_19, "2025-06-19", body="CN-MOFCOM"),
    ]
    november = say(
        "中方依法依规对稀土相关物项出口许可申请进行审查，对符合规定的申请予以许可，"
        "积极适用通用许可等便利化措施，促进合规贸易",
        "2025-11-06",
        body="CN-MOFCOM",
    )
    shift = only(decide(november, known, comparer=comparer, now=NOW))
    assert shift.silenced is None
    assert "GENERAL_LICENCE" in shift.concepts_added
    assert shift.level in (Level.DIGEST, Level.ALERT)
