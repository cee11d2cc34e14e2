"""The pages behind entries: full articles, single watched pages, and pages that are gone."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from monitor.config.sources import SourceSettings
from monitor.errors import FetchError, ParseError, SourceError
from monitor.pipeline.candidates import Candidate, Plan
from monitor.pipeline.parsing import SMALL, Parsing
from monitor.sources.article import Article, is_pdf, read_article
from monitor.sources.dates import parse_when
from monitor.sources.fetch import Fetched, Fetcher, NotModified, Validators
from monitor.sources.identity import canonical_url
from monitor.sources.parse import Entry, ParsedFeed
from monitor.sources.walls import wall
from monitor.storage.entries import SeenEntry

MOST_ARTICLES = 60
"""Articles fetched in one visit: the rest is postponed, and the feed counts as not yet read."""
MOST_ASKED = 5
"""Vanished pages asked for in one visit."""
TRIES = 3
"""Visits in which an article is tried for before the feed's own text has to do."""
AT_ONCE = 4
MOST_FAILURES = 4
"""Articles that fail in one visit before no more are asked for: a site that hangs costs a minute
each time."""
PAGE_TYPES = "text/html, application/xhtml+xml, application/pdf;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """What became of entries that vanished: the items whose page is gone, and who did not say.

    `undecided` are the digests of entries whose page was not asked, or gave no answer.
    """

    items: tuple[str, ...] = ()
    undecided: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Round:
    """The articles of one visit: few at a time, and none any more where too many fail."""

    source: SourceSettings
    turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    failures: int = 0


class Articles:
    """Fetches what a source's entries point at."""

    def __init__(self, fetcher: Fetcher, parsing: Parsing) -> None:
        self._fetcher = fetcher
        self._parsing = parsing

    async def completed(self, source: SourceSettings, plan: Plan) -> Plan:
        """Return the plan with each candidate's text taken from its article, if settings say so.

        A candidate whose article could not be had for now is postponed: it is not taken until it
        was had, or until it failed in TRIES visits, when the feed's own text stands in.
        """
        if not source.full_text:
            return plan
        visit = _Round(source)
        asked = plan.candidates[:MOST_ARTICLES]
        answers = await asyncio.gather(*(self._completed(visit, one) for one in asked))
        return replace(
            plan,
            candidates=tuple(one for one, _, taken in answers if taken),
            postponed=(*plan.postponed, *(one for one, _, taken in answers if not taken)),
            waiting=(*plan.waiting, *plan.candidates[MOST_ARTICLES:]),
            problems=(*plan.problems, *(problem for _, problem, _ in answers if problem)),
        )

    async def _completed(
        self, visit: _Round, candidate: Candidate
    ) -> tuple[Candidate, str | None, bool]:
        """Return the candidate, what went wrong, and whether it can be stored now."""
        item, source = candidate.item, visit.source
        if not item.url:
            return candidate, None, True
        try:
            async with visit.turn:
                if visit.failures >= MOST_FAILURES:
                    raise FetchError(  # noqa: TRY301 - one place decides what a failure means
                        "not asked for, as others failed", source=source.id, transient=True
                    )
                answer = await self._fetched(source, item.url)
            article = await self.article(source, answer)
        except ParseError as exc:
            return _without(candidate, _told(item.url, exc))
        except FetchError as exc:
            visit.failures += exc.transient
            if exc.transient and candidate.tries + 1 < TRIES:
                return candidate, f"{_told(item.url, exc)}; it is tried again", False
            return _without(candidate, _told(item.url, exc))
        if not article.text:
            return _without(candidate, f"{item.url}: {article.problem or 'no text found'}")
        whole = replace(
            item,
            url=canonical_url(answer.final_url),
            title=item.title or article.title,
            text=article.text,
            published_raw=item.published_raw or article.published_raw,
            published_at=item.published_at or _published(source, article, answer),
            language=article.language or item.language,
            evidence=answer.sha256,
        )
        return (
            replace(candidate, item=whole, page=answer.validators, answer=answer),
            article.problem,
            True,
        )

    async def page(self, source: SourceSettings, answer: Fetched) -> ParsedFeed:
        """Return a single watched page as a feed of one entry."""
        article = await self.article(source, answer)
        if not article.text:
            raise ParseError(
                article.problem or "the page has no text that could be found",
                source=source.id,
                hint="set article_selector to the element that holds the text",
            )
        entry = Entry(
            guid=source.url,
            link=answer.final_url,
            title=article.title or source.name,
            html="",
            text=article.text,
            published_raw=article.published_raw,
            published_at=_published(source, article, answer),
            updated_at=None,
            authors=(),
            language=article.language,
            digest=answer.sha256[:32],
        )
        return ParsedFeed(
            title=article.title,
            link=answer.final_url,
            language=article.language,
            entries=(entry,),
            ttl=None,
            encoding="",
            problems=(article.problem,) if article.problem else (),
            unchanged=(),
        )

    async def gone(self, source: SourceSettings, vanished: tuple[SeenEntry, ...]) -> Gone:
        """Return which items are gone: their entry vanished, and their page answers 404 or 410."""
        suspects = [one for one in vanished if one.item and one.url]
        asked = suspects[:MOST_ASKED]
        answers = await asyncio.gather(*(self._is_gone(source, one.url) for one in asked))
        unsaid = [one for one, gone in zip(asked, answers, strict=True) if gone is None]
        return Gone(
            items=tuple(
                one.item for one, gone in zip(asked, answers, strict=True) if gone and one.item
            ),
            undecided=frozenset(one.digest for one in (*unsaid, *suspects[MOST_ASKED:])),
        )

    async def _is_gone(self, source: SourceSettings, url: str) -> bool | None:
        try:
            await self._fetched(source, url)
        except FetchError as exc:
            return None if exc.transient else exc.status in {404, 410}
        return False

    async def _fetched(self, source: SourceSettings, url: str) -> Fetched:
        answer = await self.asked(source, url)
        if isinstance(answer, NotModified):
            raise FetchError(
                "answered 304 to a question without validators", source=source.id, transient=True
            )
        return answer

    async def asked(
        self, source: SourceSettings, url: str, validators: Validators | None = None
    ) -> Fetched | NotModified:
        """Return what a page answers; raises FetchError, also where a wall answers in its place."""
        answer = await self._fetcher.get(
            url, source=source.id, validators=validators, accept=PAGE_TYPES
        )
        if isinstance(answer, Fetched):
            past_the_wall(answer, source.id, transient=True)
        return answer

    async def article(self, source: SourceSettings, answer: Fetched) -> Article:
        """Return the text of a page that answered; raises ParseError."""
        size = len(answer.body)
        if is_pdf(answer.body):
            # However small: 40 kB of a PDF can unpack to gigabytes.
            size = max(size, SMALL + 1)
        return await self._parsing.run(
            read_article,
            source=source.id,
            size=size,
            body=answer.body,
            url=answer.final_url,
            content_type=answer.header("content-type"),
            charset=source.charset,
            selector=source.article_selector,
        )


