"""Topics, bodies, cues and the lexicon: the tables that an analyst edits."""

from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.config.bodies import load_bodies
from monitor.config.cues import load_cues
from monitor.config.lexicon import load_lexicon
from monitor.config.problems import ConfigProblems
from monitor.config.topics import load_topics
from monitor.statements.cues import CueKind
from monitor.text.topics import TopicIndex
from monitor.wording.lexicon import Role

SHIPPED = Path(__file__).parents[2] / "config"
Write = Callable[[str, str], Path]


def refused(load: Callable[[Path], object], path: Path) -> list[str]:
    with pytest.raises(ConfigProblems) as caught:
        load(path)
    return [f"{one} ({one.hint})".rsplit("/config/", 1)[-1] for one in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        (
            "China tightens Rare-Earth export controls",
            ("rare-earths", "export-controls", "critical-minerals"),
        ),
        ("Exports of NdPr oxide and dysprosium rose", ("rare-earths", "critical-minerals")),
        (
            "对钐、钆、铽、镝、镥、钪、钇等7类中重稀土相关物项实施出口管制",
            ("rare-earths", "export-controls", "critical-minerals"),
        ),
        ("釔與鋱的出口許可", ("rare-earths", "export-controls", "critical-minerals")),
        (
            "禁止镓、锗、锑相关两用物项对美国出口",
            ("gallium-germanium-antimony", "export-controls", "critical-minerals"),
        ),
        ("钨、碲、铋、钼、铟相关物项", ("tungsten-graphite", "critical-minerals")),
        ("The 50% Affiliates Rule extends the Entity List", ("entity-lists", "export-controls")),
        ("列入不可靠实体清单", ("entity-lists", "export-controls")),
        ("锂电池和人造石墨负极材料", ("tungsten-graphite", "batteries", "critical-minerals")),
        ("a licence for dual-use technologies", ("export-controls",)),
        ("critical raw materials", ("critical-minerals",)),
    ],
)
def test_a_text_is_found_on_the_topics_it_speaks_of(text: str, topics: tuple[str, ...]) -> None:
    assert TopicIndex(load_topics(SHIPPED / "topics.yaml")).topics_in(text) == topics


@pytest.mark.parametrize(
    "text",
    [
        "We agree on trees, degrees and reefs.",
        "The rare earth hypothesis holds that complex life is rare.",
        "石墨烯电池",
        "The volume control list of a playlist",
        "The minister visited a dairy farm.",
        "外交部发言人主持例行记者会",
    ],
)
def test_a_text_on_something_else_is_on_no_topic(text: str) -> None:
    found = TopicIndex(load_topics(SHIPPED / "topics.yaml")).topics_in(text)
    assert found in ((), ("entity-lists", "export-controls")) if "list" in text else found == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("topics: []", "topics.yaml:1 topics: "),
        ("topics: [{id: a, name: A}]", "topics.yaml:1 topics.a.any: this key is missing"),
        ("topics: [{id: a, name: A, any: []}]", "topics.yaml:1 topics.a.any: "),
        ("topics: [{id: a, name: A, any: [' ']}]", "topics.yaml:1 topics.a.any.0: "),
        ("topics: [{id: a, name: A, any: ['-']}]", "topics.yaml:1 topics.a: topic a has an empty"),
        ("topics: [{id: a, name: A, any: [2805.30]}]", "topics.yaml:1 topics.a.any.0: "),
        (
            "topics: [{id: a, name: A, any: [x], parents: [a]}]",
            "topics.yaml:1 topics.a.parents: a belongs to itself",
        ),
        (
            "topics: [{id: a, name: A, any: [x], none: [x]}]",
            "topics.yaml:1 topics.a.none: 'x' stands both in any",
        ),
        ("topics: [{id: A b, name: A, any: [x]}]", "topics.yaml:1 topics.A b.id: "),
    ],
)
def test_a_wrong_topic_is_told(write: Write, text: str, expected: str) -> None:
    (found,) = refused(load_topics, write("topics.yaml", text))
    assert found.startswith(expected)


