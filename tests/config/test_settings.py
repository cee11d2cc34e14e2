from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.alerts.retry import RetryPolicy
from monitor.config.problems import ConfigProblems
from monitor.config.settings import Settings, folder_of, load
from monitor.config.storage import DATABASE
from monitor.errors import ConfigError, MonitorError
from monitor.sources.fetch import Limits
from monitor.wording.scoring import Scoring

SHIPPED = Path(__file__).parents[2] / "config"
Write = Callable[[str, str], Path]
Problems = Callable[..., list[str]]
Loaded = Callable[..., Settings]


def test_the_shipped_settings_load_without_a_doubt() -> None:
    settings = load(SHIPPED, {})
    assert settings.doubts == ()
    assert len(settings.sources) > 40
    assert [rule.id for rule in settings.channel_rules] == ["console"]


def test_the_shipped_monitor_file_says_what_holds_without_it(loaded: Loaded) -> None:
    assert load(SHIPPED, {}).monitor == loaded().monitor


def test_the_defaults_are_those_of_the_rooms(loaded: Loaded) -> None:
    monitor = loaded().monitor
    assert monitor.scoring == Scoring()
    assert monitor.retry == RetryPolicy()
    assert monitor.limits == Limits()
    assert monitor.database_url == DATABASE
    assert (monitor.host, monitor.port, monitor.token) == ("127.0.0.1", 8080, None)


def test_a_folder_that_is_not_there_is_one_problem_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigProblems) as caught:
        load(tmp_path / "none", {})
    (problem,) = caught.value.problems
    assert "MONITOR_CONFIG" in problem.hint


def test_the_folder_is_named_by_the_environment() -> None:
    assert folder_of({"MONITOR_CONFIG": "/etc/monitor"}) == Path("/etc/monitor")
    assert folder_of({"MONITOR_CONFIG": " "}) == folder_of({}) == Path("config")


def test_every_problem_of_every_file_is_told_in_one_run(
    write: Write, folder: Path, problems: Problems
) -> None:
    write("monitor.yaml", "poling: {}\npolling: {per_host: 0, cadence: {minimum: 9h}}\n")
    write(
        "topics.yaml",
        "topics:\n  - {id: a, name: A, any: []}\n  - {id: b, name: B, any: [x], parents: [c]}\n",
    )
    write("cues.zh.yaml", "cues: [\n")
    write(
        "sources.yaml",
        "sources:\n"
        "  - {id: a, name: A, url: 'ftp://example.org/', zone: Mars/Base}\n"
        "  - {id: b, name: B, url: 'https://example.org/', body: XX-NONE}\n",
    )
    (folder / "lexicon.en.yaml").unlink()
    found = problems({"MONITOR_PORT": "no"})
    for expected in (
        "monitor.yaml:1 poling: unknown key poling (Did you mean polling?)",
        "monitor.yaml:2 polling.per_host: ",
        "monitor.yaml:2 polling.cadence: the minimum of 9h is above the maximum of 6h",
        "topics.yaml:2 topics.a.any: ",
        "topics.yaml:3 topics.b.parents: b belongs to c, which is no topic",
        "cues.zh.yaml:",
        "sources.yaml:2 sources.a.zone: 'Mars/Base' is no IANA time zone",
        "sources.yaml:3 sources.b.body: b names XX-NONE",
        "lexicon.en.yaml: the file is missing",
        "environment MONITOR_PORT: 'no' is no port",
    ):
        assert any(problem.startswith(expected) for problem in found), (expected, found)


