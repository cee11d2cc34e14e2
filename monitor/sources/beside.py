"""Parts that stand beside the entries of a list and not in them, as in `<dt>` and `<dd>`. Pure."""

from collections.abc import Sequence

from lxml import etree


def beside(
    root: etree._Element, entries: Sequence[etree._Element], parts: Sequence[etree._Element]
) -> dict[etree._Element, etree._Element]:
    """Return which part belongs to which entry of a flat list, in the order of the page.

    A part belongs to the entry that it stands before or, in a list where more entries have one
    after them, to the one that it stands after; never across another entry. What stands within
    an entry belongs to none.
    """
    place = {node: at for at, node in enumerate(root.iter())}
    spans = sorted((place[one], place[one] + sum(1 for _ in one.iter()), one) for one in entries)
    free = sorted((place[part], part) for part in parts)
    before: dict[etree._Element, etree._Element] = {}
    after: dict[etree._Element, etree._Element] = {}
    at, end, last = 0, -1, None
    for start, stop, entry in spans:
        while at < len(free) and free[at][0] < start:
            where, part = free[at]
            if where >= end:
                before[entry] = part
                if last is not None:
                    after.setdefault(last, part)
            at += 1
        end, last = max(end, stop), entry
    if last is not None:
        trailing = next((part for where, part in free[at:] if where >= end), None)
        if trailing is not None:
            after[last] = trailing
    return after if len(after) > len(before) else before
