"""`export --evidence`: one zip that can be read, and checked, by itself."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import text

from monitor.config.settings import load
from monitor.pipeline.build import notifier_of, reader_of
from monitor.pipeline.record import Recorder
from monitor.sources.exchange import Fetched, Validators
from monitor.sources.item import Item
from monitor.statements.statement import Origin
from monitor.storage import evidence
from monitor.storage.engine import Database
from monitor.storage.evidence import Retention
from tests.cli.conftest import AUGUST, JULY, Run

PAGE = "<html><script>alert(1)</script><p>{}</p></html>"
HEADERS = (("content-type", "text/html"), ("set-cookie", "session=1"))


@pytest.fixture
def database(environ: dict[str, str]) -> str:
    return environ["MONITOR_DATABASE_URL"]


@pytest.fixture
def fetched(run: Run, environ: dict[str, str], config: Path) -> Run:
    """Return the command line over a shift between two pages whose bytes are kept."""
    settings = load(config, environ)
    recorder = Recorder(reader_of(settings), notifier=notifier_of(settings))
    with Database.open(settings.monitor.database_url) as opened, opened.write() as session:
        for name, words, month, day in (("july", JULY, 7, 24), ("august", AUGUST, 8, 19)):
            at = datetime(2025, month, day, 12, tzinfo=UTC)
            body = PAGE.format(words).encode()
            answer = Fetched(
                url=f"http://news.example/{name}",
                final_url=f"https://news.example/{name}",
                status=200,
                headers=HEADERS,
                body=body,
                sha256=sha256(body).hexdigest(),
                fetched_at=at,
                validators=Validators(),
            )
            item = Item(
                source="wire",
                key=name,
                url=answer.final_url,
                title=f"<b>On rare earths</b>, \u202e{name}",
                text=words,
                published_raw=f"{day}.{month}.2025",
                published_at=at,
                evidence=answer.sha256,
            )
            origin = Origin(url=item.url, source="wire", published_at=at)
            recorder.record(session, item, origin, topics=("rare-earths",), now=at)
            evidence.put(session, answer)
    return run


def shift_of(run: Run) -> str:
    (row,) = run("shifts", "--json").rows()
    return str(row["id"])


def unpacked(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def changed_since(files: dict[str, bytes]) -> set[str]:
    """Return the files whose bytes are not those that the manifest and the sums name."""
    manifest = json.loads(files["manifest.json"])
    listed = {one["path"]: (one["sha256"], one["size"]) for one in manifest["files"]}
    named = {"manifest.json", "SHA256SUMS", *listed}
    wrong = {path for path in files if path not in named} | (named - set(files))
    for path, (digest, size) in listed.items():
        data = files.get(path, b"")
        if sha256(data).hexdigest() != digest or len(data) != size:
            wrong.add(path)
    for line in files["SHA256SUMS"].decode().splitlines():
        digest, path = line.split("  ", 1)
        if sha256(files.get(path, b"")).hexdigest() != digest:
            wrong.add(path)
    for side in manifest["sides"].values():
        raw = side["raw"]
        if raw["path"] and sha256(files[raw["path"]]).hexdigest() != raw["sha256"]:
            wrong.add(raw["path"])
    return wrong


@pytest.fixture
def exported(fetched: Run, tmp_path: Path) -> Callable[[], dict[str, bytes]]:
    def export() -> dict[str, bytes]:
        target = tmp_path / "file.zip"
        done = fetched("export", "--evidence", shift_of(fetched), "--output", target)
        assert done.code == 0, done.err
        return unpacked(target.read_bytes())

    return export


def test_the_zip_holds_both_sides_and_every_hash_is_right(
    exported: Callable[[], dict[str, bytes]],
) -> None:
    files = exported()
    assert changed_since(files) == set()
    for side, words, name in (("before", JULY, "july"), ("after", AUGUST, "august")):
        assert files[f"{side}/raw.html.txt"] == PAGE.format(words).encode()
        assert files[f"{side}/text.txt"].decode() == words
        told = json.loads(files["manifest.json"])["sides"][side]
        assert told["raw"]["url"] == f"http://news.example/{name}"
        assert told["raw"]["final_url"] == f"https://news.example/{name}"
        assert told["raw"]["fetched_at"].startswith("2025-0")
        assert told["raw"]["headers"] == [["content-type", "text/html"]]
        assert told["published_raw"].endswith(".2025")
    shift = json.loads(files["shift.json"])
    assert files["before/passage.txt"].decode() == shift["before"]
    assert files["after/passage.txt"].decode() == shift["after"]
    assert json.loads(files["after/statement.json"])["speaker"] == "Mao Ning"
    assert "{+not+}" in files["diff.txt"].decode()
    assert "<ins>not</ins>" in files["diff.html"].decode()


def test_edited_bytes_are_seen(exported: Callable[[], dict[str, bytes]]) -> None:
    files = exported()
    for path in ("before/raw.html.txt", "after/text.txt", "shift.json", "index.html"):
        edited = dict(files)
        edited[path] = edited[path].replace(b"e", b"E", 1)
        assert changed_since(edited) == {path}
    assert changed_since({**files, "more.txt": b""}) == {"more.txt"}
    assert "before/text.txt" in changed_since(
        {path: data for path, data in files.items() if path != "before/text.txt"}
    )


def test_the_page_of_the_zip_runs_nothing_and_shows_what_hides(
    exported: Callable[[], dict[str, bytes]],
) -> None:
    files = exported()
    page = files["index.html"].decode()
    assert "default-src 'none'" in page
    assert "<script" not in page + files["diff.html"].decode()
    assert "&lt;b&gt;On rare earths&lt;/b&gt;, ⟨U+202E⟩july" in page
    assert "not said" not in page
    assert not any(path.endswith((".html", ".xml", ".svg")) for path in files if "/" in path)


def test_the_same_shift_gives_the_same_bytes(fetched: Run, tmp_path: Path) -> None:
    shift = shift_of(fetched)
    for name in ("one", "two"):
        fetched("export", "--evidence", shift, "--output", tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_without_a_file_the_zip_is_named_after_the_shift(
    fetched: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shift = shift_of(fetched)
    done = fetched("export", "--evidence", shift)
    assert (done.code, [path.name for path in tmp_path.glob("*.zip")]) == (
        0,
        [f"evidence-{shift}.zip"],
    )


def test_what_the_retention_threw_away_is_said(
    exported: Callable[[], dict[str, bytes]], database: str
) -> None:
    now = datetime(2025, 9, 1, tzinfo=UTC)
    with Database.open(database) as opened, opened.write() as session:
        evidence.prune(session, Retention(size=0), now)
    files = exported()
    assert changed_since(files) == set()
    assert not any("raw" in path for path in files)
    raw: dict[str, Any] = json.loads(files["manifest.json"])["sides"]["before"]["raw"]
    assert raw["path"] is None
    assert raw["missing"].startswith("thrown away")
    assert raw["thrown_away_at"] == "2025-09-01T00:00:00Z"
    assert raw["sha256"] == sha256(PAGE.format(JULY).encode()).hexdigest()
    assert "thrown away" in files["index.html"].decode()


def test_bytes_that_were_changed_in_the_database_are_not_exported(
    fetched: Run, database: str, tmp_path: Path
) -> None:
    shift = shift_of(fetched)
    with Database.open(database) as opened, opened.write() as session:
        session.execute(text("UPDATE evidence SET packed = :to"), {"to": b"\x78\x9c\x03\x00"})
    done = fetched("export", "--evidence", shift, "--output", tmp_path / "no.zip")
    assert done.code == 1
    assert "not those that were fetched" in done.err
    assert not (tmp_path / "no.zip").exists()


def test_text_without_an_answer_behind_it_is_exported_and_says_so(
    filled: Run, tmp_path: Path
) -> None:
    target = tmp_path / "file.zip"
    assert filled("export", "--evidence", shift_of(filled), "--output", target).code == 0
    files = unpacked(target.read_bytes())
    assert changed_since(files) == set()
    told = json.loads(files["manifest.json"])["sides"]["after"]
    assert told["raw"]["missing"].startswith("there is none")


def test_wrong_use_is_said(filled: Run) -> None:
    assert filled("export", "--evidence", "nothing").code == 1
    assert filled("export", "items", "--evidence", shift_of(filled)).code == 2
    assert filled("export").code == 2
