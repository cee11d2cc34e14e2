"""An alert as a mail: one message for each recipient, so that one bad address stops no other."""

import asyncio
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from email.errors import HeaderParseError, MessageError
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from enum import StrEnum
from functools import partial
from socket import SHUT_RDWR

from monitor.alerts.alert import Alert
from monitor.alerts.background import in_background
from monitor.alerts.clean import one_line
from monitor.errors import DeliveryError


# Quoted-printable or base64 goes through every relay; 8bit needs one that offers 8BITMIME.
class _Policy(EmailPolicy):
    """SMTP's policy, with a subject that is encoded as a whole where any of it must be.

    The library encodes the words that need it together with the space before them, and a mail
    reader shows that space beside the one that parts them from the words before (RFC 2047, 6.2).
    """

    def fold(self, name: str, value: str) -> str:
        if name.lower() != "subject" or str(value).isascii():
            folded: str = super().fold(name, value)
            return folded
        encoded = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {encoded}{self.linesep}"

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() != "subject":
            folded: bytes = super().fold_binary(name, value)
            return folded
        return self.fold(name, value).encode("ascii")


_POLICY = _Policy(linesep="\r\n", cte_type="7bit")
# RFC 4954, 6: what is wrong is the login, which an operator mends, and not the message.
_LOGIN_REFUSED = frozenset({530, 534, 535, 538})


class Security(StrEnum):
    """How the connection is kept private; certificates are always verified."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mail is handed in, and by whom it is sent.

    `sender` is the From address, `sender_name` what stands before it. `cafile` holds further
    certificates to trust. `patience` bounds each answer of the server, `longest` the whole visit.
    """

    host: str
    sender: str
    port: int = 587
    security: Security = Security.STARTTLS
    sender_name: str = "Wording monitor"
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    cafile: str | None = None
    patience: timedelta = timedelta(seconds=20)
    longest: timedelta = timedelta(seconds=60)

    def __post_init__(self) -> None:
        _address(self.sender)
        if self.username is not None and self.security is Security.NONE:
            raise ValueError("a password is not sent over a connection without TLS")


def compose_mail(alert: Alert, *, server: MailServer, recipient: str) -> EmailMessage:
    """Return the mail for one recipient: plain text first, HTML beside it.

    All of it follows from its arguments, the Message-ID and the parts' boundary too, so that a
    mail sent twice can be known as one. Header values are cleaned: no title can start a header
    of its own.

    A later message of a thread answers the first one that this recipient was sent, and every
    message of a thread names one root that no mail bears: mail readers gather what names one
    ancestor whether they hold it or not (RFC 5256, the REFERENCES algorithm: a dummy stands for
    the missing message), so that who joins later sees one conversation as well.
    """
    sender = _address(server.sender, server.sender_name)
    domain = sender.domain
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = sender
    mail["To"] = _address(recipient)
    mail["Subject"] = one_line(alert.subject)
    mail["Date"] = alert.created_at
    mail["Message-ID"] = f"<{alert.id}@{domain}>"
    root, first = f"<{alert.thread}@{domain}>", f"<{alert.answers}@{domain}>"
    mail["In-Reply-To"] = first if alert.answers else root
    mail["References"] = f"{root} {first}" if alert.answers else root
    mail["List-Id"] = f"<wording-alerts.{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(alert.text)
    mail.add_alternative(alert.html, subtype="html")
    # `=_` stands in neither base64 nor quoted-printable (RFC 2045, 6.7), so no text can end a part.
    mail.set_boundary(f"=_{alert.id}_=")
    return mail


class MailSender:
    """Sends alerts to one recipient: taken once the server has answered 250 to the text."""

    def __init__(self, server: MailServer, *, receiver: str, recipient: str) -> None:
        _address(recipient)
        self._server = server
        self._receiver = receiver
        self._recipient = recipient

    @property
    def receiver(self) -> str:
        """Return the id of the channel and recipient, as in `mail:alice@example.org`."""
        return self._receiver

    async def send(self, alert: Alert) -> None:
        """Return once the server has taken the mail; else raise DeliveryError.

        Answers of 4xx, a refused login and a failing network are transient, other answers of 5xx
        are permanent. A server that hangs is left after the time that the settings give.
        """
        mail = partial(compose_mail, alert, server=self._server, recipient=self._recipient)
        await _Visit(self._server, mail, self._recipient, channel=self._receiver).made()


async def knock(server: MailServer, *, channel: str) -> None:
    """Return once the server has let us in, as for a mail that is then not sent; else raise.

    Connects, greets, turns TLS on and logs in as the settings say. Raises DeliveryError.
    """
    await _Visit(server, None, "", channel=channel).made()


