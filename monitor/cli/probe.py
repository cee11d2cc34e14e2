"""What each source and channel answers, live."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime
from time import monotonic

from monitor.alerts.email import knock
from monitor.config.channels import Channel, EmailChannel, WebhookChannel
from monitor.config.settings import Settings
from monitor.config.sources import SourceKind, SourceSettings
from monitor.errors import FetchError, MonitorError, SourceError
from monitor.pipeline.build import fetcher_of
from monitor.sources.article import Article, decode, read_article
from monitor.sources.fetch import Fetched, Fetcher
from monitor.sources.identity import canonical_url
from monitor.sources.pages import parse_listing
from monitor.sources.parse import ParsedFeed, parse_feed

Row = dict[str, object]
_NOT_THERE = (404, 410)
_LONGEST = 200


async def probe(settings: Settings, sources: Iterable[SourceSettings]) -> list[Row]:
    """Return one row for each source and channel: what it answered, or why it did not.

    `state` is ok, failing, or empty (it answered, and held nothing). Nothing is stored or sent.
    """
    async with fetcher_of(settings.monitor) as fetcher:
        asked = [_source(fetcher, source) for source in sources]
        active = (one for one in settings.monitor.channels if one.rule.active)
        asked += [_channel(fetcher, channel) for channel in active]
        return list(await asyncio.gather(*asked))


async def _source(fetcher: Fetcher, source: SourceSettings) -> Row:
    began = monotonic()
    row: Row = {"id": source.id, "kind": source.kind.value, "url": source.url}
    try:
        answer = await fetcher.get(source.address(datetime.now(UTC)), source=source.id)
        if not isinstance(answer, Fetched):
            raise FetchError("answered 304 to a first question", source=source.id, transient=True)
        took = round((monotonic() - began) * 1000)
        row |= {"status": answer.status, "took_ms": took, "bytes": len(answer.body)}
        found, feed = await asyncio.to_thread(_found, source, answer)
        row |= found
        if source.full_text and feed is not None and feed.entries:
            row |= await _article(fetcher, source, answer.final_url, feed, found)
    except SourceError as exc:
        row |= {
            "state": "failing",
            "took_ms": round((monotonic() - began) * 1000),
            "detail": f"{exc.problem} ({exc.hint})" if exc.hint else exc.problem,
        }
        if isinstance(exc, FetchError):
            row["status"] = exc.status
    return row


def _found(source: SourceSettings, answer: Fetched) -> tuple[Row, ParsedFeed | None]:
    """Return what an answer holds as a row, and as a feed where it is a list."""
    content_type = answer.header("content-type")
    if source.kind is not SourceKind.FEED and source.listing is None:
        article = _read(source, answer)
        return {
            "state": "ok" if article.text else "empty",
            "encoding": _charset(source, answer) if article.kind != "pdf" else None,
            "characters": len(article.text),
            "detail": article.problem or _text_words(source, article),
        }, None
    if source.listing is not None:
        feed = parse_listing(
            answer.body,
            source=source.id,
            url=answer.final_url,
            rule=source.listing,
            content_type=content_type,
            charset=source.charset,
            zone=source.zone,
        )
    else:
        feed = parse_feed(
            answer.body,
            source=source.id,
            url=answer.final_url,
            content_type=content_type,
            charset=source.charset,
            zone=source.zone,
        )
    dated = sum(one.published_at is not None for one in feed.entries)
    texts = sum(bool(one.text) for one in feed.entries)
    words = f"{dated} with a date, {texts} with a text" if feed.entries else ""
    return {
        "state": "ok" if feed.entries else "empty",
        "entries": len(feed.entries),
        "dated": dated,
        "texts": texts,
        "newest": _newest(feed),
        "encoding": feed.encoding,
        "detail": "; ".join(filter(None, (words, *feed.problems)))[:_LONGEST],
    }, feed


async def _article(
    fetcher: Fetcher, source: SourceSettings, base: str, feed: ParsedFeed, found: Row
) -> Row:
    """Return what the page behind the first entry is read as: by it one sees a selector at work."""
    first = next((one for one in feed.entries if one.link), None)
    url = canonical_url(first.link or "", base) if first else ""
    if not url:
        return {}
    try:
        answer = await fetcher.get(url, source=source.id)
        if not isinstance(answer, Fetched):
            return {}
        article = await asyncio.to_thread(_read, source, answer)
    except SourceError as exc:
        problem = f"{exc.problem} ({exc.hint})" if exc.hint else exc.problem
        return {"state": "failing", "detail": f"its first article: {problem}"}
    words = f"first article: {_text_words(source, article)}"
    told = (str(found["detail"]), words, article.problem or "")
    return {
        "state": "ok" if article.text else "empty",
        "characters": len(article.text),
        "detail": "; ".join(filter(None, told))[: 2 * _LONGEST],
    }


def _read(source: SourceSettings, answer: Fetched) -> Article:
    return read_article(
        answer.body,
        source=source.id,
        url=answer.final_url,
        content_type=answer.header("content-type"),
        charset=source.charset,
        selector=source.article_selector,
    )


def _charset(source: SourceSettings, answer: Fetched) -> str:
    content_type = answer.header("content-type")
    return decode(answer.body, content_type=content_type, charset=source.charset)[1]


def _text_words(source: SourceSettings, article: Article) -> str:
    by = f" by {source.article_selector}" if source.article_selector else ""
    return f"{len(article.text)} characters of text{by}"


def _newest(feed: ParsedFeed) -> str | None:
    dates = [entry.published_at for entry in feed.entries if entry.published_at is not None]
    return max(dates).astimezone(UTC).isoformat(timespec="minutes") if dates else None


async def _channel(fetcher: Fetcher, channel: Channel) -> Row:
    """Return whether a channel's receiver can be reached; no message goes out."""
    row: Row = {
        "id": channel.rule.id,
        "kind": type(channel).__name__.removesuffix("Channel").lower(),
    }
    began = monotonic()
    try:
        if isinstance(channel, WebhookChannel):
            row |= await _webhook(fetcher, channel)
        elif isinstance(channel, EmailChannel):
            row |= await _mail(channel)
        else:
            row |= {"state": "ok", "detail": "alerts are printed in the terminal of `monitor run`"}
    except MonitorError as exc:
        problem = f"{exc.problem} ({exc.hint})" if exc.hint else exc.problem
        return {**row, "state": "failing", "detail": problem}
    return {**row, "took_ms": round((monotonic() - began) * 1000)}


