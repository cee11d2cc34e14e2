import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.wording.compare import Comparer, Comparison, PairMode
from monitor.wording.rules import RULES
from monitor.wording.shift import Direction, Kind

JULY = (
    "We stand ready to work with relevant countries and regions to continue enhancing dialogue and "
    "cooperation on export controls and jointly keep global industrial and supply chains stable, "
    "safe and secure"
)
AUGUST = (
    "What I can tell you is that we are willing to strengthen dialogue and cooperation with "
    "relevant countries and regions to jointly maintain the stability of the global industrial "
    "and supply chains"
)
JUNE = (
    "China is willing to enhance dialogue and cooperation with relevant countries and regions to "
    "jointly keep the stability of global industrial and supply chains"
)
AUGUST_ZH = "我们愿意与有关国家和地区加强对话合作，共同维护全球产供链的稳定"


def statements(comparer: Comparer, before: str, after: str, language: str = "en") -> Comparison:
    return comparer.compare(before, after, language=language, mode=PairMode.STATEMENTS)


def versions(comparer: Comparer, before: str, after: str, language: str = "en") -> Comparison:
    return comparer.compare(before, after, language=language, mode=PairMode.VERSIONS)


def test_july_to_august_lost_export_controls_and_a_doublet_of_the_translator(
    comparer: Comparer,
) -> None:
    found = statements(comparer, JULY, AUGUST)
    assert found.kinds == (Kind.DROPPED,)
    (telling,) = found.telling
    assert telling.lost == ("EXPORT_CONTROL",)
    assert telling.before.of(JULY) == "export controls"
    assert [(f.lost, f.held) for f in found.findings if f.held] == [(("SECURITY",), "translator")]


def test_june_and_august_say_the_same(comparer: Comparer) -> None:
    assert statements(comparer, JUNE, AUGUST).findings == ()


def test_english_and_chinese_are_compared_by_concepts_alone(comparer: Comparer) -> None:
    found = comparer.compare(
        AUGUST, AUGUST_ZH, language="zh", before_language="en", mode=PairMode.STATEMENTS
    )
    assert found.telling == ()
    lost = comparer.compare(
        JULY, AUGUST_ZH, language="zh", before_language="en", mode=PairMode.STATEMENTS
    )
    assert lost.kinds == (Kind.DROPPED,)


def test_an_excerpt_proves_no_absence(comparer: Comparer) -> None:
    found = comparer.compare(JULY, AUGUST, language="en", mode=PairMode.STATEMENTS, absence=False)
    assert found.kinds == ()
    assert "excerpt" in {finding.held for finding in found.findings}


def test_presence_is_proved_by_an_excerpt(comparer: Comparer) -> None:
    found = comparer.compare(AUGUST, JULY, language="en", mode=PairMode.STATEMENTS, absence=False)
    assert found.kinds == (Kind.ADDED,)


@pytest.mark.parametrize(
    ("before", "after", "kind", "direction"),
    [
        ("Exporters must apply.", "Exporters may apply.", Kind.MODALITY, Direction.SOFTER),
        ("Duties will rise to 10 percent.", "Duties will rise to 25 percent.", Kind.NUMBER,
         Direction.NEUTRAL),
        ("A value share of 0.1 percent or more needs a licence.",
         "A value share of 1 percent or more needs a licence.", Kind.THRESHOLD, Direction.NARROWER),
        ("The order takes effect on May 1, 2025.", "The order takes effect on June 15, 2025.",
         Kind.DATE, Direction.NEUTRAL),
        ("Such exports will be approved.", "Such exports will not be approved.", Kind.POLARITY,
         Direction.NEUTRAL),
        ("The rule covers all magnets.", "The rule covers some magnets.", Kind.SCOPE_NARROWED,
         Direction.NARROWER),
        ("The rule covers heavy rare earths.", "The rule covers rare earths.", Kind.SCOPE_WIDENED,
         Direction.WIDER),
        ("China is concerned about the move.", "China strongly condemns the move.", Kind.STRENGTH,
         Direction.HARDER),
        ("Licences are granted in accordance with the law.", "Licences are granted.",
         Kind.CONDITION, Direction.SOFTER),
        ("Japan should lift the ban.", "India should lift the ban.", Kind.ACTOR,
         Direction.NEUTRAL),
        ("The ministry plans to suspend the ban.", "The ministry has suspended the ban.",
         Kind.STATUS, Direction.NEUTRAL),
        ("China has approved some applications.",
         "I would refer you to the competent authorities.", Kind.POSTURE, Direction.NEUTRAL),
    ],
)  # fmt: skip
def test_each_slot_has_its_kind_and_direction(
    comparer: Comparer, before: str, after: str, kind: Kind, direction: Direction
) -> None:
    found = statements(comparer, before, after)
    assert kind in found.kinds
    assert direction in {f.direction for f in found.telling if f.kind is kind}


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("出口经营者应当申请许可。", "出口经营者可以申请许可。", Kind.MODALITY),
        ("价值比例达到0.1%及以上的，应当申请许可。", "价值比例达到1%及以上的，应当申请许可。",
         Kind.THRESHOLD),
        ("本公告自2025年11月8日起实施。", "本公告自2025年12月1日起实施。", Kind.DATE),
        ("对中重稀土实施管制。", "对所有稀土实施管制。", Kind.SCOPE_WIDENED),
        ("对申请逐案审批。", "对申请原则上不予许可。", Kind.STRENGTH),
        ("上述措施针对特定国家。", "上述措施不针对特定国家。", Kind.POLARITY),
        ("中方愿同各方沟通。", "具体问题请向主管部门了解。", Kind.POSTURE),
    ],
)  # fmt: skip
def test_chinese_slots_have_the_same_kinds(
    comparer: Comparer, before: str, after: str, kind: Kind
) -> None:
    assert kind in statements(comparer, before, after, "zh").kinds


