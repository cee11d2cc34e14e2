"""Addresses in the settings: http or https, no password in a file, nothing private unasked."""

import re
from urllib.parse import urlsplit

from monitor.config.problems import Findings
from monitor.sources.guard import Blocked, Policy, check_url

_HOST = re.compile(r"(?:\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::[0-9]{1,5})?", re.IGNORECASE)
_LOCAL = re.compile(r"(?:localhost|.+\.localhost|.+\.local|.+\.internal|[^.]+)", re.IGNORECASE)
_DATABASES = ("sqlite", "postgresql", "postgresql+psycopg")


def has_password(url: str) -> bool:
    """Return whether a URL carries a password, or a user name that may be a token."""
    try:
        parts = urlsplit(url)
        return bool(parts.password) or (parts.scheme.startswith("http") and bool(parts.username))
    except ValueError:
        return False


def checked_url(
    url: str, where: str, *, policy: Policy, findings: Findings, in_file: bool = True
) -> str | None:
    """Return a URL that may be asked for, or None with the reason noted."""
    if has_password(url):
        findings.add(
            "a user name or password in a URL",
            path=where,
            hint="Secrets come from the environment alone: name the variable in url_env."
            if in_file
            else "Send it as a header: see headers_env in docs/configuration.md.",
        )
        return None
    try:
        target = check_url(url, policy)
    except Blocked as exc:
        findings.add(exc.problem, path=where, hint=exc.hint)
        return None
    local = ":" not in target.host and _LOCAL.fullmatch(target.host)
    if local and not policy.allows_private(target.host, target.port):
        findings.add(
            f"{target.host} is a private host",
            path=where,
            hint=f"If this is meant, set MONITOR_PRIVATE_HOSTS={target.host}:{target.port}.",
        )
        return None
    return url


def checked_hosts(hosts: tuple[str, ...], where: str, findings: Findings) -> frozenset[str]:
    """Return private hosts as the guard takes them: `host` or `host:port`, in lower case."""
    for host in hosts:
        if not _HOST.fullmatch(host):
            findings.add(
                f"{host!r} is no host",
                path=where,
                hint="Write a name or an address, with a port if only that one is meant.",
            )
    return frozenset(host.rstrip(".").lower() for host in hosts)


def checked_database(url: str, where: str, findings: Findings, *, in_file: bool) -> str:
    """Return a database's URL; what is wrong with it is noted."""
    scheme, mark, _ = url.partition("://")
    if not mark or scheme not in _DATABASES:
        findings.add(
            f"{scheme!r} is no database that is known here" if mark else "not a database's URL",
            path=where,
            hint="sqlite:///data/monitor.db, or postgresql://user@host/name.",
        )
    elif in_file and has_password(url):
        findings.add(
            "a password in a URL",
            path=where,
            hint="Set the whole URL in MONITOR_DATABASE_URL, or in a file that "
            "MONITOR_DATABASE_URL_FILE names.",
        )
    return url
