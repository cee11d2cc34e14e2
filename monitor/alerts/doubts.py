"""What a reader must know that an alert does not know."""

from collections.abc import Mapping
from types import MappingProxyType

from monitor.alerts.alert import Subject
from monitor.alerts.words import day_words, id_words, said_on_words
from monitor.statements.statement import Mode, Precision, Statement, Tier, Translator
from monitor.wording.shift import Kind

# Languages in which a country's bodies speak themselves; elsewhere English is a translation.
_OWN_LANGUAGES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        **dict.fromkeys(("US", "GB", "AU", "NZ", "IE", "IN", "WTO", "UN"), frozenset({"en"})),
        "EU": frozenset({"en", "fr", "de"}),
        "CA": frozenset({"en", "fr"}),
        "CN": frozenset({"zh"}),
        "TW": frozenset({"zh"}),
        "HK": frozenset({"zh", "en"}),
        "SG": frozenset({"zh", "en"}),
    }
)
_PROVED_BY_ABSENCE = frozenset({Kind.DROPPED, Kind.SCOPE_NARROWED})


_NO_RULES: Mapping[str, str] = MappingProxyType({})


def doubts(subject: Subject, rules: Mapping[str, str] = _NO_RULES) -> tuple[str, ...]:
    """Return, as sentences for people, what is provisional, unproven or unknown about a shift.

    `rules` gives the ids of rules in plain words.
    """
    found: list[str] = []
    shift, statement, against = subject.shift, subject.statement, subject.against
    if shift.silenced is not None:
        reason = rules.get(shift.silenced) or id_words(shift.silenced)
        found.append(f"Held back by a rule, and sent nowhere: {reason}.")
    if shift.body is None:
        found.append("Which body said it is not settled.")
    if shift.provisional and shift.before:
        found.append(
            "Provisional: this body has no standing wording here yet, "
            "so the nearest earlier words were compared."
        )
    if statement is not None:
        found += _about_statement(statement)
        found += _about_translation(statement, against)
        if _PROVED_BY_ABSENCE & set(shift.kinds) and statement.mode is not Mode.FULL_TEXT:
            found.append(
                "The words may have been said and left out of the report: "
                "an excerpt does not prove that they are gone."
            )
    elif Kind.TEXT_EDIT not in shift.kinds:
        found.append("Who said the new words is not known.")
    # The earlier version of an edited page needs no speaker: the page itself is the witness.
    if not against and shift.before and Kind.TEXT_EDIT not in shift.kinds:
        found.append("Who said the earlier words, and when, is not known.")
    found += [
        f"The date of earlier words is not known exactly ({said_on_words(earlier.said_on)})."
        for earlier in against[:1]
        if earlier.said_on is None or earlier.said_on.precision is not Precision.DAY
    ]
    return tuple(found)


def _about_statement(statement: Statement) -> list[str]:
    found = []
    said_on = statement.said_on
    if said_on is None:
        found.append("The date of speech is not known.")
    elif said_on.conflict:
        published = (
            f" ({day_words(statement.published_at.date())})" if statement.published_at else ""
        )
        found.append(
            f"Date conflict: the text says {said_on_words(said_on)}, "
            f"which is after it was published{published}."
        )
    elif said_on.precision is not Precision.DAY:
        found.append("The date of speech is not known to the day.")
    if statement.speaker is None and statement.mode is not Mode.FULL_TEXT:
        found.append("The speaker is not named.")
    if statement.tier is Tier.REPORTED:
        found.append("Indirect speech: the words are the reporter's.")
    if statement.tier is Tier.MANGLED:
        found.append("The copy is a poor one: words may be mangled.")
    return found


def _about_translation(statement: Statement, against: tuple[Statement, ...]) -> list[str]:
    found = []
    own = _OWN_LANGUAGES.get((statement.body or "").partition("-")[0], frozenset())
    if statement.translator is not Translator.ISSUER and statement.language not in own:
        found.append(
            "The words may be the translator's: the original is not at hand, "
            "and another rendering of it may read as before."
        )
    if any(earlier.language != statement.language for earlier in against[:1]):
        found.append("The two passages are in two languages: only their sense was compared.")
    elif any(earlier.translator is not statement.translator for earlier in against[:1]) and (
        statement.language not in own
    ):
        found.append("The two passages may come from two translators.")
    return found
