"""How long the pages take over a million items while polling goes on: `python -m benchmarks.pages`.

The endpoint runs in a process of its own as the daemon has it, one event loop and its threads, with
a writer beside it that records items through the whole pipeline. Requests come one after another
over HTTP, as those of one reader do, each for other rows than the one before.
"""

import argparse
import math
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import uvicorn

from benchmarks.stock import NOW, SENTENCES_EN, Size, Stock, stock
from monitor.config.settings import Settings, load
from monitor.pipeline.build import names_of, notifier_of, reader_of, rule_words
from monitor.pipeline.record import Recorder
from monitor.pipeline.threads import Ladders, compared
from monitor.run.service import settled
from monitor.sources.item import Item
from monitor.statements.statement import Origin
from monitor.storage.engine import Database
from monitor.web.app import create_app
from monitor.web.served import Served, Watched
from monitor.wording.formulations import formulations

ROOT = Path(__file__).parents[1]
MEDIAN_MS, P99_MS = 50, 200
"""What is promised: every page under these."""
_BODIES = 60
_WORDS = (
    "稀土",
    "出口管制",
    "license",
    "rare earth",
    '"dual-use items"',
    "gallium case",
    "镓",
    "opposes",
)
_A_SECOND = 2
"""Items recorded meanwhile: 170,000 a day, a hundred times what the shipped sources have."""


