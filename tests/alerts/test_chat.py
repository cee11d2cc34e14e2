import asyncio
import json
import re
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from monitor.alerts.alert import Alert, Subject
from monitor.alerts.chat import ChatSender, Room, message, service_of, shortened
from monitor.alerts.compose import compose
from monitor.alerts.payload import page_of
from monitor.alerts.undelivered import compose_undelivered
from monitor.errors import DeliveryError

NOW = datetime(2025, 8, 19, 9, 30, tzinfo=UTC)
LINK = "https://monitor.example/shifts/s-1"
ADDRESSES = {
    "Slack": "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#watch",
    "Telegram": "tgram://123456789:abcdefg_hijklmnop/12315544/",
    "Discord": "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js",
    "ntfy": "ntfy://ntfy.example/watch",
    "Teams": "workflows://prod.example:443/643e69f61c/ABCDEFGHIJ/",
}


@pytest.fixture
def alert(about: Callable[..., Subject]) -> Alert:
    return compose(about(), now=NOW, base_url="https://monitor.example")


def room(server: HTTPServer, path: str = "/chat", **given: object) -> Room:
    address = f"json://{server.host}:{server.port}{path}"
    return Room(id="room", address=address, **given)  # type: ignore[arg-type]  # given by name


def test_a_short_text_stays_as_it_is() -> None:
    assert shortened("As it is.", 9, link=LINK) == "As it is."


def test_a_long_text_is_cut_at_a_sentence_and_ends_in_the_link() -> None:
    text = "The first sentence is here. The second one is here. The third one is cut off here."
    cut = shortened(text, 80 + len(LINK) - len(LINK), link="https://m.example/s")
    assert cut == "The first sentence is here. The second one is here. …\nhttps://m.example/s"
    chinese = shortened("第一句在这里。第二句在这里。第三句" + "长" * 50, 40, link=None)
    assert (
        chinese
        == "第一句在这里。第二句在这里。第三句长长长长长长长长长长长长长长长长长长长长长 …"[
            : len(chinese)
        ]
    )


@pytest.mark.parametrize("limit", [1, 10, 60, 200])
def test_no_text_is_ever_longer_than_its_limit(limit: int) -> None:
    for text in ("word " * 100, "x" * 500, "字" * 500, "A. " * 200):
        assert len(shortened(text, limit, link=LINK)) <= limit


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_message_stays_within_each_services_limits(
    about: Callable[..., Subject], name: str
) -> None:
    long = about(before="Sentence of words. " * 800, after="Another sentence. " * 800)
    service = service_of(ADDRESSES[name])
    made = compose(replace(long, item_title="t" * 5000), now=NOW)
    title, text = message(made, service, link=LINK)
    assert len(text) <= service.body_maxlen
    assert len(title) <= max(0, service.title_maxlen)
    whole = title or text
    assert "China's Foreign Ministry" in whole
    assert len(text) < 1100 or LINK in text or text == made.text.partition("\n\n")[2].strip("\n")


def test_an_alert_reaches_a_real_receiver(httpserver: HTTPServer, alert: Alert) -> None:
    seen: list[dict[str, str]] = []

    def taken(request: Request) -> Response:
        seen.append(json.loads(request.data))
        return Response(status=200)

    httpserver.expect_request("/chat", method="POST").respond_with_handler(taken)
    sender = ChatSender(room(httpserver), receiver="room", link=lambda _: LINK)
    assert sender.receiver == "room"
    asyncio.run(sender.send(alert))
    assert seen[0]["title"] == alert.subject
    assert "[-on export controls-]" in seen[0]["message"]
    assert "Mao Ning" in seen[0]["message"]


@pytest.mark.parametrize("status", [404, 429, 500])
def test_a_refusal_is_tried_again_and_says_what_the_service_said(
    httpserver: HTTPServer, alert: Alert, status: int
) -> None:
    httpserver.expect_request("/chat").respond_with_data("no", status=status)
    with pytest.raises(DeliveryError) as caught:
        asyncio.run(ChatSender(room(httpserver), receiver="room").send(alert))
    assert caught.value.transient
    assert str(status) in caught.value.problem
    assert httpserver.host not in caught.value.problem


