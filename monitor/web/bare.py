"""Pages for who has no token: their style stands in them, since no file is served without one."""

import base64
import hashlib

STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:1.05rem/1.5 system-ui,sans-serif;max-width:36rem;margin:3rem auto;padding:0 1rem}"
    "h1{font-size:1.3rem}"
    "input,button{font:inherit;padding:.6rem 1rem;border:1px solid;border-radius:.4rem}"
    "button{cursor:pointer}"
    ".bad{color:#b3261e}"
    "@media(prefers-color-scheme:dark){.bad{color:#ff8a80}}"
)
"""Without a character that HTML escapes, so that a browser sees what the policy's hash is of."""

_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()

POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
"""The Content-Security-Policy of such a page: its own style by its hash, forms to this endpoint."""
