import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.document import Span
from monitor.text.language import detect
from monitor.text.normalize import normalize, strip_hidden
from monitor.text.read import read
from monitor.text.sentences import paragraphs, split
from monitor.text.topics import Topic, TopicIndex

RARE = Topic(
    id="rare-earths",
    name="rare earths",
    any=("rare earth", "稀土", "REE"),
    none=("rare earth hypothesis",),
)
MAGNETS = Topic(
    id="magnets", name="magnets", any=("neodymium magnet", "钕铁硼"), parents=("rare-earths",)
)
CONTROLS = Topic(
    id="export-controls", name="export controls", any=("control", "管制"), all=("export",)
)
INDEX = TopicIndex((RARE, MAGNETS, CONTROLS))

MIXED = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "“”「」『』\"'‘’.!?。！？；，… \n\r\t\u200b\u202e\ufeff中國稀土管製rare earth½％e\u0301"
        ),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=300,
)


def pieces(text: str, language: str = "en") -> list[str]:
    return [sentence.span.of(text) for sentence in split(text, language)]


@given(MIXED)
def test_every_folded_range_comes_from_a_range_of_the_raw_text(text: str) -> None:
    folded = normalize(text)
    last = 0
    for at in range(len(folded.text)):
        span = folded.original(at, at + 1)
        assert 0 <= span.start < span.end <= len(text)
        assert span.start >= last - 1
        last = span.start
    assert folded.original(0, len(folded.text)).end <= len(text)


@given(MIXED)
def test_sentences_are_in_order_apart_and_hold_every_visible_character(text: str) -> None:
    last = 0
    outside = []
    for sentence in split(text):
        assert sentence.span.start >= last
        assert sentence.span.of(text) == sentence.span.of(text).strip()
        outside.append(text[last : sentence.span.start])
        last = sentence.span.end
    outside.append(text[last:])
    assert not "".join(outside).strip()


@given(MIXED)
def test_passages_are_sentences_that_hold_their_terms(text: str) -> None:
    document = read(text, topics=INDEX)
    spans = {sentence.span for sentence in document.sentences}
    for passage in document.passages:
        assert passage.span in spans
        assert passage.terms
        for term in passage.terms:
            assert passage.span.overlaps(term)
            assert term.of(text)


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("中國外交部發言人", "中国外交部发言人"),
        ("「稀土」『管制』", "“稀土”“管制”"),
        ("１０％，Ａ", "10%，A"),
        ("export\u200b con\u202etrols", "export controls"),
        ("China’s", "China's"),
        ("5½ percent", "51/2 percent"),
        ("dual‑use", "dual-use"),
        ("cafe\u0301", "café"),
    ],
)
def test_a_text_is_folded_for_matching(raw: str, folded: str) -> None:
    assert normalize(raw).text == folded


def test_hidden_characters_are_left_out_and_counted() -> None:
    assert normalize("ra\u200bre ear\u202eth").hidden == 2
    assert strip_hidden("a\u202eb\x00c\n") == "abc\n"


def test_a_folded_match_quotes_the_raw_text_with_what_was_hidden_in_it() -> None:
    raw = "管\u200b制稀土"
    folded = normalize(raw)
    at = folded.text.index("管制")
    assert folded.original(at, at + 2).of(raw) == "管\u200b制"
    assert folded.folded(Span(start=3, end=5)) == (2, 4)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Mr. Lin met the U.S. Trade Representative on Oct. 9. He left.", 2),
        ("The rule applies in the U.S. The Commerce Department said so.", 2),
        ("Announcement No. 61 of 2025 sets 0.1 percent. It applies at once.", 2),
        ("“We are ready. We have said so,” she told reporters. “That is all.”", 2),
        ('"We are ready. We have said so," she told reporters. "That is all."', 2),
        ("“Is it true?” he asked. No answer came.", 2),
        ("J. D. Vance spoke. Prices fell 3.5 percent!", 2),
        ("1. Licences are needed. 2. They are granted.", 2),
        ("He said “we will not yield. We never did.” The room fell silent.", 2),
        ("“It begins. And it runs on", 1),
    ],
)
def test_english_sentences(text: str, count: int) -> None:
    assert len(pieces(text)) == count, pieces(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“中方愿加强对话。”他说。双方同意。", ["“中方愿加强对话。”他说。", "双方同意。"]),
        ("中方表示：“我们注意到。我们反对。”会议结束后，代表团离开北京返回了各自的国家和地区。", 2),
        ("這是「兩用物項。不得出口。」的規定！好；明白。", 3),
        ("发言人指出，比例为0.1%。自公布之日起施行。", 2),
    ],
)
def test_chinese_sentences(text: str, expected: list[str] | int) -> None:
    found = pieces(text, "zh")
    assert (found if isinstance(expected, list) else len(found)) == expected, found


def test_a_line_break_parts_paragraphs_but_folded_lines_do_not() -> None:
    assert len(paragraphs("一、不得出口。\n二、自公布之日起施行。")) == 2
    folded = (
        "The Bureau of Industry and Security amends the regulations to\n"
        "impose a license requirement on certain items that are subject\n"
        "to control.\n\nA second paragraph."
    )
    assert len(paragraphs(folded)) == 2
    assert len(paragraphs("a\r\nb")) == 2


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("Rare-earth exports", ("rare-earths",)),
        ("RARE EARTHS fell", ("rare-earths",)),
        ("hundred degrees, treEs, ree", ()),
        ("REE output", ("rare-earths",)),
        ("threerare earths", ()),
        ("The rare earth hypothesis holds life to be scarce.", ()),
        ("對稀\u200b土實施出口管製", ("rare-earths",)),
        ("a neodymium-magnet maker", ("rare-earths", "magnets")),
        ("price controls", ()),
        ("Export rules. Price controls.", ("export-controls",)),
    ],
)
def test_topics_of_a_text(text: str, topics: tuple[str, ...]) -> None:
    assert INDEX.topics_in(text) == topics


def test_the_title_counts_for_the_document_and_has_no_passage() -> None:
    document = read("Exports fell.", title="Rare earths", topics=INDEX)
    assert document.topics == ("rare-earths",)
    assert document.passages == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The ministry said that it will review the applications of the companies.", "en"),
        ("商务部新闻发言人就有关问题答记者问", "zh"),
        ("経済産業省は輸出管理を強化すると発表した", "ja"),
        ("산업통상자원부는 수출 통제를 강화한다고 밝혔다", "ko"),
        ("Le ministère a déclaré que les contrôles à l’exportation sont dans la loi", "fr"),
        ("Das Ministerium hat die Ausfuhr von der Liste mit dem Gesetz nicht verboten", "de"),
        ("12 345", "und"),
        ("", "und"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert detect(text) == language


def test_a_long_paragraph_costs_no_more_than_its_length() -> None:
    text = "“" + "We said so. " * 40_000
    assert len(split(text)) == 1
    assert re.match("“We", split(text)[0].span.of(text))
