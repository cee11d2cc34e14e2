"""CSS selectors over pages."""

from functools import lru_cache

from cssselect import SelectorError
from lxml import etree
from lxml.cssselect import CSSSelector


@lru_cache(maxsize=512)
def selector(css: str) -> CSSSelector:
    """Return a compiled selector; raises ValueError where it is none."""
    try:
        return CSSSelector(css, translator="html")
    except (SelectorError, etree.XPathError) as exc:
        raise ValueError(f"not a CSS selector: {css!r} ({exc})") from exc


def select(root: etree._Element, css: str) -> list[etree._Element]:
    """Return the elements under `root` that a selector matches, in document order."""
    found = selector(css)(root)
    nodes = found if isinstance(found, list) else []
    return [node for node in nodes if isinstance(node, etree._Element)]
