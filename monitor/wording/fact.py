"""A fact found in a text: a number, a date, the name of a document, or a code. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class FactKind(StrEnum):
    """What a fact is: a number, a date, the name of a document, or a code of a control list."""

    NUMBER = "number"
    DATE = "date"
    DOCUMENT = "document"
    CODE = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact at `start` to `end` of the folded text.

    `key` is the same for every way of writing the same fact. A number has `value` and `unit`, a
    date has `year`, `month`, `day` as far as the text gives them.
    """

    kind: FactKind
    key: str
    start: int
    end: int
    value: Fraction | None = None
    unit: str = ""
    year: int | None = None
    month: int | None = None
    day: int | None = None
