"""The rules that keep foreign and inline scripts out of every page."""

from __future__ import annotations

from django.conf import settings


def policy(*, media: str = "", scripts: str = "") -> str:
    """The value of a page's Content-Security-Policy. `media` and `scripts` are origins ("https://host") of which this
    one page also takes pictures and videos, or scripts.

    Style attributes are allowed for widths of bars; style elements and scripts come from files only. Forms may lead
    to other hosts, since browsers count the redirect to a platform's or identity provider's consent page as well.
    """
    rules = (
        "default-src 'self'",
        f"script-src 'self' {scripts}",
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",
        f"img-src 'self' data: blob: {media}",
        f"media-src 'self' {media}",
        "font-src 'self' data:",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        f"form-action 'self' https: {settings.SANDBOX_URL}",
        "base-uri 'none'",
        "object-src 'none'",
    )
    return "; ".join(rule.strip() for rule in rules)