def test_a_service_that_stalls_is_left(httpserver: HTTPServer, alert: Alert) -> None:
    release = threading.Event()

    def stalled(_: Request) -> Response:
        release.wait(5)
        return Response(status=200)

    httpserver.expect_request("/chat").respond_with_handler(stalled)
    sender = ChatSender(room(httpserver, patience=timedelta(milliseconds=100)), receiver="room")

    async def attempt() -> None:
        try:
            with pytest.raises(DeliveryError, match="did not answer in time"):
                await sender.send(alert)
        finally:
            release.set()

    asyncio.run(attempt())


def test_an_address_that_apprise_does_not_know_is_refused_without_telling_it() -> None:
    with pytest.raises(ValueError, match="no address that Apprise knows") as caught:
        Room(id="room", address="nosuch://hunter2@host/secret")
    assert "hunter2" not in str(caught.value)


def test_an_address_is_not_shown() -> None:
    assert "abcdefg" not in repr(Room(id="room", address=ADDRESSES["Telegram"]))


LOCAL = {
    "ntfy": "ntfy://{host}:{port}/watch",
    "Mattermost": "mmost://{host}:{port}/3ccdd113474722377935511fc85d3dd4",
    "Gotify": "gotify://{host}:{port}/abcdefghijklmno",
}


def lengthened(subject: Subject) -> Subject:
    """Return the subject with long passages in Chinese."""
    shift = replace(subject.shift, before="官方措辞。" * 600, after="新的措辞。" * 600, changes=())
    return replace(subject, shift=shift)


@pytest.mark.parametrize("name", LOCAL)
def test_hostile_and_long_text_reaches_a_real_receiver_of_each_kind_in_one_message(
    httpserver: HTTPServer, about: Callable[..., Subject], name: str
) -> None:
    seen: list[str] = []

    def taken(request: Request) -> Response:
        seen.append(request.get_data(as_text=True))
        return Response('{"id": 1, "status": "ok", "success": true}', status=200)

    httpserver.expect_request(re.compile(".*")).respond_with_handler(taken)
    hostile = "x\r\nBcc: evil@example.org <script>alert(1)</script> \u202e" + "long " * 1000
    subject = replace(lengthened(about()), item_title=hostile)
    made = compose(subject, now=NOW, base_url="https://monitor.example")
    host = LOCAL[name].format(host=httpserver.host, port=httpserver.port)
    sender = ChatSender(Room(id="room", address=host), receiver="room", link=page_of)
    asyncio.run(sender.send(made))
    (body,) = seen
    assert "\u202e" not in body
    assert "\\u202e" not in body
    assert len(body) < 40_000


def test_ntfy_gets_no_more_bytes_than_it_shows_and_the_link_to_the_whole(
    about: Callable[..., Subject],
) -> None:
    made = compose(lengthened(about()), now=NOW, base_url="https://monitor.example")
    title, text = message(made, service_of(ADDRESSES["ntfy"]), link=page_of(made))
    assert len(text.encode()) + len(title.encode()) <= 4096 + 600
    assert len(text.encode()) <= 4096
    assert text.endswith("https://monitor.example/shifts/shift-1")


def test_every_kind_of_message_links_to_its_whole(alert: Alert) -> None:
    assert page_of(alert) == "https://monitor.example/shifts/shift-1"
    notice = compose_undelivered(
        "x", letters=1, problem="", stopped=False, now=NOW, base_url="https://monitor.example"
    )
    assert page_of(notice) == "https://monitor.example/"
    assert page_of(replace(alert, payload='{"url":null}')) is None


def test_a_service_that_still_holds_the_attempt_before_is_not_asked_again(
    httpserver: HTTPServer, alert: Alert
) -> None:
    release, asked = threading.Event(), threading.Event()

    def stalled(_: Request) -> Response:
        asked.set()
        release.wait(5)
        return Response(status=200)

    httpserver.expect_request("/chat").respond_with_handler(stalled)
    sender = ChatSender(room(httpserver, patience=timedelta(milliseconds=100)), receiver="room")

    async def attempts() -> None:
        try:
            with pytest.raises(DeliveryError, match="did not answer in time"):
                await sender.send(alert)
            with pytest.raises(DeliveryError, match="still holds"):
                await sender.send(alert)
        finally:
            release.set()

    asyncio.run(attempts())
    assert asked.is_set()
