"""Corp tags: groups of tags, and which customers carry them."""

from typing import Any

from sandbox.accounts import Account
from sandbox.calls import Call
from sandbox.platforms.wecom import pushes
from sandbox.platforms.wecom.customers import known_customer, seen_member
from sandbox.platforms.wecom.errors import fine, refusal
from sandbox.platforms.wecom.requests import body_of, text_of, texts_of
from sandbox.world import World

MOST_TAGS = 3000
NAME = 30
MOST_AT_ONCE = 100


def list_tags(call: Call) -> dict[str, Any]:
    """POST externalcontact/get_corp_tag_list"""
    body = body_of(call) if call.body.strip() else {}
    wanted, groups = (
        texts_of(body, "tag_id", most=MOST_TAGS),
        texts_of(body, "group_id", most=MOST_TAGS),
    )
    return fine(tag_group=grouped(call, wanted, groups))


def grouped(call: Call, tags: list[str], groups: list[str]) -> list[dict[str, Any]]:
    rows = call.world.store.all(
        "SELECT * FROM wecom_tag WHERE account = ? ORDER BY created_at, rowid", call.the_account.key
    )
    found: dict[str, dict[str, Any]] = {}
    for order, row in enumerate(rows, start=1):
        if (tags and row["id"] not in tags) or (groups and row["group_id"] not in groups):
            continue
        moment = int(row["created_at"])
        group = found.setdefault(
            row["group_id"],
            {
                "group_id": row["group_id"],
                "group_name": row["group_name"],
                "create_time": moment,
                "order": 0,
                "tag": [],
            },
        )
        group["tag"].append({"id": row["id"], "name": row["name"], "create_time": moment, "order": order})
    return list(found.values())


def add(call: Call) -> dict[str, Any]:
    """POST externalcontact/add_corp_tag: into a group by id or by name; no empty group."""
    body = body_of(call)
    names = [text_of(entry, "name") for entry in body.get("tag") or [] if isinstance(entry, dict)]
    if not names or not all(names):
        raise refusal(40063, "tag")
    group_id, group_name = group_of(call, text_of(body, "group_id"), text_of(body, "group_name"))
    for name in dict.fromkeys(names):
        add_one(call, name, group_id=group_id, group_name=group_name)
    [group] = grouped(call, [], [group_id])
    made = [tag for tag in group["tag"] if tag["name"] in names]
    return fine(tag_group={**group, "tag": made})


def group_of(call: Call, group_id: str, name: str) -> tuple[str, str]:
    column, value = ("group_id", group_id) if group_id else ("group_name", name)
    if not value or len(name) > NAME:
        raise refusal(40058, column)
    row = call.world.store.one(
        f"SELECT * FROM wecom_tag WHERE account = ? AND {column} = ?", call.the_account.key, value
    )
    if row is not None:
        return row["group_id"], row["group_name"]
    if group_id:
        raise refusal(40068)
    return f"etg{call.ids.letters(24)}", name


def add_one(call: Call, name: str, *, group_id: str, group_name: str) -> None:
    store, account = call.world.store, call.the_account
    if len(name) > NAME:
        raise refusal(40058, "name")
    if store.value("SELECT count(*) FROM wecom_tag WHERE account = ?", account.key) >= MOST_TAGS:
        raise refusal(40126)
    if store.value(
        "SELECT 1 FROM wecom_tag WHERE account = ? AND group_id = ? AND name = ?", account.key, group_id, name
    ):
        raise refusal(40071)
    tag_id = f"et{call.ids.letters(26)}"
    tag = {
        "account": account.key,
        "id": tag_id,
        "name": name,
        "group_id": group_id,
        "group_name": group_name,
        "created_at": call.at,
    }
    store.insert("wecom_tag", tag)
    pushes.tag_changed(call.world, account, "create", tag_id, at=call.at)