def test_topics_that_belong_to_each_other_in_a_circle_are_told(write: Write) -> None:
    path = write(
        "topics.yaml",
        "topics:\n"
        "  - {id: a, name: A, any: [x], parents: [b]}\n"
        "  - {id: b, name: B, any: [y], parents: [a]}\n",
    )
    assert len(refused(load_topics, path)) == 2


def test_a_parent_with_a_fault_of_its_own_is_no_unknown_topic(write: Write) -> None:
    path = write(
        "topics.yaml",
        "topics:\n  - {id: a, name: A, any: [x], parents: [b]}\n  - {id: b, name: B, any: []}\n",
    )
    (found,) = refused(load_topics, path)
    assert found.startswith("topics.yaml:3 topics.b.any")


def test_norway_is_a_country() -> None:
    table = load_bodies(SHIPPED / "bodies.yaml")
    assert "NO" in {country.id for country in table.countries}
    assert table.by_kind()["IR", "mfa"] == "IR-MFA"
    assert table.by_kind()["CN", "trade"] == "CN-MOFCOM"


BODIES = """
kinds: [{id: mfa, suffix: MFA, en: [foreign ministry]}]
countries: [{id: CN, en: [China]}]
bodies:
  - {id: CN-MFA, country: CN, kinds: [mfa]}
"""


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("{id: CN-MFA, country: CN}", "bodies.CN-MFA.id: CN-MFA stands here a second time"),
        (
            "{id: CN-X, country: CN, kinds: [mfa]}",
            "bodies.CN-X.kinds: CN-X claims mfa of CN, which CN-MFA has",
        ),
        (
            "{id: CN-X, country: CN, kinds: [mfaa]}",
            "bodies.CN-X.kinds: CN-X claims mfaa, which is no kind (Did you mean mfa?)",
        ),
        ("{id: ZZ-X, country: ZZ}", "bodies.ZZ-X.country: ZZ-X belongs to ZZ"),
        ("{id: cn-x, country: CN}", "bodies.cn-x.id: "),
        (
            "{id: CN-X, country: CN, zh_head: [部长]}",
            "bodies.CN-X.zh_head: unknown key zh_head (Did you mean zh_heads?)",
        ),
        (
            "{id: CN-X, country: CN, holders: [{name: A, since: 2025-02-30}]}",
            "bodies.CN-X.holders.0.since: ",
        ),
        (
            "{id: CN-X, country: CN, holders: [{name: A, since: 2025-02-01, until: 2025-01-01}]}",
            "bodies.CN-X.holders.0: A left office before",
        ),
    ],
)
def test_a_wrong_body_is_told(write: Write, line: str, expected: str) -> None:
    (found,) = refused(load_bodies, write("bodies.yaml", f"{BODIES.strip()}\n  - {line}\n"))
    assert found.startswith(f"bodies.yaml:5 {expected}")


def test_a_body_of_no_state_and_one_that_is_its_own_state_are_let_through(write: Write) -> None:
    lines = "  - {id: WTO, country: INT}\n  - {id: VA, country: VA}\n"
    table = load_bodies(write("bodies.yaml", f"{BODIES.strip()}\n{lines}"))
    assert [body.id for body in table.bodies] == ["CN-MFA", "WTO", "VA"]


def test_cues_come_in_both_languages() -> None:
    cues = load_cues(SHIPPED)
    assert any("said" in cue.finite for cue in cues.en if cue.kind is CueKind.SAY)
    assert any("敦促" in cue.words for cue in cues.zh if cue.kind is CueKind.ACT)


def test_what_is_wrong_with_the_cues_of_both_languages_is_told_together(
    folder: Path, write: Write
) -> None:
    write("cues.en.yaml", "cues: [{kind: shout, finite: [shouts]}]\n")
    write("cues.zh.yaml", "cues: [{kind: say, words: []}]\n")
    english, chinese = refused(load_cues, folder)
    assert english.startswith("cues.en.yaml:1 cues.0.kind: 'shout' is none of")
    assert chinese.startswith("cues.zh.yaml:1 cues.0.words: ")


