"""A real example of an alert, from words that were really said, to try a channel with."""

from datetime import UTC, date, datetime

from monitor.alerts.alert import Alert
from monitor.alerts.compose import compose
from monitor.pipeline.notify import Notifier
from monitor.pipeline.reader import Reader
from monitor.statements.statement import Mode, SaidOn, Statement, Tier, Translator
from monitor.text.document import Span
from monitor.wording.comparison import PairMode
from monitor.wording.decide import compare_pair

_URL = "https://www.fmprc.gov.cn/eng/xw/fyrbt/lxjzh/"
_BEFORE = (
    "We stand ready to work with relevant countries and regions to continue enhancing dialogue "
    "and cooperation on export controls and jointly keep global industrial and supply chains "
    "stable, safe and secure"
)
_AFTER = (
    "We are willing to strengthen dialogue and cooperation with relevant countries and regions to "
    "jointly maintain the stability of the global industrial and supply chains"
)


def example_alert(reader: Reader, notifier: Notifier, *, now: datetime) -> Alert:
    """Return an alert on the words of 24 July and 19 August 2025, marked as a test."""
    shift = compare_pair(
        reader.comparer,
        _BEFORE,
        _AFTER,
        id=f"test-{now:%Y%m%dT%H%M%S%f}",
        language="en",
        mode=PairMode.STATEMENTS,
        body="CN-MFA",
        topic="rare-earths",
        scoring=reader.scoring,
    )
    subject = notifier.names.subject(
        shift,
        statement=_statement("Mao Ning", date(2025, 8, 19), _AFTER),
        against=(_statement("Guo Jiakun", date(2025, 7, 24), _BEFORE),),
        url=_URL,
        title="A test of this channel: nothing has shifted now",
    )
    return compose(subject, now=now, base_url=notifier.base_url, rules=notifier.rules)


def _statement(speaker: str, day: date, text: str) -> Statement:
    return Statement(
        id=f"test-{day:%Y%m%d}",
        url=_URL,
        body="CN-MFA",
        speaker=speaker,
        role="spokesperson",
        said_on=SaidOn(day=day, evidence="test"),
        published_at=datetime(day.year, day.month, day.day, tzinfo=UTC),
        mode=Mode.DIRECT,
        tier=Tier.QUOTE,
        translator=Translator.UNKNOWN,
        language="en",
        topics=("rare-earths",),
        text=text,
        span=Span(start=0, end=len(text)),
        source="test",
        utterance=f"test-{day:%Y%m%d}",
    )
