"""A small world on loopback: pages and feeds that change, a webhook receiver, a mail server."""

import json
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import yaml
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from standardwebhooks import Webhook

ROOT = Path(__file__).parent.parent.parent
SECRET = "whsec_dGVzdHMtc2lnbi13aXRoLXRoaXMta2V5LWFsb25lLTE="


@dataclass
class Page:
    """What one path answers; `act` does so in its own way."""

    body: bytes
    content_type: str = "application/rss+xml; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    act: Callable[[BaseHTTPRequestHandler], None] | None = None


@dataclass
class World:
    """Everything outside the monitor: set `pages`, read `hooks` and `mails`."""

    port: int = 0
    smtp_port: int = 0
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    hooks: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    hook_status: int = 204
    mails: list[EmailMessage] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def feed(self, path: str, *entries: dict[str, str]) -> None:
        """Show an RSS feed with these entries, the first on top."""
        self.pages[path] = Page(rss(*entries))

    def verified(self) -> list[dict[str, Any]]:
        """Return the payloads that came in, each signature checked by the reference library."""
        with self.lock:
            hooks = list(self.hooks)
        return [Webhook(SECRET).verify(body, headers) for headers, body in hooks]


def rss(*entries: dict[str, str]) -> bytes:
    items = "".join(
        "<item>"
        + "".join(f"<{name}>{escape(value)}</{name}>" for name, value in entry.items())
        + "</item>"
        for entry in entries
    )
    return (
        "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>News</title>"
        f"<link>http://news.example/</link><description>News</description>{items}</channel></rss>"
    ).encode()


@contextmanager
def world() -> Iterator[World]:
    """Run the world until the block ends."""
    here = World()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(here))
    server.daemon_threads = True
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
    )
    thread.start()
    here.port = server.server_address[1]
    try:
        here.smtp_port = free_port()
        mail = Controller(_Mail(here), hostname="127.0.0.1", port=here.smtp_port, ready_timeout=20)
        mail.start()
        try:
            yield here
        finally:
            mail.stop()
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def _handler(here: World) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with here.lock:
                here.asked.append(self.path)
                page = here.pages.get(self.path, Page(b"not here", "text/plain", 404))
            if page.act is not None:
                with suppress(OSError):
                    page.act(self)
                return
            self.send_response(page.status)
            self.send_header("Content-Type", page.content_type)
            self.send_header("Content-Length", str(len(page.body)))
            for name, value in page.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(page.body)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            with here.lock:
                status = here.hook_status
                if status < 300:
                    headers = {name.lower(): value for name, value in self.headers.items()}
                    here.hooks.append((headers, body))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's
            pass

    return Handler


class _Mail:
    def __init__(self, here: World) -> None:
        self._here = here

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        with self._here.lock:
            self._here.mails.append(message)
        return "250 taken"


def settings_folder(target: Path, here: World, sources: list[dict[str, Any]]) -> Path:
    """Return a copy of the shipped settings with these sources instead of the shipped ones."""
    shutil.copytree(ROOT / "config", target)
    (target / "sources.yaml").write_text(yaml.safe_dump({"sources": sources}))
    return target


def environment(here: World, folder: Path, database_url: str) -> dict[str, str]:
    """Return the environment of a monitor that lives in this world."""
    return {
        "MONITOR_CONFIG": str(folder),
        "MONITOR_DATABASE_URL": database_url,
        "MONITOR_PRIVATE_HOSTS": f"127.0.0.1:{here.port}",
        "MONITOR_WEBHOOK_URL": here.url("/hook"),
        "MONITOR_WEBHOOK_SECRET": SECRET,
        "MONITOR_SMTP_HOST": "127.0.0.1",
        "MONITOR_SMTP_PORT": str(here.smtp_port),
        "MONITOR_SMTP_SECURITY": "none",
        "MONITOR_SMTP_FROM": "monitor@example.org",
        "MONITOR_MAIL_TO": "analyst@example.org",
        "MONITOR_LOG": "json",
    }


def lines(text: str) -> list[dict[str, Any]]:
    """Return the objects of JSON lines."""
    return [json.loads(line) for line in text.splitlines() if line.strip()]