LEXICON = """
language: en
noise: the, a
modality:
  WILL: {level: 2, forms: "will, is to"}
ladders:
  licence: {1: {EXEMPT: exempt}, 6: {DENY: [deny, refuse]}}
scope: {ALL: all, SOME: some}
terms: {RARE_EARTH: rare earth, HEAVY_RE: heavy rare earth}
opposites: ALL-SOME
ontology: {HEAVY_RE: RARE_EARTH}
"""


def test_forms_are_written_in_a_line_or_a_list(folder: Path, write: Write) -> None:
    write("lexicon.en.yaml", LEXICON)
    (folder / "lexicon.zh.yaml").unlink(missing_ok=True)
    lexicon = load_lexicon(folder)
    by_form = {entry.form: entry for entry in lexicon.entries}
    assert (by_form["the"].role, by_form["the"].concept) == (Role.NOISE, "NOISE")
    assert (by_form["is to"].role, by_form["is to"].level) == (Role.MODALITY, 2)
    refuse = by_form["refuse"]
    assert (refuse.concept, refuse.role, refuse.ladder, refuse.level) == (
        "DENY",
        Role.LADDER,
        "licence",
        6,
    )
    assert lexicon.is_within("HEAVY_RE", "RARE_EARTH")
    assert lexicon.are_opposite("SOME", "ALL")


def test_a_concept_means_the_same_in_both_languages() -> None:
    lexicon = load_lexicon(SHIPPED)
    by_language = {
        language: {entry.concept for entry in lexicon.entries if entry.language == language}
        for language in ("en", "zh")
    }
    assert {"RARE_EARTH", "WILL", "NOT"} <= by_language["en"] & by_language["zh"]


def test_the_version_moves_with_the_words_and_with_nothing_else(folder: Path, write: Write) -> None:
    write("lexicon.en.yaml", LEXICON)
    version = load_lexicon(folder).version
    write("lexicon.en.yaml", f"# a remark\n{LEXICON}")
    assert load_lexicon(folder).version == version
    write("lexicon.en.yaml", LEXICON.replace("is to", "is going to"))
    assert load_lexicon(folder).version != version
    assert 0 <= version < 2**31


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("language: en", "language: zh", "lexicon.en.yaml:1 language: the language is zh"),
        ("scope:", "scpoe:", "lexicon.en.yaml:7 scpoe: unknown key scpoe (Did you mean scope?)"),
        ("{1: {EX", "{first: {EX", "lexicon.en.yaml:6 ladders.licence.first: "),
        (
            "ALL-SOME",
            "ALL-NONE",
            "lexicon.en.yaml:9 opposites: ALL-NONE names NONE, which has no forms",
        ),
        ("ALL-SOME", "ALL", "lexicon.en.yaml:9 opposites: 'ALL' is no pair of opposites"),
        ("level: 2", "level: 9", "lexicon.en.yaml:4 modality.WILL.level: "),
        ("terms: {RARE_EARTH", "terms: {rare_earth", "lexicon.en.yaml:8 terms.rare_earth: "),
    ],
)
def test_a_wrong_lexicon_is_told(
    folder: Path, write: Write, old: str, new: str, expected: str
) -> None:
    (folder / "lexicon.zh.yaml").unlink(missing_ok=True)
    write("lexicon.en.yaml", LEXICON.strip().replace(old, new, 1))
    assert any(found.startswith(expected) for found in refused(load_lexicon, folder))


def test_a_rung_that_differs_between_the_languages_is_told(folder: Path, write: Write) -> None:
    write("lexicon.en.yaml", LEXICON)
    write("lexicon.zh.yaml", "language: zh\nladders:\n  licence: {5: {DENY: 不予许可}}\n")
    (found,) = refused(load_lexicon, folder)
    assert "DENY has level 5 here and 6 in lexicon.en.yaml" in found


def test_an_ontology_that_goes_round_in_a_circle_is_told(folder: Path, write: Write) -> None:
    (folder / "lexicon.zh.yaml").unlink(missing_ok=True)
    text = LEXICON.replace("{HEAVY_RE: RARE_EARTH}", "{HEAVY_RE: RARE_EARTH, RARE_EARTH: HEAVY_RE}")
    write("lexicon.en.yaml", text)
    (found,) = refused(load_lexicon, folder)
    assert "circle" in found