def test_problems_are_config_errors_and_print_one_on_a_line(write: Write, folder: Path) -> None:
    write("monitor.yaml", "a: 1\nb: 2\n")
    with pytest.raises(MonitorError) as caught:
        load(folder, {})
    assert isinstance(caught.value, ConfigProblems)
    assert all(isinstance(problem, ConfigError) for problem in caught.value.problems)
    assert str(caught.value).splitlines()[0] == "2 problems in the settings:"
    assert len(str(caught.value).splitlines()) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "scoring: {alrt: 7}",
            "monitor.yaml:1 scoring.alrt: unknown key alrt (Did you mean alert?)",
        ),
        ("retry: {base: 30}", "monitor.yaml:1 retry.base: 30 is no time"),
        (
            "retry: {base: 7h}",
            "monitor.yaml:1 retry: a retry policy needs 0 < floor <= base <= cap",
        ),
        ("retry: {attempts: 0}", "monitor.yaml:1 retry: a retry policy needs an attempt"),
        ("scoring: {alert: 1}", "monitor.yaml:1 scoring: the digest begins below the alert"),
        ("web: {port: 80800}", "monitor.yaml:1 web.port: "),
        ("polling: {limits: {wire_bytes: lots}}", "monitor.yaml:1 polling.limits.wire_bytes: "),
        ("log: xml", "monitor.yaml:1 log: 'xml' is none of 'text' or 'json'"),
        (
            "storage: {database_url: 'mysql://h/d'}",
            "monitor.yaml:1 storage.database_url: 'mysql' is",
        ),
        ("web: {base_url: 'ftp://h'}", "monitor.yaml:1 web.base_url: not a plain http"),
        ("- a\n", "monitor.yaml:1: the file does not hold keys and values"),
    ],
)
def test_a_wrong_value_is_told_with_file_line_and_key(
    write: Write, problems: Problems, text: str, expected: str
) -> None:
    write("monitor.yaml", text)
    (found,) = problems()
    assert found.startswith(expected)


@pytest.mark.parametrize("key", ["token", "password", "webhook_secret", "smtp-password", "api_key"])
def test_a_secret_in_a_file_is_refused_and_sent_to_the_environment(
    write: Write, problems: Problems, key: str
) -> None:
    write("monitor.yaml", f"web: {{{key}: hunter2}}\n")
    (found,) = problems()
    assert f"unknown key {key}" in found
    assert "environment" in found
    assert "hunter2" not in found


@pytest.mark.parametrize(
    "text",
    [
        "storage: {database_url: 'postgresql://monitor:hunter2@db/monitor'}",
        "channels: [{id: a, kind: webhook, url: 'https://monitor:hunter2@example.org/'}]",
        "channels: [{id: a, kind: webhook, url: 'https://hunter2@example.org/'}]",
    ],
)
def test_a_password_in_a_url_in_a_file_is_refused_and_not_repeated(
    write: Write, problems: Problems, text: str
) -> None:
    write("monitor.yaml", text)
    (found,) = problems()
    assert "in a URL" in found
    assert "hunter2" not in found


def test_a_password_in_the_database_s_url_may_come_from_the_environment(loaded: Loaded) -> None:
    url = "postgresql://monitor:hunter2@db/monitor"
    settings = loaded(MONITOR_DATABASE_URL=url, MONITOR_TOKEN="a-token-of-some-length")
    assert settings.monitor.database_url == url
    assert settings.monitor.token == "a-token-of-some-length"
    assert "hunter2" not in repr(settings.monitor)
    assert "a-token" not in repr(settings.monitor)


def test_part_of_a_section_leaves_the_rest_as_it_is(write: Write, loaded: Loaded) -> None:
    write(
        "monitor.yaml",
        "scoring: {digest: 2, forgotten: 180d, authority: {CN-EMB: 2}}\n"
        "polling: {cadence: {maximum: 1h}, limits: {wire_bytes: 5 MB}}\n"
        "retry: {attempts: 5}\n",
    )
    monitor = loaded().monitor
    assert (monitor.scoring.alert, monitor.scoring.digest) == (6.0, 2.0)
    assert monitor.scoring.forgotten.days == 180
    assert (monitor.scoring.rank("CN-EMB"), monitor.scoring.rank("US-WH")) == (2.0, 3.0)
    assert monitor.limits.wire_bytes == 5_000_000
    assert monitor.cadence.minimum.total_seconds() == 300
    assert monitor.cadence.maximum.total_seconds() == 3600
    assert monitor.retry.attempts == 5


