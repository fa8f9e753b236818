"""How long to leave a channel alone after an error, and what to tell people about it."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from chaoxin.connectors.errors import AskPlatform, ConnectorError, Reconnect, Wait
from chaoxin.core import clock

FIRST_PAUSE = timedelta(minutes=2)
LONGEST_PAUSE = timedelta(hours=1)
# A channel that is connected again or recovers is read at once; see subscribers.py.
PAUSE_WHILE_BROKEN = timedelta(minutes=30)
PAUSE_WHILE_REFUSED = timedelta(hours=6)
MOST_DOUBLINGS = 10


def pause_after(error: Exception, *, failures: int) -> timedelta:
    """How long to wait after an error that had come `failures` times in a row before."""
    if isinstance(error, Wait):
        return max(error.until - clock.now(), timedelta())
    if isinstance(error, Reconnect):
        return PAUSE_WHILE_BROKEN
    if isinstance(error, AskPlatform):
        return PAUSE_WHILE_REFUSED
    return min(FIRST_PAUSE * 2 ** min(failures, MOST_DOUBLINGS), LONGEST_PAUSE)


def concerns_channel(error: Exception) -> bool:
    """Whether an error stands for the whole channel and not for the posts asked about."""
    return isinstance(error, Wait | Reconnect | AskPlatform)


def sentence_of(error: Exception) -> str:
    """What to tell people about an error."""
    return error.sentence if isinstance(error, ConnectorError) else _("读取时出错，系统会再试。")


def remedy_of(error: Exception) -> str:
    """The key of an error's remedy, "" for errors of our own."""
    return error.remedy if isinstance(error, ConnectorError) else ""
