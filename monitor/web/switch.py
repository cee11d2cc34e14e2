"""One listening endpoint whose application can be exchanged while it serves."""

from starlette.types import ASGIApp, Receive, Scope, Send


class Switch:
    """Hands each request to the application that is in place when it comes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; one under way stays with the application that it began with."""
        await self.app(scope, receive, send)
