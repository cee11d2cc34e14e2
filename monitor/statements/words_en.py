"""English words of grammar and office, by the type of token that they make."""

# The type of a token is one character, so that a pattern over types is a plain regex.
COUNTRY, CAPITAL, BODY, INSTITUTION, HEAD, ROLE, PERSON = "C", "c", "B", "K", "H", "R", "P"
NAME, UNNAMED, PRONOUN, ANAPHOR, DOCUMENT, FORMER = "N", "U", "p", "A", "M", "f"
DETERMINER, POSSESSIVE, OF, ADJECTIVE, AUXILIARY = "d", "s", "o", "j", "a"
TIME, VENUE, QUOTE, WORD, CONJUNCTION, THAT, NEGATION = "t", "v", "q", "w", "x", "h", "n"
CUE, GERUND, ACCORDING = "V", "G", "L"

WORDS: dict[str, tuple[str, ...]] = {
    PRONOUN: ("he", "she", "it", "they"),
    DETERMINER: tuple(
        "the a an its his her their this another one two three some several many other".split()
    ),
    OF: tuple("of for at with from in to by on".split()),
    ADJECTIVE: tuple(
        "senior deputy acting chief top new vice assistant foreign official permanent federal "
        "interim chinese-language chief-of-staff executive lead regular unnamed incoming joint "
        "another separate same latest principal special outgoing two both daily written".split()
    ),
    AUXILIARY: tuple(
        "also has have had later again then further repeatedly previously already meanwhile "
        "earlier once however still recently publicly explicitly clearly only therefore further "
        "yet firmly strongly reportedly specifically simply just even all jointly separately "
        "solemnly categorically flatly additionally moreover strongly immediately bluntly quickly "
        "formally consistently "
        "hence thus consequently accordingly similarly likewise nonetheless nevertheless "
        "long twice subsequently promptly is was are were been be being "
        "did does do himself herself itself themselves".split()
    ),
    CONJUNCTION: tuple("and but while as after when where because although though or if".split()),
    THAT: ("that",),
    NEGATION: tuple(
        "not never declined refused failed would could should might may can will must to didn't "
        "wouldn't hasn't couldn't doesn't don't won't cannot nor neither without".split()
    ),
    FORMER: ("former", "ex", "then-president", "ex-president", "former-president", "late"),
    ANAPHOR: tuple(
        "ministry minister department agency commission bureau president premier spokesperson "
        "spokesman spokeswoman committee council embassy ambassador secretary chancellor "
        "administration government office chairman chairwoman chair commissioner director "
        "governor envoy diplomat regulator fund organization organisation treasurer".split()
    ),
    DOCUMENT: (
        *"statement notice announcement communique communiqué readout circular order".split(),
        *"notification advisory decree guidelines bulletin regulations directive".split(),
        *"proclamation factsheet guidance memo memorandum transcript data".split(),
        *(
            "figures",
            "statistics",
            "fact sheet",
            "press release",
            "joint statement",
            "news release",
        ),
        *("white paper", "website", "letter", "testimony", "regulation", "ordinance"),
    ),
    ACCORDING: ("according to", "as per", "per the"),
}
MEMBERS = "Sen.|Rep.|Senator|Representative|Congressman|Congresswoman|Speaker".split("|")
SECRETARIES = ("cabinet secretary", "principal secretary", "permanent secretary")
