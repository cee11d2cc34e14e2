"""Every exception that the monitor raises on purpose.

MonitorError
├── ConfigError         a setting is wrong: path, problem, hint
├── SourceError         something about one source
│   ├── FetchError      the network or the server: transient, retry_after
│   └── ParseError      bytes that are not what they should be
├── StorageError        the database
└── DeliveryError       one receiver: channel, transient, retry_after, gone

Not modified, irrelevant and unattributed are values, not exceptions. A third party's exception
is wrapped where it enters, `from exc`.
"""

from datetime import timedelta


class MonitorError(Exception):
    """Anything that went wrong in a way that we know, with a hint on what to do about it."""

    def __init__(self, problem: str, *, hint: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.hint = hint


class ConfigError(MonitorError):
    """One wrong setting: where it stands (`path`: `file:line key`), what is wrong, what to do."""

    def __init__(self, problem: str, *, path: str, hint: str = "") -> None:
        super().__init__(problem, hint=hint)
        self.path = path

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}"


class SourceError(MonitorError):
    """A failure that concerns one source and leaves the others alone."""

    def __init__(self, problem: str, *, source: str, hint: str = "") -> None:
        super().__init__(problem, hint=hint)
        self.source = source


class FetchError(SourceError):
    """An answer could not be had, or may not be: `transient` says whether to come back as usual."""

    def __init__(
        self,
        problem: str,
        *,
        source: str,
        transient: bool,
        status: int | None = None,
        retry_after: timedelta | None = None,
        hint: str = "",
    ) -> None:
        super().__init__(problem, source=source, hint=hint)
        self.transient = transient
        self.status = status
        self.retry_after = retry_after


class ParseError(SourceError):
    """An answer came and is not a feed, a page or an article that can be read."""


class StorageError(MonitorError):
    """The database is missing, locked, full, damaged, or of another version."""


class DeliveryError(MonitorError):
    """A receiver did not take a message: `transient` is worth a retry, `gone` ends the channel."""

    def __init__(
        self,
        problem: str,
        *,
        channel: str,
        transient: bool,
        retry_after: timedelta | None = None,
        gone: bool = False,
        hint: str = "",
    ) -> None:
        super().__init__(problem, hint=hint)
        self.channel = channel
        self.transient = transient
        self.retry_after = retry_after
        self.gone = gone
