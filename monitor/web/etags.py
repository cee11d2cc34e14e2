"""Answers that name their content, so that it is not sent twice (RFC 9110, section 8.8.3)."""

import hashlib

from fastapi import Request
from starlette.responses import Response


def unless_known(request: Request, answer: Response) -> Response:
    """Return the answer with an ETag, or 304 without content where the asker holds it already.

    The answer's content is complete, and the same for as long as what it tells is the same.
    """
    digest = hashlib.sha256(answer.body).hexdigest()[:32]
    headers = {"etag": f'"{digest}"', "cache-control": "private, no-cache"}
    if _holds(request.headers.get("if-none-match", ""), digest):
        return Response(status_code=304, headers=headers)
    answer.headers.update(headers)
    return answer


def _holds(given: str, digest: str) -> bool:
    tags = (tag.strip().removeprefix("W/") for tag in given.split(","))
    return any(tag in (f'"{digest}"', "*") for tag in tags)
