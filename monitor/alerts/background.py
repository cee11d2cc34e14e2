"""Work that blocks, in a thread of its own."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


async def in_background(work: Callable[[], T]) -> T:
    """Return what the work comes to; raises what it raises.

    The threads that asyncio lends are few and shared: a mail server that hangs would hold up every
    chat, and the look-up of every name. This thread is the work's own, and one that never ends
    keeps no process alive. Giving up the wait leaves the thread to end by itself.
    """
    future: Future[T] = Future()

    def run() -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            future.set_result(work())
        except Exception as exc:
            future.set_exception(exc)

    Thread(target=run, name="sender", daemon=True).start()
    return await asyncio.wrap_future(future)
