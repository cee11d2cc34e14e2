"""Short calls for the worker, made together: one transaction for all that wait at once."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import Generic, TypeVar

A = TypeVar("A")
B = TypeVar("B")


class Together(Generic[A, B]):
    """A function of many values, awaited with one; what is asked while it runs makes the next call.

    Most visits find nothing new: a transaction for each would cost more than the rest of it.
    """

    def __init__(self, worker: Executor, function: Callable[[Sequence[A]], Sequence[B]]) -> None:
        self._worker = worker
        self._function = function
        self._waiting: list[tuple[A, asyncio.Future[B]]] = []
        self._calls: asyncio.Task[None] | None = None

    async def __call__(self, value: A) -> B:
        """Return what the function returns for a value; raises what it raised for all of them."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[B] = loop.create_future()
        self._waiting.append((value, answer))
        if self._calls is None:
            self._calls = loop.create_task(self._call())
        return await answer

    async def _call(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._waiting:
                asked, self._waiting = self._waiting, []
                values = [value for value, _ in asked]
                try:
                    found = await loop.run_in_executor(self._worker, self._function, values)
                except Exception as exc:
                    for _, answer in asked:
                        if not answer.done():
                            answer.set_exception(exc)
                else:
                    for (_, answer), one in zip(asked, found, strict=True):
                        if not answer.done():
                            answer.set_result(one)
        finally:
            self._calls = None
