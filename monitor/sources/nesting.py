"""How deep a document nests, before a parser that recurses or grows with it sees it."""

import re
from collections.abc import Iterator

DEEPEST = 200
_TAG = re.compile(rb"<(?P<close>/?)(?P<name>[a-zA-Z_][\w.:-]*)[^<>]*?(?P<empty>/?)>")


def is_too_deep(document: bytes) -> bool:
    """Return whether the elements of an XML document nest more than DEEPEST levels."""
    visible = _without_opaque(document)
    if _estimate(visible) <= DEEPEST:
        return False
    depth: list[bytes] = []
    for match in _TAG.finditer(visible):
        if match["close"]:
            # A tag that was left open ends with the element around it.
            if match["name"] in depth:
                while depth.pop() != match["name"]:
                    pass
        elif not match["empty"]:
            depth.append(match["name"])
            if len(depth) > DEEPEST:
                return True
    return False


def opaque_spans(document: bytes) -> Iterator[tuple[int, int]]:
    """Return where comments and CDATA sections begin and end: what is in them is no markup."""
    closings = {b"<![CDATA[": b"]]>", b"<!--": b"-->"}
    at = 0
    while (start := document.find(b"<!", at)) >= 0:
        opening = next((one for one in closings if document.startswith(one, start)), None)
        at = start + 2
        if opening is None:
            continue
        end = document.find(closings[opening], start + len(opening))
        if end < 0:
            # None of this kind is closed from here on; to look again each time takes the square.
            del closings[opening]
            continue
        at = end + 3
        yield start, at


def _without_opaque(document: bytes) -> bytes:
    pieces = []
    at = 0
    for start, end in opaque_spans(document):
        pieces.append(document[at:start])
        at = end
    pieces.append(document[at:])
    return b"".join(pieces)


def _estimate(visible: bytes) -> int:
    """Return a depth that is never too small, at the cost of a few counts."""
    depth = deepest = 0
    for piece in visible.split(b"</"):
        depth += piece.count(b"<") - piece.count(b"/>")
        deepest = max(deepest, depth)
        depth -= 1
    return deepest
