"""`extract`, `compare` and `replay`: the method on texts from files, without a network."""

import re
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.progress import Progress
from rich.text import Text

from monitor.alerts.clean import visible
from monitor.cli import output, rehearsal, shown
from monitor.cli.start import Start
from monitor.config.models import nearest
from monitor.errors import MonitorError
from monitor.pipeline import pairs as pair_form
from monitor.pipeline import replay as replay_form
from monitor.pipeline.replay import Given
from monitor.sources.article import Article, decode, read_article
from monitor.sources.item import Item
from monitor.statements.statement import Origin
from monitor.wording.comparison import PairMode

_MARKUP = re.compile(r"\s*<(?:!doctype\b|!--|\?xml\b|[a-z][a-z0-9]{0,15}[\s/>])", re.IGNORECASE)
_PAGES = (".html", ".htm", ".xhtml")
STDIN = "-"
_ALIKE = 62
_ALSO_CALLED = {
    "date": "published_at",
    "pubdate": "published_at",
    "content": "text",
    "link": "url",
    "country": "outlet_country",
    "old": "before",
    "new": "after",
}


def extract(
    context: typer.Context,
    files: Annotated[
        list[str], typer.Argument(help="Text, HTML, PDF or .jsonl files; - is standard input.")
    ],
    url: Annotated[str, typer.Option(help="Where the document stands.")] = "",
    published: Annotated[str | None, typer.Option(help="When it was published, ISO 8601.")] = None,
    outlet_country: Annotated[
        str | None, typer.Option(help="ISO code of the country where the outlet sits.")
    ] = None,
    body: Annotated[
        str | None, typer.Option(help="The issuer, if the document is a body's own words.")
    ] = None,
    lang: Annotated[
        str | None, typer.Option(help="Language, where the text does not tell.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON lines.")] = False,
) -> None:
    """Print every official statement in an article, on a topic or not."""
    start: Start = context.obj
    with output.complaining():
        reader = start.reader()
        start.known(body=body)
        start.country(outlet_country)
        options = Origin(
            url=url,
            published_at=output.option_moment(published, "--published"),
            outlet_country=outlet_country,
            body=body,
            source="given",
        )
        found = undated = 0
        for name in files:
            for one in _documents(name, options, lang):
                document = reader.document(one.item)
                for statement in reader.statements(document, one.origin):
                    found += 1
                    undated += statement.said_on is None and one.origin.published_at is None
                    if as_json:
                        output.emit(shown.statement_row(statement))
                    else:
                        output.show(shown.statement_text(statement))
        if not found:
            output.note("no official statement found")
        if undated:
            output.note(
                "note: on what day was not found: say when the text came out, as in "
                "--published 2025-08-19 (in JSON lines: published_at)"
            )


def _documents(name: str, options: Origin, lang: str | None) -> Iterator[Given]:
    """Yield the documents of one file: many in JSON lines, else one."""
    body = _bytes(name)
    if name.endswith(".jsonl"):
        yield from rows(body, name)
        return
    article = _read(body, name, options.url)
    text, title, lang = article.text, article.title, lang or article.language
    # A name that is no UTF-8 comes as surrogates, which JSON cannot carry.
    called = "" if name == STDIN else Path(name).name.encode("utf-8", "replace").decode()
    url = options.url or called
    item = Item(
        source="given",
        key=sha256(body).hexdigest()[:32],
        url=url,
        title=title,
        text=text,
        published_at=options.published_at,
        language=lang,
    )
    yield Given(
        item=item,
        origin=Origin(
            url=url,
            source=options.source,
            published_at=options.published_at,
            body=options.body,
            outlet_country=options.outlet_country,
        ),
    )


def _read(body: bytes, name: str, url: str = "") -> Article:
    """Return a file's text: the main text of a page or a PDF, and a plain text as it stands."""
    text, encoding = decode(body)
    is_page = name.lower().endswith(_PAGES) or _MARKUP.match(text)
    if b"%PDF-" in body[:1024] or is_page:
        article = read_article(
            body, source=name, url=url or name, content_type="text/html" if is_page else None
        )
        if not article.text:
            raise MonitorError(f"{name}: {article.problem or 'no text found'}")
        return article
    if b"\0" in body[:1024] and not encoding.startswith(("utf-16", "utf-32")):
        raise MonitorError(f"{name} is neither text nor HTML nor PDF")
    return Article(
        title="", text=text, published_raw=None, language=None, kind="text", problem=None
    )


