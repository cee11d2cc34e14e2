import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from monitor.alerts.alert import Subject
from monitor.alerts.digest import MOST_ENTRIES, Reason, compose_digest, digest_id
from monitor.alerts.payload import LARGEST, DigestPayload
from monitor.wording.shift import Level

NOW = datetime(2025, 8, 19, 9, 30, tzinfo=UTC)
SCHEMA = json.loads((Path(__file__).parents[2] / "docs/webhook.schema.json").read_text())
HOSTILE = "x\r\nBcc: evil@example.org <script>alert(1)</script> \u202e" + "long " * 1000


def digest(*subjects: Subject, **given: object) -> DigestPayload:
    known: dict[str, object] = {
        "subscriber": "desk",
        "reason": Reason.SCHEDULED,
        "due_at": NOW,
        "now": NOW,
        "base_url": "https://monitor.example",
    }
    alert = compose_digest(subjects, **{**known, **given})  # type: ignore[arg-type]  # given by name
    return DigestPayload.model_validate_json(alert.payload)


def many(about: Callable[..., Subject], count: int) -> list[Subject]:
    return [about(id=f"shift-{n}", severity=float(n % 10)) for n in range(count)]


def test_the_gravest_comes_first_and_names_the_digest(about: Callable[..., Subject]) -> None:
    mild = about(id="mild", level=Level.DIGEST, severity=9.9)
    grave = about(id="grave", level=Level.ALERT, severity=6.0)
    made = digest(mild, grave)
    assert [one.shift for one in made.entries] == ["grave", "mild"]
    assert made.subject.startswith("Digest: 2 shifts · China's Foreign Ministry narrows the scope")
    assert len(made.subject) < 120


def test_both_passages_of_each_shift_are_shown_with_their_marks(
    about: Callable[..., Subject],
) -> None:
    alert = compose_digest(
        [about(id="a"), about(id="b")],
        subscriber="desk",
        reason=Reason.SCHEDULED,
        due_at=NOW,
        now=NOW,
    )
    assert alert.text.count("[-stand ready-]") == 2
    assert alert.html.count("<del ") >= 3
    assert "Mao Ning, 19 August 2025" in alert.text


def test_of_more_than_twenty_the_rest_is_counted_and_linked(about: Callable[..., Subject]) -> None:
    subjects = many(about, 1000)
    alert = compose_digest(
        subjects,
        subscriber="desk",
        reason=Reason.RATE,
        due_at=NOW,
        now=NOW,
        base_url="https://monitor.example",
    )
    made = DigestPayload.model_validate_json(alert.payload)
    assert (len(made.entries), made.more) == (MOST_ENTRIES, 1000 - MOST_ENTRIES)
    assert "and 980 more" in alert.text
    assert "https://monitor.example/shifts" in alert.text
    assert made.subject.startswith("Many at once: 1000 shifts · ")
    assert len(alert.payload.encode()) <= LARGEST


def test_what_was_not_covered_is_said(about: Callable[..., Subject]) -> None:
    lines = [f"source {n}: failing since Monday" for n in range(15)]
    alert = compose_digest(
        [about(), about(id="b")],
        subscriber="desk",
        reason=Reason.SCHEDULED,
        due_at=NOW,
        now=NOW,
        not_covered=lines,
    )
    assert "Not covered" in alert.text
    assert "source 11: failing" in alert.text
    assert "and 3 more, see the list of sources" in alert.text
    assert "Not covered" in alert.html


def test_a_digest_keeps_its_id_and_each_time_has_its_own(about: Callable[..., Subject]) -> None:
    first, again = digest(about()), digest(about(), now=NOW + timedelta(hours=1))
    assert first.id == again.id == digest_id("desk", NOW)
    assert digest_id("desk", NOW + timedelta(days=1)) != first.id != digest_id("other", NOW)


def test_a_digest_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one shift"):
        digest()


def test_hostile_text_neither_breaks_a_line_nor_the_page(about: Callable[..., Subject]) -> None:
    hostile = replace(
        about(before=HOSTILE, after=HOSTILE + "y", removed=(HOSTILE,)),
        item_title=HOSTILE,
        item_url="javascript:alert(1)",
        body_name=HOSTILE,
    )
    alert = compose_digest(
        [hostile, hostile],
        subscriber="desk",
        reason=Reason.SCHEDULED,
        due_at=NOW,
        now=NOW,
        not_covered=[HOSTILE],
    )
    assert "\n" not in alert.subject
    assert "\r" not in alert.subject
    assert "<script>" not in alert.html
    assert "javascript:" not in alert.html.replace("javascript:alert(1) (not a web address)", "")
    assert "\u202e" not in alert.text
    assert len(alert.payload.encode()) <= LARGEST


def test_the_payload_is_what_the_published_schema_says(about: Callable[..., Subject]) -> None:
    made = digest(*many(about, 25), not_covered=["a feed: failing"])
    found = Draft202012Validator(SCHEMA).iter_errors(json.loads(made.model_dump_json()))
    assert [error.message for error in found] == []
