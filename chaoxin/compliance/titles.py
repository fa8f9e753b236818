"""What contents are called. A title is kept as it was, and what the house put before it is told in the reader's
language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

REPLY = gettext_noop("回复：")
LONGEST_REPLY = 60


def of_reply(text: str) -> str:
    """How a reply is called in the log of verdicts."""
    return f"{REPLY}{text[:LONGEST_REPLY]}"


def told(title: str) -> str:
    """The title for a reader."""
    return _(REPLY) + title.removeprefix(REPLY) if title.startswith(REPLY) else title
