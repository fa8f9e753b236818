"""Which member a customer belongs to, and whom an application sees. A customer belongs to one member here; who was
deleted or has left stays known, as a customer who is not a friend any more."""

import sqlite3
from typing import Any

from sandbox.accounts import Account
from sandbox.calls import Call
from sandbox.identifiers import stable_number
from sandbox.platforms.wecom.errors import refusal
from sandbox.world import World

ADD_WAYS = (1, 2, 3, 4, 7, 10, 201)


def members_of(world: World, account: Account) -> list[str]:
    """Everybody who may be in touch with customers."""
    return [str(userid) for userid in world.setting(account, "members")]


def visible_members(world: World, account: Account) -> list[str]:
    """Those of them whom the application sees."""
    shown = world.setting(account, "visible_members")
    return [userid for userid in members_of(world, account) if not shown or userid in shown]


def seen_member(call: Call, userid: str) -> str:
    """The member's id as the corp writes it. Refuses with 60111 (unknown) or 60011 (not visible)."""
    for known in members_of(call.world, call.the_account):
        if known.lower() == userid.lower():
            if known not in visible_members(call.world, call.the_account):
                raise refusal(60011)
            return known
    raise refusal(60111)


def assign(world: World, account: Account) -> None:
    """Give every customer without a member one; the same customer always comes to the same member."""
    members = members_of(world, account)
    rows = world.store.all(
        "SELECT external_id, person_key FROM fan WHERE account = ? AND external_id NOT IN "
        "(SELECT external_id FROM wecom_customer WHERE account = ?)",
        account.key,
        account.key,
    )
    if not rows or not members:
        return
    values = []
    for row in rows:
        number = stable_number(f"{account.key}|{row['person_key']}|member", 0, 10**9)
        member, way = members[number % len(members)], ADD_WAYS[number % len(ADD_WAYS)]
        values.append((account.key, row["external_id"], member, way))
    world.store.run_many(
        "INSERT INTO wecom_customer (account, external_id, userid, add_way) VALUES (?, ?, ?, ?)", values
    )


def friends_of(world: World, account: Account, userid: str) -> list[str]:
    """The ids of a member's customers who are friends now, the earliest first."""
    assign(world, account)
    rows = world.store.all(
        "SELECT fan.external_id FROM wecom_customer AS customer JOIN fan ON fan.account = customer.account "
        "AND fan.external_id = customer.external_id WHERE customer.account = ? AND customer.userid = ? "
        "AND fan.followed_at IS NOT NULL ORDER BY fan.followed_at, fan.external_id",
        account.key,
        userid,
    )
    return [row["external_id"] for row in rows]


def customer(world: World, account: Account, external_id: str) -> sqlite3.Row | None:
    """The customer with name, member and the time since which he is a friend (None when he is not)."""
    assign(world, account)
    return world.store.one(
        "SELECT customer.*, fan.followed_at, fan.unfollowed_at, fan.person_key, coalesce(person.name, '') AS name "
        "FROM wecom_customer AS customer JOIN fan ON fan.account = customer.account "
        "AND fan.external_id = customer.external_id LEFT JOIN person ON person.key = fan.person_key "
        "WHERE customer.account = ? AND customer.external_id = ?",
        account.key,
        external_id,
    )


def known_customer(call: Call, external_id: Any) -> sqlite3.Row:
    """The customer of a call. Refuses with 41035 (none given), 40096 (no such id) or 84061 (not a friend)."""
    if not external_id:
        raise refusal(41035)
    found = customer(call.world, call.the_account, str(external_id))
    if found is None:
        raise refusal(40096)
    if found["followed_at"] is None or found["userid"] not in visible_members(call.world, call.the_account):
        raise refusal(84061)
    return found


def is_friend(world: World, account: Account, external_id: str, userid: str) -> bool:
    """Whether the customer is this member's friend now."""
    found = customer(world, account, external_id)
    return found is not None and found["userid"] == userid and found["followed_at"] is not None
