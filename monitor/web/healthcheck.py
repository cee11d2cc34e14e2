"""Whether the daemon beside this process works: `python -m monitor.web.healthcheck`.

For a container's health check: it asks /readyz, which says whether the scheduler ticks and the
database answers, and needs neither the settings nor more than a tenth of a second.
"""

import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

PATIENCE = 4.0
_VARIABLE = "MONITOR_TOKEN"


def token_of(environ: Mapping[str, str]) -> str | None:
    """Return the token that the endpoint asks for, from the environment or the file it names."""
    if token := environ.get(_VARIABLE, "").strip():
        return token
    path = environ.get(f"{_VARIABLE}_FILE", "").strip()
    return Path(path).read_text(encoding="utf-8").strip() if path else None


def reasons(environ: Mapping[str, str]) -> list[str]:
    """Return why the daemon does not work, as sentences; nothing where it does."""
    port = environ.get("MONITOR_PORT", "").strip() or "8080"
    request = urllib.request.Request(f"http://127.0.0.1:{port}/readyz")
    try:
        if token := token_of(environ):
            request.add_header("Authorization", f"Bearer {token}")
        with urllib.request.urlopen(request, timeout=PATIENCE):  # noqa: S310 - the scheme is fixed
            return []
    except urllib.error.HTTPError as exc:
        try:
            return [str(one) for one in json.load(exc)["reasons"]]
        except (ValueError, KeyError, TypeError):
            return [f"the status endpoint answers {exc.code}"]
    except OSError as exc:
        return [f"the status endpoint does not answer: {exc}"]


def main() -> None:
    """End with 0 where the daemon works, else with 1 and the reasons."""
    found = reasons(os.environ)
    for one in found:
        print(one)
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
