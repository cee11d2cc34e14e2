"""What may be asked of a listing, checked before it reaches the database."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from monitor.storage.listing import Filters
from monitor.wording.shift import Kind, Level

MOST = 500


def moment(raw: object) -> object:
    """Return a date, or a time in UTC, from ISO 8601; a time without a zone is taken as UTC."""
    if not isinstance(raw, str):
        return raw
    try:
        return date.fromisoformat(raw)
    except ValueError:
        pass
    try:
        # A plus sign in a query string arrives as a space.
        at = datetime.fromisoformat(re.sub(r"(?<=T)([\d:.]+) (?=\d\d:\d\d$)", r"\1+", raw))
        return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("neither a date (2025-08-19) nor a time (2025-08-19T09:30:00Z)") from None


def _storable(text: str) -> str:
    # PostgreSQL holds no U+0000, and no text of ours has one.
    if "\x00" in text:
        raise ValueError("holds a character that no text has")
    return text


def _given(value: Any) -> Any:
    return None if value == "" else value


Word = Annotated[
    str,
    Field(max_length=300, json_schema_extra={"pattern": r"^[^\x00]*$"}),
    AfterValidator(_storable),
]


@dataclass(frozen=True, slots=True)
class _Emptiable(BeforeValidator):
    """Takes an empty parameter for none, as a form sends it, and says so in the description."""

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        told = handler(core_schema)
        # A query has no null: what is not given is left out, or is empty.
        either = [one for one in told.get("anyOf", [told]) if one.get("type") != "null"]
        return {"anyOf": [*either, {"type": "string", "const": ""}]}


Given = _Emptiable(_given)


class Asked(BaseModel):
    """The parameters of a listing; an unknown one is refused, an empty one is none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    topic: Annotated[Word | None, Given, Field(examples=["rare-earths"])] = None
    body: Annotated[Word | None, Given, Field(examples=["CN-MFA"])] = None
    source: Annotated[Word | None, Given, Field(examples=["cn-mfa-en"])] = None
    level: Annotated[Level | None, Given] = None
    kind: Annotated[Kind | None, Given] = None
    state: Annotated[
        Word | None, Given, Field(description="Of a source, or of an alert's deliveries.")
    ] = None
    receiver: Annotated[Word | None, Given, Field(description="Whose deliveries.")] = None
    since: Annotated[
        date | datetime | None,
        BeforeValidator(moment),
        Given,
        Field(
            description="A date, or a time with its zone; rows of then and later.",
            examples=["2025-08-19"],
        ),
    ] = None
    q: Annotated[
        Word | None, Given, Field(description="Words in the texts.", examples=["稀土"])
    ] = None
    silenced: bool = Field(default=True, description="With shifts that a rule held back.")
    cursor: Annotated[
        Word | None, Given, Field(description="`next_cursor` of the page before.")
    ] = None
    limit: int = Field(default=50, ge=1, le=MOST)

    def filters(self) -> Filters:
        """Return what the listing is narrowed to."""
        return Filters(
            topic=self.topic,
            body=self.body,
            since=self.since,
            q=self.q,
            source=self.source,
            level=self.level,
            kind=self.kind,
            state=self.state,
            receiver=self.receiver,
            include_silenced=self.silenced,
        )


class AskedOfFeed(Asked):
    """The same for the feed: what a rule held back is left out unless it is asked for."""

    silenced: bool = Field(default=False, description="With shifts that a rule held back.")
    limit: int = Field(default=30, ge=1, le=MOST)
