"""Fans at the tester's word: messages, follows, departures, mentions, comments."""

from typing import Any

from sandbox.clock import iso, parse_time
from sandbox.commenting import CommentsClosed, comment_as_fan
from sandbox.control.views import comment_view, message_view
from sandbox.conversing import write_to_account
from sandbox.desk import Desk
from sandbox.following import follow, unfollow
from sandbox.identifiers import stable_code
from sandbox.posts import LIVE

DEFAULT_PERSON = "路过的小鱼"
MOST_AT_ONCE = 10_000
Given = dict[str, Any]


def person_of(given: Given, number: int = 0) -> tuple[str, str]:
    """Key and name of the fan; the same name is the same person."""
    name = str(given.get("person") or DEFAULT_PERSON)
    name = f"{name}{number}" if number else name
    return str(given.get("person_key") or "") or f"named-{stable_code(name, 12)}", name


def how_many(given: Given) -> int:
    count = int(given.get("count", 1))
    if not 1 <= count <= MOST_AT_ONCE:
        raise ValueError(f"count must lie between 1 and {MOST_AT_ONCE}")
    return count


def write_message(desk: Desk, given: Given) -> Any:
    """`text` by `person`; with `count` so many people write, each numbered; `kind` and `detail` for other types."""
    account = desk.world.accounts.get(given["key"])
    text = str(given.get("text", "")).strip()
    if not text:
        raise ValueError("text is missing")
    written = []
    for number in range(how_many(given)):
        key, name = person_of(given, number)
        message = write_to_account(
            desk.world,
            account,
            person_key=key,
            name=name,
            text=text,
            at=desk.world.clock.now(),
            kind=str(given.get("kind", "text")),
            detail=given.get("detail"),
        )
        written.append({"id": message, "person": key, "name": name, "fan_id": fan_id(desk, account.key, key)})
    return {"messages": written}


def fan_id(desk: Desk, account_key: str, person_key: str) -> str:
    account = desk.world.accounts.get(account_key)
    return desk.world.platform_of(account).fan_id(account, person_key)


def make_follow(desk: Desk, given: Given) -> Any:
    account = desk.world.accounts.get(given["key"])
    people = [person_of(given, number) for number in range(how_many(given))]
    now = desk.world.clock.now()
    joined = sum(follow(desk.world, account, key, name, at=now) for key, name in people)
    fans = [{"person": key, "name": name, "fan_id": fan_id(desk, account.key, key)} for key, name in people]
    return {"joined": joined, "followers": account.followers, "fans": fans}


def make_unfollow(desk: Desk, given: Given) -> Any:
    account = desk.world.accounts.get(given["key"])
    key, _ = person_of(given)
    left = unfollow(desk.world, account, key, at=desk.world.clock.now())
    return {"departed": int(left), "followers": account.followers}


def mention(desk: Desk, given: Given) -> Any:
    account = desk.world.accounts.get(given["key"])
    key, name = person_of(given)
    text = str(given.get("text", "")).strip()
    if not text:
        raise ValueError("text is missing")
    platform = desk.world.platform_of(account)
    number = platform.mention(
        desk.world, account, person_key=key, name=name, text=text, at=desk.world.clock.now()
    )
    return {"id": number, "person": key}


def comment(desk: Desk, given: Given) -> Any:
    """A comment by a fan now; `reply_to` is the number of another comment under the post."""
    post = desk.world.posts.get(int(given["id"]))
    if post is None:
        raise KeyError(given["id"])
    if post["state"] != LIVE:
        raise ValueError("the post is not public")
    text = str(given.get("text", "")).strip()
    if not text:
        raise ValueError("text is missing")
    key, name = person_of(given)
    at = parse_time(given["at"]) if "at" in given else desk.world.clock.now()
    parent = int(given["reply_to"]) if given.get("reply_to") else None
    try:
        number = comment_as_fan(
            desk.world, post, person_key=key, name=name, text=text, at=at, parent_id=parent
        )
    except CommentsClosed as error:
        raise ValueError("the post takes no comments") from error
    row = desk.world.store.one("SELECT * FROM comment WHERE id = ?", number)
    return comment_view(row) if row is not None else {}


def list_fans(desk: Desk, given: Given) -> Any:
    """Everybody the account has met, with the id by which the platform names him there; the fans from before the
    account was opened are left out."""
    account = desk.world.accounts.get(given["key"])
    rows = desk.world.store.all(
        "SELECT fan.*, person.name FROM fan JOIN person ON person.key = fan.person_key WHERE account = ?",
        account.key,
    )
    return [
        {
            "person": row["person_key"],
            "name": row["name"],
            "fan_id": row["external_id"],
            "followed_at": iso(row["followed_at"]),
            "unfollowed_at": iso(row["unfollowed_at"]),
        }
        for row in rows
    ]


def list_messages(desk: Desk, given: Given) -> Any:
    conditions, values = ["1"], []
    for name, column in (("account", "account"), ("person", "person_key"), ("direction", "direction")):
        if given.get(name):
            conditions.append(f"{column} = ?")
            values.append(str(given[name]))
    rows = desk.world.store.all(
        f"SELECT * FROM message WHERE {' AND '.join(conditions)} ORDER BY id DESC LIMIT ?",
        *values,
        min(int(given.get("limit", 200)), 5_000),
    )
    return [message_view(row) for row in rows]
