"""The keys that scripts read: taking one away breaks them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

from monitor.statements.statement import Precision, SaidOn, Statement
from monitor.storage.contract import formulation_json, moment, shift_json, statement_json
from monitor.wording.shift import Formulation, FormulationStatus, Shift


def test_a_statement_is_printed_with_the_keys_of_the_contract(
    statement: Callable[..., Statement],
) -> None:
    assert statement_json(statement("st-1", "文字")) == {
        "id": "st-1",
        "url": "https://www.mfa.example/1",
        "source": "mfa",
        "body": "CN-MFA",
        "speaker": "Mao Ning",
        "role": "spokesperson",
        "said_on": None,
        "said_on_precision": "month",
        "said_within": "2025-08",
        "said_on_evidence": 'weekday: "on Tuesday"',
        "date_conflict": True,
        "published_at": "2025-08-19T08:05:00Z",
        "mode": "mixed",
        "tier": 2,
        "translator": "wire",
        "language": "zh",
        "topics": ["rare-earths", "export-controls"],
        "text": "文字",
        "start": 7,
        "end": 9,
        "more": [[60, 70], [80, 81]],
        "utterance": "ut-1",
        "not_in_original": [],
        "extractor": 3,
    }


def test_a_day_is_printed_only_where_it_is_known(statement: Callable[..., Statement]) -> None:
    exact = statement_json(statement(said_on=SaidOn(day=date(2025, 8, 19))))
    assert (exact["said_on"], exact["said_within"]) == ("2025-08-19", "2025-08-19")
    year = SaidOn(day=date(2025, 1, 1), precision=Precision.YEAR)
    vague = statement_json(statement(said_on=year))
    assert (vague["said_on"], vague["said_within"]) == (None, "2025")


def test_what_is_not_known_of_a_statement_is_null(statement: Callable[..., Statement]) -> None:
    bare = statement(said_on=None, published_at=None, utterance="")
    found = statement_json(bare)
    for key in ("said_on", "said_on_precision", "said_on_evidence", "published_at", "utterance"):
        assert found[key] is None
    assert found["date_conflict"] is False
    assert statement_json(bare, utterance="ut-9")["utterance"] == "ut-9"


def test_a_shift_is_printed_with_the_keys_of_the_contract(shift: Callable[..., Shift]) -> None:
    found = shift_json(shift(), created_at=datetime(2025, 8, 19, tzinfo=UTC))
    assert found == {
        "id": "shift-1",
        "kinds": ["dropped", "scope_narrowed"],
        "body": "CN-MFA",
        "topic": "rare-earths",
        "statement": "st-1",
        "against": ["st-0", "st-00"],
        "before": "加强出口管制对话合作",
        "after": "加强对话合作",
        "removed": ["出口管制"],
        "added": ["x"],
        "concepts_removed": ["EXPORT_CONTROL"],
        "concepts_added": ["Y"],
        "changes": [
            {"before": [2, 6], "after": [2, 2], "noise": False},
            {"before": [8, 9], "after": [4, 5], "noise": True},
        ],
        "severity": 6.123,
        "confidence": 0.6,
        "level": "alert",
        "direction": "narrower",
        "provisional": True,
        "silenced": "translation",
        "rules": ["scope-qualifier-dropped"],
        "created_at": "2025-08-19T00:00:00Z",
    }


def test_a_formulation_is_printed() -> None:
    formulation = Formulation(
        id="f",
        body="CN-MFA",
        topic="t",
        language="zh",
        text="维护全球产供链的稳定",
        concepts=("MAINTAIN",),
        first_seen=date(2025, 6, 12),
        last_seen=date(2025, 8, 19),
        days=3,
        status=FormulationStatus.STANDING,
        statements=("a",),
    )
    found = formulation_json(formulation)
    assert (found["first_seen"], found["last_seen"]) == ("2025-06-12", "2025-08-19")
    assert (found["status"], found["concepts"]) == ("standing", ["MAINTAIN"])


def test_a_time_is_printed_in_utc() -> None:
    china = timezone(timedelta(hours=8))
    assert moment(datetime(2025, 8, 19, 8, tzinfo=china)) == "2025-08-19T00:00:00Z"
    assert moment(None) is None
