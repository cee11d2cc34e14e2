"""Settings of what is covered: looks at published pages, slow answers, notices."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from monitor.config.settings import Settings
from monitor.sources.looks import STAGES, Stage

Write = Callable[[str, str], Path]
Problems = Callable[..., list[str]]
Loaded = Callable[..., Settings]

HOUR = timedelta(hours=1)
TWO = """
sources:
  - {id: a, name: A, url: 'https://example.org/a'}
  - {id: b, name: B, url: 'https://example.org/b', looks: [{until: 2d, every: 30m}]}
  - {id: c, name: C, url: 'https://example.org/c', looks: []}
"""


def test_published_pages_are_looked_at_by_default(loaded: Loaded) -> None:
    settings = loaded()
    assert settings.monitor.looks == STAGES
    assert [source.looks for source in settings.sources] == [STAGES]
    assert settings.monitor.slow == timedelta(seconds=20)


def test_a_source_has_looks_of_its_own_or_those_of_all_or_none(
    write: Write, loaded: Loaded
) -> None:
    write("monitor.yaml", "polling: {slow: 5s, looks: [{until: 1d, every: 1h}]}\n")
    write("sources.yaml", TWO)
    settings = loaded()
    assert settings.monitor.slow == timedelta(seconds=5)
    assert [source.looks for source in settings.sources] == [
        (Stage(until=24 * HOUR, every=HOUR),),
        (Stage(until=48 * HOUR, every=HOUR / 2),),
        (),
    ]


def test_looks_out_of_order_or_too_often_are_told_with_their_line(
    write: Write, problems: Problems
) -> None:
    write("monitor.yaml", "polling:\n  looks: [{until: 2d, every: 1h}, {until: 1d, every: 1h}]\n")
    write("sources.yaml", TWO.replace("every: 30m", "every: 1m"))
    found = problems()
    assert found[0].startswith("monitor.yaml:2 polling.looks: stages of looks go from young to old")
    assert found[1].startswith("sources.yaml:4 sources.b.looks: b: pages are looked at again")
    assert "10m at the soonest" in found[1]


def test_a_channel_hears_of_notices_unless_it_says_no(write: Write, loaded: Loaded) -> None:
    write(
        "monitor.yaml",
        "channels:\n  - {id: a, kind: console}\n  - {id: b, kind: console, notices: false}\n",
    )
    assert [rule.notices for rule in loaded().channel_rules] == [True, False]
