"""Settings and secrets from the environment: the only place from which a secret is taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from monitor.config.models import nearest
from monitor.config.problems import Findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One environment variable: what it sets, and whether it is a secret."""

    name: str
    sets: str
    secret: bool = False


VARIABLES = (
    Variable(name="MONITOR_CONFIG", sets="the folder of the settings files; `config` without it"),
    Variable(name="MONITOR_DATABASE_URL", sets="the database", secret=True),
    Variable(name="MONITOR_HOST", sets="the address that the status endpoint listens on"),
    Variable(name="MONITOR_PORT", sets="the port that the status endpoint listens on"),
    Variable(name="MONITOR_BASE_URL", sets="the address under which people reach the status pages"),
    Variable(
        name="MONITOR_TOKEN", sets="what all of the endpoint but /healthz asks for", secret=True
    ),
    Variable(
        name="MONITOR_HEARTBEAT_URL",
        sets="an address that is asked for once a minute while all is well",
        secret=True,
    ),
    Variable(name="MONITOR_LOG", sets="the style of the log: `text` or `json`"),
    Variable(
        name="MONITOR_PRIVATE_HOSTS", sets="private hosts that may be reached, parted by commas"
    ),
    Variable(name="MONITOR_WEBHOOK_URL", sets="where alerts go as JSON", secret=True),
    Variable(name="MONITOR_WEBHOOK_SECRET", sets="what webhooks are signed with", secret=True),
    Variable(name="MONITOR_SMTP_HOST", sets="the mail server"),
    Variable(name="MONITOR_SMTP_PORT", sets="its port; 587, 465 or 25 by the kind of security"),
    Variable(name="MONITOR_SMTP_SECURITY", sets="`starttls`, `tls` or `none`"),
    Variable(name="MONITOR_SMTP_USERNAME", sets="who logs in at the mail server"),
    Variable(name="MONITOR_SMTP_PASSWORD", sets="the password for that", secret=True),
    Variable(name="MONITOR_SMTP_FROM", sets="the address that mail comes from"),
    Variable(name="MONITOR_SMTP_CAFILE", sets="a file of further certificates to trust"),
    Variable(name="MONITOR_MAIL_TO", sets="who gets mail, parted by commas"),
)

PREFIX = "MONITOR_"
FILE = "_FILE"
_TYPO = 88
_LARGEST_SECRET = 64_000


class Environment:
    """The environment as settings: a variable that is empty counts as not set.

    A secret may also stand in a file that NAME_FILE names, as container platforms mount them.
    """

    def __init__(self, environ: Mapping[str, str], findings: Findings) -> None:
        self._environ = environ
        self._findings = findings
        self._asked: set[str] = set()

    def get(self, name: str) -> str | None:
        """Return a variable's value, or what its NAME_FILE holds, or None."""
        self._asked.add(name)
        value = self._environ.get(name, "").strip() or None
        path = self._environ.get(name + FILE, "").strip()
        if not path:
            return value
        if value is not None:
            self.note(name, f"{name} and {name}{FILE} are both set", hint="Unset one of them.")
            return value
        return self._held(name + FILE, Path(path))

    def port(self, name: str) -> int | None:
        """Return a port, or None where it is not set or is none, which is noted."""
        raw = self.get(name)
        if raw is None:
            return None
        if raw.isascii() and raw.isdigit() and 0 < int(raw[:6]) < 65_536:
            return int(raw)
        hint = ""
        if "://" in raw:
            hint = (
                "Kubernetes sets it so for a service called monitor: rename the service, "
                "or set enableServiceLinks to false."
            )
        self.note(name, f"{raw!r} is no port", hint=hint)
        return None

    def listed(self, name: str) -> tuple[str, ...]:
        """Return the parts of a variable between its commas."""
        parts = (self.get(name) or "").split(",")
        return tuple(part.strip() for part in parts if part.strip())

    def note(self, name: str, problem: str, *, hint: str = "") -> None:
        """Note what is wrong with a variable."""
        self._findings.add(problem, path=f"environment {name}", hint=hint)

    def note_misspelt(self) -> None:
        """Note each MONITOR_ variable that nothing reads and that looks like one that is read."""
        known = {variable.name for variable in VARIABLES} | self._asked
        known |= {name + FILE for name in known}
        for name in sorted(self._environ):
            if not name.startswith(PREFIX) or name in known or not self._environ[name]:
                continue
            # Kubernetes sets MONITOR_SERVICE_HOST and the like for a service called monitor.
            if name.startswith((f"{PREFIX}SERVICE_", f"{PREFIX}PORT_")):
                continue
            if guess := nearest(name, tuple(sorted(known)), cutoff=_TYPO):
                self.note(name, "nothing reads this variable", hint=f"Did you mean {guess}?")

    def _held(self, name: str, path: Path) -> str | None:
        try:
            with path.open("rb") as file:
                held = file.read(_LARGEST_SECRET + 1)
            text = held.decode().strip()
        except (OSError, UnicodeDecodeError) as exc:
            reason = getattr(exc, "strerror", None) or "not UTF-8"
            self.note(name, f"{path} cannot be read: {reason}")
            return None
        if not text or len(held) > _LARGEST_SECRET:
            self.note(name, f"{path} is empty" if not text else f"{path} is too long for a secret")
            return None
        return text
