"""Stored quotations beside the official text of their day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

from monitor.statements.statement import Mode, SaidOn, Statement, Tier
from monitor.storage import listing, statements
from monitor.storage.engine import Database
from monitor.storage.originals import misquotes

NOW = datetime(2025, 8, 19, 12, tzinfo=UTC)
DAY = SaidOn(day=date(2025, 8, 19), evidence="explicit")
OFFICIAL = "中方依法依规对稀土物项出口申请进行审查，对符合规定的申请将及时予以批准。"
CHANGED = "对符合规定的申请将酌情予以批准"


def test_a_quotation_is_marked_as_soon_as_the_official_text_comes_in(
    database: Database, statement: Callable[..., Statement]
) -> None:
    quote = statement("st-2", CHANGED, said_on=DAY, mode=Mode.DIRECT, url="https://wire.example/1")
    original = statement("st-1", OFFICIAL, said_on=DAY, mode=Mode.FULL_TEXT, tier=Tier.ISSUER)
    with database.write() as session:
        statements.put(session, [quote], item=None, now=NOW)
        assert misquotes(session, [quote]) == {}
        statements.put(session, [original], item=None, now=NOW)
        assert misquotes(session, [quote, original]) == {"st-2": (CHANGED,)}
        rows = {row["id"]: row["not_in_original"] for row in listing.statements(session).rows}
    assert rows == {"st-1": [], "st-2": [CHANGED]}


def test_words_of_an_earlier_version_of_the_official_text_are_its_words(
    database: Database, statement: Callable[..., Statement]
) -> None:
    before = statement(
        "st-0", OFFICIAL.replace("及时", "酌情"), said_on=DAY, mode=Mode.FULL_TEXT, tier=Tier.ISSUER
    )
    after = replace(before, id="st-1", text=OFFICIAL)
    quote = statement("st-2", CHANGED, said_on=DAY, mode=Mode.DIRECT, url="https://wire.example/1")
    with database.write() as session:
        statements.put(session, [before, after, quote], item=None, now=NOW)
        assert misquotes(session, [quote]) == {}
