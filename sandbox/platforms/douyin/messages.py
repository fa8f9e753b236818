"""Private messages: pushed to the company, and answered within their windows."""

from typing import Any

from sandbox.accounts import Account
from sandbox.calls import Call
from sandbox.conversing import FROM_ACCOUNT, keep
from sandbox.following import fan_by_external_id
from sandbox.identifiers import stable_code, stable_number
from sandbox.platforms import Fan
from sandbox.platforms.douyin.accounts import app_of
from sandbox.platforms.douyin.bodies import json_of
from sandbox.platforms.douyin.errors import refusal, success
from sandbox.platforms.douyin.pushes import tell
from sandbox.world import World

SCOPE = "im.direct_message"
REPLY, ENTER = "im_reply_msg", "im_enter_direct_msg"
TEXT, IMAGE, VIDEO, CARD = 1, 2, 3, 4
SHOWN = {IMAGE: "[图片]", VIDEO: "[视频]", CARD: "[留资卡片]"}
PAYLOADS = {TEXT: "text", IMAGE: "image", VIDEO: "video", CARD: "retain_consult_card"}
SINGLE = 1


def hears(world: World, account: Account) -> bool:
    """Whether the account's app is told of private messages: certified enterprises with the capability."""
    return account.profile == "enterprise" and SCOPE in app_of(world, account).capabilities


def received(
    world: World, account: Account, fan: Fan, message: dict[str, Any], *, at: float, quietly: bool = False
) -> None:
    """A fan wrote: the account may answer six times within a day, and hears of it. Kind `lead` hands in a filled card,
    `enter` only opens the conversation."""
    open_window(world, account, fan, REPLY, at=at)
    if quietly or not hears(world, account):
        return
    if message["kind"] == "enter":
        enter(world, account, fan, at=at, number=message["id"])
        return
    content = head(account, fan, number=message["id"], at=at) | body(message)
    tell(world, account, "im_receive_msg", content, from_user=fan.external_id, to_user=account.external_id)


def body(message: dict[str, Any]) -> dict[str, Any]:
    if message["kind"] == "lead":
        return {
            "message_type": "retain_consult_card",
            "card_id": str(message["detail"].get("card_id", "@card")),
            "card_status": 2,
            "card_data": message["detail"].get("card_data", []),
        }
    if message["kind"] == "image":
        return {
            "message_type": "image",
            "resource_type": "image",
            "resource_url": "https://p3-im.douyinpic.com/image.jpeg",
            "resource_width": 480,
            "resource_height": 640,
        }
    return {"message_type": "text", "text": message["text"]}


def enter(world: World, account: Account, fan: Fan, *, at: float, number: int) -> None:
    """A fan opened the conversation: for half a minute the account may speak first."""
    open_window(world, account, fan, ENTER, at=at)
    content = head(account, fan, number=number, at=at)
    tell(world, account, ENTER, content, from_user=fan.external_id, to_user=account.external_id)


def head(account: Account, fan: Fan, *, number: int, at: float) -> dict[str, Any]:
    return {
        "conversation_short_id": conversation_of(account, fan),
        "server_message_id": message_id(account, number),
        "conversation_type": SINGLE,
        "create_time": int(at * 1000),
        "source": "PC",
        "user_infos": [{"open_id": fan.external_id, "nick_name": fan.name, "avatar": ""}],
    }


def conversation_of(account: Account, fan: Fan) -> str:
    return f"@{stable_code(f'douyin conversation|{account.key}|{fan.person_key}', 44)}"


def message_id(account: Account, number: int) -> str:
    return str(stable_number(f"douyin message|{account.key}|{number}", 7 * 10**18, 8 * 10**18))


def open_window(world: World, account: Account, fan: Fan, scene: str, *, at: float) -> None:
    name = "im_reply" if scene == REPLY else "im_enter"
    world.store.run(
        "INSERT OR REPLACE INTO douyin_window (account, open_id, scene, until, remaining) VALUES (?, ?, ?, ?, ?)",
        account.key,
        fan.external_id,
        scene,
        at + world.setting(account, f"{name}_seconds"),
        world.setting(account, f"{name}_messages"),
    )


def send(call: Call) -> dict[str, Any]:
    """POST /im/send/msg/: within the window that the scene names; 28003070 beyond it."""
    given, account = json_of(call), call.the_account
    found = fan_by_external_id(call.world, account, str(given.get("to_user_id", "")))
    if found is None or account.profile != "enterprise":
        raise refusal(2100007)
    fan, kind, words = found[0], *content_in(call, given)
    if given.get("conversation_id") != conversation_of(account, fan) or not given.get("msg_id"):
        raise refusal(28001007, "conversation_id or msg_id is not valid")
    use_window(call, fan, str(given.get("scene") or REPLY))
    number = keep(
        call.world,
        account,
        fan.person_key,
        direction=FROM_ACCOUNT,
        kind=kind,
        text=words,
        at=call.at,
        detail=dict(given.get("content") or {}),
        request_id=call.id,
    )
    sent = message_id(account, number)
    echo = head(account, fan, number=number, at=call.at) | {"message_type": kind, "text": words}
    tell(call.world, account, "im_send_msg", echo, from_user=account.external_id, to_user=fan.external_id)
    return success(call, msg_id=sent)


def content_in(call: Call, given: dict[str, Any]) -> tuple[str, str]:
    """The kind of the message and what the fan reads."""
    content = given.get("content")
    kind = content.get("msg_type") if isinstance(content, dict) else None
    if not isinstance(content, dict) or not isinstance(kind, int) or kind not in PAYLOADS:
        raise refusal(28001007, "content is not valid")
    name = PAYLOADS[kind]
    if not isinstance(content.get(name), dict):
        raise refusal(28001007, "content is not valid")
    words = str(content[name].get("text", "")) if kind == TEXT else SHOWN[kind]
    if not words.strip() or len(words) > call.world.setting(call.the_account, "im_text_limit"):
        raise refusal(28001007, "text is empty or too long")
    return name, words


def use_window(call: Call, fan: Fan, scene: str) -> None:
    if scene not in (REPLY, ENTER):
        raise refusal(28001007, "scene is not valid")
    used = call.world.store.run(
        "UPDATE douyin_window SET remaining = remaining - 1 "
        "WHERE account = ? AND open_id = ? AND scene = ? AND until > ? AND remaining > 0",
        call.the_account.key,
        fan.external_id,
        scene,
        call.at,
    ).rowcount
    if not used:
        raise refusal(28003070)


def recall(call: Call) -> dict[str, Any]:
    """POST /im/recall/msg/: takes back one's own message."""
    given, account = json_of(call), call.the_account
    for row in call.world.store.all(
        "SELECT id FROM message WHERE account = ? AND direction = ? ORDER BY id DESC",
        account.key,
        FROM_ACCOUNT,
    ):
        if message_id(account, row["id"]) == given.get("msg_id"):
            call.world.store.run("DELETE FROM message WHERE id = ?", row["id"])
            return success(call)
    raise refusal(28001007, "msg_id is not valid")
