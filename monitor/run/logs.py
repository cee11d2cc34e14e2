"""One line for each visit and each alert: readable in a terminal, JSON elsewhere."""

import logging
import sys
from typing import Literal, TextIO

import structlog

Style = Literal["text", "json"]


def configure(style: Style, *, stream: TextIO | None = None) -> None:
    """Send every log line, our own and the libraries', to `stream` (standard error) in one style.

    The libraries are heard from warnings on: a line for each request or job would bury the visits.
    """
    out = stream or sys.stderr
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    renderer: structlog.types.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if style == "json"
        else structlog.dev.ConsoleRenderer(colors=out.isatty(), pad_event_to=18, sort_keys=False)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    final: list[structlog.types.Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta
    ]
    if style == "json":
        final.append(structlog.processors.format_exc_info)
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[*final, renderer])
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("monitor").setLevel(logging.INFO)
    # A tick that finds the one before still at work is left out, which is no news.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
    # What it says of a page stands in the article's problem.
    logging.getLogger("trafilatura").setLevel(logging.ERROR)
