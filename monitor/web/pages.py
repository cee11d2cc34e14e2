"""Pages for people, all of them behind one router."""

from fastapi import APIRouter

from monitor.web import itempages, overview, shiftpages, sourcepages, threadpages
from monitor.web.served import Served


def router(served: Served) -> APIRouter:
    """Return the routes of the pages."""
    routes = APIRouter(include_in_schema=False)
    for part in (overview, shiftpages, threadpages, itempages, sourcepages):
        routes.include_router(part.router(served))
    return routes
