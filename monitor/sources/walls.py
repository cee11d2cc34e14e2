"""Answers that come from a wall before the site, known by how walls work and not by their words.

A news text may speak of robots and of verification; it does not load a wall's scripts.
"""

import re

from monitor.sources.exchange import Fetched

_READ = 65_536
_LARGEST = 262_144
"""Bytes beyond which an answer is a page of its own: a wall's is small."""
_HEADERS = {
    "cf-mitigated": ("challenge", "Cloudflare"),
    "x-amzn-waf-action": ("", "AWS WAF"),
}
_MARKS = (
    ("Cloudflare", rb"/cdn-cgi/challenge-platform/[^\"']{0,200}/orchestrate/|_cf_chl_opt\b"),
    ("AWS WAF", rb"\bAwsWafIntegration\b|\bgokuProps\b"),
    ("Imperva", rb"/_Incapsula_Resource\?"),
    ("DataDome", rb"\bgeo\.captcha-delivery\.com\b|\bct\.captcha-delivery\.com\b"),
    ("PerimeterX", rb"\b_pxAppId\b.{0,2000}\bpx-captcha\b"),
    ("Akamai", rb"\bsec-if-cpt-container\b|/_sec/cp_challenge/"),
    ("Alibaba Cloud", rb"\bacw_sc__v[23]\b|\baliyun_waf_aa\b|_waf_bd[0-9a-f]{6,}"),
    ("Ruishu", rb"\$_ts\s*=\s*window\[['\"]\$_ts['\"]\]"),
    ("Sucuri", rb"\bsucuri_cloudproxy_js\b"),
    ("DDoS-Guard", rb"/\.well-known/ddos-guard/"),
)
_KNOWN = tuple((name, re.compile(pattern, re.DOTALL)) for name, pattern in _MARKS)
_ASIDE = re.compile(rb"<(/?)(?:script|style|noscript)\b", re.IGNORECASE)
# Bounded: one that looks for the end of a tag that never ends takes minutes for a few of them.
_TAG = re.compile(rb"<[^<>]{0,2000}>")
_MOST_WORDS = 800
"""Bytes of words that a wall says to a visitor at most. A page with more is a page, whatever
scripts stand in it: some walls leave theirs in those that they let through."""


def wall(answer: Fetched) -> str | None:
    """Return whose wall it is that answered in place of the site, or None."""
    for name, (value, whose) in _HEADERS.items():
        given = answer.header(name)
        if given is not None and value in given.lower():
            return whose
    if len(answer.body) > _LARGEST:
        return None
    start = answer.body[:_READ]
    found = next((whose for whose, mark in _KNOWN if mark.search(start)), None)
    return None if found is None or len(_seen(answer.body)) > _MOST_WORDS else found


def _seen(body: bytes) -> bytes:
    """Return about what a visitor reads of a page: what stands outside of scripts and tags."""
    pieces, start, inside = [], 0, False
    for match in _ASIDE.finditer(body):
        closes = bool(match[1])
        if not closes and not inside:
            pieces.append(body[start : match.start()])
            inside = True
        elif closes and inside:
            start, inside = match.start(), False
    if not inside:
        pieces.append(body[start:])
    return b" ".join(_TAG.sub(b" ", b" ".join(pieces)).split())
