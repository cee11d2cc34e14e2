"""What hostile answers come to: a state of their own source, within time, memory and reach."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
MOST_MEGABYTES = 1_100
"""Of the visitor, and of each child that parses: a child may take 1 GB of addresses."""

REFUSED = {
    "to-private": "10.0.0.1, which is not a public address",
    "to-mapped": "::ffff:a00:1, which is not a public address",
    "to-metadata": "169.254.169.254, which is not a public address",
    "to-loopback-six": "::1, which is not a public address",
    "to-decimal": "unusual spelling",
    "to-octal": "not a",
    "to-user": "not a plain http or https URL",
    "to-name-inside": "rebound.example leads to 127.0.0.1, which is not a public address",
    "to-file": "not a plain http or https URL",
    "to-script": "not a plain http or https URL",
    "to-data": "not a plain http or https URL",
    "to-gopher": "not a plain http or https URL",
    "to-crlf": "answered 404",
    "to-itself": "more than 5 redirects",
    "continued": "did not finish within 5 s",
    "headers": "Receive buffer too long",
    "trailers": "Receive buffer too long",
    "extensions": "Receive buffer too long",
    "chunks": "sends more than 8000000 bytes",
    "too-little": "without sending complete message body",
    "negative": "bad Content-Length",
    "two-lengths": "conflicting Content-Length",
    "smuggled": "answered with nothing",
    "nul": "illegal header line",
    "tag": "illegal header line",
    "status": "illegal status line",
    "no-http": "",
    "upgrade": "",
    "huge-chunk": "",
    "gzip-bomb": "unpacks to more than",
    "gzip-twice": "which was not asked for",
    "brotli": "which was not asked for",
    "deep": "nested deeper than any feed",
    "million": "",
    "attributes": "",
    "laughs": "declares entities",
    "outside": "declares entities",
    "charset-packed": "is not a feed",
    "charset-seven": "is not a feed",
}
SLOW = {"pdf": "was ended"}
"""Ended where it takes too long, and read where the machine is fast enough."""
READ = {"good", "cookies", "tiring", "folded", "too-much", "charset-none", "refresh", "columns"}
"""Odd, and harmless: what can be read of them is read."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("attacked")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.pipeline.attacked", str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_each_attack_is_an_error_of_its_own_source_and_stops_no_other(
    told: list[dict[str, Any]],
) -> None:
    first: dict[str, Any] = {}
    for row in told[:-1]:
        first.setdefault(row["id"], row["error"])
    for name, words in REFUSED.items():
        assert first[name] is not None, name
        assert words in first[name], name
    for name, words in SLOW.items():
        assert first[name] is None or words in first[name], name
    assert {name for name in READ if first[name] is not None} == set()
    assert [row["items"] for row in told if row["id"] == "good"] == [1, 0]


def test_no_answer_takes_more_memory_than_is_allowed(told: list[dict[str, Any]]) -> None:
    own, children = told[-1]["megabytes"]
    assert own < MOST_MEGABYTES / 2
    assert children < MOST_MEGABYTES


def test_nothing_that_a_server_says_is_said_back_or_followed(told: list[dict[str, Any]]) -> None:
    asked = told[-1]["asked"]
    assert [one["target"] for one in asked].count("/cookies") == 2
    assert not [one for one in asked if {"cookie", "x", "set-cookie"} & set(one["headers"])]
    assert {one["target"] for one in asked} == {
        "/cookies",
        "/tag",
        "/x%0d%0aSet-Cookie:%20a=b",
    }


def test_what_is_stored_leads_to_http_alone(told: list[dict[str, Any]]) -> None:
    assert told[-1]["items"]
    assert all(url.startswith(("http://", "https://")) for url in told[-1]["items"])
