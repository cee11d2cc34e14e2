import asyncio
import base64
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from pytest_httpserver import HTTPServer
from standardwebhooks import Webhook, WebhookVerificationError
from werkzeug import Request, Response

from monitor.alerts.alert import Alert
from monitor.alerts.payload import Payload
from monitor.alerts.webhook import Endpoint, WebhookSender, warnings
from monitor.errors import DeliveryError, FetchError

OLD = "whsec_" + base64.b64encode(b"o" * 32).decode()
NEW = "whsec_" + base64.b64encode(b"n" * 32).decode()


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes


class PlainPoster:
    """A poster over httpx, without the guard: the receivers of these tests are on loopback."""

    async def post(
        self, url: str, *, content: bytes, headers: Mapping[str, str], source: str
    ) -> Reply:
        async with httpx.AsyncClient(follow_redirects=False, timeout=5) as client:
            try:
                got = await client.post(url, content=content, headers=dict(headers))
            except httpx.TransportError as exc:
                raise FetchError(str(exc), source=source, transient=True) from exc
        return Reply(status=got.status_code, headers=got.headers, body=got.content)


Sending = Callable[..., list[Request]]


@pytest.fixture
def hook(httpserver: HTTPServer, alert: Alert) -> Sending:
    def send(response: Response | None = None, **endpoint: object) -> list[Request]:
        taken: list[Request] = []

        def take(request: Request) -> Response:
            taken.append(request)
            return response or Response(status=204)

        httpserver.expect_request("/hook", method="POST").respond_with_handler(take)
        given = {"id": "hook", "url": httpserver.url_for("/hook"), "secrets": (NEW,), **endpoint}
        sender = WebhookSender(
            Endpoint(**given),  # type: ignore[arg-type]  # given by name
            PlainPoster(),
        )
        asyncio.run(sender.send(alert))
        return taken

    return send


def refused(send: Sending, response: Response) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        send(response)
    assert caught.value.channel == "hook"
    return caught.value


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_2xx_is_taken_and_the_payload_is_the_documented_one(
    hook: Sending, alert: Alert, status: int
) -> None:
    (request,) = hook(Response(status=status))
    assert request.headers["content-type"] == "application/json"
    payload = Payload.model_validate_json(request.get_data())
    assert payload.id == alert.id == request.headers["webhook-id"]
    assert payload.shift.id == alert.shift


def test_the_reference_library_verifies_the_signature(hook: Sending) -> None:
    (request,) = hook()
    body, headers = request.get_data(), dict(request.headers)
    assert Webhook(NEW).verify(body, headers)["type"] == "shift"
    with pytest.raises(WebhookVerificationError):
        Webhook(OLD).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(NEW).verify(body.replace(b"shift", b"shirt"), headers)


def test_during_a_rotation_both_the_old_and_the_new_secret_verify(hook: Sending) -> None:
    (request,) = hook(secrets=(NEW, OLD))
    assert len(request.headers["webhook-signature"].split(" ")) == 2
    for secret in (OLD, NEW):
        Webhook(secret).verify(request.get_data(), dict(request.headers))


def test_a_retry_keeps_the_id_and_the_body_and_takes_a_new_timestamp(alert: Alert) -> None:
    seen: list[tuple[Mapping[str, str], bytes]] = []

    class Recorder:
        async def post(
            self, url: str, *, content: bytes, headers: Mapping[str, str], source: str
        ) -> Reply:
            seen.append((headers, content))
            return Reply(status=200, headers={}, body=b"")

    at = datetime(2025, 8, 19, 10, tzinfo=UTC)
    times = iter([at, at + timedelta(hours=1)])
    endpoint = Endpoint(id="hook", url="https://hook.example/", secrets=(NEW,))
    sender = WebhookSender(endpoint, Recorder(), clock=lambda: next(times))
    for _ in range(2):
        asyncio.run(sender.send(alert))
    (first, body), (second, again) = seen
    assert body == again
    assert first["webhook-id"] == second["webhook-id"]
    assert int(second["webhook-timestamp"]) - int(first["webhook-timestamp"]) == 3600
    assert first["webhook-signature"] != second["webhook-signature"]


def test_without_a_secret_it_goes_out_unsigned_and_the_check_says_so(
    hook: Sending, httpserver: HTTPServer
) -> None:
    (request,) = hook(secrets=())
    assert "webhook-signature" not in request.headers
    endpoint = Endpoint(id="hook", url=httpserver.url_for("/hook"))
    assert any("unsigned" in line for line in warnings(endpoint))
    signed = Endpoint(id="hook", url="https://hook.example/", secrets=(NEW,))
    assert warnings(signed) == ()


def test_a_short_secret_and_plain_http_are_warned_of_without_showing_the_secret() -> None:
    short = "whsec_" + base64.b64encode(b"short").decode()
    endpoint = Endpoint(id="hook", url="http://hook.example/", secrets=(short,))
    found = " ".join(warnings(endpoint))
    assert "24 bytes" in found
    assert "http" in found
    assert short not in found + repr(endpoint)


@pytest.mark.parametrize("secret", ["", "whsec_", "hunter2", "whsec_not base64!"])
def test_a_secret_that_cannot_sign_is_refused_at_once(secret: str) -> None:
    with pytest.raises(ValueError, match="secret 1 of hook") as caught:
        Endpoint(id="hook", url="https://hook.example/", secrets=(secret,))
    assert not secret or secret not in str(caught.value).replace("whsec_ and", "")