@pytest.mark.parametrize(
    ("before", "after", "language"),
    [
        ("China's programme will defend licences.", "China's program will defend licenses.", "en"),
        ("It met in March and saw growth.", "It met in April and saw growth.", "en"),
        ("It continues beyond May 11, 2022.", "It continues beyond May 11, 2023.", "en"),
        ("It stays in force until November 10.", "It stays in force through November 9.", "en"),
        ("Under Order No. 5 exports are banned.", "Under Order No. 7 exports are banned.", "en"),
        ("Mexico and Canada agree.", "Canada and Mexico agree.", "en"),
        ("The Committee will continue to act.", "The Committee decided to continue to act.", "en"),
        ("China may not export it.", "China must not export it.", "en"),
        ("愿同各方合作。", "愿意与各方合作。", "zh"),
        ("降幅为10%。", "降幅为一成。", "zh"),
        ("出口经营者应当申请。", "出口经营者必须申请。", "zh"),
        ("商務部將依法審查。", "商务部将依法审查。", "zh"),
        ("中方强烈关注芯片供应。", "中方强烈关注晶片供应。", "zh"),
    ],
)
def test_noise_makes_no_finding(comparer: Comparer, before: str, after: str, language: str) -> None:
    assert statements(comparer, before, after, language).telling == ()


def test_neighbouring_rungs_are_held_back(comparer: Comparer) -> None:
    found = statements(comparer, "China opposes the move.", "China firmly opposes the move.")
    assert found.kinds == ()
    assert [finding.held for finding in found.findings] == ["neighbouring_rank"]


def test_a_clause_told_elsewhere_is_not_dropped(comparer: Comparer) -> None:
    one = "Exports are banned. Licences will be issued to civilian users."
    two = "Licences will be issued to civilian users. Exports are banned."
    assert statements(comparer, one, two).findings == ()


def test_a_new_clause_is_added_and_quoted_exactly(comparer: Comparer) -> None:
    one = "Exports are banned."
    two = "Exports are banned. A green channel will open for European carmakers."
    found = statements(comparer, one, two)
    assert found.kinds == (Kind.ADDED,)
    assert found.telling[0].after.of(two) == "A green channel will open for European carmakers."


def test_an_unknown_word_between_equal_words_counts(comparer: Comparer) -> None:
    one = "The talks in Geneva covered the treatment of widgets in transit."
    two = "The talks in Geneva covered the treatment of gizmos in transit."
    found = statements(comparer, one, two)
    assert found.kinds == (Kind.REPLACED,)
    assert found.telling[0].lost == ("widgets",)


def test_a_page_that_corrects_a_modal_is_an_edit_and_a_counter_is_not(comparer: Comparer) -> None:
    page = "The ministry said it {} extend the probe.\n\nUpdated: {}\n\n{} views"
    one, two = page.format("may", "10:00", "1,204"), page.format("will", "10:30", "1,377")
    assert versions(comparer, one, two).kinds == (Kind.MODALITY,)
    assert versions(comparer, one, page.format("may", "10:30", "1,377")).findings == ()


def test_background_appended_to_a_growing_story_is_no_shift(comparer: Comparer) -> None:
    story = "The ministry said on Friday that it would issue licences. “We will act,” it said."
    background = "\n\nThe country mines about 70 percent of the world's rare earths."
    assert versions(comparer, story, story + background).findings == ()


def test_a_paragraph_added_to_an_official_page_is_a_shift(comparer: Comparer) -> None:
    page = "The two leaders reviewed preparations for the summit."
    added = "\n\nThey discussed tensions and violence in the border region."
    assert versions(comparer, page, page + added).kinds == (Kind.ADDED,)


def test_chinese_is_compared_by_characters_where_the_lexicon_knows_no_word(
    comparer: Comparer,
) -> None:
    found = statements(comparer, "双方就熊猫租借达成安排。", "双方就鳄鱼租借达成安排。", "zh")
    (telling,) = found.telling
    assert telling.before.of(found.before) == "熊猫"
    assert telling.after.of(found.after) == "鳄鱼"


def test_a_changed_number_is_quoted_whole(comparer: Comparer) -> None:
    one, two = "The target is 5-3/4 percent.", "The target is 6-1/4 percent."
    (telling,) = statements(comparer, one, two).telling
    assert telling.before.of(one) == "5-3/4 percent"
    assert telling.after.of(two) == "6-1/4 percent"