def rows(body: bytes, name: str) -> Iterator[Given]:
    """Yield the documents in JSON lines; raises MonitorError with the line."""
    for number, row in objects(body, name, replay_form.FIELDS):
        yield replay_form.given(row, where=f"{name}:{number}")


def objects(body: bytes, name: str, keys: tuple[str, ...]) -> Iterator[tuple[int, object]]:
    """Yield the objects in JSON lines with their line numbers.

    A key that nothing reads and that looks like one of `keys` is told once for the file.
    """
    told: set[str] = set()
    for number, line in enumerate(body.removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError as exc:
            raise MonitorError(f"{name}:{number}: not JSON: {exc}") from exc
        if isinstance(row, dict):
            for key in row.keys() - told - set(keys):
                told.add(key)
                meant = _ALSO_CALLED.get(key.lower()) or nearest(key.lower(), keys, cutoff=_ALIKE)
                if meant in keys and meant not in row:
                    output.note(f"warning: {name}:{number}: {key} is not read: {meant} is meant?")
        yield number, row


def _bytes(name: str) -> bytes:
    if name == STDIN:
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as exc:
        raise MonitorError(f"{name} cannot be read: {exc.strerror}") from exc


def compare(
    context: typer.Context,
    before: Annotated[str | None, typer.Argument(help="File with the earlier text.")] = None,
    after: Annotated[str | None, typer.Argument(help="File with the later text.")] = None,
    pairs: Annotated[
        str | None, typer.Option(help="JSON lines with id, before, after, lang and more.")
    ] = None,
    lang: Annotated[str | None, typer.Option(help="Language of both texts.")] = None,
    body: Annotated[str | None, typer.Option(help="The body whose words they are.")] = None,
    topic: Annotated[str | None, typer.Option(help="The topic they are about.")] = None,
    mode: Annotated[
        PairMode, typer.Option(help="statements (at two times) or versions (of one page).")
    ] = PairMode.STATEMENTS,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON lines.")] = False,
) -> None:
    """Print the wording shift between two texts of one body."""
    start: Start = context.obj
    with output.complaining():
        start.known(body=body)
        if pairs is not None and before is None:
            source = objects(_bytes(pairs), pairs, pair_form.FIELDS)
        elif before == after == STDIN:
            output.wrong_use("standard input can be one of the two texts, not both")
        elif pairs is None and before is not None and after is not None:
            given_pair: object = {
                "id": "",
                "before": _read(_bytes(before), before).text,
                "after": _read(_bytes(after), after).text,
                "lang": lang,
                "body": body,
                "topic": topic,
                "mode": mode,
            }
            source = iter([(0, given_pair)])
        else:
            output.wrong_use("two files are needed, or --pairs FILE.jsonl alone")
        reader = start.reader()
        for number, row in source:
            where = f"{pairs}:{number}" if pairs else "compare"
            shift = pair_form.compare_row(reader, row, where=where)
            if as_json:
                output.emit(shown.shift_row(shift))
                continue
            if pairs:
                output.show(Text(visible(shift.id), style="bold"))
            output.show(shown.shift_text(shift, whole=True))


def replay(
    context: typer.Context,
    files: Annotated[
        list[str] | None, typer.Argument(help="JSON lines; - is standard input.")
    ] = None,
    route: Annotated[
        bool,
        typer.Option(
            "--route", help="Tell who would have been told; without a file, of the stored."
        ),
    ] = False,
    days: Annotated[
        int, typer.Option(min=1, max=3_650, help="With --route and no file: how far back.")
    ] = 90,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON lines.")] = False,
) -> None:
    """Run documents in time order through the whole pipeline; sends nothing, keeps nothing."""
    start: Start = context.obj
    with output.complaining():
        if route and not files:
            rehearsal.of_stored(start, days, as_json=as_json)
            return
        if not files:
            output.wrong_use("no file is given", "JSON lines, or --route for what is stored")
        if route:
            given = [one for name in files for one in rows(_bytes(name), name)]
            rehearsal.of_documents(start, given, as_json=as_json)
            return
        documents = [one for name in files for one in rows(_bytes(name), name)]
        with Progress(console=output.err(), transient=True) as progress:
            task = progress.add_task("replaying", total=len(documents))
            for one, recorded in start.replay(documents):
                progress.advance(task)
                if as_json:
                    for row in shown.recorded_rows(recorded):
                        output.emit(row)
                else:
                    for text in shown.recorded_texts(one.item, recorded):
                        output.show(text)
