"""A source whose site has moved, or names its entries anew: which are known all the same."""

from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from monitor.sources.item import Item
from monitor.storage import entries
from monitor.storage.entries import SeenEntry

_FEWEST = 2
"""Entries found again that make a move on one host: one alone may be chance."""


def renamed(
    session: Session, source: str, found: Sequence[tuple[Item, tuple[str, ...]]]
) -> dict[str, SeenEntry]:
    """Return the entries that are known under other names, by the key that they have now.

    `found` is all that the source shows, each item with its traces (`identity.traces_of`), none
    of it known by a key or an alias. An entry is matched by the path of its page or by its title
    and day, each of which must be one entry's alone here. What matches counts where it is half of
    the list, or where the whole list has come from one host to another: outlets that carry one
    headline on one day are not a move.
    """
    counted = Counter(trace for _, traces in found for trace in traces)
    alone = [trace for trace, times in counted.items() if times == 1]
    known = entries.known(session, source, alone)
    matched: dict[str, SeenEntry] = {}
    taken: set[str] = set()
    for item, traces in found:
        seen = next((known[trace] for trace in traces if trace in known), None)
        if seen is not None and seen.key not in taken:
            taken.add(seen.key)
            matched[item.key] = seen
    if len(matched) >= max(_FEWEST, len(found) / 2):
        return matched
    here = {_host(item.url) for item, _ in found}
    there = {_host(seen.url) for seen in matched.values()}
    return matched if len(here) == len(there) == 1 and here != there else {}


def _host(url: str) -> str:
    return urlsplit(url).netloc
