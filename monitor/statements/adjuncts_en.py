"""Adjuncts of time and place that stand about an English reporting verb, as patterns."""

import re

_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = (
    r"(?-i:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|"
    r"Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DATE = (
    rf"{_MONTH} ?\d{{1,2}}(?!\d)(?:st|nd|rd|th)?(?:,? \d{{4}})?|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}"
    r"(?:,? \d{4})?"
)
_PART = r"(?:morning|afternoon|evening|night)"
TIME_PHRASE = re.compile(
    rf"\b(?:(?:(?:late |early |earlier |later )?(?:on |in |by |since )?(?:late |early )?"
    rf"(?:(?:last |this |next |the previous |the following )?{_WEEKDAY}(?:"
    rf" {_PART})?(?:,? (?:{_DATE}))?"
    rf"(?: local time)?|(?:{_DATE})(?: local time)?|{_MONTH},? \d{{4}}|(?:the )?(?:same|previous"
    rf"|following) day"
    rf"|the \d{{1,2}}(?:st|nd|rd|th)(?: of {_MONTH})?))"
    rf"|(?:on |in )(?:last |this )?{_MONTH}|(?:earlier |later |late |early |earlier on )?(?:today"
    rf"|yesterday|tonight)"
    rf"|(?:earlier |later )?(?:last|this) (?:week|month|year|night|{_PART}|summer|spring|autumn"
    rf"|fall|winter)"
    rf"|(?:an? |two |three |four |five |six |several |\d+ )(?:days?|weeks?|months?|hours?) (?:ago"
    rf"|earlier|later)"
    rf"|(?:back )?in (?:19|20)\d{{2}}|at the time|in recent (?:days|weeks|months)"
    rf"|that {_PART}(?= that\b| the\b|,|\.|:|$)|so far this year)(?!['’]s\b)",
    re.IGNORECASE,
)
_VENUE_HEAD = (
    r"(?:(?:joint |written |press |news |media |fact )?(?:statements?|conferences?|briefings?|"
    r"interviews?|releases?|sheet|remarks|call)|posts?|tweets?|message|letters?|e-?mails?|speech"
    r"|address|"
    r"hearing|announcement|notice|response|reply|report|note|article|op-ed|commentary|forum|"
    r"summit|meetings?|talks|events?|ceremony|testimony|session|broadcast|readout|document|"
    r"filing|websites?|account|platforms?|X|Weibo|WeChat|Truth Social|Twitter|Facebook|Telegram|"
    r"television|TV|radio|visit|trip|notification|proclamation|order|communique|presser|gaggle|"
    r"social media|podcast|video|question|questions|query|queries|press|reporters|conversation|"
    r"comments|appearance|question-and-answer|dialogue|parliament|opening|conversation|Q&A)"
)
_VENUE_TAIL = (
    r"(?: (?:to|with|on|from|at|by|for|via|of|in|posted|published|released|issued|sent|broadcast"
    r"|aired|held|"
    r"carried|made|dated)(?: (?:(?!(?:that|said|says|and|which|it|he|she|they|we"
    r"|had|has|have|is|are|was|were|would|will|could|can|may|might|must|should)\b)[\w.'’&-]+)){1,6}?"
    r"(?= (?:on|that|said|in|at|when|after|to|earlier|last|this|late) |,|\.|:| “| "
    + _WEEKDAY
    + r"|$))?"
)
_NO_VENUE = (
    r"(?:that|and|said|says|told|which|who|would|will|had|has|have|is|are|was|were|could|can|may"
    r"|might|"
    r"must|should|issued|released|published|posted|gave|warned|urged|wrote|writes|added"
    r"|adds|noted|tweeted|called|calls|accused|announced|confirmed|denied|stressed|argued|insisted"
    r"|stated|replied|responded|he|she|they|we|it|not|no|his"
    r"|her|their|its|\w+day)\b"
)
VENUE_PHRASE = re.compile(
    rf"(?<![Aa]ccording )(?!to (?:report|address|order|note|notice|call|post|visit|question"
    rf"|document|broadcast|press|release)\b)"
    rf"\b(?:in|at|during|on|via|through|to|from|by|over) (?:(?:a|an|the|its|his|her"
    rf"|their|another|separate|"
    rf"response to|reply to|reaction to)\b ?)?(?:(?!{_NO_VENUE})[\w.'’&-]+ ){{0,7}}?"
    rf"{_VENUE_HEAD}\b(?!-)(?! that (?:would|will|has|have|is|are|was|were|can"
    rf"|could)\b){_VENUE_TAIL}"
)
