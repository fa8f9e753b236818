"""Comments and mentions, read by number since the last time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chaoxin.connectors.values import Account, Event, EventKind, Page

from .call import API, Caller
from .limits import LIST_LENGTH
from .lists import listed, number_of
from .permalink import BITS_BELOW_SECONDS
from .statuses import id_of, sender_of, time_of

# Numbers rise by the second but not within one, and an entry may show up late: the last minute is read again.
READ_AGAIN = 60 << BITS_BELOW_SECONDS
FIRST_NUMBER = 1


@dataclass(frozen=True)
class Stream:
    """A list of the platform that is read by number."""

    key: str
    url: str
    items: str
    kind: EventKind


STREAMS = (
    Stream("to_me", f"{API}/comments/to_me.json", "comments", EventKind.COMMENT),
    Stream("comment_mentions", f"{API}/comments/mentions.json", "comments", EventKind.MENTION),
    Stream("post_mentions", f"{API}/statuses/mentions.json", "statuses", EventKind.MENTION),
)


@dataclass(frozen=True)
class Place:
    """Where reading of a stream stands: everything up to `since` is read, and so are the numbers in `seen`.

    While a list longer than one page is read downward, `below` says where to go on and `highest` is the
    largest number met; `since` is 0 before the first time.
    """

    since: int = 0
    highest: int = 0
    below: int = 0
    seen: frozenset[int] = frozenset()

    def after(self, numbers: list[int], next_cursor: int) -> Place:
        """The place after a page with these numbers that names `next_cursor` to go on from."""
        highest = max([self.highest, *numbers])
        last_minute = {number for number in numbers if number > highest - READ_AGAIN}
        goes_on = bool(numbers) and self.since > 0 and next_cursor > self.since
        if goes_on and (not self.below or next_cursor < self.below):
            return Place(self.since, highest, next_cursor, self.seen | last_minute)
        since = max(FIRST_NUMBER, self.since, highest - READ_AGAIN)
        return Place(
            since, highest, 0, frozenset(number for number in self.seen | last_minute if number > since)
        )


def fetch_since(caller: Caller, account: Account, cursor: str) -> Page:
    """One page of each stream, three calls. The first time only the newest page is taken; afterwards
    nothing between the cursor and now is left out: `complete` is False until older pages are read."""
    places = _places(cursor)
    events: list[Event] = []
    for stream in STREAMS:
        found, places[stream.key] = _read(caller, account, stream, places.get(stream.key, Place()))
        events.extend(found)
    events.sort(key=lambda event: (event.at, event.platform_id))
    complete = not any(place.below for place in places.values())
    return Page(events=tuple(_once(events)), cursor=_cursor(places), complete=complete)


def _read(caller: Caller, account: Account, stream: Stream, place: Place) -> tuple[list[Event], Place]:
    params = {"count": LIST_LENGTH, "since_id": place.since}
    if place.below:
        params["max_id"] = place.below
    answer = caller.read(account, stream.url, params=params)
    items, next_cursor = listed(caller, account, answer, items=stream.items)
    numbers = [number_of(id_of(item)) for item in items]
    fresh = [item for item, number in zip(items, numbers, strict=True) if number not in place.seen]
    events = [event for item in fresh if (event := _event(account, stream, item))]
    return events, place.after(numbers, next_cursor)


def _event(account: Account, stream: Stream, item: Mapping[str, Any]) -> Event | None:
    written_at, number = time_of(item.get("created_at")), id_of(item)
    if written_at is None:
        return None
    sender, replied = sender_of(item), item.get("reply_comment")
    is_comment = stream.items == "comments"
    status = item.get("status") if is_comment else item
    return Event(
        kind=stream.kind,
        platform_id=number,
        at=written_at,
        sender=sender,
        text=str(item.get("text") or ""),
        post_id=id_of(status) if isinstance(status, dict) else "",
        thread_id=str(item.get("rootid") or number) if is_comment else number,
        reply_to_id=id_of(replied) if isinstance(replied, dict) else "",
        ours=sender is not None and sender.external_id == account.external_id,
        facts={"list": stream.key},
    )


def _once(events: list[Event]) -> list[Event]:
    """A comment that also mentions us is in two lists; it counts as a comment."""
    comments = {event.platform_id for event in events if event.kind is EventKind.COMMENT}
    return [event for event in events if event.kind is EventKind.COMMENT or event.platform_id not in comments]


def _places(cursor: str) -> dict[str, Place]:
    """The places of a cursor; none where it cannot be read, so that reading begins anew."""
    try:
        return {
            key: Place(int(kept[0]), int(kept[1]), int(kept[2]), frozenset(int(number) for number in kept[3]))
            for key, kept in json.loads(cursor or "{}").items()
        }
    except (ValueError, TypeError, AttributeError, LookupError):
        return {}


def _cursor(places: Mapping[str, Place]) -> str:
    kept = {
        key: [place.since, place.highest, place.below, sorted(place.seen)] for key, place in places.items()
    }
    return json.dumps(kept, sort_keys=True, separators=(",", ":"))
