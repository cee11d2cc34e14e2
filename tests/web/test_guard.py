"""Who may ask, and what a browser may do with an answer."""

import asyncio
import base64
from collections.abc import Callable, Iterator
from typing import Any

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


def paths(routes: list[BaseRoute], prefix: str = "") -> Iterator[str]:
    for route in routes:
        below = getattr(route, "routes", None)
        path = prefix + getattr(route, "path", "")
        if below:
            yield from paths(list(below), path)
        else:
            yield path


def basic(user: str, password: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def bearer(token: str) -> dict[bytes, bytes]:
    return {b"authorization": b"Bearer " + token.encode()}


KNOWN = (
    "/healthz /readyz /status /metrics /shifts.atom /openapi.json / /static/{name} "
    "/api/items /api/statements /api/shifts /api/alerts /api/sources /api/formulations "
    "/api/shifts/{shift_id} /shifts/{shift_id}"
).split()


def test_the_routes_are_those_that_the_walk_below_takes(client: Any) -> None:
    schema = set(client.get("/openapi.json").json()["paths"])
    assert schema | {"/openapi.json", "/", "/static/{name}", "/shifts/{shift_id}"} == set(KNOWN)
    app: FastAPI = client.app
    registered = set(paths(app.routes))
    assert registered <= {*KNOWN, ""}, registered


@pytest.mark.parametrize(
    "path", [*KNOWN, "/nowhere", "//healthz", "/healthz/", "/HEALTHZ", "/healthz/../status"]
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
def test_without_the_token_every_route_but_liveness_is_shut(
    ask: Any, path: str, method: str
) -> None:
    path = path.replace("{shift_id}", "s-1").replace("{name}", "style.css")
    shut = ask(token=TOKEN)
    for headers in ({}, bearer("wrong"), bearer(""), basic("any", "wrong")):
        status = shut.get(path, headers, method=method).status_code
        if path == "/healthz":
            assert status in {200, 405}
        else:
            assert status == 401


@pytest.mark.parametrize("path", KNOWN)
def test_with_the_token_every_route_is_open(ask: Any, path: str) -> None:
    path = path.replace("{shift_id}", "s-1").replace("{name}", "style.css")
    assert ask(token=TOKEN).get(path, bearer(TOKEN)).status_code == 200


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


@pytest.mark.parametrize("path", ["/", "/status", "/api/items", "/healthz", "/nowhere", "/metrics"])
def test_every_answer_leaves_a_browser_nothing_to_run_or_keep(client: Any, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "script-src 'self';" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"


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


def test_nothing_can_be_changed(client: Any) -> None:
    for path in ("/status", "/api/shifts", "/"):
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            assert client.get(path, method=method).status_code == 405
