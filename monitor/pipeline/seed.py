"""Official words already said, as the baseline that later words are compared with."""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from hashlib import sha256

from monitor.config.seeds import Seed
from monitor.pipeline.reader import Reader
from monitor.pipeline.record import Histories
from monitor.statements.extract import EXTRACTOR_VERSION
from monitor.statements.statement import Mode, SaidOn, Statement, Tier, Translator
from monitor.storage import statements
from monitor.storage.engine import Database
from monitor.text.document import Span
from monitor.text.read import read
from monitor.wording.decide import decide

_TIERS = {
    Mode.FULL_TEXT: Tier.ISSUER,
    Mode.DIRECT: Tier.QUOTE,
    Mode.MIXED: Tier.QUOTE,
    Mode.INDIRECT: Tier.REPORTED,
}


def statement_of(seed: Seed, reader: Reader) -> Statement:
    """Return the statement that a seed makes; its id depends on its words, body and day alone."""
    text = seed.text.strip()
    document = read(
        text, topics=reader.topics, url=seed.url, title=seed.title, language=seed.language
    )
    identity = "\0".join((seed.body, seed.said_on.isoformat(), text))
    return Statement(
        id=f"seed-{sha256(identity.encode()).hexdigest()[:24]}",
        url=seed.url,
        body=seed.body,
        speaker=seed.speaker,
        role=seed.role,
        said_on=SaidOn(day=seed.said_on, evidence="seed"),
        published_at=datetime.combine(seed.said_on, time(), UTC),
        mode=seed.mode,
        tier=_TIERS[seed.mode],
        translator=Translator.ISSUER if seed.mode is Mode.FULL_TEXT else Translator.UNKNOWN,
        language=seed.language,
        topics=seed.topics or document.topics,
        text=text,
        span=Span(start=0, end=len(text)),
        source="seed",
        extractor=EXTRACTOR_VERSION,
    )


def load(database: Database, seeds: Iterable[Seed], reader: Reader, *, now: datetime) -> int:
    """Store baseline statements in the order of their days and return how many were new."""
    found = [statement_of(seed, reader) for seed in sorted(seeds, key=lambda seed: seed.said_on)]
    stored = 0
    with database.write() as session:
        histories = Histories(session)
        for statement in found:
            if statement.body is None:
                continue
            known = histories.of(statement.body)
            if any(one.id == statement.id for one in known):
                continue
            verdict = decide(
                statement,
                known,
                comparer=reader.comparer,
                now=now,
                scoring=reader.scoring,
                baseline=True,
            )
            known.append(verdict.statement)
            stored += len(
                statements.put(
                    session, [verdict.statement], item=None, now=now, baseline=True, seed=True
                )
            )
    return stored
