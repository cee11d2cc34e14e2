"""docs/method.md tells every kind, rule and reason there is, as it is."""

import re
from pathlib import Path

import pytest

from monitor.wording import reasons
from monitor.wording.rules import RULES
from monitor.wording.shift import Kind

PAGE = (Path(__file__).parents[1] / "docs" / "method.md").read_text(encoding="utf-8")
WEIGHED = {
    name: (kind, float(weight), words)
    for name, kind, weight, words in re.findall(
        r"^\| `([a-z_.]+)` \| ([a-z_]+) \| ([\d.]+) \| (.+) \|$", PAGE, re.MULTILINE
    )
}


def told(heading: str) -> dict[str, str]:
    """Return the rows of the two-column table under a heading of its own columns."""
    rows = PAGE.split(f"| {heading} | in plain words |\n|---|---|\n", 1)[1].split("\n\n", 1)[0]
    return dict(re.findall(r"^\| `([a-z_.]+)` \| (.+) \|$", rows, re.MULTILINE))


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_rule_is_documented_with_its_kind_weight_and_words(name: str) -> None:
    rule = RULES[name]
    assert WEIGHED.get(name) == (rule.kind, rule.weight, rule.words)


def test_no_rule_is_documented_that_is_not_there() -> None:
    assert WEIGHED.keys() == RULES.keys()


def test_the_rules_of_the_decision_are_documented_in_their_words() -> None:
    assert told("rule") == dict(reasons.RULES)


def test_the_reasons_for_silence_are_documented_in_their_words() -> None:
    assert told("reason") == dict(reasons.SILENCED)


def test_every_kind_is_defined_with_an_example() -> None:
    defined = re.findall(r"^\| `([a-z_]+)` \| [^|]+ \| [^|]+ \|$", PAGE, re.MULTILINE)
    assert set(defined) >= set(Kind)


def test_every_reason_of_a_verdict_without_a_shift_is_named() -> None:
    told_words = (
        reasons.UNATTRIBUTED,
        reasons.COPY,
        reasons.REQUOTE,
        reasons.RESTATEMENT,
        reasons.BASELINE,
        reasons.HISTORY,
        reasons.FIRST,
        reasons.GATHERED,
    )
    assert [word for word in told_words if f"`{word}`" not in PAGE] == []
