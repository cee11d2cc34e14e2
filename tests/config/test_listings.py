"""The shipped rules for lists, each by a page of its site's structure with words of our own.

`tests/golden/listings` holds a page for every source whose list is no feed, by its id; what
follows a dot is another structure that the same site has had.
"""

import re
from pathlib import Path

import pytest

from monitor.config.settings import load
from monitor.config.sources import SourceKind, SourceSettings
from monitor.sources.identity import KeyPolicy, item_of
from monitor.sources.pages import parse_listing

SHIPPED = Path(__file__).parents[2] / "config"
PAGES = Path(__file__).parents[1] / "golden" / "listings"
SOURCES = {source.id: source for source in load(SHIPPED, {}).sources}
MOFCOM = "https://www.mofcom.gov.cn"
SPOKESPERSON = (
    "xwfb/{}/art/2025/art_0f3c51b6a7b84d0e9d6a2f1c7b5e4a90.html",
    "xwfb/{}/art/2025/art_1a2b51b6a7b84d0e9d6a2f1c7b5e4a91.html",
)
MFA_EN = "https://www.fmprc.gov.cn/eng/xw/fyrbt"
MFA_ZH = "https://www.mfa.gov.cn/web"
DGFT = "https://content.dgft.gov.in/Website/dgftprod"
REGISTER = "https://www.federalregister.gov"
USTR = "https://ustr.gov/about/policy-offices/press-office/press-releases/2025/september"

OURS = re.compile(r"made-up|合成|发言人甲|Ann Example", re.IGNORECASE)
"""What a title of these pages has, and no other text in them."""

