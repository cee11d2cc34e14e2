"""Work that blocks holds up nothing else."""

import asyncio
import threading

import pytest

from monitor.alerts.background import in_background


def test_a_hundred_that_hang_hold_up_neither_another_nor_a_look_up_of_a_name() -> None:
    release = threading.Event()

    async def run() -> str:
        hanging = [asyncio.create_task(in_background(release.wait)) for _ in range(100)]
        try:
            async with asyncio.timeout(10):
                done = await in_background(lambda: "done")
                await asyncio.get_running_loop().getaddrinfo("127.0.0.1", 1)
        finally:
            release.set()
            await asyncio.gather(*hanging)
        return done

    assert asyncio.run(run()) == "done"


def test_what_the_work_raises_is_raised() -> None:
    def fails() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        asyncio.run(in_background(fails))


def test_work_that_never_ends_keeps_nobody_from_going_on() -> None:
    release = threading.Event()

    async def run() -> None:
        async with asyncio.timeout(0.05):
            await in_background(release.wait)

    with pytest.raises(TimeoutError):
        asyncio.run(run())
    release.set()
