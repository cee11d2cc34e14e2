"""Parsing where it does least harm: small bodies here, large ones in a child that can be killed."""

import asyncio
import multiprocessing
import resource
import sys
from collections.abc import Callable
from concurrent.futures import Executor
from concurrent.futures import TimeoutError as LateError
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from monitor.errors import ParseError

T = TypeVar("T")

SMALL = 64_000
"""Bytes that are parsed at once: below, a child costs more than the work."""
PATIENCE = 60.0
"""Seconds that a child has for one body: a feed of 10 MB takes about 4."""
CHILD_MEMORY = 1 << 30
IDLE = 20.0
"""Seconds after which idle children are let go: at rest they would double the memory."""


def _bounded() -> None:
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (CHILD_MEMORY, CHILD_MEMORY))


def _caught(function: Callable[..., T], source: str, keywords: dict[str, Any]) -> "T | _Failure":
    """Run in the child; an exception of ours takes keywords, which pickle does not give back."""
    try:
        return function(source=source, **keywords)
    except ParseError as exc:
        return _Failure(exc.problem, exc.hint)


class _Failure:
    """What a child says of a body that cannot be parsed."""

    def __init__(self, problem: str, hint: str) -> None:
        self.problem = problem
        self.hint = hint


class Parsing:
    """Runs parsers for bodies from outside, each within bounds of time and memory."""

    def __init__(self, worker: Executor, *, children: int = 2) -> None:
        self._worker = worker
        self._children = children
        self._pool: ProcessPool | None = None
        self._busy = 0
        self._idle: asyncio.TimerHandle | None = None
        self._stopping: set[asyncio.Future[None]] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        exc: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._idle is not None:
            self._idle.cancel()
        self._stop()
        if self._stopping:
            await asyncio.wait(self._stopping)

    async def run(
        self, function: Callable[..., T], *, source: str, size: int, **keywords: Any
    ) -> T:
        """Return what `function(source=…, **keywords)` returns; raises ParseError.

        A body of `size` bytes above SMALL goes to a child process. One that outlasts PATIENCE,
        or takes the child's memory, is a ParseError and harms nothing else.
        """
        if size <= SMALL:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(
                self._worker, partial(function, source=source, **keywords)
            )
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None
        self._busy += 1
        try:
            return await self._in_child(function, source, keywords)
        finally:
            self._busy -= 1
            if not self._busy:
                self._idle = asyncio.get_running_loop().call_later(IDLE, self._stop)

    async def _in_child(
        self, function: Callable[..., T], source: str, keywords: dict[str, Any]
    ) -> T:
        if self._pool is None:
            # A fork of a process with threads can deadlock; a fresh interpreter cannot.
            self._pool = ProcessPool(
                max_workers=self._children,
                max_tasks=500,
                initializer=_bounded,
                context=multiprocessing.get_context("spawn"),
            )
        future = self._pool.schedule(_caught, args=(function, source, keywords), timeout=PATIENCE)
        try:
            answer: T | _Failure = await asyncio.wrap_future(future)
        except LateError as exc:
            raise ParseError(
                f"parsing took longer than {PATIENCE:g} s and was ended", source=source
            ) from exc
        except (ProcessExpired, MemoryError) as exc:
            raise ParseError(
                "parsing needed more memory than it may have and was ended", source=source
            ) from exc
        if isinstance(answer, _Failure):
            raise ParseError(answer.problem, source=source, hint=answer.hint)
        return answer

    def _stop(self) -> None:
        """Let the children go, in a thread: only a pool that is joined ends them."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]  # pebble's
            stopping = asyncio.get_running_loop().run_in_executor(None, self._pool.join)
            self._stopping.add(stopping)
            stopping.add_done_callback(self._stopping.discard)
            self._pool = None
