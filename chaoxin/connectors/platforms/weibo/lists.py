"""Lists as Weibo answers them: entries, newest first, and a number to go on from."""

from __future__ import annotations

from typing import Any

from chaoxin.connectors.values import Account

from .call import Caller
from .statuses import id_of


def listed(caller: Caller, account: Account, answer: Any, *, items: str) -> tuple[list[dict[str, Any]], int]:
    """The entries under the name `items` and the number to go on from, 0 at the end. Weibo leaves entries out
    as it likes, so neither their number nor `total_number` tells where a list ends."""
    # An empty list is answered bare by some servers.
    if isinstance(answer, list) and not answer:
        return [], 0
    if not isinstance(answer, dict) or not isinstance(answer.get(items), list):
        raise caller.unreadable(account, answer, changing=False)
    entries = [item for item in answer[items] if isinstance(item, dict) and id_of(item)]
    return entries, number_of(answer.get("next_cursor"))


def number_of(value: object) -> int:
    """An id or cursor as a number, 0 where it is none."""
    text = str(value if value is not None else "")
    return int(text) if text.isdecimal() else 0
