"""The ids that a decision leaves behind, and what each means in plain words."""

from collections.abc import Mapping
from types import MappingProxyType

RULES: Mapping[str, str] = MappingProxyType(
    {
        "thread.latest": "differs from the body's latest other words on this",
        "thread.standing": "differs from what the body has said on most of its last days",
        "thread.reversion": "goes back to words that the body used before",
        "thread.provisional": "no wording stands yet, so the nearest earlier words decided",
        "thread.new": "the body has not spoken of this in the last year",
        "thread.omitted_twice": "left out twice in a row in the body's own texts",
        "thread.adoption": "another body said this first",
        "thread.gathered": "several passages of one utterance changed, told as one shift",
        "page.edited": "a published text was changed",
        "page.reverted": "a published text was changed back",
        "page.removed": "a published text was taken down",
        "page.returned": "a published text that was taken down is back",
    }
)
"""Rules of the decision itself; those of the comparison stand beside it."""

SILENCED: Mapping[str, str] = MappingProxyType(
    {
        "excerpt": "words missing from an excerpt may have been said all the same",
        "omitted_once": "left out once; a second omission in the body's own text would count",
        "translator": "the difference may be the translator's",
        "neighbouring_rank": "a step to the next rank of a ladder does not count alone",
        "aspect": "an aspect such as “continue” does not count alone",
        "indirect": "indirect speech tells what was said, and does not prove how it was worded",
        "indirect_single_source": "one report in indirect speech is no proof",
        "date_conflict": "said, by its date, after it was published",
        "rolls_forward": "a date that is as far ahead as it was before moves with the text",
        "another_act": "each act stands beside the earlier ones, which stay in force",
        "misquoted": "the official text of that day has the quoted words otherwise, and leads",
        "late": "said long before it was published here",
        "mangled": "the copy is too poor to compare words",
        "unattributed": "no official body can be named for these words",
    }
)
"""Why a shift was held back: `Shift.silenced` is one of these, or a reason of the comparison."""

UNATTRIBUTED = "unattributed"
COPY = "copy"
REQUOTE = "requote"
RESTATEMENT = "restatement"
BASELINE = "baseline"
HISTORY = "history"
FIRST = "first"
GATHERED = "gathered"
