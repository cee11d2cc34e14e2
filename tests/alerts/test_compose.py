from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from monitor.alerts.alert import Subject
from monitor.alerts.compose import compose
from monitor.alerts.doubts import doubts
from monitor.alerts.headline import headline
from monitor.alerts.mark import PieceKind
from monitor.alerts.payload import LARGEST, Payload
from monitor.statements.statement import Mode, Precision, SaidOn, Statement, Tier, Translator
from monitor.text.document import Span
from monitor.wording.shift import Change, Direction, Kind, Shift

NOW = datetime(2025, 8, 19, 9, 30, tzinfo=UTC)


def payload(subject: Subject) -> Payload:
    return Payload.model_validate_json(compose(subject, now=NOW).payload)


def test_the_id_follows_from_the_shift_alone_and_the_thread_from_body_and_topic(
    about: Callable[..., Subject],
) -> None:
    first = compose(about(), now=NOW)
    replayed = compose(about(), now=NOW + timedelta(days=1), base_url="https://m.example")
    assert first.id == replayed.id
    assert first.thread == compose(about(id="shift-2"), now=NOW).thread
    assert first.id != compose(about(id="shift-2"), now=NOW).id
    assert first.thread != compose(about(topic="magnets"), now=NOW).thread


def test_marks_are_code_points_that_point_at_the_changed_words(chinese: Subject) -> None:
    before = payload(chinese).passages.before
    marked = [before.text[m.start : m.end] for m in before.marks if m.kind is PieceKind.REMOVED]
    assert "出口管制" in marked
    assert before.text == chinese.shift.before


@pytest.mark.parametrize("gone", [True, False])
def test_a_page_taken_down_or_put_up_has_one_passage_and_no_statement(
    about: Callable[..., Subject], gone: bool
) -> None:
    text = "Exports of listed items need a licence."
    edges = Span(start=0, end=len(text)), Span(start=0, end=0)
    subject = about(
        *((text, "") if gone else ("", text)),
        kinds=(Kind.TEXT_EDIT,),
        changes=(Change(before=edges[not gone], after=edges[gone]),),
        removed=(text,) if gone else (),
        added=() if gone else (text,),
        statement=None,
        against=(),
        provisional=False,
        direction=Direction.NEUTRAL,
    )
    alert = compose(subject, now=NOW)
    assert ("took down a published text" in alert.subject) is gone
    line = "The passage is gone." if gone else "The earlier version has no such passage."
    assert line in alert.text
    assert line in alert.html
    assert f"[-{text}-]" in alert.text or f"{{+{text}+}}" in alert.text
    assert "Said by" not in alert.text
    assert "Who said" not in alert.text


def test_an_edit_of_a_page_needs_no_statement(about: Callable[..., Subject]) -> None:
    alert = compose(
        about(kinds=(Kind.TEXT_EDIT, Kind.DROPPED), statement=None, against=()), now=NOW
    )
    assert "dropped in a published text" in alert.subject
    assert "speaker" not in alert.text
    assert "Against" not in alert.text


texts = st.text(
    st.characters(exclude_categories=()) | st.sampled_from("\x00\ud800\u202e稀\n<&"), max_size=80
)


@settings(max_examples=40)
@given(before=texts, after=texts, words=texts, times=st.sampled_from((1, 400)))
def test_whatever_the_texts_hold_the_payload_is_valid_bounded_and_renders(
    before: str, after: str, words: str, times: int
) -> None:
    before, after = before * times, after * times
    ends = [Span(start=0, end=len(text)) for text in (before, after)]
    shift = Shift(
        id=f"s{words}",
        kinds=(Kind.REPLACED,),
        body=words,
        topic=words,
        statement=None,
        against=(),
        before=before,
        after=after,
        changes=(Change(before=ends[0], after=ends[1]),),
        removed=(words,) * times,
        added=(words * times,),
        rules=(words,) * times,
    )
    subject = Subject(
        shift=shift,
        statement=None,
        against=(),
        item_url=words * times,
        item_title=words * times,
        topic_name=words,
        body_name=words,
    )
    alert = compose(subject, now=NOW, base_url="https://m.example")
    assert len(alert.payload.encode()) <= LARGEST
    assert Payload.model_validate_json(alert.payload).id == alert.id
    for shown in (alert.subject, alert.text, alert.html):
        shown.encode()
        assert not {"\x00", "\u202e", "\x1b"} & set(shown)
    assert "\n" not in alert.subject


