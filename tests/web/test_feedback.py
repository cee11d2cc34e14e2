from typing import Any
from urllib.parse import urlsplit

from monitor.alerts.votes import Ballot, Verdict
from monitor.storage import verdicts
from monitor.storage.engine import Database
from monitor.web.bare import STYLE

BALLOT = Ballot(key=b"k" * 32)


def paths(alert: str) -> tuple[str, str]:
    links = BALLOT.links("https://monitor.example", alert)
    useful, not_useful = urlsplit(links.useful), urlsplit(links.not_useful)
    return f"{useful.path}?{useful.query}", f"{not_useful.path}?{not_useful.query}"


def alert_id(client: Any) -> str:
    return str(client.get("/api/alerts").json()["rows"][0]["id"])


def test_a_link_alone_changes_nothing_and_the_button_counts(ask: Any, database: Database) -> None:
    client = ask(ballot=BALLOT)
    alert = alert_id(client)
    useful, not_useful = paths(alert)
    page = client.get(useful)
    assert page.status_code == 200
    assert "Yes, it was useful" in page.text
    with database.read() as session:
        assert verdicts.get(session, alert) is None
    answer = client.get(useful, method="POST")
    assert answer.status_code == 303
    assert "marked as <b>useful</b>" in client.get(answer.headers["location"]).text
    client.get(not_useful, method="POST")
    with database.read() as session:
        assert verdicts.get(session, alert) is Verdict.NOT_USEFUL
    counted = client.get("/status").json()["feedback"]
    assert counted["bodies"] == {"CN-MFA": {"useful": 0, "not_useful": 1}}
    assert counted["rules"] == {"scope-qualifier-dropped": {"useful": 0, "not_useful": 1}}


def test_a_shift_of_a_digest_is_judged_by_its_own_link(ask: Any) -> None:
    client = ask(ballot=BALLOT)
    useful, _ = paths("s-1")
    assert "出口管制" in client.get(useful).text
    assert client.get(useful, method="POST").status_code == 303
    counted = client.get("/status").json()["feedback"]
    assert counted["bodies"] == {"CN-MFA": {"useful": 1, "not_useful": 0}}
    assert counted["rules"] == {"scope-qualifier-dropped": {"useful": 1, "not_useful": 0}}


def test_the_link_needs_no_token_and_opens_nothing_else(ask: Any) -> None:
    alert = alert_id(ask())
    client = ask(token="a-token-of-some-length", ballot=BALLOT)
    assert client.get(paths(alert)[0]).status_code == 200
    assert client.get("/status").status_code == 401
    assert client.get("/feedback/").status_code in {403, 404}


def test_a_forged_link_is_refused(ask: Any) -> None:
    client = ask(ballot=BALLOT)
    alert = alert_id(client)
    useful, _ = paths(alert)
    for bad in (useful[:-1], useful.replace(alert, "msg_other"), useful.partition("?")[0]):
        assert client.get(bad).status_code == 403
        assert client.get(bad, method="POST").status_code == 403
    assert ask(ballot=None).get(useful).status_code == 403


def test_an_alert_that_is_gone_is_said_to_be(ask: Any) -> None:
    useful, _ = paths("msg_gone")
    assert ask(ballot=BALLOT).get(useful).status_code == 404


def test_the_page_has_its_own_style_and_no_script(ask: Any) -> None:
    client = ask(ballot=BALLOT)
    page = client.get(paths(alert_id(client))[0])
    assert not set("<>&\"'") & set(STYLE)
    assert f"<style>{STYLE}</style>" in page.text
    assert "unsafe" not in page.headers["content-security-policy"]
    assert "script" not in page.text
