"""Articles and pages made of gold that has none: threads, and official texts quoted again."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import yaml

from monitor.text.sentences import split

Row = dict[str, Any]
Names = Mapping[str, Mapping[str, str]]

SEED = 7
_TITLES = {
    "en": {"rare-earths": "Rare earths", "export-controls": "Export controls"},
    "zh": {"rare-earths": "稀土", "export-controls": "出口管制"},
}
_MARKS = ("“", "”", "「", "」", '"')
_LONGEST = 600


def thread(given: Row, names: Names) -> list[Row]:
    """Return a gold thread as documents: pages of the body for tier 1, else articles.

    Statements of one address and day are one document, of which the last tells what is expected.
    """
    rows: list[Row] = []
    for at, said in enumerate(given["statements"]):
        lang = said.get("lang", given["lang"])
        body = given["body"]
        day = said["said_on"]
        published = said.get("published") or day
        titles = [_TITLES[lang].get(topic, "") for topic in given["topics"]]
        row: Row = {
            "id": f"{given['id']}-{at}",
            "url": said.get("url", f"https://news.example/{given['id']}/{at}"),
            "source": said.get("source", f"{given['id']}-{at}"),
            "title": " ".join(filter(None, titles)) or _TITLES[lang]["export-controls"],
            "published_at": published,
            "lang": lang,
            "split": given["split"],
            "outlet_country": given["body"].partition("-")[0] or None,
            **{key: said[key] for key in ("expect", "kinds") if key in said},
        }
        if said["tier"] == 1 or not body:
            row |= {"text": said["text"], "body": body or None}
        else:
            told = None if said.get("evidence") == "publication" else day
            speaker = said.get("speaker") or ""
            name = names[lang].get(body, body)
            who = name if not speaker else _spoken_by(name, speaker, lang)
            quoted = said["tier"] == 2 and said.get("mode") != "indirect"
            row["text"] = _article(said["text"], who, told, lang, quoted=quoted)
        last = rows[-1] if rows else {"expect": ""}
        if "expect" not in last and (last["url"], last["published_at"]) == (row["url"], published):
            rows[-1] = {**row, "text": f"{last['text']}\n\n{row['text']}"}
        else:
            rows.append(row)
    return rows


def _spoken_by(name: str, speaker: str, lang: str) -> str:
    return f"{name}发言人{speaker}" if lang == "zh" else f"{name} spokesperson {speaker}"


def _article(text: str, who: str, day: str | None, lang: str, *, quoted: bool) -> str:
    """Return one sentence that reports words, quoted or retold, with the day of speech if known."""
    quoted = quoted and not any(mark in text for mark in _MARKS)
    words = text.strip().rstrip(".。")
    if lang == "zh":
        when = f"{day[:4]}年{int(day[5:7])}月{int(day[8:])}日" if day else ""
        return f"{who}{when}表示：“{words}。”" if quoted else f"{who}{when}表示，{words}。"
    told = date.fromisoformat(day) if day else None
    when = f" on {told:%B} {told.day}, {told.year}" if told else ""
    # China's Ministry of Commerce goes without an article, the Federal Reserve does not.
    who = who if "'s " in who else f"the {who}"
    if quoted:
        return f"“{words},” {who} said{when}."
    return f"{who[0].upper()}{who[1:]} said{when} that {words}."


def seeds(folder: Path) -> Iterator[Row]:
    """Give the full texts among the shipped seeds, in `replay`'s form."""
    for path in sorted(folder.glob("*.yaml")):
        given = yaml.safe_load(path.read_text(encoding="utf-8"))
        for said in given["statements"]:
            if said["mode"] == "full_text":
                yield {
                    "url": said["url"],
                    "source": given["body"],
                    "title": said.get("title", ""),
                    "published_at": str(said["said_on"]),
                    "lang": said["language"],
                    "body": given["body"],
                    "text": said["text"],
                }


def copies(texts: Iterable[Row], names: Names) -> list[Row]:
    """Return official texts, each with four reports without news: all are expected to be quiet.

    Quoted on its day; quoted the day after, without a date; quoted nine days later, without one;
    and an older text of the same body, quoted then. The texts themselves are history.
    """
    draw = Random(SEED)
    known: dict[tuple[str, str], list[Row]] = {}
    rows: list[Row] = []
    for at, text in enumerate(sorted(texts, key=lambda row: str(row["published_at"]))):
        day = date.fromisoformat(text["published_at"][:10])
        lang, body = text["lang"], text["body"]
        earlier = known.setdefault((body, lang), [])
        older = earlier[draw.randrange(len(earlier))] if earlier else text
        earlier.append(text)
        rows.append({**text, "id": f"official-{at}", "published_at": day.isoformat()})
        for name, source, told, out in (
            ("same-day", text, day.isoformat(), day),
            ("next-day", text, None, day + timedelta(days=1)),
            ("undated", text, None, day + timedelta(days=9)),
            ("older", older, None, day + timedelta(days=9)),
        ):
            words = _excerpt(source["text"], lang, draw)
            who = names[lang].get(body, body)
            rows.append(
                {
                    "id": f"official-{at}-{name}",
                    "url": f"https://news.example/copy/{at}/{name}",
                    "source": f"example-{name}",
                    "title": source.get("title", ""),
                    # A report of the day comes out after what it reports.
                    "published_at": f"{out.isoformat()}T20:00:00Z",
                    "lang": lang,
                    "text": _article(words, who, told, lang, quoted=True),
                    "expect": "quiet",
                }
            )
    return rows


def _excerpt(text: str, lang: str, draw: Random) -> str:
    """Return one or two sentences of a text that stand in one paragraph, without a list mark."""
    sentences = [one for one in split(text, lang) if one.span.end - one.span.start < _LONGEST]
    if not sentences:
        return text[:_LONGEST]
    at = draw.randrange(len(sentences))
    first = last = sentences[at]
    if at + 1 < len(sentences) and sentences[at + 1].paragraph == first.paragraph:
        last = sentences[at + 1]
    return text[first.span.start : last.span.end]
