"""Customer groups: their members, what the API shows of them, and what happens in them."""

import sqlite3
from typing import Any

from sandbox.accounts import Account
from sandbox.calls import Call
from sandbox.following import name_of
from sandbox.identifiers import stable_code
from sandbox.platforms.wecom import customers, pushes
from sandbox.platforms.wecom.errors import fine, refusal
from sandbox.platforms.wecom.requests import Body, body_of, number_of, page_of, text_of, texts_of
from sandbox.world import World

MOST_OWNERS = 100
MOST_CHATS = 1000
FIRST_CUSTOMERS = 12  # in each group that a corp has from the start
BY_QR_CODE = 3
OWNER_TYPE, CUSTOMER_TYPE = 1, 2


def open_with(world: World, account: Account) -> None:
    """Make up the groups that the corp has from the start."""
    for userid in customers.members_of(world, account):
        friends = customers.friends_of(world, account, userid)
        for number in range(int(world.setting(account, "groups_per_member"))):
            start = number * FIRST_CUSTOMERS
            inside = friends[start : start + FIRST_CUSTOMERS]
            chat_id = "wr" + stable_code(f"{account.key}|{userid}|{number}|chat", 30)
            create(
                world,
                account,
                chat_id,
                name=f"{account.name}会员群 {userid}-{number + 1}",
                owner=userid,
                inside=inside,
                at=account.created_at,
            )


def create(
    world: World, account: Account, chat_id: str, *, name: str, owner: str, inside: list[str], at: float
) -> None:
    row = {"chat_id": chat_id, "account": account.key, "name": name, "owner": owner, "created_at": at}
    world.store.insert("wecom_chat", row)
    for member in (owner, *inside):
        join(world, chat_id, member, at=at)


def join(world: World, chat_id: str, member: str, *, at: float) -> None:
    world.store.run(
        "INSERT OR IGNORE INTO wecom_chat_member (chat_id, member_id, joined_at, join_scene) VALUES (?, ?, ?, ?)",
        chat_id,
        member,
        at,
        BY_QR_CODE,
    )


def find(world: World, account: Account, chat_id: str) -> sqlite3.Row | None:
    """A group that has not been dismissed."""
    return world.store.one(
        "SELECT * FROM wecom_chat WHERE chat_id = ? AND account = ? AND dismissed_at IS NULL",
        chat_id,
        account.key,
    )


def of_owner(world: World, account: Account, userid: str) -> list[sqlite3.Row]:
    return world.store.all(
        "SELECT * FROM wecom_chat WHERE account = ? AND owner = ? AND dismissed_at IS NULL ORDER BY rowid",
        account.key,
        userid,
    )


def members_of(world: World, chat_id: str) -> list[sqlite3.Row]:
    return world.store.all(
        "SELECT * FROM wecom_chat_member WHERE chat_id = ? ORDER BY joined_at, rowid", chat_id
    )


def list_chats(call: Call) -> dict[str, Any]:
    """POST externalcontact/groupchat/list"""
    body = body_of(call)
    number_of(body, "status_filter", low=0, high=3, default=0)
    if "limit" not in body:
        raise refusal(40058, "limit")
    owners = owners_of(call, body)
    rows = [row for owner in owners for row in of_owner(call.world, call.the_account, owner)]
    page, cursor = page_of(rows, body, most=MOST_CHATS, default=MOST_CHATS)
    answer = fine(group_chat_list=[{"chat_id": row["chat_id"], "status": 0} for row in page])
    return answer | ({"next_cursor": cursor} if cursor else {})


def owners_of(call: Call, body: Body, *, required: bool = False) -> list[str]:
    """The members whose groups are asked for, all visible ones without a filter."""
    given = body.get("owner_filter") or {}
    if not isinstance(given, dict):
        raise refusal(40058, "owner_filter")
    wanted = texts_of(given, "userid_list", most=MOST_OWNERS)
    if wanted:
        return [customers.seen_member(call, userid) for userid in wanted]
    seen = customers.visible_members(call.world, call.the_account)
    if required:
        raise refusal(40063, "owner_filter")
    if len(seen) > MOST_CHATS:
        raise refusal(81017)
    return seen


def get(call: Call) -> dict[str, Any]:
    """POST externalcontact/groupchat/get"""
    body = body_of(call)
    chat = find(call.world, call.the_account, text_of(body, "chat_id"))
    if chat is None or chat["owner"] not in customers.visible_members(call.world, call.the_account):
        raise refusal(40050)
    with_names = number_of(body, "need_name", low=0, high=1, default=0) == 1
    members = [
        member_view(call, row, with_name=with_names) for row in members_of(call.world, chat["chat_id"])
    ]
    return fine(
        group_chat={
            "chat_id": chat["chat_id"],
            "name": chat["name"],
            "owner": chat["owner"],
            "create_time": int(chat["created_at"]),
            "notice": chat["notice"],
            "member_list": members,
            "admin_list": [],
            "member_version": version_of(call.world, chat["chat_id"]),
        }
    )


def member_view(call: Call, row: sqlite3.Row, *, with_name: bool) -> dict[str, Any]:
    customer = customers.customer(call.world, call.the_account, row["member_id"])
    shown = {
        "userid": row["member_id"],
        "type": OWNER_TYPE if customer is None else CUSTOMER_TYPE,
        "join_time": int(row["joined_at"]),
        "join_scene": row["join_scene"],
        "group_nickname": "",
    }
    if not with_name:
        return shown
    name = row["member_id"] if customer is None else name_of(call.world, customer["person_key"])
    return shown | {"name": name}


def version_of(world: World, chat_id: str) -> str:
    """The version of the member list: another one whenever somebody has come or gone."""
    rows = members_of(world, chat_id)
    return stable_code("|".join([chat_id, *(row["member_id"] for row in rows)]), 24)


def found_by_person(
    world: World, account: Account, *, name: str, owner: str, inside: list[str], at: float
) -> str:
    """A member founds a group; answers its id."""
    number = world.next_number()
    chat_id = "wr" + stable_code(f"{account.key}|{number}|chat", 30)
    create(world, account, chat_id, name=name, owner=owner, inside=inside, at=at)
    pushes.chat_changed(world, account, "create", chat_id, at=at)
    return chat_id


def rename(world: World, account: Account, chat_id: str, name: str, *, at: float) -> None:
    world.store.run("UPDATE wecom_chat SET name = ? WHERE chat_id = ?", name, chat_id)
    pushes.chat_changed(world, account, "update", chat_id, at=at, detail={"UpdateDetail": "change_name"})


def let_in(world: World, account: Account, chat_id: str, external_id: str, *, at: float) -> None:
    """A customer joins a group."""
    before = version_of(world, chat_id)
    join(world, chat_id, external_id, at=at)
    detail = {
        "UpdateDetail": "add_member",
        "JoinScene": BY_QR_CODE,
        "MemChangeCnt": 1,
        "MemChangeList": {"Item": external_id},
        "LastMemVer": before,
        "CurMemVer": version_of(world, chat_id),
    }
    pushes.chat_changed(world, account, "update", chat_id, at=at, detail=detail)


def dismiss(world: World, account: Account, chat_id: str, *, at: float) -> None:
    world.store.run("UPDATE wecom_chat SET dismissed_at = ? WHERE chat_id = ?", at, chat_id)
    pushes.chat_changed(world, account, "dismiss", chat_id, at=at)
