import pytest

from monitor.wording.clauses import Clause, read
from monitor.wording.compare import Comparer, PairMode
from monitor.wording.concepts import Tokenizer


@pytest.fixture(scope="session")
def tokenizer(comparer: Comparer) -> Tokenizer:
    return Tokenizer(comparer.lexicon)


def clauses(tokenizer: Tokenizer, text: str, language: str = "en") -> tuple[Clause, ...]:
    return read(text, language, tokenizer).clauses


def test_who_says_it_is_no_part_of_what_is_said(tokenizer: Tokenizer) -> None:
    (front,) = clauses(tokenizer, "Guo Jiakun of the Foreign Ministry said that China opposes it.")
    (behind,) = clauses(tokenizer, "“China opposes it,” Guo Jiakun told reporters on Thursday.")
    assert [unit.key for unit in front.units] == [unit.key for unit in behind.units]
    assert front.speech
    assert behind.speech


def test_a_chinese_lead_with_its_date_is_no_content(tokenizer: Tokenizer) -> None:
    (clause,) = clauses(tokenizer, "商务部新闻发言人6月7日表示，中方将加快审查。", "zh")
    assert [unit.key for unit in clause.units] == ["CHINA", "WILL", "ACCELERATE", "REVIEW"]


@pytest.mark.parametrize(
    "line",
    [
        "Last updated: May 5, 2025 10:12",
        "1,204 views",
        "阅读：5810",
        "发布时间：2025-10-09 10:00",
        "责任编辑：王某",
        "JOSEPH R. BIDEN JR.",
        "THE WHITE HOUSE,",
        "May 9, 2022.",
        "Share this page",
        "- - - - - - -",
    ],
)
def test_counters_signatures_and_labels_are_furniture(tokenizer: Tokenizer, line: str) -> None:
    found = clauses(tokenizer, f"Exports are banned.\n\n{line}")
    assert [clause.furniture for clause in found[1:]] in ([True], [])


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell after the ban.",
        "Updated guidance will be issued.",
        "来源多元化有利于供应链稳定。",
        "Home sales declined.",
    ],
)
def test_a_sentence_that_begins_like_a_label_is_content(tokenizer: Tokenizer, line: str) -> None:
    language = "en" if line.isascii() else "zh"
    assert [clause.furniture for clause in clauses(tokenizer, line, language)] == [False]


def test_a_heading_in_capitals_stands_apart_from_the_text(tokenizer: Tokenizer) -> None:
    found = clauses(
        tokenizer, "NOTICE - - - - CONTINUATION OF THE EMERGENCY On May 11 it was declared."
    )
    assert len(found) == 2


@pytest.mark.parametrize(
    ("plain", "quoted", "language"),
    [
        (
            "中方愿就出口管制与有关国家加强沟通对话。",
            "正如商务部发言人6月所说，“中方愿就出口管制与有关国家加强沟通对话”。",
            "zh",
        ),
        (
            "委员会将密切关注通胀数据。",
            "委员会此前曾表示，“委员会将密切关注通胀数据”。",
            "zh",
        ),
        (
            "China is willing to enhance dialogue with relevant countries on export controls.",
            "As a spokesperson put it in June, “China is willing to enhance dialogue with relevant "
            "countries on export controls.”",
            "en",
        ),
    ],
)
def test_who_said_a_quotation_that_is_most_of_a_clause_is_no_content(
    comparer: Comparer, plain: str, quoted: str, language: str
) -> None:
    found = comparer.compare(plain, quoted, language=language, mode=PairMode.STATEMENTS)
    assert found.kinds == ()


def test_a_word_in_quotation_marks_at_the_end_is_content(comparer: Comparer) -> None:
    found = comparer.compare(
        "中方坚决反对“台独”。", "中方支持“台独”。", language="zh", mode=PairMode.STATEMENTS
    )
    assert found.kinds
