"""Subjects to write alerts about: official words of 2025, in English and in Chinese."""

from datetime import UTC, date, datetime
from difflib import SequenceMatcher

from monitor.alerts.alert import Subject
from monitor.statements.statement import Mode, SaidOn, Statement, Tier, Translator
from monitor.text.document import Span
from monitor.wording.shift import Change, Direction, Kind, Level, Shift

NOW = datetime(2025, 8, 19, 9, 30, tzinfo=UTC)
JULY = (
    "“We stand ready to work with relevant countries and regions to continue enhancing dialogue "
    "and cooperation on export controls and jointly keep global industrial and supply chains "
    "stable, safe and secure.”"
)
AUGUST = (
    "“We are willing to strengthen dialogue and cooperation with relevant countries and regions "
    "to jointly maintain the stability of the global industrial and supply chains.”"
)
ZH_BEFORE = "中方愿同有关国家和地区加强出口管制对话合作，共同维护全球产供链的稳定与安全。"
ZH_AFTER = "我们愿意与有关国家和地区加强对话合作，共同维护全球产供链的稳定。"


def words_changed(before: str, after: str) -> tuple[Change, ...]:
    """Return the changed stretches by words, or by characters where there are no spaces."""
    cut = str.split if " " in before else list
    places: list[list[Span]] = []
    for text in (before, after):
        at, spans = 0, []
        for word in cut(text):
            start = text.index(word, at)
            at = start + len(word)
            spans.append(Span(start=start, end=at))
        places.append(spans)
    old, new = places

    def stretch(spans: list[Span], a: int, b: int) -> Span:
        if a < b:
            return Span(start=spans[a].start, end=spans[b - 1].end)
        at = spans[a].start if a < len(spans) else (spans[-1].end if spans else 0)
        return Span(start=at, end=at)

    matcher = SequenceMatcher(a=cut(before), b=cut(after), autojunk=False)
    return tuple(
        Change(before=stretch(old, a1, a2), after=stretch(new, b1, b2))
        for tag, a1, a2, b1, b2 in matcher.get_opcodes()
        if tag != "equal"
    )


def said(text: str = AUGUST, **given: object) -> Statement:
    """Return a statement of August 2025, or what is given of one."""
    known: dict[str, object] = {
        "id": "st-2",
        "url": "https://news.example/mfa-august",
        "body": "CN-MFA",
        "speaker": "Mao Ning",
        "role": "spokesperson",
        "said_on": SaidOn(day=date(2025, 8, 19), evidence='weekday: "on Tuesday"'),
        "published_at": datetime(2025, 8, 19, 8, 5, tzinfo=UTC),
        "mode": Mode.DIRECT,
        "tier": Tier.QUOTE,
        "translator": Translator.WIRE,
        "language": "en",
        "topics": ("rare-earths",),
        "text": text,
        "span": Span(start=0, end=len(text)),
        "source": "wire",
        "utterance": "ut-2",
    }
    return Statement(**{**known, **given})  # type: ignore[arg-type]  # given by name


def about(before: str = JULY, after: str = AUGUST, **given: object) -> Subject:
    """Return a shift of the Foreign Ministry's words, or what is given of one."""
    shift: dict[str, object] = {
        "id": "shift-1",
        "kinds": (Kind.DROPPED,),
        "body": "CN-MFA",
        "topic": "rare-earths",
        "statement": "st-2",
        "against": ("st-1",),
        "before": before,
        "after": after,
        "changes": words_changed(before, after),
        "removed": ("on export controls", "safe and secure"),
        "added": (),
        "concepts_removed": ("EXPORT_CONTROL", "SECURITY"),
        "severity": 8.0,
        "confidence": 0.6,
        "level": Level.ALERT,
        "direction": Direction.NARROWER,
        "provisional": True,
        "rules": ("scope-qualifier-dropped",),
    }
    subject: dict[str, object] = {
        "statement": said(after or "…"),
        "against": (
            said(
                before or "…",
                id="st-1",
                url="https://news.example/mfa-july",
                speaker="Guo Jiakun",
                said_on=SaidOn(day=date(2025, 7, 24)),
            ),
        ),
        "item_url": "https://news.example/mfa-august",
        "item_title": "Ministry answers on rare earths",
        "topic_name": "rare earths",
        "body_name": "China's Foreign Ministry",
        "evidence": "ab" * 32,
    }
    names = {*subject}
    subject.update({name: value for name, value in given.items() if name in names})
    shift.update({name: value for name, value in given.items() if name not in names})
    shift_made = Shift(**shift)  # type: ignore[arg-type]  # given by name
    return Subject(shift=shift_made, **subject)  # type: ignore[arg-type]  # given by name


def chinese() -> Subject:
    """Return a shift between two texts of the ministry in Chinese."""
    own = {"language": "zh", "translator": Translator.ISSUER, "mode": Mode.FULL_TEXT}
    return about(
        ZH_BEFORE,
        ZH_AFTER,
        removed=("出口管制", "与安全"),
        statement=said(ZH_AFTER, tier=Tier.ISSUER, **own),
        against=(said(ZH_BEFORE, id="st-1", speaker="郭嘉昆", tier=Tier.ISSUER, **own),),
    )
