"""A real browser against a real server: Debian's Chromium, driven by Playwright."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Dialog,
    Page,
    ViewportSize,
    sync_playwright,
)

from monitor.storage.engine import Database
from monitor.web.app import create_app
from tests.browser.world import World, serving, world

CHROMIUM = Path("/usr/bin/chromium")
WIDE: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
TOKEN = "a token of the tests"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # A browser is no Python package that the lock could bring; .ci/run installs it.
    if not CHROMIUM.exists():
        missing = pytest.mark.skip(reason=f"no browser: Debian's package `chromium` has {CHROMIUM}")
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(missing)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    path = tmp_path_factory.mktemp("browser") / "monitor.db"
    with Database.open(f"sqlite:///{path}") as database:
        yield world(database, hostile=True)


@pytest.fixture(scope="module")
def address(filled: World) -> Iterator[str]:
    with serving(create_app(filled.served)) as at:
        yield at


@pytest.fixture(scope="module")
def shut(filled: World) -> Iterator[str]:
    """Return the address of the same endpoint behind a token."""
    with serving(create_app(filled.served, token=TOKEN)) as at:
        yield at


@pytest.fixture(scope="module")
def chromium(address: str) -> Iterator[Browser]:
    # Once for a module and not for the session: while it runs, its loop is this thread's.
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


Opened = Callable[..., Any]


@pytest.fixture
def opened(chromium: Browser) -> Opened:
    """Return what yields a page of a context of its own; what it complains of fails the test."""

    @contextmanager
    def make(**given: Any) -> Iterator[Page]:
        context = chromium.new_context(**{"viewport": WIDE, **given})
        complaints: list[str] = []

        def console(message: ConsoleMessage) -> None:
            complaints.append(f"{message.type} at {message.location['url']}: {message.text}")

        def dialogue(dialog: Dialog) -> None:
            complaints.append(dialog.message)
            dialog.dismiss()

        page = context.new_page()
        page.on("console", console)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", dialogue)
        yield page
        context.close()
        assert complaints == []

    return make


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Return what asserts that axe-core finds nothing against a page."""
    axe = Axe()

    def check(page: Page) -> None:
        found = axe.run(page).response["violations"]
        assert [
            (rule["id"], [(node["target"], node["failureSummary"]) for node in rule["nodes"][:3]])
            for rule in found
        ] == [], page.url

    return check
