"""How much a change of words counts, and who hears of it."""

from dataclasses import dataclass
from datetime import timedelta
from math import log

from monitor.statements.statement import Tier
from monitor.wording.shift import Level

# Who speaks for the state as a whole outranks a ministry, and a ministry an embassy.
_AUTHORITY = (
    ("CN-SC", 3.0),
    ("CN-SCTC", 3.0),
    ("US-WH", 3.0),
    ("EU-COUNCIL", 3.0),
    ("EU-COM", 3.0),
    ("GB-PM", 3.0),
    ("JP-GOV", 3.0),
    ("CA-PM", 3.0),
    ("RU-KREMLIN", 3.0),
    ("CN-EMB", 1.5),
    ("CN-WTO", 1.5),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """Thresholds and weights of the decision.

    `alert` and `digest` are the lowest scores of their level. `authority` gives a body's rank from
    1 to 3, `ordinary_authority` that of every other. `tiers` is the confidence in words of tier 1
    to 4. `undated` is the confidence where the date of speech is not known to the day, `reported`
    where only the report's day stands for it, `translated` where the two passages come from two
    languages or translators, `unproved` where a single excerpt lacks words.

    `copy`, `requote` and `concepts` are the shares from which two texts are one utterance, and
    `kindred` that from which two passages speak of the same thing, `across_topics` where they share
    no topic. `standing_days` distinct days within the frame's last `standing_window` days, and at
    least `standing_share` of these, make a formulation standing. `forgotten` is how long a frame
    must be unseen to be new. `stale` is how long before its publication words were said that no
    longer alert. `longest` bounds the earlier utterances that are compared.
    """

    alert: float = 6.0
    digest: float = 3.0
    authority: tuple[tuple[str, float], ...] = _AUTHORITY
    ordinary_authority: float = 2.0
    tiers: tuple[float, float, float, float] = (1.0, 0.9, 0.6, 0.3)
    undated: float = 0.6
    reported: float = 0.85
    translated: float = 0.85
    unproved: float = 0.8
    copy: float = 0.8
    requote: float = 0.9
    concepts: float = 0.8
    kindred: float = 0.4
    across_topics: float = 0.6
    standing_days: int = 3
    standing_window: int = 8
    standing_share: float = 0.6
    forgotten: timedelta = timedelta(days=365)
    stale: timedelta = timedelta(days=30)
    longest: int = 60

    def __post_init__(self) -> None:
        if not 0 <= self.digest <= self.alert:
            raise ValueError("the digest begins below the alert")
        if any(not 1 <= rank <= 3 for _, rank in self.authority):
            raise ValueError("authority runs from 1 to 3")

    def rank(self, body: str | None) -> float:
        """Return the authority of a body, from 1 to 3."""
        return dict(self.authority).get(body or "", self.ordinary_authority)

    def trust(self, tier: Tier) -> float:
        """Return the confidence that words of a tier are the body's own, from 0 to 1."""
        return self.tiers[tier - 1]

    def certainty(self, *, to_the_day: bool, by_itself: bool) -> float:
        """Return the confidence in a date of speech: known to the day, and from the words told."""
        if not to_the_day:
            return self.undated
        return 1.0 if by_itself else self.reported

    def severity(self, weight: float, *, days: int, body: str | None, confidence: float) -> float:
        """Return weight × (1 + ln days) × authority × confidence; `days` the old words stood."""
        return weight * (1 + log(max(days, 1))) * self.rank(body) * confidence

    def level(self, severity: float) -> Level:
        """Return who hears of a shift of that severity."""
        if severity >= self.alert:
            return Level.ALERT
        return Level.DIGEST if severity >= self.digest else Level.INFO
