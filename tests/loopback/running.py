"""The daemon as a process of its own, started and stopped as an operator would."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError

from tests.loopback.world import free_port

STARTED = 30.0
"""Seconds that a start may take on a busy machine; nothing waits so long in practice."""


def until(condition: Callable[[], Any], *, seconds: float = 30.0) -> Any:
    """Return what `condition` returns as soon as it is true; fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while not (answer := condition()):
        assert time.monotonic() < deadline, f"waited {seconds} s in vain"
        time.sleep(0.05)
    return answer


class Daemon:
    """One `monitor run`."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.process = process
        self.port = port
        self._log = log

    def get(self, path: str) -> Any:
        """Return the JSON that the status endpoint answers, as soon as it does."""
        return until(lambda: self.ask(path))

    def ask(self, path: str) -> Any:
        """Return the JSON that the status endpoint answers, or None where it does not."""
        assert self.process.poll() is None, self.text()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return json.load(answer)
        except (URLError, OSError):
            return None

    def code(self, path: str) -> int:
        """Return the status that the endpoint answers with, 0 where it does not."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return int(answer.status)
        except HTTPError as exc:
            return exc.code
        except OSError:
            return 0

    def read(self, path: str) -> str:
        """Return the text that the status endpoint answers."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
            text: bytes = answer.read()
        return text.decode()

    def stop(self) -> int:
        """Send SIGTERM and return the exit code."""
        return self.stop_within(15)

    def stop_within(self, seconds: float) -> int:
        """Send SIGTERM and return the exit code; fails where the process needs longer."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)

    def kill(self) -> None:
        """Send SIGKILL."""
        self.process.kill()
        self.process.wait(5)

    def log(self) -> list[dict[str, Any]]:
        """Return the log's lines."""
        return [json.loads(line) for line in self._log.read_text().splitlines() if line[:1] == "{"]

    def text(self) -> str:
        """Return everything that the process wrote."""
        return self._log.read_text()


def start(environ: dict[str, str], folder: Path) -> Daemon:
    port = free_port()
    log = folder / f"log-{port}.txt"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "monitor", "run"],
            env={**os.environ, **environ, "MONITOR_PORT": str(port)},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    return Daemon(process, port, log)


@contextmanager
def running(environ: dict[str, str], folder: Path) -> Iterator[Daemon]:
    """Run the daemon until the block ends; it listens when the block begins."""
    daemon = start(environ, folder)
    try:
        until(lambda: daemon.ask("/healthz"), seconds=STARTED)
        yield daemon
    finally:
        daemon.kill()


def monitor(environ: dict[str, str], *arguments: str, code: int = 0, stdin: str = "") -> str:
    """Run one command to its end and return its standard output; errors go to the message."""
    done = subprocess.run(
        [sys.executable, "-m", "monitor", *arguments],
        env={**os.environ, **environ},
        input=stdin.encode(),
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == code, done.stderr.decode()
    return done.stdout.decode() if code == 0 else done.stderr.decode()
