"""Whom a group message goes to: which members are asked, and to which customers or groups each would send it."""

import json
from typing import Any

from sandbox.calls import Call
from sandbox.platforms.wecom import chats, customers
from sandbox.platforms.wecom.errors import refusal
from sandbox.platforms.wecom.requests import Body, text_of, texts_of

SINGLE, GROUP = "single", "group"
MOST_CUSTOMERS, MOST_CHATS, MOST_TAGS = 10_000, 2_000, 100

Asked = dict[str, list[str]]


def asked_by(call: Call, body: Body) -> tuple[str, Asked, list[str]]:
    """Chat type, the targets of each member, and the customers who cannot be sent to. Refuses with 41048 when nobody
    is left."""
    kind = text_of(body, "chat_type") or SINGLE
    sender = text_of(body, "sender")
    sender = customers.seen_member(call, sender) if sender else ""
    left_out: list[str] = []
    if kind == GROUP:
        asked = groups_of(call, body, sender)
    elif kind == SINGLE:
        asked, left_out = customers_of(call, body, sender)
    else:
        raise refusal(40058, "chat_type")
    asked = {userid: found for userid, found in asked.items() if found}
    if not asked:
        raise refusal(41048)
    return kind, asked, left_out


def groups_of(call: Call, body: Body, sender: str) -> Asked:
    """The groups named, or all of the sender: without a list the member picks them himself, and picks all."""
    if not sender:
        raise refusal(40063, "sender")
    own = [row["chat_id"] for row in chats.of_owner(call.world, call.the_account, sender)]
    wanted = texts_of(body, "chat_id_list", most=MOST_CHATS)
    if any(chat not in own for chat in wanted):
        raise refusal(40050)
    return {sender: wanted or own}


def customers_of(call: Call, body: Body, sender: str) -> tuple[Asked, list[str]]:
    named = list(dict.fromkeys(texts_of(body, "external_userid", most=MOST_CUSTOMERS)))
    tags = tags_of(body)
    if not named and not sender:
        raise refusal(41035)
    if named:
        asked, left_out = named_customers(call, named, sender)
    else:
        asked, left_out = {sender: customers.friends_of(call.world, call.the_account, sender)}, []
    if tags:
        asked = {userid: [one for one in found if tagged(call, one, tags)] for userid, found in asked.items()}
    return asked, left_out


def named_customers(call: Call, named: list[str], sender: str) -> tuple[Asked, list[str]]:
    """Each customer with his member; who is nobody's friend, or another member's than the sender's, is left out."""
    seen = customers.visible_members(call.world, call.the_account)
    asked: Asked = {}
    left_out = []
    for external_id in named:
        if not external_id.startswith(("wm", "wo")):
            raise refusal(40096)
        found = customers.customer(call.world, call.the_account, external_id)
        userid = found["userid"] if found is not None and found["followed_at"] is not None else ""
        if userid in seen and sender in ("", userid):
            asked.setdefault(userid, []).append(external_id)
        else:
            left_out.append(external_id)
    return asked, left_out


def tags_of(body: Body) -> list[list[str]]:
    """The tags asked for: one of each list."""
    given = body.get("tag_filter") or {}
    groups = given.get("group_list") or [] if isinstance(given, dict) else None
    if not isinstance(groups, list) or not all(isinstance(group, dict) for group in groups):
        raise refusal(40058, "tag_filter")
    found = [texts_of(group, "tag_list", most=MOST_TAGS) for group in groups]
    return [tags for tags in found if tags]


def tagged(call: Call, external_id: str, wanted: list[list[str]]) -> bool:
    rows = call.world.store.all(
        "SELECT tag_id FROM wecom_tagged WHERE account = ? AND external_id = ?",
        call.the_account.key,
        external_id,
    )
    carried = {row["tag_id"] for row in rows}
    return all(carried & set(tags) for tags in wanted)


def as_text(targets: list[str]) -> str:
    return json.dumps(targets)


def as_list(text: str) -> list[Any]:
    found: list[Any] = json.loads(text)
    return found