@pytest.mark.parametrize("url", ["ftp://hook.example/", "hook.example", "file:///etc/passwd"])
def test_an_address_that_is_not_http_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="http"):
        Endpoint(id="hook", url=url)


def test_further_headers_are_sent_and_cannot_replace_the_signature(hook: Sending) -> None:
    (request,) = hook(headers=(("Authorization", "Bearer t0ken"),))
    assert request.headers["authorization"] == "Bearer t0ken"
    with pytest.raises(ValueError, match="Webhook-Id"):
        Endpoint(id="hook", url="https://hook.example/", headers=(("Webhook-Id", "x"),))


def test_429_and_503_say_when_to_come_back(hook: Sending) -> None:
    for status in (429, 503):
        failure = refused(hook, Response(status=status, headers={"Retry-After": "120"}))
        assert failure.transient
        assert failure.retry_after == timedelta(seconds=120)


def test_retry_after_may_be_a_date_and_nonsense_in_it_is_no_harm(hook: Sending) -> None:
    at = datetime.now(UTC) + timedelta(minutes=10)
    dated = Response(status=503, headers={"Retry-After": format_datetime(at, usegmt=True)})
    wait = refused(hook, dated).retry_after
    assert wait is not None
    assert timedelta(minutes=9) < wait <= timedelta(minutes=10)
    for nonsense in ("soon", "-5", "9" * 400, "Mon, 99 Foo 2025", "²"):
        failure = refused(hook, Response(status=429, headers={"Retry-After": nonsense}))
        assert failure.transient


@pytest.mark.parametrize("status", [401, 403, 408, 425, 429, 500, 502, 503, 504])
def test_what_may_pass_is_transient(hook: Sending, status: int) -> None:
    failure = refused(hook, Response(status=status))
    assert failure.transient
    assert not failure.gone
    assert str(status) in failure.problem


@pytest.mark.parametrize("status", [400, 404, 405, 413, 422])
def test_what_will_not_pass_is_permanent(hook: Sending, status: int) -> None:
    failure = refused(hook, Response(status=status))
    assert not failure.transient
    assert not failure.gone


def test_410_ends_the_channel(hook: Sending) -> None:
    failure = refused(hook, Response(status=410))
    assert failure.gone
    assert not failure.transient


def test_a_redirect_is_not_followed_and_the_hint_says_what_to_do(
    hook: Sending, httpserver: HTTPServer
) -> None:
    elsewhere: list[Request] = []

    def take(request: Request) -> Response:
        elsewhere.append(request)
        return Response(status=200)

    httpserver.expect_request("/elsewhere").respond_with_handler(take)
    moved = Response(status=302, headers={"Location": httpserver.url_for("/elsewhere")})
    failure = refused(hook, moved)
    assert not failure.transient
    assert "final address" in failure.hint
    assert elsewhere == []


@pytest.fixture
def stuck() -> Iterator[threading.Event]:
    release = threading.Event()
    yield release
    release.set()


def test_a_receiver_that_hangs_is_left_after_a_bounded_time(
    httpserver: HTTPServer, alert: Alert, stuck: threading.Event
) -> None:
    def hang(_: Request) -> Response:
        stuck.wait(10)
        return Response(status=200)

    httpserver.expect_request("/hook").respond_with_handler(hang)
    endpoint = Endpoint(
        id="hook", url=httpserver.url_for("/hook"), patience=timedelta(milliseconds=100)
    )
    with pytest.raises(DeliveryError, match=r"no answer within 0\.1 s") as caught:
        asyncio.run(WebhookSender(endpoint, PlainPoster()).send(alert))
    assert caught.value.transient
    stuck.set()


def test_a_refused_connection_is_transient(alert: Alert, unused_port: int) -> None:
    endpoint = Endpoint(id="hook", url=f"http://127.0.0.1:{unused_port}/")
    with pytest.raises(DeliveryError) as caught:
        asyncio.run(WebhookSender(endpoint, PlainPoster()).send(alert))
    assert caught.value.transient
    assert isinstance(caught.value.__cause__, FetchError)


def test_what_the_guard_refuses_for_good_stays_permanent(alert: Alert) -> None:
    class Guarded:
        async def post(
            self, url: str, *, content: bytes, headers: Mapping[str, str], source: str
        ) -> Reply:
            raise FetchError("a private address", source=source, transient=False, hint="allow it")

    endpoint = Endpoint(id="hook", url="http://10.0.0.1/")
    with pytest.raises(DeliveryError, match="private") as caught:
        asyncio.run(WebhookSender(endpoint, Guarded()).send(alert))
    assert not caught.value.transient
    assert caught.value.hint == "allow it"


def test_the_receiver_of_the_documentation_takes_a_message_once_and_refuses_a_forged_one(
    hook: Sending, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (Path(__file__).parents[2] / "docs" / "alerts.md").read_text(encoding="utf-8")
    example: dict[str, Any] = {}
    exec(text.split("```python\n")[1].split("```")[0], example)
    (request,) = hook()
    body, headers, seen = request.get_data(), dict(request.headers), set[str]()
    headers = {name.lower(): value for name, value in headers.items()}
    assert [example["receive"](body, headers, NEW, seen) for _ in range(2)] == [204, 204]
    assert capsys.readouterr().out.count("mfa-august") == 1
    assert example["receive"](body.replace(b"Ning", b"Ming"), headers, NEW, set()) == 401
