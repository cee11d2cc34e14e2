"""The container's health check: readiness, with a token, and reasons where it fails."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from monitor.web.healthcheck import reasons

TOKEN = "a-long-random-string"


class Endpoint(BaseHTTPRequestHandler):
    ready = True

    def do_GET(self) -> None:
        body = json.dumps({"ready": self.ready, "reasons": [] if self.ready else ["the disk"]})
        allowed = self.headers.get("authorization") == f"Bearer {TOKEN}"
        self.send_response((200 if self.ready else 503) if allowed else 401)
        self.end_headers()
        self.wfile.write(body.encode() if allowed else b"no")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's
        pass


@pytest.fixture
def port() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield str(server.server_address[1])
    server.shutdown()
    server.server_close()
    thread.join()


def test_it_is_well_where_the_daemon_is_ready_by_a_token_or_its_file(
    port: str, tmp_path: Path
) -> None:
    assert reasons({"MONITOR_PORT": port, "MONITOR_TOKEN": TOKEN}) == []
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    assert reasons({"MONITOR_PORT": port, "MONITOR_TOKEN_FILE": str(tmp_path / "token")}) == []


def test_it_says_why_the_daemon_does_not_work(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert reasons({"MONITOR_PORT": port}) == ["the status endpoint answers 401"]
    monkeypatch.setattr(Endpoint, "ready", False)
    assert reasons({"MONITOR_PORT": port, "MONITOR_TOKEN": TOKEN}) == ["the disk"]


def test_nobody_who_answers_is_a_reason(tmp_path: Path) -> None:
    (found,) = reasons({"MONITOR_PORT": "9"})
    assert "does not answer" in found
    (unread,) = reasons({"MONITOR_PORT": "9", "MONITOR_TOKEN_FILE": str(tmp_path / "none")})
    assert "does not answer" in unread
