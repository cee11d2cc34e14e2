"""What is wrong with the settings, gathered so that one run shows all of it."""

from collections.abc import Iterable

from monitor.errors import ConfigError, MonitorError


class ConfigProblems(MonitorError):  # noqa: N818 - it carries errors; each of them is named so
    """Everything that is wrong with the settings: `problems`, in the order of the files."""

    def __init__(self, problems: Iterable[ConfigError]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        super().__init__(
            f"{count} problem{'s' if count != 1 else ''} in the settings",
            hint=self.problems[0].hint if count == 1 else "",
        )

    def __str__(self) -> str:
        return "\n".join((f"{self.problem}:", *map(str, self.problems)))


class Findings:
    """Gathers problems while reading goes on, and raises them together at the end."""

    def __init__(self) -> None:
        self._found: list[ConfigError] = []

    def __bool__(self) -> bool:
        return bool(self._found)

    @property
    def found(self) -> tuple[ConfigError, ...]:
        """Return what was noted so far."""
        return tuple(self._found)

    def add(self, problem: str, *, path: str, hint: str = "") -> None:
        """Note one problem; the same words at the same place are noted once."""
        if not any(str(known) == f"{path}: {problem}" for known in self._found):
            self._found.append(ConfigError(problem, path=path, hint=hint))

    def gathered(self) -> "_Gathering":
        """Return a context that notes the ConfigProblems raised in it, and goes on behind it."""
        return _Gathering(self)

    def raise_any(self) -> None:
        """Raise ConfigProblems if anything was noted."""
        if self._found:
            raise ConfigProblems(self._found)


class _Gathering:
    def __init__(self, findings: Findings) -> None:
        self._findings = findings

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: object
    ) -> bool:
        if not isinstance(exc, ConfigProblems):
            return False
        for problem in exc.problems:
            self._findings.add(problem.problem, path=problem.path, hint=problem.hint)
        return True
