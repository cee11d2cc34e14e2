"""HTML, plain text and terminal: three forms of the same rows."""

import asyncio
import io
from collections.abc import Callable
from datetime import UTC, datetime

import lxml.html
import pytest
from lxml.etree import _Element
from rich.cells import cell_len
from rich.console import Console

from monitor.alerts.alert import Alert, Subject
from monitor.alerts.compose import compose
from monitor.alerts.console import ConsoleSender
from monitor.alerts.html import ENVIRONMENT
from monitor.errors import DeliveryError

NOW = datetime(2025, 8, 19, 9, 30, tzinfo=UTC)
NASTY = "<script>alert(1)</script> <img src=x onerror=y> \x1b[31mred\x1b]8;;x\x07 \u202egnp & \"q'"


def shown(element: _Element) -> str:
    return "".join(map(str, element.itertext()))


def words(element: _Element, tag: str) -> list[str]:
    return [shown(found) for found in element.iter(tag)]


def test_autoescape_holds_for_every_template() -> None:
    assert ENVIRONMENT.autoescape is True
    assert ENVIRONMENT.from_string("{{ x }}").render(x="<b>") == "&lt;b&gt;"


def test_html_marks_the_changed_words_of_both_passages(alert: Alert) -> None:
    page = lxml.html.fromstring(alert.html)
    assert "on export controls" in words(page, "del")
    assert any("strengthen" in word for word in words(page, "ins"))
    assert not any("strengthen" in word for word in words(page, "del"))


def test_chinese_is_marked_by_character_and_named_chinese(chinese: Subject) -> None:
    page = lxml.html.fromstring(compose(chinese, now=NOW).html)
    passages = page.findall(".//td[@lang='zh']")
    assert [shown(cell) for cell in passages] == [chinese.shift.before, chinese.shift.after]
    struck = words(passages[0], "del")
    assert "出口管制" in struck
    assert all(len(stretch) < 8 for stretch in struck)


def test_nothing_that_a_source_says_becomes_markup(about: Callable[..., Subject]) -> None:
    alert = compose(
        about(
            NASTY,
            f"{NASTY} more",
            removed=(NASTY,),
            item_title=NASTY,
            body_name=NASTY,
            topic_name=NASTY,
            rules=(NASTY,),
            item_url="javascript:alert(1)",
        ),
        now=NOW,
    )
    page = lxml.html.fromstring(alert.html)
    assert not list(page.iter("script", "img", "iframe", "form"))
    assert not [a for e in page.iter() for a in e.attrib if str(a).startswith("on")]
    assert "javascript:alert(1) (not a web address)" in shown(page)
    assert "⟨U+202E⟩" in shown(page)
    assert "\x1b" not in alert.text


def test_every_link_is_http_and_tells_its_target_nothing(alert: Alert) -> None:
    links = list(lxml.html.fromstring(alert.html).iter("a"))
    assert links
    for link in links:
        assert str(link.get("href")).startswith(("https://", "http://"))
        assert link.get("rel") == "noopener noreferrer"


def test_html_loads_nothing_from_outside(alert: Alert) -> None:
    page = lxml.html.fromstring(alert.html)
    assert not list(page.iter("link", "script", "img", "iframe"))
    assert "url(" not in alert.html
    assert "@import" not in alert.html


def test_plain_text_has_marks_of_its_own_and_no_line_too_wide(
    alert: Alert, chinese: Subject
) -> None:
    assert "[-on export controls-]" in alert.text
    for text in (alert.text, compose(chinese, now=NOW).text):
        for line in text.splitlines():
            assert cell_len(line) <= 76 or "https://" in line
    assert alert.text.index("Before") < alert.text.index("After") < alert.text.index("Not known")


def test_words_that_look_like_marks_get_longer_marks(about: Callable[..., Subject]) -> None:
    text = compose(about("a [-b-] c", "a [-b-] d", removed=("c",), added=("d",)), now=NOW).text
    assert "a [-b-] [--c--]" in text
    assert "a [-b-] {+d+}" in text


def printed(alert: Alert, *, terminal: bool) -> str:
    out = io.StringIO()
    console = Console(
        file=out,
        force_terminal=terminal,
        color_system="truecolor" if terminal else None,
        width=100,
        legacy_windows=False,
    )
    asyncio.run(ConsoleSender(console).send(alert))
    return out.getvalue()


def test_a_terminal_shows_both_passages_in_colour_and_in_brackets(alert: Alert) -> None:
    output = printed(alert, terminal=True)
    assert "[-safe and secure-]" in output
    assert "\x1b[9;31m[-stand ready-]\x1b[0m" in output
    assert "\x1b[1;4;32m{+are willing+}\x1b[0m" in output
    assert "https://news.example/mfa-july" in output


def test_where_no_one_looks_the_plain_text_is_printed(alert: Alert) -> None:
    assert printed(alert, terminal=False) == alert.text + "\n"


@pytest.mark.parametrize("terminal", [True, False])
def test_no_text_can_drive_the_terminal(about: Callable[..., Subject], terminal: bool) -> None:
    hostile = about(NASTY, f"{NASTY} [bold]x[/bold]", item_title=NASTY, removed=(NASTY,))
    output = printed(compose(hostile, now=NOW), terminal=terminal)
    assert "\x1b[31mred" not in output
    assert "\x07" not in output
    assert "\u202e" not in output
    assert "⟨U+001B⟩[31mred" in output
    assert "[bold]" in output


def test_a_closed_output_is_a_failed_delivery(alert: Alert) -> None:
    out = io.StringIO()
    out.close()
    with pytest.raises(DeliveryError) as caught:
        asyncio.run(ConsoleSender(Console(file=out)).send(alert))
    assert caught.value.transient