def test_changes_without_a_finding_are_marked_as_noise(comparer: Comparer) -> None:
    found = statements(comparer, "China will defend it, at once.", "China will defend it at once!")
    assert all(change.noise for change in found.changes)
    told = statements(comparer, "Exports must stop.", "Exports may stop.")
    assert [change.noise for change in told.changes] == [False]


def test_spans_point_into_the_raw_text_past_hidden_characters(comparer: Comparer) -> None:
    one = "Exports\u200b of magnets must stop."
    two = "Exports\u200b of magnets may stop."
    (telling,) = statements(comparer, one, two).telling
    assert telling.before.of(one) == "must"
    assert telling.after.of(two) == "may"


def test_a_very_long_text_is_compared_within_bounds(comparer: Comparer) -> None:
    line = "Item {} needs a licence for export to country {}. "
    one = "".join(line.format(n, n % 97) for n in range(2_000))
    two = one.replace("Item 1500 needs a licence", "Item 1500 needs no licence")
    assert statements(comparer, one, two).kinds == (Kind.POLARITY,)


@pytest.mark.parametrize(("one", "two"), [("", ""), ("", "Exports of magnets are banned at once.")])
def test_an_empty_text_is_no_error(comparer: Comparer, one: str, two: str) -> None:
    assert statements(comparer, one, two).before == one


WORDS = st.sampled_from(
    "China will may not all some export controls on rare earths 10% until May 2025 if approved . , "
    "“ ” 中方 愿意 加强 对话 。 ， 不 所有 稀土 2025年".split()
)
TEXTS = st.lists(WORDS, max_size=30).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_a_text_never_differs_from_itself(comparer: Comparer, text: str) -> None:
    found = statements(comparer, text, text)
    assert found.findings == ()
    assert found.changes == ()


@settings(max_examples=80, deadline=None)
@given(TEXTS, TEXTS)
def test_spans_lie_within_their_texts_and_rules_are_known(
    comparer: Comparer, one: str, two: str
) -> None:
    for mode in PairMode:
        found = comparer.compare(one, two, language="en", mode=mode)
        for finding in found.findings:
            assert finding.before.end <= len(one)
            assert finding.after.end <= len(two)
            assert finding.rule in RULES
        for change in found.changes:
            assert change.before.end <= len(one)
            assert change.after.end <= len(two)


def test_both_languages_have_the_same_concepts(comparer: Comparer) -> None:
    english = comparer.concepts(AUGUST, language="en")
    chinese = comparer.concepts(AUGUST_ZH, language="zh")
    assert len(english & chinese) / len(english | chinese) >= 0.8


def test_a_phrase_that_moved_to_another_sentence_is_no_change(comparer: Comparer) -> None:
    one = "China reviews applications for magnets in good time. Germany welcomes the dialogue."
    two = "China reviews applications in good time. Germany welcomes the dialogue for magnets."
    assert statements(comparer, one, two).telling == ()


def test_a_dropped_date_of_effect_is_a_date(comparer: Comparer) -> None:
    one = "对下列物项实施出口管制。\n\n本公告自2025年11月8日起正式实施。"
    assert statements(comparer, one, "对下列物项实施出口管制。", "zh").kinds == (Kind.DATE,)


def test_a_request_two_rungs_weaker_is_a_change_of_strength(comparer: Comparer) -> None:
    one = "We urge the United States to revoke the listing at once."
    two = "We hope that the United States will reconsider the listing."
    assert Kind.STRENGTH in statements(comparer, one, two).kinds


def test_an_element_that_joins_a_list_widens_the_scope(comparer: Comparer) -> None:
    one = "The controls cover samarium, gadolinium and terbium."
    two = "The controls cover samarium, gadolinium, holmium and terbium."
    assert statements(comparer, one, two).kinds == (Kind.SCOPE_WIDENED,)


def test_a_qualifier_added_to_an_act_is_no_wider_scope(comparer: Comparer) -> None:
    one = "The two sides will strengthen dialogue in the coming year."
    two = "The two sides will strengthen dialogue on tariffs in the coming year."
    assert statements(comparer, one, two).kinds == (Kind.ADDED,)


def test_licence_rungs_are_other_rules_even_side_by_side(comparer: Comparer) -> None:
    one = "Applications are reviewed on a case-by-case basis."
    two = "Applications are reviewed under a presumption of denial."
    assert statements(comparer, one, two).kinds == (Kind.STRENGTH,)


def test_a_sentence_of_familiar_words_is_missed_among_equal_sentences(comparer: Comparer) -> None:
    kept = (
        "The rule adds entities in China to the Entity List. Licence applications are denied. "
        "The rule modifies entries in Pakistan on the list."
    )
    gone = " The rule removes entities in Pakistan from the Entity List."
    assert statements(comparer, kept + gone, kept).kinds == (Kind.DROPPED,)


def test_a_speaker_before_a_colon_is_no_content(comparer: Comparer) -> None:
    one, two = "毛宁：中方反对有关做法。", "中方反对有关做法。"
    assert statements(comparer, one, two, "zh").telling == ()
