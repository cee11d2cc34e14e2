"""Quotations that the official text of the day has in other words."""

from collections.abc import Callable
from typing import Any

import pytest

from monitor.statements.statement import Mode, Statement, Tier
from monitor.wording.compare import Comparer
from monitor.wording.decide import decide
from monitor.wording.misquotes import misquoted
from monitor.wording.shift import Level

Say = Callable[..., Statement]

OFFICIAL = (
    "The Chinese side reviews applications for the export of rare-earth items in accordance with "
    "the law. It will approve applications that meet the requirements without delay. We hope that "
    "the parties concerned will look at this objectively."
)
OFFICIAL_ZH = "中方依法依规对稀土物项出口申请进行审查，对符合规定的申请将及时予以批准。"


@pytest.mark.parametrize(
    "quoted",
    [
        "It will approve applications that meet the requirements without delay",
        "it will APPROVE applications that meet the requirements, without delay",
        "It will approve applications … without delay",
        "[China] will approve applications that meet the requirements",
        "export of rare earth items in accordance with the law",
        "approve applications",
        "China has always opposed the building of walls and the breaking of chains",
    ],
)
def test_what_stands_in_the_official_text_or_nowhere_near_it_is_let_through(
    say: Say, quoted: str
) -> None:
    original = say(OFFICIAL, "2025-08-19", tier=Tier.ISSUER)
    assert misquoted(say(quoted, "2025-08-19"), [original]) == ()


@pytest.mark.parametrize(
    "quoted",
    [
        "It will not approve applications that meet the requirements without delay",
        "It will approve all applications that meet the requirements without delay",
        "It will approve applications that meet the requirements",
        "It may approve applications that meet the requirements without delay",
    ],
)
def test_a_word_that_was_put_in_changed_or_left_out_unmarked_is_found(
    say: Say, quoted: str
) -> None:
    original = say(OFFICIAL, "2025-08-19", tier=Tier.ISSUER)
    whole = quoted.endswith("requirements")
    # Where a quotation ends before its sentence does, it ends: nothing is left out inside it.
    expected = () if whole else (quoted,)
    assert misquoted(say(quoted, "2025-08-19"), [original]) == expected


def test_chinese_is_read_by_its_characters(say: Say) -> None:
    original = say(OFFICIAL_ZH, "2025-08-19", tier=Tier.ISSUER)
    assert misquoted(say("对符合规定的申请将及时予以批准", "2025-08-19"), [original]) == ()
    changed = "对符合规定的申请将酌情予以批准"
    assert misquoted(say(changed, "2025-08-19"), [original]) == (changed,)


def test_of_a_mixed_statement_only_what_is_quoted_is_held_against_the_original(say: Say) -> None:
    original = say(OFFICIAL, "2025-08-19", tier=Tier.ISSUER)
    mixed = say(
        "it would be kind and “will approve applications that meet the requirements”, adding “we "
        "demand that the parties concerned will look at this objectively”",
        "2025-08-19",
        mode=Mode.MIXED,
    )
    assert misquoted(mixed, [original]) == (
        "we demand that the parties concerned will look at this objectively",
    )


@pytest.mark.parametrize(
    "other",
    [
        {"said": "2025-08-15"},
        {"said": "2025-08-19", "body": "CN-MOFCOM"},
        {"said": "2025-08-19", "tier": Tier.QUOTE},
        {"said": "2025-08-19", "language": "zh"},
        {"said": "2025-08-19", "speaker": "Lin Jian"},
    ],
    ids=lambda given: next(reversed(given)),
)
def test_a_text_that_is_not_the_original_proves_nothing(say: Say, other: dict[str, Any]) -> None:
    quoted = say(
        "It may approve applications that meet the requirements without delay",
        "2025-08-19",
        speaker="Mao Ning",
    )
    fields = {"tier": Tier.ISSUER, "speaker": "Mao Ning", **other}
    assert misquoted(quoted, [say(OFFICIAL, fields.pop("said"), **fields)]) == ()


def test_a_report_in_indirect_speech_is_no_quotation(say: Say) -> None:
    original = say(OFFICIAL, "2025-08-19", tier=Tier.ISSUER)
    told = say("It may approve applications that meet the requirements", tier=Tier.REPORTED)
    assert misquoted(told, [original]) == ()


def test_a_misquotation_never_alerts_by_itself(say: Say, comparer: Comparer) -> None:
    july = say(
        "中方依法依规对稀土物项出口申请进行审查，对符合规定的申请将及时予以批准。",
        "2025-07-01",
        tier=Tier.ISSUER,
    )
    august = say(OFFICIAL_ZH, "2025-08-19", tier=Tier.ISSUER)
    report = say("中方对符合规定的申请将不予批准", "2025-08-19")
    now = report.published_at
    assert now is not None
    alone = decide(report, [july], comparer=comparer, now=now)
    assert [shift.silenced for shift in alone.shifts] == [None]
    beside = decide(report, [july, august], comparer=comparer, now=now)
    assert {shift.silenced for shift in beside.shifts} <= {"misquoted"}
    assert {shift.level for shift in beside.shifts} <= {Level.INFO}
