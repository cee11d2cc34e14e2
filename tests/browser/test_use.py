"""What a reader does with the pages: keys, filters, marks, verdicts, signing in."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from monitor.alerts.compose import alert_id
from monitor.alerts.votes import Verdict
from monitor.storage import glance, verdicts
from tests.browser.conftest import TOKEN
from tests.browser.world import World

CHANGED = "article:has(del):has(ins) h2 a"


def a_shift(page: Page, address: str) -> None:
    """Open a shift that has words struck and words added."""
    page.goto(f"{address}/shifts")
    page.locator(CHANGED).first.click()
    page.wait_for_url("**/shifts/*")


def test_keys_search_and_walk_a_list_and_change_the_page(opened: Any, address: str) -> None:
    with opened() as page:
        page.goto(f"{address}/sources")
        page.keyboard.press("j")
        first = page.evaluate("document.activeElement.href")
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.href") != first
        page.keyboard.press("k")
        assert page.evaluate("document.activeElement.href") == first
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.type") == "search"
        page.keyboard.type("g s")
        assert page.url == f"{address}/sources"
        page.keyboard.press("Escape")
        page.keyboard.press("g")
        page.keyboard.press("s")
        page.wait_for_url("**/shifts")


def test_the_first_tab_leads_past_the_head(opened: Any, address: str) -> None:
    with opened() as page:
        page.goto(f"{address}/shifts")
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_in_viewport()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


def test_a_choice_filters_at_once_and_stands_in_the_address(opened: Any, address: str) -> None:
    with opened() as page:
        page.goto(f"{address}/shifts")
        page.select_option("select[name=level]", "digest")
        page.wait_for_url("**level=digest**")
        assert set(page.locator("article .level").all_inner_texts()) == {"digest"}
        page.go_back()
        expect(page.locator("select[name=level]")).to_have_value("")


def test_filters_work_without_a_script(opened: Any, address: str) -> None:
    with opened(java_script_enabled=False) as page:
        page.goto(f"{address}/shifts")
        page.select_option("select[name=level]", "alert")
        page.fill("main input[name=q]", "稀土")
        page.click("main form button")
        assert "q=%E7%A8%80%E5%9C%9F" in page.url
        expect(page.locator("article").first).to_be_visible()
        assert set(page.locator("article .level").all_inner_texts()) == {"alert"}


def test_a_mark_shows_its_rule_under_the_pointer_and_under_the_focus(
    opened: Any, address: str
) -> None:
    shown = "each => getComputedStyle(each, '::after').clipPath"
    with opened() as page:
        a_shift(page, address)
        mark = page.locator("main .beside ins[data-why]").first
        assert mark.evaluate(shown) != "none"
        box = mark.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        assert mark.evaluate(shown) == "none"
        page.mouse.move(0, 0)
        mark.focus()
        assert mark.evaluate(shown) == "none"
        rules = page.locator(f"#{mark.get_attribute('aria-describedby')}").inner_text()
        for words in str(mark.get_attribute("data-why")).split("; "):
            assert words in rules


def test_both_passages_stand_side_by_side_or_in_one_text(opened: Any, address: str) -> None:
    with opened() as page:
        a_shift(page, address)
        left, right = (each.bounding_box() for each in page.locator(".beside > div").all())
        assert left["y"] == right["y"]
        assert left["x"] + left["width"] <= right["x"]
        page.click("text=Both in one text")
        page.wait_for_url("**view=inline")
        passage = page.locator("p.passage").first
        assert passage.locator("del").count()
        assert passage.locator("ins").count()


def test_a_verdict_is_given_and_taken_back(opened: Any, address: str, filled: World) -> None:
    with opened() as page:
        a_shift(page, address)
        page.get_by_role("button", name="Useful", exact=True).click()
        pressed = page.locator("button[aria-pressed=true]")
        expect(pressed).to_have_text("Useful")
        page.get_by_role("button", name="Not useful").click()
        expect(pressed).to_have_text("Not useful")


def test_the_evidence_is_downloaded(opened: Any, address: str) -> None:
    with opened() as page:
        a_shift(page, address)
        with page.expect_download() as downloaded:
            page.click("text=Download the evidence")
        assert downloaded.value.suggested_filename.endswith(".zip")


def test_signing_in_leads_where_one_wanted_to_go_and_out_again(
    opened: Any, shut: str, accessible: Callable[[Page], None]
) -> None:
    with opened(color_scheme="dark") as page:
        page.goto(f"{shut}/shifts?level=alert")
        assert urlsplit(page.url).path == "/login"
        accessible(page)
        page.fill("#token", TOKEN)
        page.keyboard.press("Enter")
        page.wait_for_url("**/shifts?level=alert")
        assert page.evaluate("document.cookie") == ""
        a_shift(page, shut)
        page.get_by_role("button", name="Useful", exact=True).click()
        expect(page.locator("button[aria-pressed=true]")).to_have_text("Useful")
        page.get_by_role("button", name="Sign out").click()
        page.goto(f"{shut}/")
        assert urlsplit(page.url).path == "/login"


def test_a_wrong_token_is_said_so_in_reach_of_a_screen_reader(
    chromium: Any, shut: str, accessible: Callable[[Page], None]
) -> None:
    page = chromium.new_page()
    page.goto(f"{shut}/login")
    page.fill("#token", "wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("That is not the token.")
    accessible(page)
    page.context.close()


def test_a_page_that_is_not_there_is_a_page(
    chromium: Any, address: str, accessible: Callable[[Page], None]
) -> None:
    page = chromium.new_page()
    response = page.goto(f"{address}/shifts/none")
    assert response is not None
    assert response.status == 404
    expect(page.locator("h1")).to_have_text("Not found")
    accessible(page)
    page.context.close()


def test_a_link_of_an_alert_takes_a_verdict_without_the_token(
    opened: Any, shut: str, filled: World, accessible: Callable[[Page], None]
) -> None:
    ballot = filled.served.ballot
    assert ballot is not None
    with filled.served.database.read() as session:
        alert = next(each for each in glance.alerts(session, limit=9) if each.shift)
        known = verdicts.get(session, alert.id)
    assert alert.id == alert_id(alert.shift)
    links = ballot.links(shut, alert.id)
    # What another test has said already is said by no button.
    other = known is Verdict.USEFUL
    with opened() as page:
        page.goto(links.not_useful if other else links.useful)
        accessible(page)
        page.click("form button")
        expect(page.locator("main")).to_contain_text(
            f"It is marked as {'not ' if other else ''}useful"
        )
