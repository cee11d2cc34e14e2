import pytest

from monitor.wording.compare import Comparer, PairMode
from monitor.wording.shift import Kind


def kinds(comparer: Comparer, before: str, after: str) -> set[Kind]:
    language = "en" if before.isascii() else "zh"
    found = comparer.compare(before, after, language=language, mode=PairMode.STATEMENTS)
    return set(found.kinds)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "Member states shall transpose the directive by 30 June 2025.",
            "Member states shall transpose the directive by 30 June 2026.",
        ),
        (
            "The Regulation shall apply from 30 December 2024.",
            "The Regulation shall apply from 30 December 2025.",
        ),
        (
            "Rates are likely to stay low at least through mid-2013.",
            "Rates are likely to stay low at least through late 2014.",
        ),
        (
            "The license authorizes sales through 12:01 a.m. eastern time, April 29, 2026.",
            "The license authorizes sales through 12:01 a.m. eastern time, October 29, 2026.",
        ),
    ],
)
def test_a_date_that_was_postponed_is_a_shift(comparer: Comparer, before: str, after: str) -> None:
    assert kinds(comparer, before, after) == {Kind.DATE}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "The scheme is extended until 31 March 2024.",
            "The scheme is extended until 31 March 2025.",
        ),
        (
            "The licence is valid from 1 April 2024 to 31 March 2025.",
            "The licence is valid from 1 April 2025 to 31 March 2026.",
        ),
        (
            "Applications for the 2024 quota must be filed by 31 October 2023.",
            "Applications for the 2025 quota must be filed by 31 October 2024.",
        ),
        (
            "根据商务部公告2023年第66号，自2024年1月1日起实施。",
            "根据商务部公告2024年第66号，自2025年1月1日起实施。",
        ),
    ],
)
def test_a_date_that_rolls_on_with_the_year_is_none(
    comparer: Comparer, before: str, after: str
) -> None:
    assert kinds(comparer, before, after) == set()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "2025年11月10日至2026年11月9日暂停实施该规则。",
            "自2025年11月10日起暂停实施该规则一年。",
        ),
        ("政策执行至2027年底。", "政策执行至2027年12月31日。"),
        ("今年前7个月出口增长约一成。", "今年1至7月出口增长约10%。"),
        ("发现三分之一的样品不合格。", "发现33%的样品不合格。"),
        ("比例达到0.1%的，须取得许可。", "比例达到千分之一的，须取得许可。"),
        (
            "Imports in the first seven months rose 4 percent.",
            "Imports in January to July rose 4 percent.",
        ),
        (
            "Measures of this kind end by 2027.",
            "Measures of this kind end by the end of 2027.",
        ),
    ],
)
def test_one_time_or_share_told_two_ways_is_one(
    comparer: Comparer, before: str, after: str
) -> None:
    assert kinds(comparer, before, after) == set()


def test_a_tally_is_a_number_and_a_limit_a_threshold(comparer: Comparer) -> None:
    tally = kinds(
        comparer,
        "At least 27 ships were damaged in the storm.",
        "At least 31 ships were damaged in the storm.",
    )
    assert tally == {Kind.NUMBER}
    limit = kinds(
        comparer,
        "Operators must report at least 5 percent of the loads.",
        "Operators must report at least 9 percent of the loads.",
    )
    assert limit == {Kind.THRESHOLD}


def test_a_dotted_date_is_a_date(comparer: Comparer) -> None:
    before = "Trade Notice dated 15.03.2024: the portal is open."
    assert kinds(comparer, before, "Trade Notice dated 02.05.2024: the portal is open.") == set()