def test_the_environment_stands_above_the_file(write: Write, loaded: Loaded) -> None:
    write("monitor.yaml", "web: {host: 127.0.0.2, port: 1}\nlog: text\n")
    monitor = loaded(
        MONITOR_HOST="::1",
        MONITOR_PORT="8081",
        MONITOR_LOG="JSON",
        MONITOR_BASE_URL="https://m.example.org/",
    ).monitor
    assert (monitor.host, monitor.port, monitor.log) == ("::1", 8081, "json")
    assert monitor.base_url == "https://m.example.org"


def test_a_variable_that_is_empty_counts_as_not_set(loaded: Loaded) -> None:
    monitor = loaded(MONITOR_PORT="", MONITOR_WEBHOOK_URL=" ", MONITOR_TOKEN="").monitor
    assert (monitor.port, monitor.token) == (8080, None)
    assert [channel.rule.id for channel in monitor.channels] == ["console"]


def test_a_secret_may_stand_in_a_file_that_the_environment_names(
    tmp_path: Path, loaded: Loaded, problems: Problems
) -> None:
    path = tmp_path / "token"
    path.write_text("a-token-of-some-length\n")
    assert loaded(MONITOR_TOKEN_FILE=str(path)).monitor.token == "a-token-of-some-length"
    (both,) = problems({"MONITOR_TOKEN_FILE": str(path), "MONITOR_TOKEN": "x"})
    assert "both set" in both
    (gone,) = problems({"MONITOR_TOKEN_FILE": str(tmp_path / "none")})
    assert "cannot be read" in gone
    path.write_text("")
    (empty,) = problems({"MONITOR_TOKEN_FILE": str(path)})
    assert "is empty" in empty


def test_a_variable_that_nothing_reads_is_told_if_it_looks_misspelt(problems: Problems) -> None:
    (found,) = problems({"MONITOR_WEBHOOK_URI": "https://example.org/"})
    assert found.endswith("(Did you mean MONITOR_WEBHOOK_URL?)")


def test_what_a_container_platform_sets_for_a_service_called_monitor_is_no_setting(
    loaded: Loaded, problems: Problems
) -> None:
    loaded(MONITOR_SERVICE_HOST="10.0.0.1", MONITOR_PORT_8080_TCP_ADDR="10.0.0.1")
    (found,) = problems({"MONITOR_PORT": "tcp://10.0.0.1:8080"})
    assert "enableServiceLinks" in found


def test_an_endpoint_open_to_others_without_a_token_is_a_doubt(loaded: Loaded) -> None:
    assert "asks for no token" in loaded(MONITOR_HOST="0.0.0.0").doubts[0]
    assert loaded(MONITOR_HOST="localhost").doubts == ()
    assert loaded(MONITOR_HOST="0.0.0.0", MONITOR_TOKEN="a-token-of-some-length").doubts == ()
    assert "fewer than" in loaded(MONITOR_TOKEN="short").doubts[0]


def test_a_token_that_no_header_can_carry_is_refused(problems: Problems) -> None:
    (found,) = problems({"MONITOR_TOKEN": "два слова"})
    assert "MONITOR_TOKEN" in found


def test_private_hosts_come_from_the_file_and_the_environment(
    write: Write, loaded: Loaded, problems: Problems
) -> None:
    write("monitor.yaml", "polling: {private_hosts: [Feeds.Example, '10.0.0.7:8000']}\n")
    monitor = loaded(MONITOR_PRIVATE_HOSTS="localhost:9000, [::1]").monitor
    assert monitor.private_hosts == {"feeds.example", "10.0.0.7:8000", "localhost:9000", "[::1]"}
    assert monitor.policy.allows_private("localhost", 9000)
    assert not monitor.policy.allows_private("localhost", 9001)
    (found,) = problems({"MONITOR_PRIVATE_HOSTS": "http://localhost"})
    assert "is no host" in found
