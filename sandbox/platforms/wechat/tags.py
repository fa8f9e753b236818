"""Tags that an account puts on its followers."""

import sqlite3
from typing import Any

from sandbox.calls import Call
from sandbox.platforms.wechat.errors import refusal
from sandbox.platforms.wechat.requests import body_of, has_escapes, number_of, text_of
from sandbox.platforms.wechat.users import PAGE, known

SYSTEM_TAGS = ((0, "未分组"), (1, "黑名单"), (2, "星标组"))
FIRST_OWN_TAG = 100
MOST_TAGS = 100
NAME_LIMIT = 30
MOST_PEOPLE_AT_ONCE = 50
MOST_TAGS_PER_PERSON = 20
MOST_FANS_TO_DELETE = 100_000


def create(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/tags/create"""
    name = name_in(call)
    account, store = call.the_account.key, call.world.store
    if store.value("SELECT count(*) FROM wechat_tag WHERE account = ?", account) >= MOST_TAGS:
        raise refusal(45056)
    number = (
        store.value("SELECT max(id) FROM wechat_tag WHERE account = ?", account) or FIRST_OWN_TAG - 1
    ) + 1
    store.insert("wechat_tag", {"account": account, "id": number, "name": name})
    return {"tag": {"id": number, "name": name}}


def name_in(call: Call) -> str:
    if has_escapes(call):
        raise refusal(40033)
    name = text_of(tag_in(body_of(call)), "name").strip()
    if len(name) > NAME_LIMIT:
        raise refusal(45158)
    taken = call.world.store.value(
        "SELECT 1 FROM wechat_tag WHERE account = ? AND name = ?", call.the_account.key, name
    )
    if not name or taken or name in dict(SYSTEM_TAGS).values():
        raise refusal(45157)
    return name


def tag_in(body: dict[str, Any]) -> dict[str, Any]:
    tag = body.get("tag")
    if not isinstance(tag, dict):
        raise refusal(47001, "field tag")
    return tag


def get(call: Call) -> dict[str, Any]:
    """GET /cgi-bin/tags/get"""
    own = call.world.store.all(
        "SELECT id, name FROM wechat_tag WHERE account = ? ORDER BY id", call.the_account.key
    )
    rows = [*SYSTEM_TAGS[1:], *((row["id"], row["name"]) for row in own)]
    return {"tags": [{"id": number, "name": name, "count": size(call, number)} for number, name in rows]}


def size(call: Call, tag_id: int) -> int:
    return call.world.store.value(
        "SELECT count(*) FROM wechat_tagged WHERE account = ? AND tag_id = ?", call.the_account.key, tag_id
    )


def update(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/tags/update"""
    tag = own_tag(call, number_of(tag_in(body_of(call)), "id"))
    name = name_in(call)
    call.world.store.run(
        "UPDATE wechat_tag SET name = ? WHERE account = ? AND id = ?", name, call.the_account.key, tag["id"]
    )
    return {"errcode": 0, "errmsg": "ok"}


def delete(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/tags/delete"""
    tag = own_tag(call, number_of(tag_in(body_of(call)), "id"))
    if size(call, tag["id"]) > MOST_FANS_TO_DELETE:
        raise refusal(45057)
    for table, column in (("wechat_tag", "id"), ("wechat_tagged", "tag_id")):
        call.world.store.run(
            f"DELETE FROM {table} WHERE account = ? AND {column} = ?", call.the_account.key, tag["id"]
        )
    return {"errcode": 0, "errmsg": "ok"}


def own_tag(call: Call, tag_id: int) -> sqlite3.Row:
    if tag_id in dict(SYSTEM_TAGS):
        raise refusal(45058)
    row = call.world.store.one(
        "SELECT * FROM wechat_tag WHERE account = ? AND id = ?", call.the_account.key, tag_id
    )
    if row is None:
        raise refusal(45159)
    return row


def put_on(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/tags/members/batchtagging"""
    tag, people = tag_and_people(call)
    for openid in people:
        carried = call.world.store.value(
            "SELECT count(*) FROM wechat_tagged WHERE account = ? AND openid = ? AND tag_id <> ?",
            call.the_account.key,
            openid,
            tag["id"],
        )
        if carried >= MOST_TAGS_PER_PERSON:
            raise refusal(45059)
        call.world.store.run(
            "INSERT OR IGNORE INTO wechat_tagged (account, tag_id, openid) VALUES (?, ?, ?)",
            call.the_account.key,
            tag["id"],
            openid,
        )
    return {"errcode": 0, "errmsg": "ok"}


def take_off(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/tags/members/batchuntagging"""
    tag, people = tag_and_people(call)
    for openid in people:
        call.world.store.run(
            "DELETE FROM wechat_tagged WHERE account = ? AND tag_id = ? AND openid = ?",
            call.the_account.key,
            tag["id"],
            openid,
        )
    return {"errcode": 0, "errmsg": "ok"}


def tag_and_people(call: Call) -> tuple[sqlite3.Row, list[str]]:
    body = body_of(call)
    people = body.get("openid_list")
    if not isinstance(people, list) or not 1 <= len(people) <= MOST_PEOPLE_AT_ONCE:
        raise refusal(40032)
    return own_tag(call, number_of(body, "tagid")), [known(call, str(openid)) for openid in people]


def of_person(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/tags/getidlist"""
    openid = known(call, text_of(body_of(call), "openid"))
    rows = call.world.store.all(
        "SELECT tag_id FROM wechat_tagged WHERE account = ? AND openid = ? ORDER BY tag_id",
        call.the_account.key,
        openid,
    )
    return {"tagid_list": [row["tag_id"] for row in rows]}


def people_with(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/user/tag/get"""
    body = body_of(call)
    tag = own_tag(call, number_of(body, "tagid"))
    rows = call.world.store.all(
        "SELECT openid FROM wechat_tagged WHERE account = ? AND tag_id = ? AND openid > ? ORDER BY openid LIMIT ?",
        call.the_account.key,
        tag["id"],
        text_of(body, "next_openid"),
        PAGE,
    )
    ids = [row["openid"] for row in rows]
    return {"count": len(ids), "data": {"openid": ids}, "next_openid": ids[-1] if ids else ""}
