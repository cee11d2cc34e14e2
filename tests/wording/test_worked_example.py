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