EXPECTED = {
    "cn-mofcom-spokesperson": [
        (f"{MOFCOM}/{SPOKESPERSON[0].format('xwfyrth')}", "2025-06-07T00:00"),
        (f"{MOFCOM}/{SPOKESPERSON[1].format('xwfyrth')}", "2025-06-05T00:00"),
    ],
    "cn-mofcom-daily": [
        (f"{MOFCOM}/{SPOKESPERSON[0].format('rcxwfb')}", "2025-06-07T00:00"),
        (f"{MOFCOM}/{SPOKESPERSON[1].format('rcxwfb')}", "2025-06-05T00:00"),
    ],
    "cn-mofcom-weekly": [
        (f"{MOFCOM}/xwfbzt/2025/swbzklxxwfbh2025n8y21r/index.html", "2025-08-21T00:00"),
        (f"{MOFCOM}/xwfb/lxxwfbh/art/2025/art_5c11.html", "2025-08-14T00:00"),
    ],
    "cn-mofcom-controls": [
        (
            "https://aqygzj.mofcom.gov.cn/flzc/gzjgfxwj/art/2025/"
            "art_f7201e9ac9864599bd43ed65a3257577.html",
            "2025-10-09T00:00",
        ),
        (
            "https://aqygzj.mofcom.gov.cn/flzc/gzjgfxwj/art/2025/"
            "art_a1201e9ac9864599bd43ed65a3257578.html",
            "2025-04-04T00:00",
        ),
    ],
    "cn-mofcom-announcements": [
        (
            f"{MOFCOM}/zcfb/blgg/gg/2025/art/2025/art_bc4513421bb24faaa84e44c2e4f36dc5.html",
            "2025-11-09T00:00",
        ),
        (
            f"{MOFCOM}/zcfb/blgg/gg/2025/art/2025/art_cc4513421bb24faaa84e44c2e4f36dc6.html",
            "2025-10-09T00:00",
        ),
    ],
    "cn-mofcom-en": [
        (
            "https://english.mofcom.gov.cn/News/PressConference/art/2025/"
            "art_7d3eae80167d444ca436251d7790fabf.html",
            "2025-12-04T00:00",
        ),
        (
            "https://english.mofcom.gov.cn/News/PressConference/art/2025/"
            "art_8d3eae80167d444ca436251d7790fac0.html",
            "2025-12-01T00:00",
        ),
    ],
    "cn-export-control": [
        ("http://exportcontrol.mofcom.gov.cn/article/gndt/202508/1137.html", "2025-08-19T00:00"),
        (
            "http://exportcontrol.mofcom.gov.cn/article/zcfg/gnzcfg/zcfggzqd/202508/1138.html",
            "2025-08-12T00:00",
        ),
    ],
    "cn-mfa-conference": [
        (f"{MFA_EN}/lxjzh/202508/t20250819_11692212.html", "2025-08-19T00:00"),
        (f"{MFA_EN}/lxjzh/202508/t20250818_11691001.html", "2025-08-18T00:00"),
    ],
    "cn-mfa-remarks": [
        (f"{MFA_EN}/fyrbt/202508/t20250819_11692212.html", "2025-08-19T00:00"),
        (f"{MFA_EN}/fyrbt/202508/t20250818_11691001.html", "2025-08-18T00:00"),
    ],
    "cn-mfa-conference-zh": [
        (f"{MFA_ZH}/fyrbt_673021/jzhsl_673025/202508/t20250819_11692211.shtml", "2025-08-19T00:00"),
        (f"{MFA_ZH}/fyrbt_673021/jzhsl_673025/202508/t20250818_11691000.shtml", "2025-08-18T00:00"),
    ],
    "cn-mfa-zh": [
        (f"{MFA_ZH}/wjdt_674879/fyrbt_674889/202508/t20250819_11692211.shtml", "2025-08-19T00:00"),
        (f"{MFA_ZH}/wjdt_674879/fyrbt_674889/202508/t20250818_11691000.shtml", "2025-08-18T00:00"),
    ],
    "cn-scio": [
        (
            "http://english.scio.gov.cn/pressroom/2025-09/30/content_118718778.html",
            "2025-09-30T00:00",
        ),
        (
            "http://english.scio.gov.cn/pressroom/2025-09/29/content_118700000.html",
            "2025-09-29T00:00",
        ),
    ],
    "cn-state-council": [
        ("https://www.gov.cn/zhengce/content/202509/content_7080735.htm", "2025-09-11T00:00"),
        ("https://www.gov.cn/zhengce/content/202509/content_7080627.htm", "2025-09-10T00:00"),
    ],
    "us-treasury": [
        ("https://home.treasury.gov/news/press-releases/sb0621", "2025-09-04T14:30"),
        ("https://home.treasury.gov/news/press-releases/sb0620", "2025-09-03T13:00"),
    ],
    "us-ofac": [
        ("https://ofac.treasury.gov/recent-actions/20250814", "2025-08-14T00:00"),
        ("https://ofac.treasury.gov/recent-actions/20250812_33", "2025-08-12T00:00"),
    ],
    "us-ustr": [
        (f"{USTR}/a-made-up-statement", "2025-09-03T12:00"),
        (f"{USTR}/a-made-up-notice", "2025-09-02T12:00"),
    ],
    "us-fr-bis-rules": [
        (f"{REGISTER}/documents/2025/09/30/2025-19001/a-made-up-rule", "2025-09-30T00:00"),
        (f"{REGISTER}/documents/2025/09/29/2025-19000/a-made-up-correction", "2025-09-29T00:00"),
    ],
    "us-fr-inspection": [
        (f"{REGISTER}/public-inspection/2025-19001/a-made-up-rule", "2025-09-30T20:15"),
        (f"{REGISTER}/public-inspection/2025-19002/a-made-up-notice", "2025-09-30T12:45"),
    ],
    "in-dgft": [
        (f"{DGFT}/a/Notification%20English.pdf", "2025-08-05T00:00"),
        (f"{DGFT}/c/Notification%2033.pdf", "2025-07-31T00:00"),
    ],
}


def listed(source: SourceSettings, page: Path) -> list[tuple[str, str]]:
    """Return the address of each item that a saved page makes, and when it was published (UTC)."""
    assert source.listing is not None
    url = source.url.replace("{year}", "2025")
    feed = parse_listing(
        page.read_bytes(), source=source.id, url=url, rule=source.listing, zone=source.zone
    )
    assert all(OURS.search(entry.title) for entry in feed.entries)
    assert feed.problems == ()
    items = [
        item_of(entry, source=source.id, policy=KeyPolicy.LINK, url=url) for entry in feed.entries
    ]
    return [
        (item.url, f"{item.published_at:%Y-%m-%dT%H:%M}" if item.published_at else "")
        for item in items
    ]


@pytest.mark.parametrize("page", sorted(PAGES.iterdir()), ids=lambda page: page.name)
def test_a_shipped_rule_finds_the_entries_of_its_site_and_nothing_else(page: Path) -> None:
    source = page.name.split(".")[0]
    assert listed(SOURCES[source], page) == EXPECTED[source]


def test_every_list_that_ships_has_a_page() -> None:
    lists = {
        source.id
        for source in SOURCES.values()
        if source.enabled and source.kind is not SourceKind.FEED
    }
    assert lists == {page.name.split(".")[0] for page in PAGES.iterdir()} == set(EXPECTED)
