"""Every page that a link leads to, as a browser shows it."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Dialog, Page

from tests.browser.conftest import PHONE, WIDE

MOST_ALIKE = 2
"""Pages of one shape that are looked at: what the hundredth shows the first has shown."""
DOCUMENTS = re.compile(r"^/(api/|status$|metrics$|openapi\.json|shifts\.atom)|\.(zip|csv|jsonl)$")
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": WIDE, "color_scheme": "light"},
    "dark": {"viewport": WIDE, "color_scheme": "dark"},
    "phone": {"viewport": PHONE, "color_scheme": "light", "has_touch": True},
    "dark phone": {"viewport": PHONE, "color_scheme": "dark", "has_touch": True},
}


def shape(address: str) -> str:
    """Return what the pages of one route have in common: ids and values left out."""
    parts = urlsplit(address)
    path = re.sub(r"^(/\w+/).+", r"\1…", parts.path)
    names = sorted(each.partition("=")[0] for each in parts.query.split("&") if each)
    return f"{path}?{'&'.join(names)}"


def links(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all("a[href]", "all => all.map(each => each.href)")
    here = urlsplit(page.url).netloc
    return [each.partition("#")[0] for each in found if urlsplit(each).netloc == here]


def walked(page: Page, address: str) -> dict[str, str]:
    """Visit what links lead to from the overview on; return one address of each shape of page."""
    waiting, met, counts = [urljoin(address, "/")], set[str](), Counter[str]()
    shapes: dict[str, str] = {}
    while waiting:
        there = waiting.pop(0)
        if there in met:
            continue
        met.add(there)
        if DOCUMENTS.search(urlsplit(there).path):
            answer = page.request.get(there)
            assert answer.ok, f"{answer.status} {there}"
            continue
        counts[shape(there)] += 1
        if counts[shape(there)] > MOST_ALIKE:
            continue
        response = page.goto(there)
        assert response is not None
        assert response.ok, f"{response.status} {there}"
        shapes.setdefault(shape(there), there)
        waiting += links(page)
    return shapes


@pytest.fixture(scope="module")
def shapes(chromium: Browser, address: str) -> dict[str, str]:
    """Return one address of each shape of page; to find them, every page has to be quiet."""
    page = chromium.new_page(viewport=WIDE)
    complaints: list[str] = []

    def dialogue(dialog: Dialog) -> None:
        complaints.append(dialog.message)
        dialog.dismiss()

    page.on("console", lambda message: complaints.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on("dialog", dialogue)
    found = walked(page, address)
    page.context.close()
    assert complaints == []
    return found


def test_every_page_that_a_link_leads_to_is_there_and_quiet(shapes: dict[str, str]) -> None:
    assert {"/?", "/shifts?", "/shifts/…?", "/shifts/…?view", "/sources?", "/sources/…?"} <= {
        *shapes
    }


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_against_any_kind_of_page(
    opened: Any, shapes: dict[str, str], accessible: Callable[[Page], None], look: str
) -> None:
    with opened(**LOOKS[look]) as page:
        for there in shapes.values():
            page.goto(there)
            accessible(page)


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_page_is_wider_than_its_window(opened: Any, shapes: dict[str, str], width: int) -> None:
    with opened(viewport={"width": width, "height": 800}) as page:
        for there in shapes.values():
            page.goto(there)
            wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wider <= 0, there


def test_every_page_prints_without_what_only_a_screen_needs(
    opened: Any, shapes: dict[str, str]
) -> None:
    with opened() as page:
        page.emulate_media(media="print")
        for there in shapes.values():
            page.goto(there)
            assert not page.locator("header.shell").is_visible()
            assert page.locator("main h1").is_visible()
