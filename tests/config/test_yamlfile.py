from datetime import date
from pathlib import Path

import pytest

from monitor.config.problems import ConfigProblems
from monitor.config.yamlfile import read_yaml


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "file.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def refused(path: Path) -> list[str]:
    with pytest.raises(ConfigProblems) as caught:
        read_yaml(path)
    return [str(problem).replace(str(path), "file") for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("on", "on"),
        ("22:30", "22:30"),
        ("0x1f", "0x1f"),
        ("1_000", "1_000"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("-12", -12),
        ("007", "007"),
        ("1.5", 1.5),
        ("2025-08-19", date(2025, 8, 19)),
        ("2025-13-19", "2025-13-19"),
        ("'12'", "12"),
        ('"true"', "true"),
        ("不得", "不得"),
    ],
)
def test_a_scalar_is_read_by_the_core_schema_and_never_guessed(
    tmp_path: Path, text: str, value: object
) -> None:
    assert read_yaml(written(tmp_path, f"key: {text}\n")).data == {"key": value}


def test_a_key_that_stands_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    assert refused(written(tmp_path, "a: 1\nb:\n  c: 1\n  c: 2\n")) == [
        "file:4: c stands here a second time"
    ]


def test_broken_yaml_is_refused_with_its_line(tmp_path: Path) -> None:
    assert refused(written(tmp_path, "a: 1\nb: [1, 2\n"))[0].startswith("file:3: not YAML")


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    assert refused(written(tmp_path, "a: 1\nb: 不得\n".encode("gb18030"))) == ["file:2: not UTF-8"]


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    assert read_yaml(written(tmp_path, b"\xef\xbb\xbfa: 1\n")).data == {"a": 1}


def test_a_tag_makes_no_object(tmp_path: Path) -> None:
    problem = refused(written(tmp_path, "a: !!python/object/apply:os.system ['true']\n"))
    assert problem[0].startswith("file:1: a tag")


def test_an_alias_that_holds_itself_is_refused(tmp_path: Path) -> None:
    assert "nested too deeply" in refused(written(tmp_path, "a: &a [*a]\n"))[0]


def test_aliases_that_multiply_are_refused(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert "an alias that repeats itself" in refused(written(tmp_path, "\n".join(lines)))[0]


def test_a_missing_file_and_a_folder_are_said_to_be_so(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.yaml")[0].endswith("the file is missing")
    assert "cannot be read" in refused(tmp_path)[0]


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    file = read_yaml(written(tmp_path, "# nothing yet\n"))
    assert file.data is None
    assert file.where(("a",)) == f"{file.path}:1 a"


def test_a_value_is_found_by_line_and_an_entry_is_named_by_its_id(tmp_path: Path) -> None:
    file = read_yaml(written(tmp_path, "top:\n  - id: first\n    x: 1\n  - y: 2\n"))
    assert file.where(("top", 0, "x")) == f"{file.path}:3 top.first.x"
    assert file.where(("top", 1, "y")) == f"{file.path}:4 top.1.y"
    assert file.where(("top", 1, "lost")) == f"{file.path}:4 top.1.lost"
