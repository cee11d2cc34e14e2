"""Which addresses may be reached: every URL and every resolved address is asked here first."""

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpx

IPAddress = IPv4Address | IPv6Address
Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""Takes a host name and a port, returns its addresses as text; raises OSError where none is."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>\[[0-9a-f:.]+\]|[^\[\]/?#@:]+)(?::(?P<port>[0-9]{1,5}))?"
    r"(?P<rest>[/?#].*)?",
    re.IGNORECASE | re.DOTALL,
)
# What browsers, libraries and proxies read differently: an address that one of them takes for
# the host and another for the path or the user name is refused, not repaired.
_AMBIGUOUS = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\ufeff\ufffc-\uffff]")
_NUMERIC_LABEL = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)", re.IGNORECASE)
_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-))*\.?")
_LONGEST_URL = 8_000
# The loop's own threads are a handful: a few names whose servers do not answer would hold them all,
# and every other visit with them.
_LOOK_UPS = ThreadPoolExecutor(max_workers=32, thread_name_prefix="resolve")

_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_SIX_TO_FOUR = IPv6Network("2002::/16")
_CLOSED_6 = (
    IPv6Network("2001::/32"),  # Teredo: the real address is a stranger's relay
    IPv6Network("3fff::/20"),  # documentation, RFC 9637; unknown to ipaddress before 3.13
)
_RELAY_ANYCAST = (IPv4Address("192.88.99.0"), IPv4Address("192.88.99.255"))
_ISATAP = frozenset((0x00005EFE, 0x02005EFE))


class Blocked(Exception):  # noqa: N818 - a refusal of the guard, wrapped as FetchError by the fetcher
    """A URL or an address that may not be reached, with what to do about it as a hint."""

    def __init__(self, problem: str, *, hint: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.hint = hint


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Hosts, as `host` or `host:port`, that may be private; every other must be public."""

    private_hosts: frozenset[str] = frozenset()

    def allows_private(self, host: str, port: int) -> bool:
        """Return whether the settings name this host, or this port of it, as a private one."""
        if not self.private_hosts:
            return False
        name = host.rstrip(".").lower()
        bracketed = f"[{name}]" if ":" in name else name
        return not self.private_hosts.isdisjoint((name, bracketed, f"{bracketed}:{port}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A URL that may be asked for: host in ASCII, port filled in, no fragment, no user name."""

    url: httpx.URL
    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> tuple[str, str, int]:
        """Return scheme, host and port: what credentials and validators belong to."""
        return self.scheme, self.host, self.port


def is_public(address: str | IPAddress) -> bool:
    """Return whether an IP address is a public unicast one, looking through what embeds another.

    Private, loopback, link-local, carrier-grade NAT (RFC 6598), multicast, reserved,
    documentation, Teredo and anything but 2000::/3 are not. IPv4-mapped, NAT64, 6to4 and ISATAP
    addresses are as public as the IPv4 address in them. A zone or a malformed text is not public.
    """
    try:
        ip = ip_address(address) if isinstance(address, str) else address
    except ValueError:
        return False
    if isinstance(ip, IPv4Address):
        return (
            ip.is_global
            and not ip.is_multicast
            and not ip.is_reserved
            and not _RELAY_ANYCAST[0] <= ip <= _RELAY_ANYCAST[1]
        )
    if ip.scope_id is not None:
        return False
    embedded = _embedded(ip)
    if embedded is not None and not is_public(embedded):
        return False
    if ip.ipv4_mapped is not None or ip in _NAT64:
        return True
    return ip in _GLOBAL_UNICAST and ip.is_global and not any(ip in net for net in _CLOSED_6)


def _embedded(ip: IPv6Address) -> IPv4Address | None:
    value = int(ip)
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip in _SIX_TO_FOUR:
        return IPv4Address((value >> 80) & 0xFFFFFFFF)
    if ip in _NAT64 or (value >> 32) & 0xFFFFFFFF in _ISATAP:
        return IPv4Address(value & 0xFFFFFFFF)
    return None


def check_url(url: str, policy: Policy) -> Target:
    """Return where a URL leads, if it may be asked for at all.

    http and https only; no user name, no backslash, control character or white space inside, no
    IPv4 address in hexadecimal, octal or with parts left out. A literal address must be public or
    named by the policy; a name is checked once more when it is resolved. Raises Blocked.
    """
    target = _parse(url)
    try:
        literal = ip_address(target.host)
    except ValueError:
        return target
    if not is_public(literal) and not policy.allows_private(target.host, target.port):
        raise _private(target.host, target.host)
    return target


@lru_cache(maxsize=4096)
def _parse(url: str) -> Target:
    text = url.strip(" \t\r\n")
    if len(text) > _LONGEST_URL:
        raise Blocked(f"a URL of {len(text)} characters")
    if _AMBIGUOUS.search(text):
        raise Blocked(f"a URL with a character that has no place in one: {text[:200]!r}")
    match = _URL.fullmatch(text)
    if match is None:
        raise Blocked(
            f"not a plain http or https URL: {text[:200]!r}",
            hint="http://host/path or https://host/path; no user name or password in it",
        )
    scheme, host = match["scheme"].lower(), match["host"].lower()
    port = int(match["port"]) if match["port"] else _DEFAULT_PORTS[scheme]
    if not 0 < port < 65_536:
        raise Blocked(f"not a port: {port}")
    rest = (match["rest"] or "/").split("#", 1)[0]
    path = rest if rest.startswith("/") else "/" + rest
    try:
        built = httpx.URL(f"{scheme}://{host}:{port}{path}")
        name = built.raw_host.decode("ascii")
    except (httpx.InvalidURL, UnicodeError) as exc:
        raise Blocked(f"not a URL: {text[:200]!r}") from exc
    return Target(url=built, scheme=scheme, host=_checked_host(name), port=port)


def _checked_host(host: str) -> str:
    if ":" in host:
        try:
            return str(IPv6Address(host))
        except ValueError as exc:
            raise Blocked(f"not an IPv6 address: {host}") from exc
    if not _HOST.fullmatch(host) or len(host) > 253:
        raise Blocked(f"not a host name: {host[:200]!r}")
    if _NUMERIC_LABEL.fullmatch(host.rstrip(".").rsplit(".", 1)[-1]):
        # A last label that is a number makes the whole an IPv4 address (WHATWG URL, 3.5); only
        # the one spelling that all readers share is let through.
        try:
            return str(IPv4Address(host.rstrip(".")))
        except ValueError as exc:
            raise Blocked(f"an IPv4 address in an unusual spelling: {host}") from exc
    return host


def _private(host: str, address: str) -> Blocked:
    return Blocked(
        f"{host} leads to {address}, which is not a public address",
        hint=f"if this is meant, name {host} (or {host}:PORT) among the private hosts: in "
        "MONITOR_PRIVATE_HOSTS, or in polling.private_hosts of monitor.yaml",
    )


async def resolve(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a host from the system's resolver, best first; raises OSError."""
    found = await asyncio.get_running_loop().run_in_executor(
        _LOOK_UPS, partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    )
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


async def addresses(host: str, port: int, policy: Policy, resolver: Resolver) -> Sequence[str]:
    """Return the addresses that may be connected to, every one of them checked.

    One private address among public ones refuses the host: which of them a connection takes is
    chance. Raises Blocked; OSError where the name does not resolve.
    """
    try:
        found: Sequence[str] = (str(ip_address(host)),)
    except ValueError:
        found = await resolver(host, port)
    if not found:
        raise OSError(f"no address for {host}")
    if not policy.allows_private(host, port):
        for address in found:
            if not is_public(address):
                raise _private(host, address)
    return found
