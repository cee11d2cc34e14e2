"""Which item an entry is, and under what other names it may come back."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.feed import Entry
from monitor.sources.identity import KeyPolicy, canonical_url, item_of
from monitor.sources.item import Item

FEED = "https://news.example/feed"


def entry(**fields: Any) -> Entry:
    given = {
        "guid": None, "link": "https://news.example/a/1", "title": "Notice on magnets",
        "html": "", "text": "The ministry says.", "published_raw": None, "published_at": None,
        "updated_at": None, "authors": (), "language": None, "digest": "d",
    }  # fmt: skip
    return Entry(**{**given, **fields})


def item(policy: KeyPolicy = KeyPolicy.AUTO, **fields: Any) -> Item:
    return item_of(entry(**fields), source="news", policy=policy, url=FEED, evidence="e")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://News.Example./a", "http://news.example/a"),
        ("https://news.example:443", "https://news.example/"),
        ("https://news.example:8443/a", "https://news.example:8443/a"),
        ("https://news.example/a#top", "https://news.example/a"),
        ("https://news.example/a#!/story/1", "https://news.example/a#!/story/1"),
        ("https://news.example/a?utm_source=x&id=1&fbclid=y", "https://news.example/a?id=1"),
        ("https://news.example/a?utm_source=x", "https://news.example/a"),
        ("https://news.example/a?b=2&a=1", "https://news.example/a?b=2&a=1"),
        ("https://news.example/%7euser/%e4%b8%ad/a%2fb", "https://news.example/~user/%E4%B8%AD/a%2Fb"),
        ("https://news.example/中", "https://news.example/%E4%B8%AD"),
        ("https://news.example/100%", "https://news.example/100%25"),
        ("https://news.example/a/../b/./c/..", "https://news.example/b/"),
        ("https://user:pw@news.example/a", "https://news.example/a"),
        ("https://商务部.cn/", "https://xn--zfr74dt79f.cn/"),
        ("/a/2", "https://news.example/a/2"),
        ("../x?y", "https://news.example/x?y"),
        ("//other.example/z", "https://other.example/z"),
        (" https://news.example/a\n", "https://news.example/a"),
        ("http://[2606:4700::1]:80/", "http://[2606:4700::1]/"),
        ("javascript:alert(1)", ""),
        ("mailto:x@y.example", ""),
        ("http://[::bad", ""),
        ("http://news.example:99999/", ""),
    ],
)  # fmt: skip
def test_a_url_has_one_spelling(url: str, expected: str) -> None:
    assert canonical_url(url, FEED) == expected


@given(st.text(max_size=40))
def test_a_canonical_url_stays_as_it_is(text: str) -> None:
    for url in (text, f"http://news.example/{text}", f"https://news.example/?{text}"):
        once = canonical_url(url, FEED)
        assert canonical_url(once) == once


@pytest.mark.parametrize(
    "guid",
    ["20250819-77", "tag:news.example,2025:77", "urn:uuid:6f1c", "https://news.example/?p=7"],
)
def test_a_guid_that_stays_is_the_key(guid: str) -> None:
    assert item(guid=guid).key.startswith("guid:")
    assert item(guid=guid, title="Another headline").key == item(guid=guid).key


@pytest.mark.parametrize(
    "guid",
    [None, "", "notice-on-magnets", "news-notice-on-magnets", "https://news.example/", "x" * 2_000],
)
def test_a_guid_that_is_the_headline_or_names_nothing_gives_way_to_the_link(
    guid: str | None,
) -> None:
    assert item(guid=guid).key == "link:news.example/a/1"


def test_without_a_link_title_and_date_are_the_key_and_then_the_content() -> None:
    at = datetime(2025, 8, 19, 10, tzinfo=UTC)
    assert item(link=None, published_at=at).key.startswith("title:")
    assert item(link=None).key.startswith("content:")
    assert item(link=None).key != item(link=None, text="Other words.").key


def test_a_link_to_the_front_page_names_nothing() -> None:
    assert item(link="https://news.example/").key.startswith("content:")


def test_the_other_stable_names_are_aliases() -> None:
    at = datetime(2025, 8, 19, 10, 30, tzinfo=UTC)
    one = item(guid="77", published_at=at)
    assert one.aliases[0] == "link:news.example/a/1"
    assert one.aliases[1].startswith("title:")
    moved = item(guid="new-77", link="https://new.example/1", published_at=at)
    assert set(moved.aliases) & set(one.aliases)


def test_a_title_of_a_day_is_too_common_a_name() -> None:
    # A ministry publishes two notices of one title on one day.
    midnight = datetime(2025, 8, 19, tzinfo=UTC)
    assert item(guid="77", published_at=midnight).aliases == ("link:news.example/a/1",)


def test_a_volatile_guid_is_caught_by_the_link() -> None:
    first, second = item(guid="session-1"), item(guid="session-2")
    assert {first.key, *first.aliases} & {second.key, *second.aliases}


def test_names_that_several_entries_bear_are_no_names() -> None:
    guid = item(guid="77", guid_is_shared=True)
    assert guid.key == "link:news.example/a/1"
    assert all(not alias.startswith("guid:") for alias in guid.aliases)
    link = item(guid="77", link_is_shared=True)
    assert (link.key, link.aliases) == ("guid:77", ())


def test_a_move_to_https_and_tracking_change_no_key() -> None:
    plain = item(link="http://news.example/a/1")
    assert plain.key == item(link="https://news.example/a/1?utm_source=rss").key
    assert plain.url == "http://news.example/a/1"


def test_parts_of_one_page_are_different_items_and_versions_of_it_are_not() -> None:
    def key(link: str) -> str:
        return item(link=link).key

    page = "https://news.example/live"
    assert key(f"{page}#item-1") != key(f"{page}#item-2")
    assert key(f"{page}#2025-08-19T11:00:04Z") == key(page)
    assert key(f"{page}#xtor=RSS-1") == key(page)


@pytest.mark.parametrize(
    ("policy", "start"),
    [(KeyPolicy.GUID, "guid:"), (KeyPolicy.LINK, "link:"), (KeyPolicy.TITLE_DATE, "title:"),
     (KeyPolicy.CONTENT, "content:")],
)  # fmt: skip
def test_the_settings_may_say_what_the_key_is(policy: KeyPolicy, start: str) -> None:
    assert item(policy, guid="77", published_raw="last Tuesday").key.startswith(start)
    assert item(policy, guid=None).key


def test_an_item_carries_what_the_entry_said() -> None:
    one = item(link="/a/2", authors=("A",), language="en", published_raw="today")
    assert (one.url, one.authors, one.language) == ("https://news.example/a/2", ("A",), "en")
    assert (one.published_raw, one.evidence, one.source) == ("today", "e", "news")
    assert item(link=None).url == FEED


def test_an_item_and_an_entry_keep_their_invariants() -> None:
    naive = datetime(2025, 8, 19)  # noqa: DTZ001 - what is refused
    with pytest.raises(ValueError, match="naive"):
        entry(published_at=naive)
    with pytest.raises(ValueError, match="digest"):
        entry(digest="")
    with pytest.raises(ValueError, match="naive"):
        Item(source="s", key="k", url="u", title="t", text="x", published_at=naive)
    with pytest.raises(ValueError, match="key"):
        Item(source="s", key="", url="u", title="t", text="x")
