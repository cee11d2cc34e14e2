"""Calls made together: an answer for each, and an error for those of its call alone."""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from monitor.pipeline.together import Together


@pytest.fixture
def worker() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(max_workers=1) as executor:
        yield executor


def test_what_is_asked_at_the_same_time_is_one_call(worker: ThreadPoolExecutor) -> None:
    calls: list[list[int]] = []

    def doubled(values: Sequence[int]) -> list[int]:
        calls.append(list(values))
        return [2 * value for value in values]

    async def script() -> list[int]:
        double = Together(worker, doubled)
        return list(await asyncio.gather(*(double(value) for value in range(20))))

    assert asyncio.run(script()) == [2 * value for value in range(20)]
    assert calls == [list(range(20))]


def test_what_is_asked_during_a_call_makes_the_next_one(worker: ThreadPoolExecutor) -> None:
    calls: list[list[str]] = []
    going, on = threading.Event(), threading.Event()

    def noted(values: Sequence[str]) -> list[str]:
        calls.append(list(values))
        going.set()
        on.wait(5)
        return list(values)

    async def script() -> None:
        note = Together(worker, noted)
        first = asyncio.ensure_future(note("first"))
        await asyncio.to_thread(going.wait, 5)
        later = [asyncio.ensure_future(note(name)) for name in ("second", "third")]
        await asyncio.sleep(0)
        on.set()
        assert await asyncio.gather(first, *later) == ["first", "second", "third"]
        assert await note("fourth") == "fourth"

    asyncio.run(script())
    assert calls == [["first"], ["second", "third"], ["fourth"]]


def test_an_error_reaches_all_of_its_call_and_no_other(worker: ThreadPoolExecutor) -> None:
    def inverse(values: Sequence[int]) -> list[float]:
        return [1 / value for value in values]

    async def script() -> None:
        invert = Together(worker, inverse)
        failed = await asyncio.gather(invert(0), invert(1), return_exceptions=True)
        assert [type(one) for one in failed] == [ZeroDivisionError, ZeroDivisionError]
        assert await invert(4) == 0.25

    asyncio.run(script())


def test_one_who_does_not_wait_any_more_leaves_the_others_their_answers(
    worker: ThreadPoolExecutor,
) -> None:
    async def script() -> None:
        same: Together[int, int] = Together(worker, list)
        left = asyncio.ensure_future(same(1))
        stays = asyncio.ensure_future(same(2))
        await asyncio.sleep(0)
        left.cancel()
        assert await stays == 2
        assert left.cancelled()

    asyncio.run(script())
