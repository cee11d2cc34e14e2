"""The command line in this process, over a settings folder and a database of the test's own."""

import io
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
import structlog
import yaml
from typer.testing import CliRunner

from monitor.cli.main import app
from monitor.config.settings import load
from monitor.pipeline.build import notifier_of, reader_of
from monitor.pipeline.record import Recorder
from monitor.sources.item import Item
from monitor.statements.statement import Origin
from monitor.storage.engine import Database
from tests.loopback.world import World, settings_folder

SAID = (
    "BEIJING - Chinese Foreign Ministry spokesperson {name} told a press conference on {day}: "
    "“China will {words} qualified applications for rare-earth exports without delay.”"
)
JULY = SAID.format(name="Guo Jiakun", day="July 24", words="approve")
AUGUST = SAID.format(name="Mao Ning", day="August 19", words="not approve")
WIRE = {
    "id": "wire",
    "name": "A wire",
    "url": "http://127.0.0.1:9/feed",
    "grade": "A",
    "outlet_country": "CN",
}


@dataclass(frozen=True)
class Ran:
    """What one command came to."""

    code: int
    out: str
    err: str

    def rows(self) -> list[dict[str, Any]]:
        """Return the standard output as JSON lines."""
        return [orjson.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ran]


@pytest.fixture(scope="session")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the shipped settings with one source that cannot be reached."""
    folder = settings_folder(tmp_path_factory.mktemp("settings") / "config", World(), [WIRE])
    channels = [{"id": "desk", "kind": "webhook", "url_env": "DESK_URL"}]
    (folder / "monitor.yaml").write_text(yaml.safe_dump({"channels": channels}))
    return folder


@pytest.fixture
def environ(config: Path, sqlite_url: str) -> dict[str, str]:
    return {
        "MONITOR_CONFIG": str(config),
        "MONITOR_DATABASE_URL": sqlite_url,
        "MONITOR_PRIVATE_HOSTS": "127.0.0.1:9",
        "DESK_URL": "http://127.0.0.1:9/hook",
        "COLUMNS": "200",
    }


@pytest.fixture
def run(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Return a function that runs a command with these arguments and standard input."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    for name, value in environ.items():
        monkeypatch.setenv(name, value)

    def call(*arguments: str | Path, stdin: str | bytes = b"") -> Ran:
        done = CliRunner().invoke(app, [str(one) for one in arguments], input=stdin)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Ran(done.exit_code, done.stdout, done.stderr)

    yield call
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def filled(run: Run, environ: dict[str, str], config: Path) -> Run:
    """Return the command line over a database that holds one shift and its alert."""
    settings = load(config, environ)
    recorder = Recorder(reader_of(settings), notifier=notifier_of(settings))
    with Database.open(settings.monitor.database_url) as database, database.write() as session:
        for name, text, month, day in (("july", JULY, 7, 24), ("august", AUGUST, 8, 19)):
            at = datetime(2025, month, day, 12, tzinfo=UTC)
            item = Item(
                source="wire",
                key=name,
                url=f"https://news.example/{name}",
                title=f"On rare earths, \u202e{name}",
                text=text,
                published_at=at,
            )
            origin = Origin(url=item.url, source="wire", published_at=at)
            recorder.record(session, item, origin, topics=("rare-earths",), now=at)
    return run


def lines(*rows: object) -> str:
    """Return objects as JSON lines."""
    return "".join(orjson.dumps(row).decode() + "\n" for row in rows)


def document(name: str, text: str, day: str) -> dict[str, str]:
    """Return a document in `replay`'s form."""
    return {
        "url": f"https://news.example/{name}",
        "source": "wire",
        "title": "On rare earths",
        "published_at": day,
        "text": text,
    }


def pdf(text: str) -> bytes:
    """Return a PDF of one page with one line of text."""
    stream = f"BT /F1 9 Tf 20 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1400 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(
        b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    )
    return out.getvalue()
