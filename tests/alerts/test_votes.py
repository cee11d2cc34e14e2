import pytest

from monitor.alerts.votes import Ballot, Verdict

BALLOT = Ballot(key=b"k" * 32)


def signature(link: str) -> str:
    return link.partition("signature=")[2]


def test_a_link_holds_for_its_alert_and_its_verdict_alone() -> None:
    links = BALLOT.links("https://monitor.example/", "msg_1")
    assert links.useful.startswith("https://monitor.example/feedback/msg_1/useful?signature=")
    good = signature(links.useful)
    assert BALLOT.valid("msg_1", Verdict.USEFUL, good)
    assert not BALLOT.valid("msg_1", Verdict.NOT_USEFUL, good)
    assert not BALLOT.valid("msg_2", Verdict.USEFUL, good)
    assert not BALLOT.valid("msg_1", Verdict.USEFUL, good[:-1])
    assert not BALLOT.valid("msg_1", Verdict.USEFUL, "")
    assert not BALLOT.valid("msg_1", Verdict.USEFUL, "ü\ud800")


def test_another_monitors_link_is_not_ours() -> None:
    other = Ballot(key=b"o" * 32).links("https://monitor.example", "msg_1")
    assert not BALLOT.valid("msg_1", Verdict.USEFUL, signature(other.useful))


def test_a_short_key_is_refused_and_no_key_is_shown() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        Ballot(key=b"short")
    assert "kkkk" not in repr(BALLOT)
