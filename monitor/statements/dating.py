"""Date every claim of a document: in its attribution, its speaker's run, its dateline, its day."""

import re
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from monitor.statements.claim import Claim
from monitor.statements.datelines import dateline
from monitor.statements.dates import ZONES, Reading, published_day, readings, said_on, zone_of
from monitor.statements.issuer import OwnDocument
from monitor.statements.statement import Origin, Precision, SaidOn

# A date behind these belongs to what is spoken of, not to the speaking.
_OF_SOMETHING_ELSE = re.compile(
    r"\b(?:which|who|whose|that|since|until|from|by|effective|against|ahead of|before"
    r"|expires?|due|scheduled|planned|"
    r"(?:announced|imposed|issued|introduced|unveiled|signed|published|released|adopted|agreed"
    r"|reached|took|takes|"
    r"taking|came|launched|held|made|enacted|expanded|tightened|suspended|reported))\b[^,;“”—]*$",
    re.IGNORECASE,
)
_OF_A_SERIES = re.compile(r"\b(?:point|time|\w+th|first|second|third|later|early|end of) $")
_ASIDE = re.compile(r"\b(?:about|whether|regarding|concerning|over|to a question)\b[^,;“”]*$")
_ATTRIBUTE = re.compile(
    r"(?:'s)? (?:announcements?|rules?|measures?|notices?|decisions?|orders?|meetings?|summits?|"
    r"talks|"
    r"calls?|deals?|"
    r"agreements?|tariffs?|controls?|bans?|curbs?|deadline|truce|attacks?|elections?|strikes?)\b"
)
_SPEECH_NOUN = re.compile(
    r"\b(?:statement|data|figures|readout|document|notification|notice|announcement|briefing"
    r"|guidance|memo|directive|circular|proclamation|conference|post|remarks|release|guidance|memo|memorandum|directive|circular|proclamation|interview|comments|letter|report|reporters)\b"
    r"[^,;“”]{0,60}$",
    re.IGNORECASE,
)
_ZH_OTHER = re.compile(r"(?:自|从|于|截至|针对|关于|就|对|有关|围绕|在)[^，。；：]{0,24}$")
_ZH_AFTER = re.compile(
    r"^(?:公布|发布|宣布|出台|实施|生效|签署|起|以来|的|前|后|举行|开始|推出|达成|颁布)"
)
_LEAD = re.compile(
    r"[A-Z][\w' -]{1,48}? (?:on )?(?P<day>[A-Z][a-z]+day) \w+(?:ed|ew|ent|ook|ade|aid)\b"
)
_REMARKED = re.compile(
    r"\b(?:said|announced|stated|disclosed|revealed) (?:this|so)\b"
    r"|\bma(?:de|king) (?:the|these|those|his|her|its) (?:remarks?|comments?|statements?"
    r"|announcement|disclosure|pledge|appeal|call)\b"
    r"|\b(?:remarks?|comments?|statements?|announcement) (?:came|were made|was made)\b"
)
_SENTENCE = re.compile(r"[^.\n]*(?:\.(?! [A-Z])[^.\n]*)*")
_HE = re.compile(r"\s*(?:He|She|It|The|His|Her|Its|These|Those)\b")
_BEHIND = 700
"""Characters behind a statement within which "X made the remarks on Tuesday" can be of it."""

_REACH = 3
_CLOSE, _CLOSE_BEHIND = 24, 14
"""Characters from a cue within which "earlier" or "last week" tells of the saying."""

_BACK = 40
"""Claims looked back on: a run of speech is shorter, and the cost stays linear."""

_LEADING = 24
"""Characters from a sentence's head within which a date leads all that is said in it."""

_FRESH = timedelta(days=3)


