"""`import` and `sources --opml`: lists of feeds in and out."""

import shutil
from pathlib import Path

import pytest
import yaml

from monitor.config.settings import load
from monitor.sources.opml import Outline, parse_opml, write_opml
from tests.cli.conftest import Run


def opml(tmp_path: Path, *outlines: Outline) -> Path:
    path = tmp_path / "list.opml"
    path.write_text(write_opml(outlines, title="Mine"), encoding="utf-8")
    return path


def feed(title: str, url: str, language: str | None = None) -> Outline:
    return Outline(title=title, url=url, language=language)


def test_an_imported_list_passes_the_check(
    run: Run, tmp_path: Path, config: Path, environ: dict[str, str]
) -> None:
    path = opml(
        tmp_path,
        feed("Ministère du Commerce: déclarations", "https://a.example/feed", language="fr-FR"),
        feed("商务部新闻", "https://www.mofcom.example/rss.xml", language="zh-cn"),
        feed("", "https://c.example/news?id=1&x=:#a"),
        feed('yes: "no" \\ # {', "https://d.example/feed"),
        feed("商务部公告", "https://www.mofcom.example/notices.xml"),
        feed("x" * 300, "https://e.example/feed"),
    )
    folder = tmp_path / "config"
    shutil.copytree(config, folder)
    target = tmp_path / "sources.yaml"
    done = run("import", path, "--output", target)
    assert done.code == 0, done.err
    shutil.copy(target, folder / "sources.yaml")
    found = load(folder, environ).sources
    assert [one.id for one in found] == [
        "ministere-du-commerce-declarations",
        "mofcom-example",
        "c-example",
        "yes-no",
        "mofcom-example-2",
        "x" * 40,
    ]
    assert found[0].name == "Ministère du Commerce: déclarations"
    assert found[2].url == "https://c.example/news?id=1&x=:#a"
    assert [one.language for one in found[:2]] == ["fr", "zh"]
    assert run("--config", folder, "check").code == 0


def test_the_same_address_twice_is_taken_once_and_said(run: Run, tmp_path: Path) -> None:
    path = opml(
        tmp_path,
        feed("A", "https://a.example/feed"),
        feed("A again", "http://A.example:80/feed?utm_source=x"),
        feed("Known", "http://127.0.0.1:9/feed"),
    )
    done = run("import", path)
    assert done.code == 0
    assert [one["url"] for one in yaml.safe_load(done.out)["sources"]] == ["https://a.example/feed"]
    assert "A again has the address of a" in done.err
    assert "Known has the address of wire" in done.err


def test_an_address_that_may_not_be_asked_is_left_out_and_said(run: Run, tmp_path: Path) -> None:
    path = opml(
        tmp_path,
        feed("A", "https://a.example/feed"),
        feed("Inner", "http://10.0.0.1/feed"),
        feed("File", "file:///etc/passwd"),
    )
    done = run("import", path)
    assert len(yaml.safe_load(done.out)["sources"]) == 1
    assert "left out: Inner" in done.err
    assert "left out: File" in done.err


def test_a_file_that_is_there_is_not_written_over(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "sources.yaml"
    target.write_text("mine")
    done = run("import", opml(tmp_path, feed("A", "https://a.example/feed")), "-o", target)
    assert done.code == 1
    assert "is there already" in done.err
    assert target.read_text() == "mine"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<html/>", "is not OPML"),
        ("<!DOCTYPE o [<!ENTITY a 'b'>]><opml><body/></opml>", "declares entities"),
        ("<opml><body/></opml>", "lists no feed"),
    ],
)
def test_what_cannot_be_imported_is_a_failure(
    run: Run, tmp_path: Path, text: str, words: str
) -> None:
    path = tmp_path / "list.opml"
    path.write_text(text)
    done = run("import", path)
    assert (done.code, done.out) == (1, "")
    assert words in done.err
    assert run("import", tmp_path / "none.opml").code == 1


def test_the_feeds_go_out_as_opml_and_come_back(run: Run, tmp_path: Path) -> None:
    done = run("sources", "--opml")
    (one,) = parse_opml(done.out.encode(), name="out")
    assert (one.title, one.url) == ("A wire", "http://127.0.0.1:9/feed")
    path = tmp_path / "out.opml"
    path.write_text(done.out)
    assert run("import", path).code == 1
    assert yaml.safe_load(run("import", path, "--all").out)["sources"][0]["name"] == "A wire"
