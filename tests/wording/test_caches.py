"""What is remembered of texts goes with the settings that it was read by."""

import gc
import weakref
from pathlib import Path

from monitor.config.settings import load
from monitor.pipeline.build import reader_of
from monitor.wording import caches, threads
from monitor.wording.compare import Comparer

CONFIG = Path(__file__).parents[2] / "config"


def remembers_by_comparer(value: object) -> bool:
    inner = getattr(value, "__wrapped__", None)
    return hasattr(value, "cache_info") and "comparer" in getattr(inner, "__annotations__", {})


def test_a_comparer_that_is_no_longer_used_goes_with_what_was_read_by_it() -> None:
    comparer: Comparer | None = reader_of(load(CONFIG, {})).comparer
    assert comparer is not None
    gone = weakref.ref(comparer)
    held = [value for value in vars(threads).values() if remembers_by_comparer(value)]
    assert held
    for remembered in held:
        remembered(comparer, "Rare-earth exports require a licence.", "en")
    comparer = None
    gc.collect()
    assert gone() is not None
    caches.forget()
    gc.collect()
    assert gone() is None
