"""English words that are one word: inflection, derivation and spelling folded to a stem. Pure."""

import re
from functools import lru_cache

_IRREGULAR = {
    form: lemma
    for lemma, forms in {
        "rise": "rose risen",
        "fall": "fell fallen",
        "grow": "grew grown",
        "hold": "held",
        "keep": "kept",
        "sell": "sold",
        "buy": "bought",
        "say": "said",
        "tell": "told",
        "meet": "met",
        "begin": "began begun",
        "become": "became",
        "see": "saw seen",
        "lead": "led",
        "seek": "sought",
        "speak": "spoke spoken",
        "build": "built",
        "send": "sent",
        "show": "shown",
        "know": "knew known",
        "draw": "drew drawn",
        "withdraw": "withdrew withdrawn",
        "choose": "chose chosen",
        "break": "broke broken",
        "write": "wrote written",
        "bring": "brought",
        "think": "thought",
        "stand": "stood",
        "understand": "understood",
        "undertake": "undertook undertaken",
        "undergo": "underwent undergone",
        "lose": "lost",
        "win": "won",
        "pay": "paid",
        "leave": "left",
        "find": "found",
        "forbid": "forbade forbidden",
        "freeze": "froze frozen",
        "spend": "spent",
        "mean": "meant",
        "deal": "dealt",
        "feel": "felt",
        "shrink": "shrank shrunk",
        "strike": "struck",
        "drive": "drove driven",
        "overcome": "overcame",
        "oversee": "oversaw overseen",
        "forgo": "forgone",
        "uphold": "upheld",
        "withhold": "withheld",
        "good": "better best",
        "bad": "worse worst",
        "country": "countries",
        "person": "people persons",
        "analysis": "analyses",
        "crisis": "crises",
        "criterion": "criteria",
        "datum": "data",
    }.items()
    for form in forms.split()
}
_NO_VERBS = frozenset("good bad country person analysis crisis criterion datum".split())
# Families that a suffix rule would part or would confuse.
_FAMILY = {
    "stability": "stabl",
    "stabilize": "stabl",
    "stabilization": "stabl",
    "stable": "stabl",
    "stably": "stabl",
    "security": "secur",
    "secure": "secur",
    "securities": "securities",
    "strength": "strong",
    "strong": "strong",
    "strongly": "strong",
    "analysis": "analys",
    "analyze": "analys",
    "growth": "grow",
    "width": "wide",
    "length": "long",
    "prohibition": "prohibit",
    "permission": "permit",
    "permissible": "permit",
    "decision": "decid",
    "provision": "provision",
    "consultation": "consult",
    "explanation": "explain",
    "maintenance": "maintain",
    "compliance": "compl",
    "compliant": "compl",
    "comply": "compl",
    "response": "respond",
    "defense": "defend",
    "approval": "approv",
    "removal": "remov",
    "renewal": "renew",
    "refusal": "refus",
    "denial": "deny",
    "application": "applic",
    "applicant": "applicant",
    "reduction": "reduc",
    "destruction": "destroy",
    "acquisition": "acquir",
    "extension": "extend",
    "expansion": "expand",
    "suspension": "suspend",
    "inclusion": "includ",
    "exclusion": "exclud",
    "conclusion": "conclud",
    "resolution": "resolution",
    "retention": "retain",
    "sale": "sell",
    "practice": "practic",
    "practical": "practical",
    "general": "general",
    "generally": "generally",
    "universe": "univers",
    "university": "university",
    "police": "police",
    "policy": "polici",
    "policies": "polici",
    "international": "international",
    "internationally": "international",
    "nation": "nation",
    "national": "national",
    "nationally": "national",
    "product": "product",
    "production": "produc",
    "productive": "productive",
    "productivity": "productivity",
    "relation": "relat",
    "relationship": "relat",
    "relations": "relat",
    "relative": "relative",
    "relatively": "relative",
    "importance": "important",
    "important": "important",
    "importantly": "important",
    "early": "early",
    "earlier": "early",
    "late": "late",
    "later": "late",
    "latest": "late",
    "lately": "recent",
    "recently": "recent",
    "particular": "particular",
    "particularly": "particular",
    "official": "official",
    "officials": "official",
    "business": "business",
    "businesses": "business",
    "news": "news",
    "goods": "goods",
    "means": "means",
    "measures": "measur",
    "customs": "customs",
    "custom": "custom",
    "arms": "arms",
    "series": "series",
    "species": "species",
    "states": "state",
    "united": "united",
    "unity": "unity",
    "unit": "unit",
    "units": "unit",
}
_ISE_KEPT = frozenset(
    "rise raise exercise advise otherwise promise precise supervise expertise enterprise surprise "
    "compromise premise revise devise comprise franchise merchandise arise wise likewise disguise "
    "concise noise praise televise improvise paradise treatise excise incise demise cruise bruise "
    "appraise clockwise".split()
)
_SPELLING = (
    (re.compile(r"^(licen|defen|offen|preten)ce"), r"\1se"),
    (re.compile(r"^(programm)e(s?)$"), r"program\2"),
    (re.compile(r"^judgement"), "judgment"),
    (
        re.compile(r"^(fav|col|hon|lab|hum|harb|neighb|behavi|endeav|rig|vig|arm|rum|flav|sav)our"),
        r"\1or",
    ),
    (re.compile(r"^(cent|met|fib|lit|theat|calib|kilomet|millimet)re(s?)$"), r"\1er\2"),
    (
        re.compile(
            r"^(trave|labe|cance|mode|signa|leve|fue|counse|tota|channe|dia)ll(ed|ing|er|ers)$"
        ),
        r"\1l\2",
    ),
    (re.compile(r"^alumini?um$"), "aluminum"),
    (re.compile(r"^sulph"), "sulf"),
    (re.compile(r"^fulfil(s|ment)?$"), r"fulfill\1"),
    (re.compile(r"^enrol(s|ment)?$"), r"enroll\1"),
    (re.compile(r"^analys(e|ed|es|ing)$"), r"analyz\1"),
    (re.compile(r"^tonnes?$"), "ton"),
    (re.compile(r"^cheque"), "check"),
    (re.compile(r"^grey"), "gray"),
    (re.compile(r"^sceptic"), "skeptic"),
    (re.compile(r"^towards$"), "toward"),
    (re.compile(r"^amongst$"), "among"),
    (re.compile(r"^whilst$"), "while"),
)
_ISE = re.compile(r"^(\w{2,}?)is(e|ed|es|er|ers|ing|ation|ations)$")