def main() -> None:
    """Print the median and the 99th percentile of each kind of page; exit with 1 over the aim."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--items", type=int, default=1_000_000)
    asked.add_argument("--requests", type=int, default=200)
    asked.add_argument("--database", type=Path, help="made where it is not there, and kept")
    asked.add_argument("--only", default="", help="pages whose name holds this, parted by commas")
    asked.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.serve:
        _serve(given.database, given.serve)
        return
    with TemporaryDirectory() as folder:
        path = given.database or Path(folder) / "monitor.db"
        late = _measure(_stock(path, given.items), given.requests, given.only.split(","))
    sys.exit(1 if late else 0)


def _stock(path: Path, items: int) -> Stock:
    settings = load(ROOT / "config", {})
    size = Size(items=items, statements=items // 5, shifts=items // 50, alerts=max(1, items // 160))
    if not path.exists():
        began = time.perf_counter()
        unfinished = path.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        stock(unfinished, size, bodies=_bodies(settings), topics=_topics(settings))
        unfinished.rename(path)
        took = time.perf_counter() - began
        print(f"{items:,} items: {path.stat().st_size / 1e9:.1f} GB in {took:.0f} s", flush=True)
    return Stock.of(path, size, bodies=_bodies(settings), topics=_topics(settings))


def _bodies(settings: Settings) -> tuple[str, ...]:
    return tuple(body.id for body in settings.bodies.bodies[:_BODIES])


def _topics(settings: Settings) -> tuple[str, ...]:
    return tuple(topic.id for topic in settings.topics)


def _measure(stocked: Stock, requests: int, only: list[str]) -> list[str]:
    port = 18_000 + random.randrange(10_000)
    command = [sys.executable, "-m", "benchmarks.pages", "--database", str(stocked.path)]
    server = subprocess.Popen([*command, "--serve", str(port)], cwd=ROOT)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            _until_ready(client)
            print(f"{'ms':38} median    p99    max    CPU     kB", flush=True)
            return [
                name
                for name, path in pages(stocked).items()
                if any(part in name for part in only)
                and not _timed(client, server.pid, name, path, requests)
            ]
    finally:
        server.terminate()
        server.wait()


def _until_ready(client: httpx.Client) -> None:
    for _ in range(300):
        try:
            client.get("/healthz")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the endpoint did not start")


def _timed(
    client: httpx.Client, server: int, name: str, path: Callable[[], str], requests: int
) -> bool:
    """Print one line; return whether the page keeps what is promised.

    CPU is the server's own for a request, with what it records meanwhile: on a machine that has
    other work to do it tells more than the clock.
    """
    client.get(path())
    took, sizes = [], []
    before = _cpu(server)
    for _ in range(requests):
        asked = path()
        began = time.perf_counter()
        answer = client.get(asked)
        took.append((time.perf_counter() - began) * 1000)
        sizes.append(len(answer.content))
        if answer.status_code != 200:
            raise SystemExit(f"{answer.status_code} {asked}: {answer.text[:200]}")
    cpu = (_cpu(server) - before) * 1000 / requests
    took.sort()
    median, p99 = statistics.median(took), took[math.ceil(len(took) * 0.99) - 1]
    good = median < MEDIAN_MS and p99 < P99_MS
    line = f"{name:38} {median:6.1f} {p99:6.1f} {took[-1]:6.1f} {cpu:6.1f} {max(sizes) / 1000:6.0f}"
    print(f"{line}{'' if good else '  <-- over the aim'}", flush=True)
    return good


def _cpu(process: int) -> float:
    """Return the seconds of CPU that a process has used; 0 where the system does not tell."""
    stat = Path(f"/proc/{process}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def pages(stocked: Stock) -> dict[str, Callable[[], str]]:
    """Return what is timed: each kind of page by its name, and a maker of addresses of it."""
    pick = random.Random(1).choice
    return {
        "overview": lambda: "/",
        "shifts": lambda: "/shifts",
        "shifts of a body": lambda: f"/shifts?body={pick(stocked.bodies)}",
        "shifts of a topic": lambda: f"/shifts?topic={pick(stocked.topics)}",
        "shifts of a body and topic": lambda: (
            f"/shifts?body={pick(stocked.bodies)}&topic={pick(stocked.topics)}"
        ),
        "shifts of a level": lambda: f"/shifts?level={pick(('alert', 'digest', 'info'))}",
        "shifts of a rare kind": lambda: "/shifts?kind=polarity",
        "shifts of a kind that is not there": lambda: "/shifts?kind=adoption",
        "shifts with words": lambda: f"/shifts?q={pick(_WORDS)}",
        "shifts with words that are not there": lambda: "/shifts?q=xylophone",
        "shifts of a source": lambda: f"/shifts?source={pick(stocked.sources)}",
        "shift": lambda: f"/shifts/{pick(stocked.shifts)}",
        "threads": lambda: "/threads",
        "threads of a body": lambda: f"/threads?body={pick(stocked.bodies)}",
        "thread": lambda: f"/threads/{pick(stocked.bodies[:8])}/{pick(stocked.topics[:8])}",
        "statements": lambda: "/statements",
        "statements with words": lambda: f"/statements?q={pick(_WORDS)}",
        "statements of a body with words": lambda: (
            f"/statements?q={pick(_WORDS)}&body={pick(stocked.bodies)}"
        ),
        "statements of a body and topic": lambda: (
            f"/statements?body={pick(stocked.bodies)}&topic={pick(stocked.topics)}"
        ),
        "statement": lambda: f"/statements/{pick(stocked.statements)}",
        "items": lambda: "/items",
        "items with words": lambda: f"/items?q={pick(_WORDS)}",
        "items of a topic": lambda: f"/items?topic={pick(stocked.topics)}",
        "items of a source with words": lambda: (
            f"/items?q={pick(_WORDS)}&source={pick(stocked.sources)}"
        ),
        "item": lambda: f"/items/{pick(stocked.items)}",
        "sources": lambda: "/sources",
        "source": lambda: f"/sources/{pick(stocked.sources)}",
        "status": lambda: "/status",
        "metrics": lambda: "/metrics",
        "feed": lambda: "/shifts.atom",
        "API: items": lambda: f"/api/items?topic={pick(stocked.topics)}",
        "API: statements": lambda: f"/api/statements?body={pick(stocked.bodies)}",
        "API: shifts": lambda: f"/api/shifts?topic={pick(stocked.topics)}",
        "API: alerts": lambda: "/api/alerts",
    }


def _serve(path: Path, port: int) -> None:
    settings = load(ROOT / "config", {})
    reader, names = reader_of(settings), names_of(settings)
    with Database.open(f"sqlite:///{path}") as database:
        sources = tuple(
            Watched(id=f"source-{number}", name=f"Source {number}") for number in range(300)
        )
        app = create_app(
            Served(
                database=database,
                sources=sources,
                clock=lambda: NOW,
                formulate=lambda known, at: formulations(known, comparer=reader.comparer, now=at),
                compare=lambda before, after: compared(reader.comparer, before, after),
                ladders=Ladders(reader.comparer),
                bodies=names.bodies,
                topics=names.topics,
                rules=rule_words(),
            )
        )
        recorder = Recorder(reader, notifier_of(settings))
        settled()
        threading.Thread(target=_poll, args=(database, recorder), daemon=True).start()
        uvicorn.run(app, port=port, log_level="error", access_log=False, lifespan="off")


def _poll(database: Database, recorder: Recorder) -> None:
    """Record items for as long as the process lives, as the daemon's one writer does."""
    number = 0
    while True:
        text = (
            f"BEIJING - Commerce Ministry spokesperson He Yongqian said on Monday that {number} "
            f"applications were approved. {SENTENCES_EN[number % len(SENTENCES_EN)]} “China "
            "opposes any move to stretch export controls on rare earths,” she added."
        )
        url = f"https://source-{number % 300}.example/new/{sha256(text.encode()).hexdigest()}"
        item = Item(
            source=f"source-{number % 300}",
            key=url,
            url=url,
            title="Rare earths",
            text=text,
            published_at=NOW,
            evidence=sha256(text.encode()).hexdigest(),
        )
        origin = Origin(url=url, source=item.source, published_at=NOW)
        with database.write() as session:
            topics = recorder.reader.topics_of(item)
            recorder.record(session, item, origin, topics=topics, now=NOW)
        number += 1
        time.sleep(1 / _A_SECOND)


if __name__ == "__main__":
    main()
