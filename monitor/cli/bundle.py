"""A shift and all its evidence as one zip that can be read, and checked, without this program."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import orjson

from monitor import __version__
from monitor.alerts.clean import storable, visible
from monitor.alerts.layout import absent
from monitor.alerts.mark import Marked, Piece, joined, mark
from monitor.alerts.plain import bracketed
from monitor.storage.contract import moment, shift_json, statement_json
from monitor.storage.dossier import Dossier, Side
from monitor.web.render import render

FORM = 1
"""The version of the bundle's form, raised when a reader of manifest.json has to know."""

_EARLIEST_YEAR = 1980
_KINDS = {
    "application/pdf": "pdf",
    "application/json": "json",
    "application/feed+json": "json",
    "text/plain": "txt",
    "text/html": "html.txt",
    "application/xhtml+xml": "html.txt",
}
_THROWN_AWAY = "thrown away: the settings keep raw answers for less long than this, or fewer bytes"
_NEVER_KEPT = "not kept: the text was stored before raw answers were"
_SEED = "there is none: the words were loaded from a file of baseline statements"
_SCRATCH = "there is none: the text came from no answer of a site"


@dataclass(slots=True)
class _Files:
    """The files of a bundle in the order in which they are written."""

    found: dict[str, bytes] = field(default_factory=dict)

    def add(self, path: str, content: bytes | str) -> None:
        data = content if isinstance(content, bytes) else storable(content).encode()
        self.found[path] = data

    def add_json(self, path: str, value: Any) -> None:
        self.add(path, _json(value))

    def listed(self) -> list[dict[str, Any]]:
        return [
            {"path": path, "size": len(data), "sha256": sha256(data).hexdigest()}
            for path, data in sorted(self.found.items())
        ]


def bundle(dossier: Dossier, *, body: str, topic: str) -> bytes:
    """Return the zip: index.html, shift.json, the diff, each side's files, and manifest.json.

    `body` and `topic` are names for people. The same shift, with the same bytes behind it, gives
    the same zip, whenever it is made. SHA256SUMS is in the form that `sha256sum -c` reads.
    """
    shift = dossier.stored.shift
    files = _Files()
    files.add_json("shift.json", shift_json(shift, created_at=dossier.stored.created_at))
    sides = [_Told(name, side) for name, side in _sides(dossier)]
    for side in sides:
        side.write(files)
    marked = mark(shift.before, shift.after, shift.changes)
    files.add("diff.txt", _diff(marked))
    values = {
        "dossier": dossier,
        "sides": sides,
        "marked": marked,
        "absent": absent(shift.kinds),
        "body": body,
        "topic": topic,
        "version": __version__,
    }
    files.add("diff.html", render("evidence_diff.html", **values))
    files.add("index.html", render("evidence.html", **values))
    manifest = {
        "type": "evidence",
        "form": FORM,
        "tool": f"wording-monitor {__version__}",
        "shift": shift.id,
        "found_at": moment(dossier.stored.created_at),
        "sides": {side.name: side.manifest() for side in sides},
        "files": files.listed(),
    }
    files.add_json("manifest.json", manifest)
    sums = "".join(f"{one['sha256']}  {one['path']}\n" for one in files.listed())
    files.add("SHA256SUMS", sums)
    return _zipped(files.found, dossier)


def _sides(dossier: Dossier) -> Iterator[tuple[str, Side]]:
    if dossier.before is not None:
        yield "before", dossier.before
    if dossier.after is not None:
        yield "after", dossier.after
    for number, side in enumerate(dossier.earlier, 2):
        yield f"earlier-{number}", side


class _Told:
    """One side as files and as an entry of the manifest."""

    def __init__(self, name: str, side: Side) -> None:
        self.name = name
        self.side = side

    @property
    def raw(self) -> str | None:
        """The path of the bytes as they came, if they are kept.

        What a browser would run is not given a name that makes it do so.
        """
        kept = self.side.evidence
        if kept is None or kept.body is None:
            return None
        media = next((value for name, value in kept.headers if name == "content-type"), "")
        kind = media.split(";")[0].strip().lower()
        ending = _KINDS.get(kind) or ("xml.txt" if kind.endswith("xml") else "bin")
        return f"{self.name}/raw.{ending}"

    @property
    def missing(self) -> str | None:
        """Why there are no bytes, or None where there are."""
        side = self.side
        if self.raw is not None:
            return None
        if side.evidence is not None:
            return _THROWN_AWAY
        if side.revision is None:
            return _SEED
        return _NEVER_KEPT if side.revision.evidence else _SCRATCH

    @property
    def url(self) -> str:
        """Where the side can be read."""
        side = self.side
        if side.item is not None:
            return side.item.item.url
        return side.statement.url if side.statement else ""

    def write(self, files: _Files) -> None:
        side = self.side
        files.add(f"{self.name}/passage.txt", side.passage)
        if side.revision is not None:
            files.add(f"{self.name}/text.txt", side.revision.text)
        if side.statement is not None:
            files.add_json(f"{self.name}/statement.json", statement_json(side.statement))
        if self.raw and side.evidence and side.evidence.body is not None:
            files.add(self.raw, side.evidence.body)

    def manifest(self) -> dict[str, Any]:
        """Return where this side comes from, and why its bytes are missing where they are."""
        side, item, revision, kept = (
            self.side,
            self.side.item,
            self.side.revision,
            self.side.evidence,
        )
        return {
            "url": self.url,
            "source": item.item.source if item else side.statement and side.statement.source,
            "title": item.item.title if item else None,
            "published_raw": item.item.published_raw if item else None,
            "published_at": moment(item.item.published_at) if item else None,
            "first_seen_at": moment(item.first_seen_at) if item else None,
            "version": revision and revision.number,
            "version_seen_at": moment(revision.seen_at) if revision else None,
            "raw": {
                "path": self.raw,
                "missing": self.missing,
                "sha256": (revision.evidence or None) if revision else None,
                "size": kept and kept.size,
                "url": kept and kept.url,
                "final_url": kept and kept.final_url,
                "status": kept and kept.status,
                "headers": [list(pair) for pair in kept.headers] if kept else None,
                "fetched_at": moment(kept.fetched_at) if kept else None,
                "thrown_away_at": moment(kept.dropped_at) if kept else None,
            },
        }


def _diff(marked: Marked) -> str:
    def shown(pieces: tuple[Piece, ...]) -> str:
        return visible(joined(bracketed(pieces))) or "(nothing)"

    return (
        f"Before:\n\n{shown(marked.before)}\n\nAfter:\n\n{shown(marked.after)}\n\n"
        "[-struck out-] is gone, {+added+} is new.\n"
    )


def _json(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _zipped(files: dict[str, bytes], dossier: Dossier) -> bytes:
    at = dossier.stored.created_at
    stamp = (max(at.year, _EARLIEST_YEAR), at.month, at.day, at.hour, at.minute, at.second // 2 * 2)
    out = BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for path, data in sorted(files.items()):
            # Stored, not deflated: two versions of zlib do not give the same bytes.
            info = ZipInfo(f"evidence-{dossier.stored.shift.id}/{path}", stamp)
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            archive.writestr(info, data)
    return out.getvalue()