class _Visit:
    """One connection to the server, in a thread; `taken` is true once it did what it was for.

    With a mail to compose that is to hand it in, without one to log in and leave.
    """

    def __init__(
        self,
        server: MailServer,
        mail: Callable[[], EmailMessage] | None,
        recipient: str,
        *,
        channel: str,
    ) -> None:
        self.taken = False
        self._server = server
        self._mail = mail
        self._recipient = recipient
        self._channel = channel
        self.connection: smtplib.SMTP | None = None

    async def made(self) -> None:
        """Return once the visit has done what it was for; else raise DeliveryError."""
        worker = asyncio.create_task(in_background(self.run))
        try:
            done, _ = await asyncio.wait({worker}, timeout=self._server.longest.total_seconds())
        finally:
            if not worker.done():
                # A thread cannot be killed; with its socket shut it ends by itself.
                self.abort()
                worker.cancel()
        if self.taken:
            return
        if not done:
            raise DeliveryError(
                f"{self._server.host} did not finish in time",
                channel=self._channel,
                transient=True,
            )
        worker.result()

    def run(self) -> None:
        """Return once the server did what it was asked; else raise DeliveryError."""
        try:
            self._deliver()
        except (smtplib.SMTPException, OSError, UnicodeError, MessageError) as exc:
            # What fails after the text was accepted (a QUIT without answer) undoes nothing.
            if not self.taken:
                raise self._failure(exc) from exc

    def abort(self) -> None:
        """Shut the socket under the thread that waits on it."""
        sock = self.connection.sock if self.connection else None
        if sock is not None:
            try:
                sock.shutdown(SHUT_RDWR)
            except OSError:
                return  # the other side was faster

    def _deliver(self) -> None:
        server = self._server
        mail = self._mail and self._mail()
        with self._connected() as connection:
            if server.security is Security.STARTTLS:
                connection.starttls(context=self._context())
            if server.username is not None:
                connection.login(server.username, server.password or "")
            if mail is not None:
                connection.send_message(mail, server.sender, [self._recipient])
            else:
                connection.ehlo_or_helo_if_needed()
            self.taken = True

    def _connected(self) -> smtplib.SMTP:
        server, patience = self._server, self._server.patience.total_seconds()
        if server.security is Security.TLS:
            return _TLSConnection(
                self, server.host, server.port, timeout=patience, context=self._context()
            )
        return _Connection(self, server.host, server.port, timeout=patience)

    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self._server.cafile is not None:
            context.load_verify_locations(self._server.cafile)
        return context

    def _failure(self, exc: Exception) -> DeliveryError:
        code, words = _answer(exc)
        hint = ""
        transient = code is None or 400 <= code < 500
        if isinstance(exc, smtplib.SMTPAuthenticationError) or code in _LOGIN_REFUSED:
            transient = True
            hint = (
                "The server refuses the login: check the user name and password of the mail "
                "channel; the mail is kept and tried again."
            )
        elif isinstance(exc, smtplib.SMTPNotSupportedError):
            transient = False
            hint = "The server does not offer what the mail channel asks: check security and port."
        elif isinstance(exc, ssl.SSLCertVerificationError):
            hint = "The server's certificate is not trusted: set cafile, or use its real name."
        elif isinstance(exc, UnicodeError | MessageError):
            transient = False
        elif isinstance(exc, smtplib.SMTPRecipientsRefused):
            hint = f"The server refuses {self._recipient}."
        return DeliveryError(
            f"{self._server.host}: {words}", channel=self._channel, transient=transient, hint=hint
        )


class _Connection(smtplib.SMTP):
    """A connection that its visit knows before the greeting, which may never end."""

    def __init__(self, visit: _Visit, host: str, port: int, *, timeout: float) -> None:
        visit.connection = self
        super().__init__(host, port, timeout=timeout)


class _TLSConnection(smtplib.SMTP_SSL):
    """The same over TLS from the first byte."""

    def __init__(
        self, visit: _Visit, host: str, port: int, *, timeout: float, context: ssl.SSLContext
    ) -> None:
        visit.connection = self
        super().__init__(host, port, timeout=timeout, context=context)


def _answer(exc: Exception) -> tuple[int | None, str]:
    """Return the server's code, or None where the network failed, and its words on one line."""
    code: int | None = None
    said: bytes | str = str(exc) or type(exc).__name__
    if isinstance(exc, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(exc.recipients.values()))
    elif isinstance(exc, smtplib.SMTPResponseException):
        code, said = exc.smtp_code, exc.smtp_error
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return code, one_line(f"{code} {words}" if code is not None else words)[:300]


def _address(address: str, name: str = "") -> Address:
    """Return a mail address that is one; raise ValueError for any other string."""
    if address != one_line(address) or not address.isascii():
        raise ValueError(f"not a mail address in ASCII: {one_line(address)!r}")
    try:
        parsed = Address(display_name=one_line(name), addr_spec=address)
    except (HeaderParseError, ValueError, IndexError) as exc:
        raise ValueError(f"not a mail address: {address!r}") from exc
    if not parsed.username or not parsed.domain:
        raise ValueError(f"not a mail address: {address!r}")
    return parsed
