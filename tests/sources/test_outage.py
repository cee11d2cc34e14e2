"""The network at our end is down, or some sources are."""

from datetime import UTC, datetime, timedelta

from monitor.sources.outage import Reach, outage_since

NOON = datetime(2025, 8, 19, 12, tzinfo=UTC)


def minutes(number: float) -> datetime:
    return NOON + timedelta(minutes=number)


def lost(host: int, at: float) -> Reach:
    return Reach(host=f"h{host}.example", unreachable_since=minutes(at))


def heard(host: int, at: float) -> Reach:
    return Reach(host=f"h{host}.example", answered_at=minutes(at))


def test_nothing_can_be_reached_since_the_first_that_failed() -> None:
    before = [heard(host, -host) for host in range(10, 30)]
    assert outage_since([lost(1, 0), lost(2, 1), lost(3, 4), *before]) == NOON


def test_two_hosts_and_many_sources_of_one_host_are_no_outage() -> None:
    assert outage_since([lost(1, 0), lost(2, 1)]) is None
    assert outage_since([lost(1, number) for number in range(20)]) is None
    assert outage_since([]) is None


def test_sources_that_went_one_by_one_are_no_outage() -> None:
    gone = [lost(host, -10_000 * host) for host in range(1, 6)]
    assert outage_since([*gone, *(heard(host, -5) for host in range(10, 60))]) is None


def test_an_outage_is_found_beside_a_source_that_was_gone_before() -> None:
    before = [heard(host, -20) for host in range(10, 30)]
    assert outage_since([lost(9, -500), lost(1, 0), lost(2, 1), lost(3, 2), *before]) == NOON


def test_one_that_answers_from_the_own_network_does_not_hide_an_outage() -> None:
    own = heard(50, 30)
    assert outage_since([lost(1, 0), lost(2, 1), lost(3, 2), own]) is None
    assert outage_since([*(lost(host, host) for host in range(4)), own]) == NOON


def test_an_outage_is_over_when_a_fifth_of_the_hosts_answer_again() -> None:
    gone = [lost(host, 0) for host in range(8)]
    assert outage_since([*gone, heard(50, 10), heard(51, 11)]) == NOON
    assert outage_since([*gone[1:], heard(50, 10), heard(51, 11)]) is None
