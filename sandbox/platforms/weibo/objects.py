"""Posts, comments and users in the form in which the platform hands them out."""

import json
import sqlite3
from datetime import datetime
from typing import Any

from sandbox.accounts import Account
from sandbox.clock import local_time
from sandbox.following import name_of
from sandbox.identifiers import stable_number
from sandbox.platforms.weibo.accounts import person_uid
from sandbox.posts import is_restricted
from sandbox.world import World

SOURCE = '<a href="http://open.weibo.com" rel="nofollow">{app}</a>'
FROM_PHONE = '<a href="http://weibo.com/" rel="nofollow">微博客户端</a>'
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FILE_HOST = "f.video.weibocdn.com"  # of what people added in the form
BLUE_V_TYPE, NO_V_TYPE = 2, -1
EVERYBODY, ONLY_AUTHOR = 0, 1


def date_text(at: float) -> str:
    """Such as `Wed Jun 01 00:50:25 +0800 2011`, whatever the host's language."""
    moment: datetime = local_time(at)
    month = MONTHS[moment.month - 1]
    return f"{DAYS[moment.weekday()]} {month} {moment:%d %H:%M:%S} +0800 {moment.year}"


def status(
    world: World, post: sqlite3.Row, *, trim_user: bool = False, with_user: bool = True
) -> dict[str, Any]:
    account = world.accounts.get(post["account"])
    pids = json.loads(post["pictures"])
    told: dict[str, Any] = {
        "created_at": date_text(post["published_at"] or post["created_at"]),
        "id": int(post["external_id"]),
        "idstr": post["external_id"],
        "mid": post["external_id"],
        "text": post["text"],
        "textLength": len(post["text"].encode("gbk", "replace")),
        "source": SOURCE.format(app=account.name),
        "favorited": False,
        "truncated": False,
        "in_reply_to_status_id": "",
        "in_reply_to_user_id": "",
        "in_reply_to_screen_name": "",
        "pic_urls": [{"thumbnail_pic": picture_address(pid, "thumbnail")} for pid in pids],
        "geo": None,
        "reposts_count": post["shares"],
        "comments_count": post["comments"],
        "attitudes_count": post["likes"],
        "isLongText": False,
        "visible": {"type": ONLY_AUTHOR if is_restricted(post) else EVERYBODY, "list_id": 0},
        "pic_num": len(pids),
    }
    if pids:
        for name, size in (
            ("thumbnail_pic", "thumbnail"),
            ("bmiddle_pic", "bmiddle"),
            ("original_pic", "large"),
        ):
            told[name] = picture_address(pids[0], size)
    if trim_user:
        told["uid"] = int(account.external_id)
    elif with_user:
        told["user"] = account_user(world, account)
    return told


def picture_address(pid: str, size: str) -> str:
    """A picture of the share call has an id, one of the form the name of its file."""
    return f"http://{FILE_HOST}/{pid}" if "." in pid else f"http://wx1.sinaimg.cn/{size}/{pid}.jpg"


def comment(world: World, row: sqlite3.Row, *, with_status: bool = True) -> dict[str, Any]:
    told: dict[str, Any] = {
        "created_at": date_text(row["at"]),
        "id": int(row["external_id"]),
        "idstr": row["external_id"],
        "mid": row["external_id"],
        "rootid": int(root_of(world, row)),
        "floor_number": 0,
        "text": row["text"],
        "source": FROM_PHONE,
        "user": comment_user(world, row),
        "disable_reply": 0,
    }
    if with_status:
        post = world.posts.get(row["post_id"])
        told["status"] = status(world, post) if post is not None else None
    if row["parent_id"] is not None:
        parent = world.store.one("SELECT * FROM comment WHERE id = ?", row["parent_id"])
        if parent is not None:
            told["reply_comment"] = {
                "created_at": date_text(parent["at"]),
                "id": int(parent["external_id"]),
                "idstr": parent["external_id"],
                "text": parent["text"],
                "user": comment_user(world, parent),
            }
    return told


def root_of(world: World, row: sqlite3.Row) -> str:
    while row["parent_id"] is not None:
        parent = world.store.one("SELECT * FROM comment WHERE id = ?", row["parent_id"])
        if parent is None:
            break
        row = parent
    return str(row["external_id"])


def comment_user(world: World, row: sqlite3.Row) -> dict[str, Any]:
    account = world.accounts.get(row["account"])
    if row["person_key"] is None:
        return account_user(world, account)
    return person_user(world, account, row["person_key"], name=row["author"])


def account_user(world: World, account: Account) -> dict[str, Any]:
    posts = world.store.value("SELECT count(*) FROM post WHERE account = ? AND state = 'live'", account.key)
    is_blue = account.profile == "blue_v"
    return user(
        account.external_id,
        account.name,
        followers=account.followers,
        friends=stable_number(f"friends|{account.key}", 20, 400),
        statuses=posts,
        created_at=account.created_at,
    ) | {
        "verified": is_blue,
        "verified_type": BLUE_V_TYPE if is_blue else NO_V_TYPE,
        "verified_reason": f"{account.name}官方微博" if is_blue else "",
    }


def person_user(world: World, account: Account, person_key: str, *, name: str = "") -> dict[str, Any]:
    followed = world.store.value(
        "SELECT followed_at FROM fan WHERE account = ? AND person_key = ?", account.key, person_key
    )
    uid = person_uid(account, person_key)
    return user(
        uid,
        name or name_of(world, person_key),
        followers=stable_number(f"followers|{uid}", 3, 2_000),
        friends=stable_number(f"friends|{uid}", 30, 900),
        statuses=stable_number(f"statuses|{uid}", 0, 3_000),
        created_at=1_300_000_000 + stable_number(f"since|{uid}", 0, 400_000_000),
    ) | {"follow_me": followed is not None}


def user(
    uid: str, name: str, *, followers: int, friends: int, statuses: int, created_at: float
) -> dict[str, Any]:
    portrait = f"http://tvax1.sinaimg.cn/crop.0.0.180.180.{{size}}/{uid}.jpg"
    return {
        "id": int(uid),
        "idstr": uid,
        "screen_name": name,
        "name": name,
        "province": "11",
        "city": "1000",
        "location": "北京",
        "description": "",
        "url": "",
        "profile_image_url": portrait.format(size=50),
        "avatar_large": portrait.format(size=180),
        "avatar_hd": portrait.format(size=1024),
        "profile_url": f"u/{uid}",
        "domain": "",
        "weihao": "",
        "gender": "m" if int(uid) % 2 else "f",
        "followers_count": followers,
        "friends_count": friends,
        "pagefriends_count": 0,
        "statuses_count": statuses,
        "favourites_count": 0,
        "bi_followers_count": 0,
        "created_at": date_text(created_at),
        "following": False,
        "follow_me": False,
        "allow_all_act_msg": False,
        "allow_all_comment": True,
        "geo_enabled": False,
        "verified": False,
        "verified_type": NO_V_TYPE,
        "verified_reason": "",
        "remark": "",
        "online_status": 0,
        "lang": "zh-cn",
    }
