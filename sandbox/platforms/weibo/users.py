"""Users: who one is, who others are, how many follow, what is unread."""

from typing import Any

from sandbox.calls import Answer, Call, json_answer
from sandbox.platforms.weibo import objects
from sandbox.platforms.weibo.errors import refusal
from sandbox.world import World

MOST_UIDS = 100


def get_uid(call: Call) -> dict[str, int]:
    """GET /2/account/get_uid.json"""
    return {"uid": int(call.the_account.external_id)}


def show(call: Call) -> dict[str, Any]:
    """GET /2/users/show.json by uid or screen_name; of another user without his latest post."""
    uid, name = call.fields().get("uid", ""), call.fields().get("screen_name", "")
    if not uid and not name:
        raise refusal(20002)
    for account in call.world.accounts.list(platform="weibo"):
        if account.external_id == uid or (not uid and account.name == name):
            told = objects.account_user(call.world, account)
            latest = call.world.store.one(
                "SELECT * FROM post WHERE account = ? AND state = 'live' ORDER BY published_at DESC LIMIT 1",
                account.key,
            )
            if latest is not None:
                told["status_id"] = int(latest["external_id"])
                if call.fields().get("trim_status") == "0":
                    told["status"] = objects.status(call.world, latest, with_user=False)
            return told
    return person(call, uid=uid, name=name)


def person(call: Call, *, uid: str, name: str) -> dict[str, Any]:
    row = call.world.store.one(
        "SELECT fan.person_key FROM fan JOIN person ON person.key = fan.person_key "
        "WHERE fan.account = ? AND (fan.external_id = ? OR (? = '' AND person.name = ?))",
        call.the_account.key,
        uid,
        uid,
        name,
    )
    if row is None:
        raise refusal(20003)
    return objects.person_user(call.world, call.the_account, row["person_key"])


def counts(call: Call) -> Answer:
    """GET /2/users/counts.json"""
    uids = [one.strip() for one in call.fields().get("uids", "").split(",") if one.strip()]
    if not uids:
        raise refusal(20002)
    if len(uids) > MOST_UIDS:
        raise refusal(20009)
    told = []
    for uid in uids:
        account = call.world.accounts.find("weibo", uid)
        if account is not None:
            user = objects.account_user(call.world, account)
            names = ("followers_count", "friends_count", "statuses_count")
            row = {"id": int(uid)} | {name: user[name] for name in names}
            told.append(row | {"private_friends_count": 0, "pagefriends_count": 0})
    return json_answer(told)


def unread_count(call: Call) -> dict[str, int]:
    """GET /2/remind/unread_count.json on rm.api: counted since each list was last read."""
    account, store = call.the_account, call.world.store
    if call.fields().get("uid", account.external_id) != account.external_id:
        raise refusal(21335)

    def fresh(sql: str, what: str, *more: Any) -> int:
        return int(store.value(sql, account.key, seen(call.world, account.key, what), *more))

    comment = (
        "SELECT count(*) FROM comment WHERE account = ? AND at > ? AND person_key IS NOT NULL "
        "AND deleted_at IS NULL"
    )
    return {
        "status": 0,
        "follower": fresh("SELECT count(*) FROM fan WHERE account = ? AND followed_at > ?", "follower"),
        "cmt": fresh(comment, "cmt"),
        "dm": fresh("SELECT count(*) FROM message WHERE account = ? AND at > ? AND direction = 'in'", "dm"),
        "mention_status": fresh(
            "SELECT count(*) FROM weibo_mention WHERE account = ? AND at > ?", "mention_status"
        ),
        "mention_cmt": fresh(f"{comment} AND instr(text, ?) > 0", "mention_cmt", f"@{account.name}"),
        "group": 0,
        "notice": 0,
        "invite": 0,
        "badge": 0,
        "photo": 0,
    }


def seen(world: World, account: str, what: str) -> float:
    return world.store.value("SELECT at FROM weibo_seen WHERE account = ? AND what = ?", account, what) or 0.0


def emotions(call: Call) -> Answer:
    """GET /2/emotions.json: a few of them."""
    names = ("微笑", "哈哈", "赞", "心", "笑cry", "允悲", "鼓掌", "doge")
    rows = [
        {
            "phrase": f"[{name}]",
            "type": "face",
            "url": f"http://img.t.sinajs.cn/t35/style/images/common/face/ext/normal/{number:02d}/face.gif",
            "hot": False,
            "common": True,
            "category": "",
            "icon": "",
            "value": f"[{name}]",
            "picid": "",
        }
        for number, name in enumerate(names)
    ]
    return json_answer(rows)
