"""What only a process shows: a reader that goes away, a taken port, the module as a command."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import AUGUST, Run, document, lines


def process(environ: dict[str, str], *arguments: str, stdout: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "monitor", *arguments],
        env={**os.environ, **environ},
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
    )


def test_a_reader_that_has_seen_enough_is_no_failure(
    filled: Run, environ: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text(lines(*(document(f"{number}", AUGUST, "2025-08-19") for number in range(50))))
    reader, writer = os.pipe()
    os.close(reader)
    commands = (
        ("extract", str(path), "--json"),
        ("extract", str(path)),
        ("export", "items"),
        ("alerts", "list", "--json"),
    )
    running = [process(environ, *command, stdout=writer) for command in commands]
    os.close(writer)
    for one, command in zip(running, commands, strict=True):
        _, err = one.communicate(timeout=60)
        assert (one.returncode, err) == (0, b""), command


def test_a_taken_port_ends_the_daemon_with_1_and_a_hint(environ: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        running = process({**environ, "MONITOR_PORT": port}, "run", stdout=subprocess.PIPE)
        out, err = running.communicate(timeout=60)
    assert (running.returncode, out) == (1, b"")
    assert f"cannot listen on 127.0.0.1:{port}".encode() in err
    assert b"hint:  set MONITOR_PORT" in err
    assert b"Traceback" not in err
