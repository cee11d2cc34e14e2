from pathlib import Path

import pytest

from monitor.config.lexicon import load_lexicon
from monitor.config.problems import ConfigProblems

SHIPPED = Path(__file__).parents[2] / "config"
LEXICON = "language: en\nnoise: the\n"


def folder(path: Path, thesaurus: str | bytes | None) -> Path:
    (path / "lexicon.en.yaml").write_text(LEXICON, encoding="utf-8")
    if isinstance(thesaurus, str):
        thesaurus = thesaurus.encode()
    if thesaurus is not None:
        (path / "thesaurus.en.txt").write_bytes(thesaurus)
    return path


def test_a_line_is_a_class_or_a_pair_of_opposites(tmp_path: Path) -> None:
    lexicon = load_lexicon(folder(tmp_path, "# a remark\nprobe examine\nstrong ! weak\n\n"))
    assert lexicon.synonyms == (("probe", "examine"),)
    assert lexicon.antonyms == (("strong", "weak"),)


def test_there_need_be_no_thesaurus(tmp_path: Path) -> None:
    assert load_lexicon(folder(tmp_path, None)).synonyms == ()


def test_the_version_moves_with_the_thesaurus_and_not_with_a_remark(tmp_path: Path) -> None:
    first = load_lexicon(folder(tmp_path, "probe examine\n")).version
    assert load_lexicon(folder(tmp_path, "# x\nprobe examine\n")).version == first
    assert load_lexicon(folder(tmp_path, "probe inspect\n")).version != first


@pytest.mark.parametrize("line", ["alone", "one ! two three", "! two"])
def test_a_line_that_is_neither_is_refused_with_its_number(tmp_path: Path, line: str) -> None:
    with pytest.raises(ConfigProblems) as caught:
        load_lexicon(folder(tmp_path, f"probe examine\n{line}\n"))
    (problem,) = caught.value.problems
    assert "thesaurus.en.txt:2" in str(problem)


def test_a_thesaurus_that_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigProblems, match="thesaurus"):
        load_lexicon(folder(tmp_path, b"\xff\xfe"))


def test_the_shipped_thesaurus_is_read() -> None:
    lexicon = load_lexicon(SHIPPED)
    assert len(lexicon.synonyms) > 1000
    assert ("strong", "weak") in lexicon.antonyms
