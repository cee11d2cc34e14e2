"""Tell an official's voice from the reporter's in sentences without a verb of speech."""

import re

_VOICE = re.compile(
    r"^(?:(?:However|Meanwhile|Therefore|Moreover|In addition|Instead|Also|Furthermore"
    r"|As (?:a|the)[^,]{3,60}|At the same time|"
    r"In this regard|For this reason|To this end|That said|Facts have proven that),? )?"
    r"(?:China|Beijing|The Chinese (?:side|government)|We|Our|Both sides|The two (?:sides"
    r"|countries)|"
    r"The (?:US|U\.S\.|EU|Japanese|Indian|Dutch|American) side|The (?:[Mm]inistry|[Cc]ommission)"
    r"|All (?:parties|countries)|Relevant|"
    r"The (?:relevant |new |export )*(?:measures?|controls?|policy"
    r"|regulations?|rules?|restrictions?))\b"
    r"[^.]{0,60}?\b(?:is|are|has|have|will|should|must|hopes?|urges?|opposes?|stands?|remains?|"
    r"attaches|supports?|implements?|welcomes?|takes?|does|do|cannot|can|needs?|never|always"
    r"|aims?)\b"
)
_SPOKEN = re.compile(  # only officials speak of "the Dutch side" and of "such practices"
    r"^(?:The [A-Z]\w+ side\b(?! of)|Such (?:\w+ )?(?:actions?|moves?|measures?|practices?|acts?"
    r"|behaviou?r|conduct|remarks?|steps?|attempts?)\b)"
)
_REFUSES = re.compile(
    r"(?:He|She|They|It) (?:also )?(?:would not|wouldn't|declined|did not|didn't|refused)\b"
)
_COMMITS = re.compile(
    r"^(?:China|Beijing|The Chinese (?:side|government)|We|Our|Both sides|The (?:US|U\.S\.|EU)"
    r" side)\b"
    r"[^.“\"]{0,40}?\b(?:has (?:always|consistently|been consistent)|is (?:willing|ready|committed|"
    r"always|opposed|consistent)|attaches|stands ready|(?:will|would) (?:continue|resolutely"
    r"|firmly)|"
    r"firmly|opposes|urges|hopes|never)\b"
)
_URGES = re.compile(
    r"^(?:China|Beijing|We|The Chinese (?:side|government)) (?:[a-z]+ly |also )?(?:urges?|calls? on"
    r"|opposes?|demands?|welcomes?|condemns?|rejects?|asks?|hopes?)\b"
)
_LAYS_DOWN = re.compile(
    r"\b(?:must|shall|should|would|may not|cannot|it is hoped|(?:is|are|remains?|be) "
    r"(?:not |strictly |only |also )?(?:prohibited|required|banned|barred|allowed|permitted"
    r"|exempt(?:ed)?|eligible|subject to|obliged)|appl(?:y|ies) (?:to|only)|takes? effect"
    r"|comes? into (?:force|effect)|will (?:not |also |only )?"
    r"(?:be \w+ed|be (?:made|given|taken|held|set|put)|apply|take effect"
    r"|remain|continue))\b",
    re.IGNORECASE,
)
_TURNED = re.compile(  # what a reporter goes on with: another matter, or whom the story is about
    r"(?:But|However|Meanwhile|Still|Yet|Analysts|Critics|Experts|Many|Some|His|Her|Its|Their|He|She"
    r"|They|If|Such a move|That|This)\b|(?!China|Beijing|Washington|Tokyo|Seoul|Brussels|Export)"
    r"(?:[A-Z][\w.'’-]+ ){2}"
)
_REPORTER = re.compile(
    r"\b(?:according to|analysts?|experts?|Reuters|reported|last (?:week|month|year)|reporters|"
    r"shares|percent|per cent|billion|million|\d+%|accounts? for|imposed|announced|launched|in"
    r" 20\d\d|"
    r"world's|largest|biggest|used (?:in|to|for)|dominates?|"
    r"earlier this (?:week|month|year)|data|came after|comes after|comes as|came as|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\. \d|"
    r"(?:January|February|March|April|June|July|August|September|October|November|December) \d)",
)

_STATES = (
    r"(?:China|Beijing|The Chinese (?:side|government)"
    r"|The (?:US|U\.S\.|United States|EU|European Union|UK|Netherlands|Philippines)"
    r"(?: side| government)?|Japan|India|South Korea|Russia|Iran|Canada"
    r"|Australia|Washington|Tokyo|We|Europe|Both sides|The two sides|All parties)"
)
_JUDGES = re.compile(
    rf"^(?:(?:This|These|Such|It|The (?:move|measures?|moves?|actions?|decision|practices?|aim))\b"
    rf"|{_STATES}\b"
    rf"|(?:Under|By|In|Based|As|With|On|For|At|Without|Instead|Through)\b[^.]{{3,120}}?, "
    rf"(?i:{_STATES})\b)"
    r"[^.]{0,80}?\b(?:is|are|has|have|does|do|stands?|remains?|generali[sz]es?|abuses?|imposes?"
    r"|violates?|undermines?|disrupts?|harms?|lacks?|runs?|seeks?|will|should|must|cannot|opposes?"
    r"|hopes?|urges?|seriously|severely|firmly)\b"
)
_STATE_ACTS = re.compile(
    rf"\b{_STATES} (?:has |have )?(?:also )?(?:\w+ly )?(?:oppose|urge|call|express|reject|condemn"
    r"|welcome|demand|hope|reiterate|protest|deplore)"
)
_SAID = re.compile(r"\b(?:said|says|told|according|added|wrote|noted|quoted)\b")
_TOLD_PAST = re.compile(
    r"\b(?:was|were|had|did)\b|(?<!has )(?<!have )(?<!been )(?<!be )(?<!is )(?<!are )"
    r"\b(?:said|told|took|came|went|met|held|began|rose|fell|made|gave|announced|launched|signed)\b"
)


def reported(words: str) -> bool:
    """Return whether a sentence has what only a reporter writes: sources, figures, the past."""
    return _REPORTER.search(words) is not None


def official_voice(words: str) -> bool:
    """Return whether a sentence speaks as officials do: "China has always …"."""
    spoken_so = _VOICE.match(words) or _SPOKEN.match(words)
    return spoken_so is not None and not reported(words)


def urges(words: str) -> bool:
    """Return whether a state urges in its official's voice: "Guo said C. China urges …"."""
    return _URGES.match(words) is not None and official_voice(words)


def commits(words: str) -> bool:
    """Return whether a state says what it always does, so that a paragraph can stand alone."""
    return _COMMITS.match(words) is not None and not reported(words)


def judges(words: str) -> bool:
    """Return whether a sentence in the present judges what a state does, as spokespersons do.

    "This is a typical act of coercion." "Under the pretext of security, the US is in fact …"
    """
    if _TOLD_PAST.search(words) or "“" in words or reported(words):
        return False
    return _JUDGES.match(words) is not None


def state_acts(words: str) -> bool:
    """Return whether a state alone is said to oppose, urge or protest, and nobody else speaks."""
    return _STATE_ACTS.search(words) is not None and _SAID.search(words) is None


def refuses(words: str) -> bool:
    """Return whether somebody will not speak: "He declined to say"."""
    return _REFUSES.match(words) is not None


def lays_down(words: str) -> bool:
    """Return whether a sentence says what must, shall or would be, as a reporter seldom does.

    "The ministry said that C. Export operators must apply for a licence."
    """
    if _TURNED.match(words) or "“" in words or '"' in words or reported(words):
        return False
    return _LAYS_DOWN.search(words) is not None