def test_the_subject_line_fits_a_phone_in_chinese_too(about: Callable[..., Subject]) -> None:
    for words in ("合规贸易" * 60, "compliant trade " * 30):
        line = headline(about(removed=(words,), added=(words,)))
        assert cell_len(line) < 120
        assert line.startswith("China's Foreign Ministry narrows the scope: *")
        assert line.endswith("…* · rare earths")


def test_the_kind_that_says_most_leads_the_subject_line(about: Callable[..., Subject]) -> None:
    line = headline(about(kinds=(Kind.TEXT_EDIT, Kind.REPLACED, Kind.THRESHOLD)))
    assert line.startswith("China's Foreign Ministry: changed a threshold in a published text *")
    neutral = about(kinds=(Kind.DROPPED, Kind.ACTOR), direction=Direction.NEUTRAL)
    assert "Ministry: changed who acts *" in headline(neutral)


def test_a_direction_is_told_by_a_verb_and_the_acronym_of_the_body(
    about: Callable[..., Subject],
) -> None:
    shift = {"removed": (), "added": ("case-by-case review",), "direction": Direction.SOFTER}
    mofcom = replace(about(**shift), body_short="MOFCOM")
    assert headline(mofcom) == "MOFCOM softens: *case-by-case review* added · rare earths"
    gone = about(removed=("swiftly",), added=(), direction=Direction.SOFTER)
    assert headline(gone) == "China's Foreign Ministry softens: *swiftly* dropped · rare earths"


def test_an_excerpt_is_said_not_to_prove_absence_and_a_full_text_is_not(
    about: Callable[..., Subject], said: Callable[..., Statement]
) -> None:
    assert any("an excerpt does not prove" in line for line in doubts(about()))
    own = said(mode=Mode.FULL_TEXT, tier=Tier.ISSUER, translator=Translator.ISSUER)
    whole = about(statement=own, against=(own,), provisional=False)
    assert doubts(whole) == ()


@pytest.mark.parametrize(
    ("given_", "doubt"),
    [
        ({"said_on": None}, "date of speech is not known"),
        (
            {"said_on": SaidOn(day=date(2025, 9, 1), conflict=True)},
            "says 1 September 2025, which is after it was published (19 August 2025)",
        ),
        ({"said_on": SaidOn(day=date(2025, 8, 1), precision=Precision.MONTH)}, "not known to the"),
        ({"speaker": None}, "speaker is not named"),
        ({"tier": Tier.REPORTED}, "Indirect speech"),
        ({"tier": Tier.MANGLED}, "mangled"),
        ({"language": "zh"}, "two languages"),
        ({"translator": Translator.UNKNOWN}, "two translators"),
    ],
)
def test_what_is_not_known_of_a_statement_is_said(
    about: Callable[..., Subject],
    said: Callable[..., Statement],
    given_: dict[str, object],
    doubt: str,
) -> None:
    assert doubt in " ".join(doubts(about(statement=said(**given_))))
    assert doubt not in " ".join(doubts(about()))


def test_an_unsettled_body_and_a_silencing_rule_are_said(about: Callable[..., Subject]) -> None:
    found = " ".join(doubts(about(body=None, silenced="one copy cluster only")))
    assert "Which body said it" in found
    assert "one copy cluster only" in found


def test_a_bodys_own_new_text_is_named_by_its_title(
    about: Callable[..., Subject], said: Callable[..., Statement]
) -> None:
    text = "根据《中华人民共和国出口管制法》，经国务院批准，决定对稀土相关技术等物项实施出口管制"
    own = {"tier": Tier.ISSUER, "mode": Mode.FULL_TEXT, "language": "zh", "body": "CN-MOFCOM"}
    subject = about(
        "",
        text,
        kinds=(Kind.NEW_FORMULATION,),
        removed=(),
        added=(text,),
        statement=said(text, **own),
        item_title="公布对稀土相关技术实施出口管制的决定",
        body_name="China's Ministry of Commerce",
    )
    assert headline(subject) == (
        "China's Ministry of Commerce: new wording *公布对稀土相关技术实施出口管制的决定* "
        "· rare earths"
    )