@lru_cache(maxsize=65536)
def spelled(word: str) -> str:
    """Return a lower-case English word in one spelling, the American one."""
    for pattern, into in _SPELLING:
        word = pattern.sub(into, word)
    match = _ISE.match(word)
    if match and (match[1] + "ise") not in _ISE_KEPT and len(match[1]) > 2:
        return f"{match[1]}iz{match[2]}"
    return word


def is_past(word: str) -> bool:
    """Tell whether a lower-case English word is an irregular verb's past (held, met, sold)."""
    return _IRREGULAR.get(word, word) not in _NO_VERBS and word in _IRREGULAR


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem that a lower-case English word shares with its inflections and derivations.

    Porter's algorithm (1980), after irregular forms, one spelling, and a list of families that
    its suffix rules part or confuse (`stability` and `stable`; not `policy` and `police`).
    """
    word = word.removesuffix("'s").removesuffix("’s").strip("'’")
    word = _IRREGULAR.get(word, word)
    word = spelled(word)
    if word in _FAMILY:
        return _FAMILY[word]
    if word.endswith("s") and word[:-1] in _FAMILY:
        return _FAMILY[word[:-1]]
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return word
    root = _porter(word)
    return _FAMILY.get(root, root)


_VOWEL = "aeiou"


def _consonant(word: str, at: int) -> bool:
    letter = word[at]
    if letter in _VOWEL:
        return False
    return letter != "y" or at == 0 or not _consonant(word, at - 1)


def _measure(word: str) -> int:
    shape = "".join("c" if _consonant(word, at) else "v" for at in range(len(word)))
    return len(re.findall("v+c+", shape))


def _has_vowel(word: str) -> bool:
    return any(not _consonant(word, at) for at in range(len(word)))


def _double(word: str) -> bool:
    return len(word) > 1 and word[-1] == word[-2] and _consonant(word, len(word) - 1)


def _cvc(word: str) -> bool:
    last = len(word) - 1
    return (
        last >= 2
        and _consonant(word, last)
        and not _consonant(word, last - 1)
        and _consonant(word, last - 2)
        and word[-1] not in "wxy"
    )


_STEP2 = (
    ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"),
    ("bli", "ble"), ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous"),
    ("ization", "ize"), ("ation", "ate"), ("ator", "ate"), ("alism", "al"), ("iveness", "ive"),
    ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"), ("iviti", "ive"), ("biliti", "ble"),
)  # fmt: skip
_STEP3 = (
    ("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""),
    ("ness", ""),
)  # fmt: skip
_STEP4 = (
    "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous",
    "ive", "ize", "al", "er", "ic", "ou",
)  # fmt: skip


def _plain_endings(word: str) -> str:
    if word.endswith("sses") or word.endswith("ies"):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    for ending in ("ed", "ing"):
        if word.endswith(ending) and _has_vowel(word[: -len(ending)]):
            word = word[: -len(ending)]
            if word.endswith(("at", "bl", "iz")):
                return word + "e"
            if _double(word) and word[-1] not in "lsz":
                return word[:-1]
            if _measure(word) == 1 and _cvc(word):
                return word + "e"
            return word
    return word


def _porter(word: str) -> str:
    word = _plain_endings(word)
    if word.endswith("y") and _has_vowel(word[:-1]):
        word = word[:-1] + "i"
    for rules in (_STEP2, _STEP3):
        for ending, into in rules:
            if word.endswith(ending):
                if _measure(word[: -len(ending)]) > 0:
                    word = word[: -len(ending)] + into
                break
    for ending in _STEP4:
        if word.endswith(ending):
            if _measure(word[: -len(ending)]) > 1:
                word = word[: -len(ending)]
            break
    else:
        if word.endswith(("sion", "tion")) and _measure(word[:-3]) > 1:
            word = word[:-3]
    if word.endswith("e") and (
        _measure(word[:-1]) > 1 or (_measure(word[:-1]) == 1 and not _cvc(word[:-1]))
    ):
        word = word[:-1]
    if word.endswith("ll") and _measure(word) > 1:
        word = word[:-1]
    return word
