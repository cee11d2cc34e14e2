"""`import` and `sources --opml`: lists of feeds from and for other readers."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import orjson
import typer

from monitor.cli import output
from monitor.cli.start import Start
from monitor.config.sources import SourceKind, SourceSettings
from monitor.errors import MonitorError
from monitor.sources import guard
from monitor.sources.guard import Blocked, Policy
from monitor.sources.identity import canonical_url
from monitor.sources.opml import Outline, parse_opml, write_opml

_LONGEST_ID = 40
_LANGUAGE = re.compile(r"[a-z]{2,3}(?=$|[-_])")
_NOT_OF_AN_ID = re.compile(r"[^a-z0-9]+")
_USUAL_HOSTS = re.compile(r"^(?:www|rss|feeds?)\.")


def import_(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="FILE.opml", help="What a feed reader exports.")],
    target: Annotated[
        Path | None, typer.Option("--output", "-o", help="A new file; standard output where none.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Those that are in sources.yaml already, too.")
    ] = False,
) -> None:
    """Turn an OPML file into entries of sources.yaml; what is left out is said."""
    start: Start = context.obj
    with output.complaining():
        try:
            body = path.read_bytes()
        except OSError as exc:
            raise MonitorError(f"cannot read {path}: {exc.strerror}") from exc
        outlines = parse_opml(body, name=str(path))
        importing = _Importing(
            () if everything else start.settings.sources, start.settings.monitor.policy
        )
        entries = list(importing.entries(outlines))
        for note in importing.notes:
            output.note(note)
        if not entries:
            raise MonitorError(
                f"{path} lists no feed that is new and can be asked",
                hint="--all takes those that are in sources.yaml already",
            )
        text = "sources:\n\n" + "\n".join(entries)
        if target is None:
            output.out().out(text, end="", highlight=False)
            return
        try:
            with target.open("x", encoding="utf-8") as stream:
                stream.write(text)
        except FileExistsError as exc:
            raise MonitorError(
                f"{target} is there already", hint="name a new file, and copy what you want of it"
            ) from exc
        except OSError as exc:
            raise MonitorError(f"cannot write {target}: {exc.strerror}") from exc
        output.note(f"{len(entries)} sources are in {target}; `monitor check --probe` asks them")


def exported(sources: Iterable[SourceSettings]) -> str:
    """Return an OPML document of the enabled feeds; how many others there are is said."""
    listed = list(sources)
    feeds = [one for one in listed if one.enabled and one.kind is SourceKind.FEED]
    if others := len(listed) - len(feeds):
        output.note(f"{others} sources are no feed, or not enabled, and are left out")
    return write_opml(
        (Outline(title=one.name, url=one.url, language=one.language) for one in feeds),
        title="Sources of the wording monitor",
    )


class _Importing:
    """One list on its way into sources.yaml, beside what stands there."""

    def __init__(self, known: Iterable[SourceSettings], policy: Policy) -> None:
        self.notes: list[str] = []
        self._policy = policy
        self._ids: set[str] = set()
        self._urls: dict[str, str] = {}
        for source in known:
            self._ids.add(source.id)
            self._urls[_key(source.url)] = source.id

    def entries(self, outlines: Iterable[Outline]) -> Iterator[str]:
        """Yield each feed that is new as an entry in YAML."""
        for one in outlines:
            shown = one.title or one.url
            try:
                target = guard.check_url(one.url, self._policy)
            except Blocked as exc:
                self.notes.append(f"left out: {shown}: {exc.problem}")
                continue
            if (known := self._urls.get(_key(one.url))) is not None:
                self.notes.append(f"left out: {shown} has the address of {known}")
                continue
            name = self._id(one.title, target.host)
            self._urls[_key(one.url)] = name
            yield _entry(name, one)

    def _id(self, title: str, host: str) -> str:
        base = _slug(title) or _slug(_USUAL_HOSTS.sub("", host)) or "feed"
        name, number = base, 1
        while name in self._ids:
            number += 1
            name = f"{base}-{number}"
        self._ids.add(name)
        return name


def _key(url: str) -> str:
    return canonical_url(url).partition("://")[2] or url


def _slug(words: str) -> str:
    """Return words as an id, or nothing where most of them are in another script."""
    letters = [char for char in words if char.isalpha()]
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    if sum(char.isalpha() for char in plain) < len(letters) / 2:
        return ""
    return _NOT_OF_AN_ID.sub("-", plain).strip("-")[:_LONGEST_ID].strip("-")


def _entry(name: str, one: Outline) -> str:
    def quoted(text: str) -> str:
        # A string of JSON is one of YAML, whatever stands in it.
        return orjson.dumps(text).decode()

    title = one.title or urlsplit(one.url).hostname or one.url
    lines = [f"  - id: {quoted(name)}", f"    name: {quoted(title)}", f"    url: {quoted(one.url)}"]
    language = _LANGUAGE.match((one.language or "").lower())
    if language:
        lines.append(f"    language: {quoted(language[0])}")
    if one.folder:
        lines.insert(0, f"  # {' / '.join(one.folder)}")
    return "\n".join(lines) + "\n"
