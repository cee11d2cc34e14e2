import asyncio
import email
import email.utils
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from monitor.alerts.alert import Alert, Subject
from monitor.alerts.compose import compose
from monitor.alerts.email import MailSender, MailServer, Security, compose_mail, knock
from monitor.errors import DeliveryError

SERVER = MailServer(host="localhost", sender="monitor@alerts.example", security=Security.NONE)
ALICE = "alice@example.org"


class Postbox:
    """A mail server's handler: keeps what it takes and answers as it is told."""

    def __init__(self, *, rcpt: str = "250 OK", data: str = "250 OK", mail: str = "250 OK") -> None:
        self.taken: list[Envelope] = []
        self.logins: list[str] = []
        self._rcpt, self._data, self._mail = rcpt, data, mail

    async def handle_MAIL(  # noqa: N802 - the server looks for these names
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        envelope.mail_from = address
        return self._mail

    async def handle_RCPT(  # noqa: N802 - the server looks for these names
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if address.startswith("alice"):
            envelope.rcpt_tos.append(address)
            return "250 OK"
        if self._rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self._rcpt

    async def handle_DATA(  # noqa: N802 - the server looks for these names
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self._data.startswith("250"):
            self.taken.append(envelope)
        return self._data

    def mails(self) -> list[EmailMessage]:
        found = []
        for taken in self.taken:
            assert isinstance(taken.content, bytes)
            found.append(email.message_from_bytes(taken.content, policy=default))
        return found


@contextmanager
def serving(box: Postbox, **options: Any) -> Iterator[MailServer]:
    controller = Controller(box, hostname="127.0.0.1", port=0, **options)
    # Port 0 lets the system choose; the controller's own self-test wants to know which.
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        controller.port = sock.getsockname()[1]
    controller.start()
    try:
        yield replace(SERVER, host="127.0.0.1", port=controller.port)
    finally:
        controller.stop()


def send(server: MailServer, alert: Alert, recipient: str = ALICE) -> None:
    sender = MailSender(server, receiver=f"mail:{recipient}", recipient=recipient)
    assert sender.receiver == f"mail:{recipient}"
    asyncio.run(sender.send(alert))


def refused(server: MailServer, alert: Alert, recipient: str = ALICE) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        send(server, alert, recipient)
    assert caught.value.channel == f"mail:{recipient}"
    return caught.value


def content(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_a_mail_arrives_with_text_first_and_html_beside_it(alert: Alert) -> None:
    box = Postbox()
    with serving(box) as server:
        send(server, alert)
    (mail,) = box.mails()
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_subtype() for part in mail.iter_parts()] == ["plain", "html"]
    assert mail["Subject"] == alert.subject
    assert mail["From"] == "Wording monitor <monitor@alerts.example>"
    assert mail["To"] == ALICE
    assert box.taken[0].rcpt_tos == [ALICE]
    assert content(mail, "plain").replace("\r\n", "\n") == alert.text
    assert content(mail, "html").replace("\r\n", "\n").rstrip() == alert.html.rstrip()
    assert "[-" in content(mail, "plain")
    assert "<del" in content(mail, "html")


def test_chinese_passages_arrive_unharmed_through_a_seven_bit_relay(chinese: Subject) -> None:
    alert = compose(chinese, now=email.utils.parsedate_to_datetime("19 Aug 2025 09:30:00 +0000"))
    box = Postbox()
    with serving(box, decode_data=False) as server:
        send(server, alert)
    raw = box.taken[0].content
    assert isinstance(raw, bytes)
    assert raw.isascii()
    assert max(map(len, raw.splitlines())) <= 78
    (mail,) = box.mails()
    assert "出口管制" in mail["Subject"]
    assert "[-出口管制-]" in content(mail, "plain").replace("\r\n", "")
    assert "出口管制</del>" in content(mail, "html")


def test_the_message_id_is_stable_and_later_mails_of_a_thread_refer_to_one_root(
    about: Callable[..., Subject], alert: Alert
) -> None:
    again = compose(about(), now=alert.created_at, base_url="https://monitor.example")
    later = compose(about(id="shift-2"), now=alert.created_at + timedelta(days=2))
    other = compose(about(topic="magnets"), now=alert.created_at)
    first, retry, second, third = (
        compose_mail(each, server=SERVER, recipient=ALICE) for each in (alert, again, later, other)
    )
    assert first["Message-ID"] == retry["Message-ID"] != second["Message-ID"]
    assert first["Message-ID"] == f"<{alert.id}@alerts.example>"
    assert first["References"] == second["References"] == f"<{alert.thread}@alerts.example>"
    assert second["In-Reply-To"] == second["References"] != third["References"]
    assert bytes(first) == bytes(retry)


def test_machines_can_tell_that_a_machine_wrote_it(alert: Alert) -> None:
    mail = compose_mail(alert, server=SERVER, recipient=ALICE)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "<wording-alerts.alerts.example>"
    assert mail["Date"].datetime == alert.created_at


def test_a_title_cannot_start_a_header_of_its_own(
    about: Callable[..., Subject], alert: Alert
) -> None:
    nasty = "Rare earths\r\nBcc: eve@example.net\r\n\r\nPay here\x00\u202egnp\u2028X: y"
    hostile = compose(
        about(item_title=nasty, topic_name=nasty, body_name=nasty, removed=(nasty,)),
        now=alert.created_at,
    )
    for each in (hostile, replace(alert, subject=nasty)):
        box = Postbox()
        with serving(box) as server:
            send(server, each)
        (mail,) = box.mails()
        assert mail["Bcc"] is None
        assert mail["X"] is None
        assert box.taken[0].rcpt_tos == [ALICE]
        assert "\u202e" not in mail["Subject"]
        assert content(mail, "plain").replace("\r\n", "\n") == each.text


def test_a_long_domain_does_not_break_the_references(alert: Alert) -> None:
    server = replace(SERVER, sender="monitor@a-rather-long-name-of-a-host.department.example.org")
    mail = email.message_from_bytes(
        bytes(compose_mail(alert, server=server, recipient=ALICE)), policy=default
    )
    for name in ("Message-ID", "References", "In-Reply-To"):
        assert str(mail[name]).strip().endswith(".department.example.org>")


@pytest.mark.parametrize(
    "address",
    ["", "alice", "@example.org", "alice@", "a@b\r\nBcc: c@d", "a@b, c@d", "ü@example.org"],
)
def test_an_address_that_is_none_is_refused_before_anything_is_sent(address: str) -> None:
    with pytest.raises(ValueError, match="mail address"):
        MailSender(SERVER, receiver="mail", recipient=address)
    with pytest.raises(ValueError, match="mail address"):
        replace(SERVER, sender=address)


def test_one_refused_recipient_stops_no_other(alert: Alert) -> None:
    box = Postbox(rcpt="550 5.1.1 No such user")
    with serving(box) as server:
        failure = refused(server, alert, "nobody@example.org")
        send(server, alert)
    assert not failure.transient
    assert "550" in failure.problem
    assert "nobody@example.org" in failure.hint
    assert [taken.rcpt_tos for taken in box.taken] == [[ALICE]]


@pytest.mark.parametrize(
    ("answers", "transient"),
    [
        ({"data": "451 try later"}, True),
        ({"data": "554 spam"}, False),
        ({"mail": "421 busy"}, True),
        ({"mail": "553 not yours"}, False),
        ({"rcpt": "450 greylisted"}, True),
        ({"mail": "530 5.7.0 Authentication required"}, True),
    ],
)
def test_4xx_and_a_refused_login_are_worth_a_retry_and_5xx_is_not(
    alert: Alert, answers: dict[str, str], transient: bool
) -> None:
    with serving(Postbox(**answers)) as server:
        failure = refused(server, alert, "bob@example.org")
    assert failure.transient is transient


def test_no_server_is_transient(alert: Alert, unused_port: int) -> None:
    assert refused(replace(SERVER, host="127.0.0.1", port=unused_port), alert).transient


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    folder = tmp_path_factory.mktemp("tls")
    openssl = shutil.which("openssl")
    assert openssl, "these tests make a certificate with openssl"
    cert, key = folder / "cert.pem", folder / "key.pem"
    options = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
    names = "-subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1"
    files = ("-keyout", str(key), "-out", str(cert))
    subprocess.run(
        [openssl, *options.split(), *names.split(), *files],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return cert, context


def test_starttls_with_a_trusted_certificate_and_a_login(
    alert: Alert, certificate: tuple[Path, ssl.SSLContext]
) -> None:
    cafile, context = certificate
    box = Postbox()

    def login(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        return AuthResult(success=data.password == b"s3cret", handled=False)

    with serving(
        box, tls_context=context, require_starttls=True, authenticator=login, auth_required=True
    ) as plain:
        server = replace(
            plain,
            security=Security.STARTTLS,
            cafile=str(cafile),
            username="monitor",
            password="s3cret",
        )
        send(server, alert)
        wrong = refused(replace(server, password="guess"), alert)
        asyncio.run(knock(server, channel="mail"))
        with pytest.raises(DeliveryError, match="535"):
            asyncio.run(knock(replace(server, password="guess"), channel="mail"))
    assert len(box.taken) == 1
    assert wrong.transient
    assert "password" in wrong.hint
    assert "s3cret" not in repr(server)
    assert "guess" not in f"{wrong}{wrong.hint}"


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    alert: Alert, certificate: tuple[Path, ssl.SSLContext]
) -> None:
    box = Postbox()
    with serving(box, tls_context=certificate[1]) as plain:
        failure = refused(replace(plain, security=Security.STARTTLS), alert)
    assert "certificate" in failure.hint
    assert box.taken == []


def test_a_server_without_starttls_gets_nothing(alert: Alert) -> None:
    box = Postbox()
    with serving(box) as plain:
        failure = refused(replace(plain, security=Security.STARTTLS), alert)
    assert not failure.transient
    assert "does not offer" in failure.hint
    assert box.taken == []


def test_tls_from_the_first_byte(alert: Alert, certificate: tuple[Path, ssl.SSLContext]) -> None:
    cafile, context = certificate
    box = Postbox()
    with serving(box, ssl_context=context) as plain:
        send(replace(plain, security=Security.TLS, cafile=str(cafile)), alert)
    assert len(box.taken) == 1


def test_a_password_is_never_sent_in_the_clear() -> None:
    with pytest.raises(ValueError, match="without TLS"):
        replace(SERVER, username="monitor", password="s3cret")


Talk = Callable[[socket.socket, threading.Event], None]


@contextmanager
def talking(talk: Talk) -> Iterator[MailServer]:
    """A server on a bare socket, for what no decent server does."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            peer, _ = listener.accept()
            with peer:
                try:
                    talk(peer, over)
                except OSError:
                    return

        thread = threading.Thread(target=answer)
        thread.start()
        try:
            yield replace(
                SERVER,
                host="127.0.0.1",
                port=listener.getsockname()[1],
                patience=timedelta(seconds=5),
                longest=timedelta(milliseconds=150),
            )
        finally:
            over.set()
            thread.join(5)
        assert not thread.is_alive()


def test_a_server_that_never_greets_is_left_in_bounded_time(alert: Alert) -> None:
    def wait(peer: socket.socket, over: threading.Event) -> None:
        over.wait(5)

    with talking(wait) as server:
        failure = refused(server, alert)
    assert failure.transient
    assert "in time" in failure.problem


def test_a_server_that_greets_for_ever_is_left_in_bounded_time(alert: Alert) -> None:
    def drip(peer: socket.socket, over: threading.Event) -> None:
        while not over.wait(0.01):
            peer.sendall(b"220-still here\r\n")

    with talking(drip) as server:
        assert refused(server, alert).transient


def test_a_server_that_hangs_after_taking_the_mail_has_taken_it(alert: Alert) -> None:
    taken = threading.Event()

    def take(peer: socket.socket, over: threading.Event) -> None:
        peer.sendall(b"220 hello\r\n")
        with peer.makefile("rb") as lines:
            for answer in (b"250 OK", b"250 OK", b"250 OK", b"354 go on"):
                lines.readline()
                peer.sendall(answer + b"\r\n")
            while lines.readline() != b".\r\n":
                continue
            peer.sendall(b"250 taken\r\n")
            taken.set()
            over.wait(5)

    with talking(take) as server:
        send(server, alert)
        assert taken.is_set()


@pytest.mark.parametrize(
    "subject",
    [
        "China's Foreign Ministry: speaks less firmly *are willing to* → *may* · Rare earths",
        "China's Ministry of Commerce: new wording *公布对稀土技术实施管制的决定* · Rare earths",
        "plain and short",
    ],
)
def test_a_subject_is_read_as_it_was_written(alert: Alert, subject: str) -> None:
    mail = compose_mail(replace(alert, subject=subject), server=SERVER, recipient="a@example.org")
    raw = mail.as_bytes()
    assert all(len(line) <= 78 for line in raw.splitlines() if line.startswith(b"Subject"))
    assert email.message_from_bytes(raw, policy=default)["Subject"] == subject
