"""English beside Chinese words: what changed first, then the things named around it."""

from monitor.pipeline.glossary import Glossary
from monitor.text.document import Span
from monitor.wording.lexicon import Entry, Lexicon, Role
from monitor.wording.shift import Change
from tests.pipeline.test_notify import shift_of


def entry(form: str, language: str, concept: str, role: Role = Role.TERM) -> Entry:
    return Entry(form=form, language=language, concept=concept, role=role)


LEXICON = Lexicon(
    entries=(
        entry("export control", "en", "EXPORT_CONTROL"),
        entry("出口管制", "zh", "EXPORT_CONTROL"),
        entry("管制", "zh", "EXPORT_CONTROL"),
        entry("supply chain", "en", "SUPPLY_CHAIN"),
        entry("供应链", "zh", "SUPPLY_CHAIN"),
        entry("strictly", "en", "STRICT", Role.QUALITY),
        entry("严格", "zh", "STRICT", Role.QUALITY),
        entry("uphold", "en", "UPHOLD", Role.CONCEPT),
        entry("维护", "zh", "UPHOLD", Role.CONCEPT),
        entry("we", "en", "SELF", Role.SELF),
        entry("中方", "zh", "SELF", Role.SELF),
    )
)
BEFORE = "中方严格维护出口管制和供应链。"
AFTER = "中方维护供应链。"


def glosses(**given: object) -> tuple[tuple[str, str], ...]:
    at = BEFORE.index("严格")
    changes = (Change(before=Span(start=at, end=at + 2), after=Span(start=2, end=2)),)
    known = {"before": BEFORE, "after": AFTER, "changes": changes, "removed": ()}
    return Glossary(LEXICON).of(shift_of("s", **{**known, **given}))


def test_concepts_lost_lead_then_what_else_changed_then_the_things_around() -> None:
    found = glosses(concepts_removed=("EXPORT_CONTROL",))
    assert found == (
        ("出口管制", "export control"),
        ("严格", "strict"),
        ("供应链", "supply chain"),
    )


def test_who_speaks_and_acts_that_stayed_are_not_told() -> None:
    assert not {"we", "uphold"} & {english for _, english in glosses()}


def test_english_passages_have_no_gloss() -> None:
    assert glosses(before="Strictly.", after="Not.", changes=()) == ()