class Dater:
    """Reads the dates of one document's claims."""

    def __init__(self, text: str, language: str, origin: Origin) -> None:
        self._text = text
        self._language = language
        line = dateline(text, language)
        zone = (line.zone if line else None) or zone_of(origin)
        self.country = line.country if line else None
        self._published = published_day(origin, zone)
        self._moment = origin.published_at
        self.anchor = self._published
        self._latest = _latest(origin, self._published)
        self._dateline: SaidOn | None = None
        if line and line.when:
            found = readings(line.when, language, self.anchor)
            if found and found[0].day is not None:
                self._dateline = self._said(replace(found[0], kind="dateline"))
                self._write(found[0].day)

    def _write(self, day: date) -> None:
        """Read 今天 as the day on which the report was written, which may be out a day later."""
        if self._language != "zh" or self._published is None:
            return
        if timedelta() <= self._published - day <= _FRESH:
            self.anchor = day

    def dates(self, claims: list[Claim]) -> list[SaidOn | None]:
        """Return the date of speech of each claim, in order, None where none is told."""
        cues: dict[int, list[int]] = {}
        for claim in claims:
            if claim.cue is not None and self._language == "en":
                cues.setdefault(claim.sentence, []).append(claim.cue)
        told = [self._told(claim, cues.get(claim.sentence, [])) for claim in claims]
        dated: list[SaidOn | None] = []
        for number, reading in enumerate(told):
            if reading is not None and reading.kind == "same":
                dated.append(self._same(dated, reading.back))
            elif reading is not None:
                dated.append(self._said(reading))
            else:
                dated.append(
                    self._inherited(claims, told, dated, number)
                    or self._remarked(claims, number)
                    or self._lead(claims[number])
                    or self._default()
                )
        return dated

    def _remarked(self, claims: list[Claim], number: int) -> SaidOn | None:
        """Return the day of "X made the remarks at a briefing on Tuesday" behind a statement."""
        claim = claims[number]
        if self._language != "en":
            return None
        end = min(len(self._text), claim.end + _BEHIND)
        for at, later in enumerate(claims[number + 1 :], number + 1):
            if not _same_speaker(claims[at], claim):
                end = min(end, later.start)
                break
        match = _REMARKED.search(self._text, claim.end, end)
        if match is None or self._text.count("\n", claim.end, match.start()) > 2 * _REACH:
            return None
        head = max(self._text.rfind(mark, 0, match.start()) for mark in (". ", "\n", "” ", '" '))
        sentence = _SENTENCE.match(self._text, head + 1 + (self._text[head : head + 1] != "\n"))
        words = sentence.group() if sentence else ""
        name = (claim.source.speaker or "").split()
        if not any(part in words for part in name if len(part) > 2) and not _HE.match(words):
            return None
        cue = match.start() - (head + 1)
        for reading in readings(words, "en", self.anchor):
            if reading.day is not None and self._rank(words, reading, cue) == 0:
                said = self._said(reading)
                return self._handed_down(said) if said is not None and self._fresh(said) else None
        return None

    def _lead(self, claim: Claim) -> SaidOn | None:
        """Return the weekday of a lead: "China on Sunday suspended the ban, its ministry said"."""
        if self._language != "en" or claim.cue is None or claim.cue < claim.end:
            return None
        match = _LEAD.match(self._text, claim.start, claim.end)
        found = readings(match.group("day"), "en", self.anchor) if match else []
        said = self._said(found[0]) if found else None
        return said if said is not None and self._fresh(said) else None

    def own(self, title: str, document: OwnDocument) -> SaidOn | None:
        """Return the date of a body's own document: of its foot, head or title, else its day."""
        for words in (document.foot[-200:], title, document.head[-400:]):
            for reading in reversed(readings(words, self._language, self.anchor)):
                if reading.kind == "explicit" and reading.day is not None:
                    said = self._said(reading)
                    if said is not None and not said.conflict:
                        return said
        return self._default()

    def _default(self) -> SaidOn | None:
        if self._dateline is not None:
            return self._dateline
        if self._published is None:
            return None
        return SaidOn(day=self._published, evidence="publication")

    def _said(self, reading: Reading) -> SaidOn | None:
        return said_on(reading, self._latest)

    def _same(self, dated: list[SaidOn | None], back: int) -> SaidOn | None:
        """Return the day last told, or so many days before it: "the same day", "a day earlier"."""
        last = next((said for said in reversed(dated) if said is not None), self._default())
        if last is None:
            return None
        evidence = f"{back} days before the last" if back else "same day"
        return replace(last, day=last.day - timedelta(days=back), evidence=evidence, conflict=False)

    def _told(self, claim: Claim, cues: list[int]) -> Reading | None:
        """Return the date that the attribution itself tells, the nearest to its cue.

        A date nearer to another cue of the sentence is not this one's, unless it leads both.
        """
        best: tuple[int, int, Reading] | None = None
        cue = claim.start if claim.cue is None else claim.cue
        head = min((start for start, _ in claim.about), default=0)
        for start, end in claim.about:
            words = self._text[start:end]
            for reading in readings(words, self._language, self.anchor):
                rank = self._rank(words, reading, cue - start)
                at = start + reading.at
                distance = abs(at - cue)
                if at - head > _LEADING and any(abs(at - other) < distance for other in cues):
                    continue
                if rank is not None and (best is None or (rank, distance) < best[:2]):
                    best = (rank, distance, reading)
        if best is None and claim.scene is not None:
            return self._set(claim.scene, claim)
        return self._where_spoken(best[2], claim) if best is not None else None

    def _where_spoken(self, reading: Reading, claim: Claim) -> Reading:
        """Return a weekday as that of today where the speaker is, if it is tomorrow's here."""
        moment = self._moment
        zone = ZONES.get((claim.source.body or "").split("-", 1)[0])
        if reading.kind != "weekday" or reading.day is None or moment is None or zone is None:
            return reading
        if reading.words.lower().startswith(("上", "last")):
            return reading
        if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
            return reading
        there = moment.astimezone(ZoneInfo(zone)).date()
        return replace(reading, day=there) if reading.day == there - timedelta(days=7) else reading

    def _set(self, scene: tuple[int, int], claim: Claim) -> Reading | None:
        """Return the day on which a scene was set, unless the speaker is not in it."""
        words = self._text[scene[0] : scene[1]]
        near = "\n" not in self._text[scene[1] : claim.start]
        name = claim.source.speaker or ""
        there = any(part in words for part in name.split() if len(part) > 1)
        if name and not there and not near:
            return None
        found = readings(words, self._language, self.anchor)
        days = [r for r in found if r.day is not None and self._rank(words, r, 0) is not None]
        return days[0] if days else None

    def _rank(self, words: str, reading: Reading, cue: int) -> int | None:
        """Return how good a date is for the speaking (0 is best), None where it is of another."""
        before, after = words[: reading.at], words[reading.at + len(reading.words) :]
        if self._language == "zh":
            if _ZH_AFTER.match(after) or (
                reading.at < cue and _ZH_OTHER.search(before) and "，" in words[reading.at : cue]
            ):
                return 2 if reading.kind != "vague" else None
            return 1 if reading.kind == "vague" else 0
        behind = before[cue:].partition(" ")[2] if 0 <= cue < reading.at else before
        near = -_CLOSE < reading.at - cue < 0 or 0 <= reading.at - cue < _CLOSE_BEHIND
        apart = before[max(cue, 0) :] if cue < reading.at else words[len(before) : cue]
        other = "," in apart and apart.rpartition(",")[2].strip() != "" and before.strip() != ""
        other = other or _OF_A_SERIES.search(before) is not None
        leads = (
            before.strip() in ("", "Earlier", "In") and after.lstrip()[:1] == ","
        )  # "Earlier this month, X said"
        if reading.kind in ("vague", "part") and other:
            return None  # "to begin some time this year, X said"
        if reading.kind == "same" and not near and not leads and len(apart) > _LEADING:
            return None  # "…, he said as he left after arriving the previous day"
        if reading.kind == "vague" and not (near or leads):
            # "had earlier said" tells of the saying; "earlier" elsewhere tells of something else.
            return None
        if _ATTRIBUTE.match(after) and not re.search(r"(?:^| )[OoIi]n $", behind):
            return None
        if _OF_SOMETHING_ELSE.search(behind) and not _SPEECH_NOUN.search(behind):
            return None
        if _ASIDE.search(behind):
            return 2
        return 1 if reading.kind == "vague" else 0

    def _inherited(
        self,
        claims: list[Claim],
        told: list[Reading | None],
        dated: list[SaidOn | None],
        number: int,
    ) -> SaidOn | None:
        claim = claims[number]
        first = max(0, number - _BACK)
        if claim.source.speaker and not (
            number
            and claims[number - 1].paragraph == claim.paragraph
            and _same_speaker(claims[number - 1], claim)
        ):
            mine = (n for n in range(number - 1, first - 1, -1) if _same_speaker(claims[n], claim))
            n = next((n for n in mine if _tells(told[n])), None)
            if n is not None and claim.paragraph - claims[n].paragraph <= _REACH:
                return self._handed_down(dated[n])
        for n in range(number - 1, first - 1, -1):
            if not _one_run(claims[n], claim):
                break
            if _tells(told[n]):
                return self._handed_down(dated[n])
        own = [n for n in range(first, number) if _one_run(claims[n], claim)]
        for n in reversed(own):
            said = dated[n]
            if said is not None and told[n] is not None and self._fresh(said):
                return self._handed_down(said)
        for n in range(number + 1, len(claims)):
            if claims[n].paragraph - claim.paragraph > _REACH:
                break
            reading = told[n]
            if reading is None or not _same_speaker(claim, claims[n]):
                continue
            said = self._said(reading)
            return self._handed_down(said) if said is not None and self._fresh(said) else None
        return None

    def _fresh(self, said: SaidOn) -> bool:
        return (
            said.precision is Precision.DAY
            and self._published is not None
            and not said.conflict
            and self._published - said.day <= _FRESH
        )

    @staticmethod
    def _handed_down(said: SaidOn | None) -> SaidOn | None:
        if said is None or said.evidence.startswith(("inherited", "publication", "dateline")):
            return said
        return replace(said, evidence=f"inherited from {said.evidence}")


def _tells(reading: Reading | None) -> bool:
    """Tell whether a date can be handed down: one that was told, or inherited, not a vague one."""
    return reading is None or reading.kind != "vague"


def _same_speaker(earlier: Claim, later: Claim) -> bool:
    one, other = earlier.source, later.source
    return one.body == other.body and one.speaker == other.speaker


def _one_run(earlier: Claim, later: Claim) -> bool:
    """Tell whether two claims are of one speaker, as far as the words tell."""
    one, other = earlier.source, later.source
    if one.body is None and other.body is None:
        return one.speaker == other.speaker
    if one.body != other.body:
        return False
    return one.speaker == other.speaker or one.speaker is None or other.speaker is None


def _latest(origin: Origin, published: date | None) -> date | None:
    """Return the last day that a speech can bear that was reported when the document came out."""
    if origin.published_at is None or published is None:
        return published
    moment = origin.published_at
    if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return published
    return max(published, moment.date(), moment.astimezone(ZoneInfo("Asia/Shanghai")).date())
