from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.wording import numbers
from monitor.wording.facts import FactKind, find_facts


def only(text: str) -> tuple[FactKind, str]:
    (fact,) = find_facts(text)
    return fact.kind, fact.key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5-3/4 percent", "5.75 percent"),
        ("half a dozen", "half a dozen"),
        ("25 basis points", "0.25 percentage point"),
        ("two hundred companies", "200 companies"),
        ("1.5 million tons", "1,500,000 tonnes"),
        ("七家企业", "7家企业"),
        ("百分之十", "10%"),
        ("三分之一", "1/3 of the items"),
        ("三分之二", "two-thirds"),
        ("千分之一", "0.1%"),
        ("千分之一", "1‰"),
        ("十分之一", "a tenth of the total"),
        ("45个工作日", "45 working days"),
    ],
)
def test_one_quantity_written_two_ways_has_one_key(one: str, other: str) -> None:
    assert [fact.key for fact in find_facts(one)] == [fact.key for fact in find_facts(other)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("November 8, 2025", "8 November 2025"),
        ("2025年11月8日", "November 8, 2025"),
        ("2025-11-08", "Nov. 8, 2025"),
        ("二〇二五年", "2025年"),
    ],
)
def test_one_date_written_two_ways_has_one_key(one: str, other: str) -> None:
    assert only(one) == only(other)
    assert only(one)[0] is FactKind.DATE


@pytest.mark.parametrize(
    "text",
    ["Executive Order 13338", "50 U.S.C. 1701 et seq.", "Public Law 108-175", "2025年第61号公告",
     "第三轮", "18th", "Executive Orders 13400 and 14098"],
)  # fmt: skip
def test_what_cites_or_numbers_a_document_is_no_quantity(text: str) -> None:
    assert only(text)[0] is FactKind.DOCUMENT


@pytest.mark.parametrize("text", ["1C902", "2805.30", "2805301100", "编码1E902.a"])
def test_codes_of_control_lists_and_tariffs_are_codes(text: str) -> None:
    assert only(text)[0] is FactKind.CODE


def test_a_number_between_chinese_characters_is_seen() -> None:
    (fact,) = find_facts("价值比例达到0.1%及以上")
    assert fact.value == Fraction(1, 10)
    assert fact.unit == "percent"


@pytest.mark.parametrize("text", ["一个", "一些", "十分", "两国", "one of them", "may", "March on"])
def test_idioms_with_a_numeral_are_no_facts(text: str) -> None:
    assert find_facts(text) == ()


def test_months_and_days_out_of_range_are_no_dates() -> None:
    assert all(fact.kind is not FactKind.DATE for fact in find_facts("2025-13-45"))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="0123456789 .,-/%年月日第号一二十百万May Ordern", max_size=120))
def test_facts_are_in_order_and_never_overlap(text: str) -> None:
    at = 0
    for fact in find_facts(text):
        assert at <= fact.start < fact.end <= len(text)
        at = fact.end


@given(st.integers(min_value=0, max_value=99_999))
@settings(max_examples=50, deadline=None)
def test_digits_and_thousands_commas_are_one_value(value: int) -> None:
    assert numbers.digits(f"{value:,}") == numbers.digits(str(value)) == value
