"""Column types that give back what they were given, on SQLite and on PostgreSQL alike."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import BigInteger, DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

from monitor.storage.problems import DatabaseError

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_MICROSECOND = timedelta(microseconds=1)


def storable(text: str) -> str:
    """Return the text with U+FFFD for what a database cannot hold: NUL and lone surrogates.

    PostgreSQL refuses U+0000 in text and neither database takes what is not UTF-8. One code point
    is put for one, so that spans keep their places.
    """
    if text.isascii() and "\x00" not in text:
        return text
    return _UNSTORABLE.sub("\ufffd", text)


class Words(TypeDecorator[str]):
    """Text of any length."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the text as a database can hold it."""
        return None if value is None else storable(value)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware times go in, aware times in UTC come back; naive ones are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC; SQLite, which knows no zones, gets it without one."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"a naive time: {value}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment, aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Duration(TypeDecorator[timedelta]):
    """A duration, kept as whole microseconds."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:
        """Return the duration in microseconds."""
        return None if value is None else value // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> timedelta | None:
        """Return the duration."""
        return None if value is None else timedelta(microseconds=value)


class Json(TypeDecorator[Any]):
    """Lists, numbers and words as JSON text; tuples come back as lists."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        """Return the value as JSON."""
        try:
            return orjson.dumps(value).decode()
        except orjson.JSONEncodeError:
            # orjson refuses lone surrogates, the standard library writes them as they are.
            return storable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Return what the JSON says; raise DatabaseError where it is not JSON."""
        try:
            return orjson.loads(value or "null")
        except orjson.JSONDecodeError as exc:
            raise DatabaseError(
                f"a stored value is not JSON: {value!r:.80}",
                hint="The database was changed by hand or is damaged: restore a backup.",
            ) from exc
