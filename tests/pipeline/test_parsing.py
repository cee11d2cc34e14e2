"""Parsing in a child: what takes too long or too much is ended, and nothing else is harmed."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from monitor.errors import ParseError
from monitor.pipeline import parsing
from monitor.pipeline.parsing import SMALL, Parsing


def pid_of(*, source: str) -> int:
    return os.getpid()


def slow(*, source: str) -> None:
    time.sleep(30)


def greedy(*, source: str) -> int:
    return len(bytearray(4 << 30))


def dying(*, source: str) -> None:
    os._exit(9)


def refusing(*, source: str) -> None:
    raise ParseError("not a feed", source=source, hint="look at it")


def broken(*, source: str) -> None:
    raise ZeroDivisionError("a bug")


def run(script: Callable[[Parsing], Awaitable[None]]) -> None:
    async def within() -> None:
        with ThreadPoolExecutor(max_workers=1) as worker:
            async with Parsing(worker, children=1) as parsing:
                await script(parsing)

    asyncio.run(within())


def test_a_small_body_is_parsed_here_and_a_large_one_in_a_child() -> None:
    async def script(parsing: Parsing) -> None:
        assert await parsing.run(pid_of, source="s", size=SMALL) == os.getpid()
        assert await parsing.run(pid_of, source="s", size=SMALL + 1) != os.getpid()

    run(script)


def test_a_child_that_is_slow_greedy_or_dies_is_an_error_of_its_source_and_the_next_is_sound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def script(parsing_: Parsing) -> None:
        large = SMALL + 1
        await parsing_.run(pid_of, source="s", size=large)
        for function, words in (
            (slow, "took longer"),
            (greedy, "more memory"),
            (dying, "more memory"),
            (refusing, "not a feed"),
        ):
            monkeypatch.setattr(parsing, "PATIENCE", 0.2 if function is slow else 60.0)
            with pytest.raises(ParseError, match=words) as caught:
                await parsing_.run(function, source="s", size=large)
            assert caught.value.source == "s"
        assert caught.value.hint == "look at it"
        with pytest.raises(ZeroDivisionError):
            await parsing_.run(broken, source="s", size=large)
        assert await parsing_.run(pid_of, source="s", size=large) != os.getpid()

    run(script)


def test_no_child_outlives_the_parsing() -> None:
    children = []

    async def script(parsing_: Parsing) -> None:
        children.append(await parsing_.run(pid_of, source="s", size=SMALL + 1))

    run(script)
    assert not _is_running(children[0])


def test_idle_children_are_let_go_and_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "IDLE", 0.01)

    async def script(parsing_: Parsing) -> None:
        first = await parsing_.run(pid_of, source="s", size=SMALL + 1)
        async with asyncio.timeout(20):
            while _is_running(first):  # noqa: ASYNC110 - the system tells of no such event
                await asyncio.sleep(0.01)
        assert await parsing_.run(pid_of, source="s", size=SMALL + 1) != first

    run(script)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
