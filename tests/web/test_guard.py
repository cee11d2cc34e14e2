"""Who may ask, and what a browser may do with an answer."""

import asyncio
import base64
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import FastAPI
from starlette.routing import BaseRoute
from starlette.types import Message

from monitor.storage.engine import Database

TOKEN = "s3cret-tökén"


@pytest.fixture
def database(sqlite_url: str, filled: Callable[[Database], Database]) -> Iterator[Database]:
    """One kind of database is enough here: what is asked for is never reached."""
    with Database.open(sqlite_url) as opened:
        yield filled(opened)


def walked(routes: list[BaseRoute]) -> Iterator[tuple[str, str]]:
    """Yield the method and path of every route, of those in routers too."""
    for route in routes:
        below = getattr(getattr(route, "original_router", route), "routes", None)
        if below is not None:
            yield from walked(list(below))
        else:
            for method in getattr(route, "methods", None) or ("GET",):
                yield method, route.path  # type: ignore[attr-defined]  # every kind but the base has one


def filled_in(path: str) -> str:
    return re.sub(r"\{(\w+)(:\w+)?\}", lambda match: VALUES.get(match[1], "x"), path)


VALUES = {"shift_id": "s-1", "name": "style.css", "source_id": "mfa", "verdict": "useful"}
"""What stands for the parts of a path; any other is `x`, which is no id."""


