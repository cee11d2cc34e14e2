"""`extract`, `compare` and `replay`: the method on texts from files, without a network."""

import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.progress import Progress

from monitor.cli import output, shown
from monitor.cli.start import Start
from monitor.errors import MonitorError
from monitor.pipeline.pairs import compare_row
from monitor.pipeline.replay import Given, given, moment
from monitor.sources.article import decode, read_article
from monitor.sources.item import Item
from monitor.statements.statement import Origin

_HTML = (b"<!doctype html", b"<html", b"<?xml")
STDIN = "-"


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
        if body is not None:
            start.known_body(body)
        at = moment(published, where="--published") if published else None
        options = Origin(
            url=url, published_at=at, outlet_country=outlet_country, body=body, source="given"
        )
        for name in files:
            for one in _documents(name, options, lang):
                document = reader.document(one.item)
                for statement in reader.statements(document, one.origin):
                    if as_json:
                        output.emit(shown.statement_row(statement))
                    else:
                        output.out().print(shown.statement_text(statement))


def _documents(name: str, options: Origin, lang: str | None) -> Iterator[Given]:
    """Yield the documents of one file: many in JSON lines, else one."""
    body = _bytes(name)
    if name.endswith(".jsonl"):
        yield from rows(body, name)
        return
    head = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    title = ""
    if body.startswith(b"%PDF") or head.startswith(_HTML):
        article = read_article(body, source=name, url=options.url)
        if not article.text:
            raise MonitorError(f"{name}: {article.problem or 'no text found'}")
        text, title, lang = article.text, article.title, lang or article.language
    else:
        text, _ = decode(body)
    url = options.url or ("" if name == STDIN else Path(name).name)
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


def rows(body: bytes, name: str) -> Iterator[Given]:
    """Yield the documents in JSON lines; raises MonitorError with the line."""
    for number, row in objects(body, name):
        yield given(row, where=f"{name}:{number}")


def objects(body: bytes, name: str) -> Iterator[tuple[int, object]]:
    """Yield the objects in JSON lines with their line numbers."""
    for number, line in enumerate(body.splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield number, orjson.loads(line)
        except orjson.JSONDecodeError as exc:
            raise MonitorError(f"{name}:{number}: not JSON: {exc}") from exc


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
        str, typer.Option(help="statements (at two times) or versions (of one page).")
    ] = "statements",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON lines.")] = False,
) -> None:
    """Print the wording shift between two texts of one body."""
    start: Start = context.obj
    with output.complaining():
        if pairs is not None and before is None:
            source = objects(_bytes(pairs), pairs)
        elif pairs is None and before is not None and after is not None:
            given_pair: object = {
                "id": "",
                "before": decode(_bytes(before))[0],
                "after": decode(_bytes(after))[0],
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
            shift = compare_row(reader, row, where=f"{pairs}:{number}" if pairs else "compare")
            if as_json:
                output.emit(shown.shift_row(shift))
            else:
                output.out().print(shown.shift_text(shift))


def replay(
    context: typer.Context,
    files: Annotated[list[str], typer.Argument(help="JSON lines; - is standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON lines.")] = False,
) -> None:
    """Run documents in time order through the whole pipeline; sends nothing, keeps nothing."""
    start: Start = context.obj
    with output.complaining():
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
                        output.out().print(text)
