"""Idioms of English news that tell what is said from what a reporter hangs on it, as patterns."""

import re

SAID_NOUN = re.compile(
    r"\b(?:claims?|accusations?|allegations?|criticisms?|reports?|charges?|rumou?rs?|assertions?|"
    r"notion|suggestions?|idea|concerns?|speculation|comments|remarks|having|that|any|"
    r"characterization|comparisons?|involvement|wrongdoing|responsibility)\b|\w+ing\b"
)
CALLED_SOMETHING_ELSE = re.compile(
    r"an? (?:\w+ )?(?:meeting|vote|election|session|halt|truce|strike)"
)
NOT_CONTENT = re.compile(
    r"(?:(?:this|that|it|them|goodbye|hello|nothing|little|so|as much|no more|yes|no|the same)\W*$"
    r"|(?:of|about|for|with|to|into|by|than|up|off|out) "
    r"|(?:this|it|that) (?:during|at|in|on|to|while|when|after|before) )",
    re.IGNORECASE,
)
ACTS_ONLY = frozenset(  # "announced the ban in December": a thing may be what was announced
    "announces announced declares declared confirms confirmed discloses disclosed reveals revealed "
    "explains explained acknowledges acknowledged reaffirms reaffirmed reiterates reiterated "
    "stresses stressed emphasizes emphasized underlines underlined underscores underscored".split()
)
DECLINES = re.compile(
    r"(?:(?:he|she|it|they) )?(?:could not|couldn't|was unable to|were unable to|was not able to"
    r"|would not|wouldn't|cannot|can't|had no|have no|has no|did not have(?: any)?)"
    r"(?: immediate(?:ly)?| further| any)* (?:comment|confirm or deny|elaborate)\b[^,]*$",
    re.IGNORECASE,
)
CREDIT = re.compile(r"[.”\"]?\s+[-–—]{1,2}\s?[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)?\s*$")
QUESTIONED = frozenset("asked speaking responding commenting when according answering".split())
REPORTERS = frozenset(  # what a reporter makes of words: "…," he said, underscoring the stakes
    "answering responding replying commenting underscoring underlining highlighting".split()
)
ASIDES = frozenset(  # what follows "Still, X said," and is not yet the content
    "in on at during after before when while asked speaking responding answering commenting "
    "referring citing according through via and but as addressing".split()
)
# What a reporter hangs on at the end of an indirect statement; wire idiom, not one story's.
TAIL = re.compile(
    r"(?<! or)(?<! and)(?<!been)(?<! be)(?<! are)(?<! is),? "
    r"(?:when|while|after being|as he was|as she was)?,? ?(?:was |were )?"
    r"(?:asked|responding|answering|commenting|speaking|referring|alluding) (?:about|whether|if"
    r"|to|on|at|in|why|how)\b"
    r"|, (?:according to [^,“”\"]{3,80}|[^,“”\"]{3,60}? (?:reported|said)(?: (?:on |late |early"
    r" )?\w+day)?)\s*$"
    r"|,? but (?:has |have |had )?(?:refused|declined) to\b"
    r"|[;,] (?:(?:but|although|though|while) )?(?:(?:he|she|it|they) )?(?:didn't|did not"
    r"|declined to|gave no|provided no)\b"
    r"|, (?:in response to|in reply to|in (?:an? )?(?:apparent |clear |veiled )?(?:reference|nod"
    r"|response|retaliation)\b"
    r"|an? (?:\w+ )?(?:move|step|sign|reference|relief|blow|shift|claim|charge|figure|reversal"
    r"|rebuke|warning|"
    r"reminder|departure|setback|boost) (?:that|to|for|by|in|from|which|of)\b"
    r"|(?:just |only |barely |less than |more than )?(?:(?:two |three |several |a few )?"
    r"(?:hours|days|weeks|months)|an? (?:hour|day|week|month)) (?:after|before|ahead of)\b"
    r"|as [^,“”]{3,60}?\b(?:gather|met\b|meet|prepar|brac|push|seek|sought|tri(?:es|ed)\b"
    r"|arriv|rac(?:es|ed)|scrambl)\w*|citing\b"
    r"|without (?:elaborating|giving|naming|specifying|providing|offering)"
    r"|(?:sending|prompting|sparking|weakening|cooling|deepening|escalating|intensifying|marking"
    r"|dealing|dashing|fuell?ing|signall?ing|paving|undercutting|reversing|defying|rattling"
    r"|heightening|drawing|ratcheting|widening|capping|echoing|contradicting|underlining"
    r"|highlighting|underscoring|hitting"
    r"|setting (?:off|up|the stage))\b(?! that)"
    r"|(?:raising|easing|stoking) (?:fears|hopes|concerns))"
)