def _published(source: SourceSettings, article: Article, answer: Fetched) -> datetime | None:
    """Return when a page says that it was published, or None; one from tomorrow on says nothing."""
    at = parse_when(article.published_raw, zone=source.zone)
    return at if at is not None and at <= answer.fetched_at + timedelta(days=1) else None


def _without(candidate: Candidate, problem: str) -> tuple[Candidate, str, bool]:
    """Return a candidate whose article is not to be had: the feed's own text stands in for it.

    It does not where an item is stored already: the feed's text against that of the page would
    differ in all that the feed leaves out.
    """
    if candidate.known_item is not None:
        return replace(candidate, readable=False), f"{problem}; the stored text stays", True
    return candidate, f"{problem}; the feed's own text stands in", True


def past_the_wall(answer: Fetched, source: str, *, transient: bool) -> None:
    """Return where the site itself answered; raises FetchError where a wall before it did."""
    whose = wall(answer)
    if whose is not None:
        raise FetchError(
            f"{answer.final_url} answered {answer.status} with a wall of {whose}, not with a page",
            source=source,
            transient=transient,
            status=answer.status,
            hint="the site asks for proof of being human; another address or an API may be open",
        )


def _told(url: str, exc: SourceError) -> str:
    return exc.problem if url in exc.problem else f"{url}: {exc.problem}"