def basic(user: str, password: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def bearer(token: str) -> dict[bytes, bytes]:
    return {b"authorization": b"Bearer " + token.encode()}


ALONE = (
    "/healthz /readyz /status /metrics /shifts.atom /openapi.json / /static/{name} "
    "/api/items /api/statements /api/shifts /api/alerts /api/sources /api/formulations "
    "/api/shifts/{shift_id} /shifts/{shift_id} /login"
).split()
"""Some routes, by name: were the walk to lose its way, they would be missed."""


def test_the_walk_meets_every_kind_of_route(client: Any) -> None:
    app: FastAPI = client.app
    met = set(walked(app.routes))
    assert {("GET", path) for path in ALONE} <= met
    assert ("POST", "/login") in met
    schema = client.get("/openapi.json").json()["paths"]
    assert {(method.upper(), path) for path in schema for method in schema[path]} <= met


def test_without_the_token_every_route_is_shut_but_liveness_and_what_is_signed(ask: Any) -> None:
    shut = ask(token=TOKEN)
    for method, path in walked(shut.app.routes):
        asked = filled_in(path)
        answer = shut.get(asked, method=method)
        if path in {"/healthz", "/login"}:
            assert answer.status_code in {200, 401}, path
        elif path.startswith("/feedback/"):
            assert answer.status_code == 403, path
        else:
            assert answer.status_code == 401, path
            for headers in (
                bearer("wrong"),
                basic("any", "wrong"),
                {"cookie": "monitor_session=x"},
            ):
                assert shut.get(asked, headers, method=method).status_code == 401, path
            led = shut.get(asked, {"accept": "text/html"}, method=method)
            assert led.status_code == 401 or (
                method in {"GET", "HEAD"} and led.headers["location"].startswith("/login?next=")
            )
        assert "CN-MFA" not in answer.text


def test_with_the_token_every_route_is_open(ask: Any) -> None:
    opened = ask(token=TOKEN)
    for method, path in walked(opened.app.routes):
        if method in {"GET", "HEAD"} and not path.startswith("/feedback/"):
            status = opened.get(filled_in(path), bearer(TOKEN), method=method).status_code
            assert status in {200, 303, 404, 422}, path
            assert status == 200 or path not in {*ALONE} - {"/login"}, path


@pytest.mark.parametrize(
    "path",
    (
        "/healthz /status /nowhere //healthz /healthz/ /HEALTHZ /healthz/../status "
        "/Login /login/ //login /login/../status /feedback /static/../status"
    ).split(),
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
def test_without_the_token_no_spelling_of_a_path_is_open(ask: Any, path: str, method: str) -> None:
    shut = ask(token=TOKEN)
    for headers in ({}, bearer("wrong"), bearer(""), basic("any", "wrong")):
        status = shut.get(path, headers, method=method).status_code
        if path == "/healthz":
            assert status in {200, 405}
        else:
            assert status == 401


def test_a_browser_may_send_the_token_as_a_password(ask: Any) -> None:
    shut = ask(token=TOKEN)
    assert shut.get("/", basic("anyone", TOKEN)).status_code == 200
    refused = shut.get("/")
    assert "a token is needed" in refused.json()["error"]
    assert "Bearer" in refused.headers["www-authenticate"]
    assert "Basic" in refused.headers["www-authenticate"]


@pytest.mark.parametrize(
    "value", [b"", b"Bearer", b"Basic", b"Basic !!!", b"Token x", b"Bearer \xff", b"Basic eA=="]
)
def test_nonsense_for_a_token_is_refused_and_breaks_nothing(ask: Any, value: bytes) -> None:
    assert ask(token=TOKEN).get("/status", {b"authorization": value}).status_code == 401


def test_an_empty_token_is_an_error_and_not_an_open_door(ask: Any) -> None:
    for token in ("", " "):
        app = ask(token=token)
        with pytest.raises(ValueError, match="empty token"):
            app.get("/status")


@pytest.mark.parametrize(
    "path", ["/", "/status", "/statements", "/healthz", "/nowhere", "/metrics"]
)
def test_every_answer_leaves_a_browser_nothing_to_run_or_keep(client: Any, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "script-src 'self';" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] in {"no-store", "private, no-cache"}
    assert headers["referrer-policy"] == "same-origin"


def test_no_page_of_documentation_is_loaded_from_elsewhere(client: Any) -> None:
    for path in ("/docs", "/redoc"):
        assert client.get(path).status_code == 404


def test_a_foreign_host_name_is_refused_where_names_are_given(ask: Any) -> None:
    shut = ask(hosts=("localhost", "127.0.0.1"))
    assert shut.get("/status").status_code == 200
    assert shut.get("/status", {"host": "localhost:8080"}).status_code == 200
    assert shut.get("/status", {"host": "evil.example"}).status_code == 400


def test_a_web_socket_is_closed_before_it_is_opened(client: Any) -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    asyncio.run(client.app({"type": "websocket", "path": "/", "headers": []}, receive, send))
    assert [message["type"] for message in sent] == ["websocket.close"]


def test_nothing_is_changed_by_a_request_without_a_form_of_this_monitor(client: Any) -> None:
    for method, path in walked(client.app.routes):
        if method not in {"GET", "HEAD"} and not path.startswith(("/feedback/", "/login")):
            assert client.get(filled_in(path), method=method).status_code == 403, path


def test_what_no_route_takes_is_refused_as_such(client: Any) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE", "QUERY"):
        for path in ("/status", "/api/shifts", "/", "/shifts/s-1"):
            assert client.get(path, method=method).status_code == 405
        assert client.get("/nowhere", method=method).status_code == 404


def test_a_program_with_the_token_needs_no_form_and_finds_nothing_to_change(ask: Any) -> None:
    for path in ("/status", "/api/shifts", "/"):
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            assert ask(token=TOKEN).get(path, bearer(TOKEN), method=method).status_code == 405


@pytest.mark.parametrize("path", ["/", "/shifts/s-1?a=b%26c", "/sources"])
def test_a_browser_that_asks_for_a_page_is_led_to_the_login(ask: Any, path: str) -> None:
    shut = ask(token=TOKEN)
    led = shut.get(path, {"accept": "text/html,*/*;q=0.8"})
    assert led.status_code == 303
    assert parse_qs(urlsplit(led.headers["location"]).query) == {"next": [path]}
    assert shut.get(led.headers["location"]).status_code == 200
    assert shut.get(path, {"accept": "*/*"}).status_code == 401


@pytest.mark.parametrize("path", ["/api/items", "/metrics", "/status", "/shifts.atom"])
def test_a_document_for_programs_is_refused_whoever_asks(ask: Any, path: str) -> None:
    assert ask(token=TOKEN).get(path, {"accept": "text/html"}).status_code == 401
