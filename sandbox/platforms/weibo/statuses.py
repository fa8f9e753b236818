"""Posting: the narrow call that ordinary apps have, and the gated ones."""

import ipaddress
import re
from typing import Any
from urllib.parse import urlsplit

from sandbox import media
from sandbox.accounts import Account
from sandbox.calls import Call
from sandbox.platforms.weibo import objects, rates
from sandbox.platforms.weibo.errors import refusal
from sandbox.platforms.weibo.grants import app_of
from sandbox.platforms.weibo.mids import number_at, to_base62
from sandbox.posts import LIVE, VANISHED, WITHDRAWN, NewPost, content_hash
from sandbox.world import World

PICTURE_LIMIT = 5 * 1024 * 1024  # exclusive
PICTURE_FORMATS = ("jpg", "gif", "png")
LONG_TEXT_LIMIT = 2000
URL = re.compile(r"https?://[0-9A-Za-z\-._~:/?#\[\]@!$&'()*+,;=%]+")
TOPIC = re.compile(r"#[^#\s][^#]*#")
RANDOM_NUMBERS = 1 << 22  # how many numbers the platform can give within a second
UPDATE_SCOPE, DESTROY_SCOPE = "statuses_update", "statuses_destroy"


def share(call: Call) -> dict[str, Any]:
    """POST /2/statuses/share.json: at most 140 characters, with a link of a safe domain, without topics."""
    fields = call.fields()
    text = fields.get("status", "")
    check_text(call, text, limit=call.world.setting(call.the_account, "text_limit"))
    if TOPIC.search(without_links(text)):
        raise refusal(10017, "text contains topic, not allowed!")
    check_domain(call, text)
    check_address(call)
    pids = picture_in(call)
    return post(call, text, pids)


def update(call: Call) -> dict[str, Any]:
    """POST /2/statuses/update.json: only for apps with the permission; no link needed, topics allowed."""
    if UPDATE_SCOPE not in app_of(call).scopes:
        raise refusal(10014)
    text = call.fields().get("status", "")
    is_long = call.fields().get("is_longtext") == "1"
    check_text(
        call, text, limit=LONG_TEXT_LIMIT if is_long else call.world.setting(call.the_account, "text_limit")
    )
    check_address(call)
    return post(call, text, [])


def destroy(call: Call) -> dict[str, Any]:
    """POST /2/statuses/destroy.json: only for apps with the permission."""
    if DESTROY_SCOPE not in app_of(call).scopes:
        raise refusal(10014)
    row = call.world.posts.find("weibo", call.fields().get("id", ""))
    if row is None or row["state"] != LIVE:
        raise refusal(20101)
    if row["account"] != call.the_account.key:
        raise refusal(20102)
    told = objects.status(call.world, row)
    call.world.posts.end(row["id"], state=WITHDRAWN, at=call.at)
    return told


def gated(call: Call) -> dict[str, Any]:
    """Calls that ordinary apps lost in 2017."""
    raise refusal(10014)


def check_text(call: Call, text: str, *, limit: int) -> None:
    if not text.strip():
        raise refusal(20008)
    if length(text) > limit:
        raise refusal(20012)


def length(text: str) -> int:
    """The platform's count: a character beyond ASCII is one, two ASCII characters are one; links count too."""
    halves = sum(1 if ord(letter) < 128 else 2 for letter in text)
    return (halves + 1) // 2


def without_links(text: str) -> str:
    return URL.sub(" ", text)


def check_domain(call: Call, text: str) -> None:
    domains = app_of(call).safe_domains
    if not domains:
        raise refusal(10017, "appkey not bind domain!")
    hosts = [urlsplit(address).hostname or "" for address in URL.findall(text)]
    if not any(host == domain or host.endswith(f".{domain}") for host in hosts for domain in domains):
        raise refusal(10017, "text not find domain!")