def _sends(channel: Channel) -> str:
    return f"`monitor alerts test {channel.rule.id}` sends a real message"


async def _webhook(fetcher: Fetcher, channel: WebhookChannel) -> Row:
    """Return what the address answers to a question that carries no message.

    Most receivers take messages alone and refuse this, which is an answer too; an address that is
    not there is a problem.
    """
    try:
        answer = await fetcher.get(channel.endpoint.url, source=channel.rule.id)
    except FetchError as exc:
        if exc.status is None:
            raise
        if exc.status in _NOT_THERE:
            words = f"there is nothing at this address: check it; {_sends(channel)}"
            return {"state": "failing", "status": exc.status, "detail": words}
        return {"state": "ok", "status": exc.status, "detail": f"reached; {_sends(channel)}"}
    words = f"reached; {_sends(channel)}"
    if isinstance(answer, Fetched) and answer.final_url != channel.endpoint.url:
        words = f"it redirects to {answer.final_url}, and messages follow no redirect; {words}"
    status = answer.status if isinstance(answer, Fetched) else 304
    return {"state": "ok", "status": status, "detail": words}


async def _mail(channel: EmailChannel) -> Row:
    await knock(channel.server, channel=channel.rule.id)
    user = channel.server.username
    words = f"logged in as {user}" if user else "connected, no login is set"
    return {"state": "ok", "detail": f"{words}; {_sends(channel)}"}
