"""An alert as HTML that Gmail, Outlook and a dark phone can show."""

from jinja2 import Environment, PackageLoader, StrictUndefined

from monitor.alerts.clean import visible
from monitor.alerts.layout import Part, layout
from monitor.alerts.payload import DigestPayload, Payload

# Autoescape holds for every template, whatever its name ends in: a page differ's alerts once went
# out unescaped because its templates had another suffix (GHSA-pwgc-w4x9-gw67).
ENVIRONMENT = Environment(
    loader=PackageLoader("monitor.alerts", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    auto_reload=False,
)
_SHIFT = ENVIRONMENT.get_template("shift.html")
_DIGEST = ENVIRONMENT.get_template("digest.html")


def html(payload: Payload) -> str:
    """Return the alert as one HTML document: inline styles, nothing loaded from outside.

    Words are escaped before they are marked; changed ones are struck or underlined as well as
    coloured.
    """
    return _SHIFT.render(
        subject=visible(payload.subject),
        body=visible(payload.body.name or payload.body.id or "Body unknown"),
        topic=visible(payload.topic.name),
        rows=layout(payload),
        id=payload.id,
        shift=visible(payload.shift.id),
    )


def digest_html(payload: DigestPayload, parts: tuple[Part, ...]) -> str:
    """Return a digest as one HTML document, by the same rules."""
    return _DIGEST.render(
        subject=visible(payload.subject),
        title=visible(payload.title),
        parts=parts,
        id=payload.id,
    )
