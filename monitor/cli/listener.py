"""The socket that the status endpoint listens on."""

import socket

from monitor.errors import MonitorError


def listener(host: str, port: int, *, or_any: bool = False) -> socket.socket:
    """Return a listening socket; made before anything runs, so that a taken port is an error.

    With `or_any` a free port stands in for a taken one.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as exc:
        if or_any:
            return listener(host, 0)
        raise MonitorError(
            f"the status endpoint cannot listen on {host}:{port}: {exc.strerror or exc}",
            hint="set MONITOR_PORT (and MONITOR_HOST) to a free one",
        ) from exc
