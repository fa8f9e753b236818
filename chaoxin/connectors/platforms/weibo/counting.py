"""How Weibo counts text, and the links and topics in it."""

from __future__ import annotations

import math
import re
from urllib.parse import urlsplit

LINK = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+", re.IGNORECASE)
TOPIC = re.compile(r"[#＃][^#＃\n]+[#＃]")
DOMAIN_SEPARATORS = re.compile(r"[\s,，、;；]+")


def weighted_length(text: str) -> int:
    """The number of characters by Weibo's rule: a Chinese character counts 1, two half-width ones count 1,
    links count like any text. Signs beyond the basic plane (most emoji) count 2, as two UTF-16 units."""
    halves = sum(1 if ord(sign) < 0x80 else 4 if ord(sign) > 0xFFFF else 2 for sign in text)
    return math.ceil(halves / 2)


def links_in(text: str) -> list[str]:
    """The links of a text, in order."""
    return LINK.findall(text)


def topics_in(text: str) -> list[str]:
    """The `#topic#` marks of a text, links left out."""
    return TOPIC.findall(LINK.sub(" ", text))


def domains_of(setting: str) -> list[str]:
    """The domains of a setting that may hold several, in lower case and without scheme or path."""
    parts = [part for part in DOMAIN_SEPARATORS.split(setting.strip().lower()) if part]
    return [re.sub(r"^https?://", "", part).split("/")[0].lstrip(".") for part in parts]


def is_safe_link(link: str, domains: list[str]) -> bool:
    """Whether the host of a link is one of the domains or lies below one."""
    try:
        host = (urlsplit(link).hostname or "").lower()
    except ValueError:
        return False
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)
