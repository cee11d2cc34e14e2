"""Times and sizes as people write them: `15m`, `1d12h`, `10 MB`."""

import re
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_BYTES = {"": 1, "b": 1, "kb": 1_000, "mb": 1_000_000, "gb": 1_000_000_000}
DURATION_PATTERN = r"^([0-9]+(\.[0-9]+)?[smhd])+$"
_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?([kmg]?b?)", re.IGNORECASE)
_LONGEST = timedelta(days=3_660)


def duration(text: object) -> timedelta:
    """Return the time that `45s`, `15m`, `6h`, `7d` or `1d12h` stands for; ValueError for other."""
    if isinstance(text, timedelta):
        return text
    if not isinstance(text, str) or not re.fullmatch(DURATION_PATTERN, text):
        raise ValueError(f"{text!r} is no time: write it with a unit, as in 45s, 15m, 6h or 7d")
    parts = re.findall(r"([0-9.]+)([smhd])", text)
    seconds = sum(float(number) * _SECONDS[unit] for number, unit in parts)
    if seconds > _LONGEST.total_seconds():
        raise ValueError(f"{text!r} is longer than ten years")
    return timedelta(seconds=seconds)


def spell(time: timedelta) -> str:
    """Return a time as `duration` reads it, in the largest units: `1d12h`, `0s`."""
    left, spelt = time.total_seconds(), ""
    for unit, seconds in reversed(_SECONDS.items()):
        if count := int(left // seconds):
            spelt += f"{count}{unit}"
            left -= count * seconds
    return spelt or (f"{left:g}s")


def size(text: object) -> int:
    """Return the bytes that `4000`, `64 kB` or `10 MB` stands for; ValueError for other text."""
    if isinstance(text, int) and not isinstance(text, bool) and text >= 0:
        return text
    match = _SIZE.fullmatch(text.strip()) if isinstance(text, str) else None
    unit = match[2].lower() if match else ""
    unit = unit if unit in _BYTES else f"{unit}b"
    if match is None or unit not in _BYTES:
        raise ValueError(f"{text!r} is no size: write it as in 64 kB or 10 MB")
    return int(float(match[1]) * _BYTES[unit])


Duration = Annotated[
    timedelta,
    BeforeValidator(duration, json_schema_input_type=str),
    PlainSerializer(spell, return_type=str),
]
Size = Annotated[int, BeforeValidator(size, json_schema_input_type=int | str)]