def check_address(call: Call) -> None:
    """`rip`, the address of the person who posts."""
    given = call.fields().get("rip", "")
    if not given and call.world.setting(call.the_account, "rip_required"):
        raise refusal(10016, "Miss required parameter (rip), see doc for more info!")
    try:
        ipaddress.ip_address(given or "127.0.0.1")
    except ValueError as error:
        raise refusal(10017, f"Parameter (rip)'s value invalid, expect (ip), but get ({given})!") from error


def picture_in(call: Call) -> list[str]:
    if "pic" in call.fields() and call.fields()["pic"]:
        raise refusal(20007)
    upload = call.uploads().get("pic")
    if upload is None or not upload.data:
        return []
    if len(upload.data) >= PICTURE_LIMIT:
        raise refusal(20006)
    form = media.kind_of(upload.data)
    if form not in PICTURE_FORMATS:
        raise refusal(20005)
    pid = call.ids.letters(32)
    file = media.keep(call.world.data_dir, upload.data)
    call.world.store.insert("weibo_picture", {"pid": pid, "format": form, "file": file})
    return [pid]


def post(call: Call, text: str, pids: list[str]) -> dict[str, Any]:
    """Refuse what is repeated or too much, else make it public."""
    refuse_repeat(call, text)
    rates.count_post(call)
    world, account, fates = call.world, call.the_account, call.world.fates_of(call)
    if fates.rejected is not None:
        raise refusal(20021)
    mid = free_mid(world, call)
    new = new_post(
        account_key=account.key, uid=account.external_id, mid=mid, text=text, pids=pids, at=call.at
    )
    new.request_id = call.id
    post_id = world.posts.create(new)
    world.posts.record_effect(new, path=call.path, wall_at=world.clock.real_time(), post_id=post_id)
    if fates.vanishes:
        world.posts.end(post_id, state=VANISHED, at=call.at)
    elif fates.review_seconds:
        world.schedule("weibo_appear", {"post_id": post_id}, due=call.at + fates.review_seconds)
    else:
        world.posts.publish(post_id, at=call.at)
    world.befall_later(post_id, fates, live_at=call.at + (fates.review_seconds or 0.0))
    row = world.posts.get(post_id)
    return objects.status(world, row) if row is not None else {}


def free_mid(world: World, call: Call) -> str:
    """A number for the moment, larger than those of earlier seconds, that nobody has."""
    while True:
        mid = str(number_at(call.ids_at, call.ids.number(0, RANDOM_NUMBERS)))
        if world.posts.find("weibo", mid) is None:
            return mid


def new_post(*, account_key: str, uid: str, mid: str, text: str, pids: list[str], at: float) -> NewPost:
    short = to_base62(mid)
    return NewPost(
        account=account_key,
        platform="weibo",
        external_id=mid,
        slug=short,
        kind="share",
        title="",
        text=text,
        html="",
        url=f"https://weibo.com/{uid}/{short}",
        request_id=0,
        created_at=at,
        pictures=pids,
    )


def refuse_repeat(call: Call, text: str) -> None:
    """20019 for the words of the latest post, or of any post within the window."""
    if is_repeated(call.world, call.the_account, "", text):
        raise refusal(20019)


def is_repeated(world: World, account: Account, title: str, text: str) -> bool:
    """Whether these are the words of the account's latest post, or of any of its posts within the window."""
    window = world.setting(account, "repeat_window_seconds")
    if window <= 0:
        return False
    words = content_hash(title, text)
    latest = world.store.one(
        "SELECT content_hash FROM effect WHERE account = ? ORDER BY id DESC LIMIT 1", account.key
    )
    same = world.store.value(
        "SELECT max(wall_at) FROM effect WHERE account = ? AND content_hash = ?", account.key, words
    )
    is_latest = latest is not None and latest["content_hash"] == words
    return is_latest or (same is not None and world.clock.real_time() - same < window)


def appear(world: World, payload: dict[str, Any]) -> None:
    """A post held back by a slow review becomes public."""
    row = world.posts.get(payload["post_id"])
    if row is not None and row["state"] not in (LIVE, WITHDRAWN, VANISHED):
        world.posts.publish(row["id"], at=payload["due"])
