"""`extract`, `compare` and `replay`: texts from files and from standard input."""

from pathlib import Path

import orjson
import pytest

from tests.cli.conftest import AUGUST, JULY, Run, document, lines, pdf

BEFORE = "China will approve qualified applications for rare-earth exports."
AFTER = "China will not approve qualified applications for rare-earth exports."


def test_extract_prints_the_contracts_statements_with_offsets_into_the_text(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "august.txt"
    path.write_text(AUGUST)
    done = run(
        "extract", path, "--json", "--published", "2025-08-19", "--url", "https://a.example/1"
    )
    (row,) = done.rows()
    assert (row["type"], row["url"], row["body"]) == ("statement", "https://a.example/1", "CN-MFA")
    assert (row["speaker"], row["said_on"]) == ("Mao Ning", "2025-08-19")
    assert AUGUST[row["start"] : row["end"]] == row["text"]
    assert done.err == ""


def test_extract_reads_standard_input_pages_pdfs_and_json_lines(run: Run, tmp_path: Path) -> None:
    page = f"<!-- a page -->\n<html><body><nav>Menu</nav><article><p>{AUGUST}</p></article></body>"
    plain = AUGUST.replace("“", '"').replace("”", '"').replace(":", " ")
    files: dict[str, bytes] = {
        "page.html": page.encode(),
        "utf-16.html": page.encode("utf-16"),
        "fragment.htm": f"Said on Tuesday. {AUGUST}".encode(),
        "paper.pdf": pdf(plain),
        "many.jsonl": b"\xef\xbb\xbf" + lines(document("a", AUGUST, "2025-08-19")).encode(),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
        done = run("extract", tmp_path / name, "--json")
        assert [row["speaker"] for row in done.rows()] == ["Mao Ning"], name
    (row,) = run("extract", "-", "--json", stdin=AUGUST).rows()
    assert (row["url"], row["speaker"]) == ("", "Mao Ning")
    shown = run("extract", "-", stdin=page)
    assert "CN-MFA" in shown.out
    assert "Mao Ning" in shown.out


def test_extract_takes_a_bodys_own_document(run: Run) -> None:
    (row,) = run("extract", "-", "--body", "CN-MOFCOM", "--json", stdin=BEFORE).rows()
    assert (row["body"], row["mode"], row["tier"]) == ("CN-MOFCOM", "full_text", 1)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("archive.docx", b"PK\x03\x04\x00\x00\x00", "is neither text nor HTML nor PDF"),
        ("broken.pdf", b"%PDF-1.4 and no more", "cannot be opened"),
        ("empty.html", b"<html><body></body></html>", "the page has no text"),
        ("bad.jsonl", b'{"text": "x"}\n\nno', "bad.jsonl:3: not JSON"),
        ("list.jsonl", b"[1]", "list.jsonl:1: not a JSON object"),
    ],
)
def test_extract_says_what_it_cannot_read(
    run: Run, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(content)
    done = run("extract", tmp_path / name, "--json")
    assert done.code == 1
    assert done.err.startswith("error: ")
    assert words in done.err


def test_extract_of_a_file_with_a_strange_name_is_json_all_the_same(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / b"r\xe9sum\xe9.txt".decode("utf-8", "surrogateescape")
    path.write_text(AUGUST)
    (row,) = run("extract", path, "--json").rows()
    assert row["url"] == "r?sum?.txt"


def test_wrong_use_ends_with_2_and_a_hint(run: Run, tmp_path: Path) -> None:
    for arguments, words, hint in (
        (("extract", tmp_path / "none.txt"), "cannot be read: No such file", ""),
        (("extract", "-", "--body", "CN-MAF"), "no body CN-MAF in bodies.yaml", "CN-MFA"),
        (("extract", "-", "--outlet-country", "China"), "no country China", "CN (China)"),
        (("extract", "-", "--published", "soon"), "not a date or a time: 'soon'", "ISO 8601"),
        (("compare", "one.txt"), "two files are needed", ""),
        (("compare", "-", "-"), "standard input can be one of the two texts", ""),
        (("compare", "a", "b", "--pairs", "c"), "two files are needed", ""),
        (("compare", "-", "-", "--mode", "both"), "both", ""),
    ):
        done = run(*arguments, stdin=AUGUST)
        assert done.code == (1 if "none.txt" in str(arguments[1]) else 2), arguments
        assert done.out == "", arguments
        assert words in done.err, arguments
        assert hint in done.err, arguments
    assert run("extract").code == 2


def test_extract_says_that_it_found_nothing_and_how_a_date_is_found(run: Run) -> None:
    done = run("extract", "-", stdin="It rained in Beijing.")
    assert (done.code, done.out) == (0, "")
    assert done.err.strip() == "no official statement found"
    undated = AUGUST.replace(" on August 19", "")
    assert "--published" in run("extract", "-", stdin=undated).err
    assert "--published" not in run("extract", "-", "--published", "2025-08-19", stdin=undated).err


def test_the_words_of_a_statement_are_set_in(run: Run) -> None:
    lines = run("extract", "-", stdin=AUGUST).out.splitlines()
    assert lines[0].startswith("CN-MFA · Mao Ning")
    assert {line[:2] for line in lines[1:] if line} == {"  "}
    assert not any(line.endswith(" ") for line in lines)


def test_a_key_that_nothing_reads_and_looks_like_one_is_told_once_for_a_file(
    run: Run, tmp_path: Path
) -> None:
    row = {**document("a", AUGUST, "2025-08-19"), "Language": "en", "remark": "seen"}
    del row["published_at"]
    path = tmp_path / "many.jsonl"
    path.write_text(lines(*[{**row, "published": "2025-08-19"}] * 3))
    for command in ("extract", "replay"):
        err = run(command, path, "--json").err
        assert err.count("published is not read: published_at is meant?") == 1
        assert err.count("Language is not read: lang is meant?") == 1
        assert "remark" not in err
    pair = {"id": 1, "before": BEFORE, "after": AFTER, "language": "en"}
    assert "lang is meant?" in run("compare", "--pairs", "-", "--json", stdin=lines(pair)).err


def test_compare_prints_the_contracts_shift_or_marks_the_words(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BEFORE)
    (tmp_path / "b.html").write_text(f"<html><body><p>{AFTER}</p></body></html>")
    files = (tmp_path / "a.txt", tmp_path / "b.html")
    (row,) = run("compare", *files, "--body", "CN-MFA", "--json").rows()
    assert (row["type"], row["body"], row["silenced"]) == ("shift", "CN-MFA", None)
    assert "polarity" in row["kinds"]
    assert row["added"] == ["not"]
    (same,) = run("compare", files[0], "-", "--json", stdin=BEFORE).rows()
    assert same["kinds"] == []
    shown = run("compare", *files)
    assert "before" in shown.out
    assert AFTER.replace("not", "{+not+}") in shown.out
    assert "a negation came or went" in shown.out
    assert "polarity.negation" not in shown.out
    again = run("compare", files[0], files[0], "--mode", "versions")
    assert again.out.strip() == "no shift: the texts are the same"


def test_compare_takes_many_pairs_and_keeps_their_ids(run: Run, tmp_path: Path) -> None:
    pairs = [
        {"id": "p-1", "before": BEFORE, "after": AFTER, "lang": "en", "mode": "versions"},
        {"id": 2, "before": BEFORE, "after": BEFORE, "lang": "en", "body": "CN-MFA"},
    ]
    path = tmp_path / "pairs.jsonl"
    path.write_text(lines(*pairs))
    for done in (run("compare", "--pairs", path, "--json"),):
        rows = done.rows()
        assert [row["id"] for row in rows] == ["p-1", "2"]
        assert rows[0]["kinds"]
        assert rows[1]["kinds"] == []
    assert run("compare", "--pairs", "-", "--json", stdin=lines(*pairs)).rows() == rows
    bad = run("compare", "--pairs", "-", "--json", stdin=lines(pairs[0], {"id": 3}))
    assert bad.code == 1
    assert "-:2: before and after must be two strings" in bad.err
    assert len(bad.rows()) == 1


def test_replay_prints_statements_shifts_and_alerts_and_keeps_nothing(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "august.jsonl"
    path.write_text(lines(document("august", AUGUST, "2025-08-19")))
    july = lines(document("july", JULY, "2025-07-24"))
    rows = run("replay", path, "-", "--json", stdin=july).rows()
    assert [row["type"] for row in rows] == ["statement", "statement", "shift", "alert"]
    assert rows[3]["shift"] == rows[2]["id"]
    shown = run("replay", path, "-", stdin=july).out
    assert shown.index("2025-07-24") < shown.index("2025-08-19")
    assert "alert" in shown
    assert run("items", "--json").out == ""


def test_a_hostile_text_drives_no_terminal(run: Run) -> None:
    words = AUGUST.replace("will", "\x1b[31mwill\u202e")
    titled = {**document("h", AUGUST, "2025-08-19"), "title": "Rare\x1b[2J earths\u202e\r\nX"}
    for command, given in (("extract", words), ("replay", lines(titled))):
        done = run(command, "-", stdin=given)
        assert done.code == 0
        assert "Mao Ning" in done.out
        assert not {"\x1b", "\u202e", "\r"} & set(done.out)


def test_every_json_line_is_one_object(run: Run) -> None:
    done = run("replay", "-", "--json", stdin=lines(document("a", JULY, "2025-07-24")))
    assert all(isinstance(orjson.loads(line), dict) for line in done.out.splitlines())