def edit(call: Call) -> dict[str, Any]:
    """POST externalcontact/edit_corp_tag"""
    body = body_of(call)
    tag, name = known_tag(call, text_of(body, "id")), text_of(body, "name")
    store, account = call.world.store, call.the_account
    if name:
        taken = store.value(
            "SELECT 1 FROM wecom_tag WHERE account = ? AND name = ? AND id <> ? AND group_id = "
            "(SELECT group_id FROM wecom_tag WHERE account = ? AND id = ?)",
            account.key,
            name,
            tag,
            account.key,
            tag,
        )
        if taken:
            raise refusal(40071)
        store.run("UPDATE wecom_tag SET name = ? WHERE account = ? AND id = ?", name, account.key, tag)
        pushes.tag_changed(call.world, account, "update", tag, at=call.at)
    return fine()


def delete(call: Call) -> dict[str, Any]:
    """POST externalcontact/del_corp_tag: tags by id, or whole groups."""
    body = body_of(call)
    groups = texts_of(body, "group_id", most=MOST_TAGS)
    wanted = [known_tag(call, tag) for tag in texts_of(body, "tag_id", most=MOST_TAGS)]
    store, key = call.world.store, call.the_account.key
    for group in groups:
        rows = store.all("SELECT id FROM wecom_tag WHERE account = ? AND group_id = ?", key, group)
        wanted += [row["id"] for row in rows]
    if not wanted:
        raise refusal(40063)
    for tag in wanted:
        store.run("DELETE FROM wecom_tag WHERE account = ? AND id = ?", key, tag)
        store.run("DELETE FROM wecom_tagged WHERE account = ? AND tag_id = ?", key, tag)
        pushes.tag_changed(call.world, call.the_account, "delete", tag, at=call.at)
    return fine()


def mark(call: Call) -> dict[str, Any]:
    """POST externalcontact/mark_tag"""
    body = body_of(call)
    userid = seen_member(call, text_of(body, "userid"))
    row = known_customer(call, text_of(body, "external_userid"))
    if row["userid"] != userid:
        raise refusal(84061)
    added, removed = (texts_of(body, name, most=MOST_AT_ONCE) for name in ("add_tag", "remove_tag"))
    if not added and not removed:
        raise refusal(40058, "add_tag and remove_tag are empty")
    store, key = call.world.store, call.the_account.key
    for tag in added:
        store.run(
            "INSERT OR IGNORE INTO wecom_tagged (account, tag_id, external_id) VALUES (?, ?, ?)",
            key,
            known_tag(call, tag),
            row["external_id"],
        )
    for tag in removed:
        store.run(
            "DELETE FROM wecom_tagged WHERE account = ? AND tag_id = ? AND external_id = ?",
            key,
            tag,
            row["external_id"],
        )
    pushes.customer_changed(
        call.world, call.the_account, "edit_external_contact", userid, row["external_id"], at=call.at
    )
    return fine()


def known_tag(call: Call, tag: str) -> str:
    """The tag, if the corp has it; else 40068."""
    row = call.world.store.value(
        "SELECT 1 FROM wecom_tag WHERE account = ? AND id = ?", call.the_account.key, tag
    )
    if row is None:
        raise refusal(40068)
    return tag


def corp_tags_of(world: World, account: Account, external_id: str) -> list[str]:
    rows = world.store.all(
        "SELECT tag_id FROM wecom_tagged WHERE account = ? AND external_id = ? ORDER BY tag_id",
        account.key,
        external_id,
    )
    return [row["tag_id"] for row in rows]


def tags_of(world: World, account: Account, external_id: str) -> list[dict[str, Any]]:
    rows = world.store.all(
        "SELECT tag.* FROM wecom_tagged AS tagged JOIN wecom_tag AS tag ON tag.account = tagged.account "
        "AND tag.id = tagged.tag_id WHERE tagged.account = ? AND tagged.external_id = ? ORDER BY tag.id",
        account.key,
        external_id,
    )
    return [
        {"group_name": row["group_name"], "tag_name": row["name"], "tag_id": row["id"], "type": 1}
        for row in rows
    ]
