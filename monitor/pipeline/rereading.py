"""A page that is read otherwise by this version of the reader than by the one before it.

Another library, another selector in the settings: what a page's text is changes while the page does
not. Its bytes are kept, so that they are read anew before its new text is compared with the old.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from monitor.config.sources import SourceKind, SourceSettings
from monitor.errors import ParseError
from monitor.pipeline.known import origin_of
from monitor.pipeline.record import Histories, Recorded, Recorder
from monitor.sources.article import read_article
from monitor.sources.item import Item
from monitor.storage import evidence, items
from monitor.storage.columns import storable
from monitor.storage.items import StoredItem
from monitor.text.normalize import normalize


def words(text: str) -> list[str]:
    """Return a text's words: what stands between them is no part of it."""
    return normalize(text).text.split()


def caught_up(
    session: Session,
    recorder: Recorder,
    source: SourceSettings,
    item: Item,
    known: str,
    *,
    now: datetime,
    histories: Histories,
) -> list[Recorded]:
    """Store what this reader finds in the bytes that a known item was read from; tell nobody.

    Nothing where the item's text is the stored one, where the bytes say the same as before, are not
    kept any more, or are those of a feed.
    """
    if source.kind is not SourceKind.PAGE and not source.full_text:
        return []
    stored = items.get(session, known)
    if stored is None or words(stored.item.text) == words(item.text):
        return []
    again = _reread(session, source, stored)
    if again is None:
        return []
    recorded = recorder.record(
        session,
        again,
        origin_of(source, again.url, again.published_at),
        topics=recorder.reader.topics_of(again, source.topics),
        now=now,
        baseline=True,
        histories=histories,
    )
    return [recorded] if recorded.changed else []


def _reread(session: Session, source: SourceSettings, stored: StoredItem) -> Item | None:
    item = stored.item
    kept = evidence.get_many(session, [item.evidence]).get(item.evidence)
    if kept is None or kept.body is None or kept.url != storable(item.url):
        return None
    content_type = (value for name, value in kept.headers if name == "content-type")
    try:
        article = read_article(
            kept.body,
            source=source.id,
            url=kept.final_url,
            content_type=next(content_type, None),
            charset=source.charset,
            selector=source.article_selector,
        )
    except ParseError:
        return None
    if not article.text or words(article.text) == words(item.text):
        return None
    return replace(item, text=article.text)
