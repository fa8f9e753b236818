"""What a member does on his phone. Each act answers a problem in words, "" when it is done."""

from collections.abc import Callable, Mapping

from sandbox.accounts import Account
from sandbox.control.people import person_of
from sandbox.conversing import FROM_ACCOUNT, keep
from sandbox.following import count, follow
from sandbox.platforms.wecom import chats, customers, pushes, sending
from sandbox.world import World

Given = Mapping[str, str]
Act = Callable[[World, Account, str, Given], str]

FIRST_IN_NEW_GROUP = 3


def send(world: World, account: Account, userid: str, given: Given) -> str:
    """Confirm a group message."""
    done = sending.confirm(world, given.get("msgid", ""), userid, at=world.clock.now())
    return "" if done else "这条群发已经发过、已被停止，或还没有派到这名成员。"


def send_all(world: World, account: Account, userid: str, given: Given) -> str:
    """Confirm everything that waits."""
    now = world.clock.now()
    for row in sending.waiting_for(world, account, userid, at=now):
        sending.confirm(world, row["msgid"], userid, at=now)
    return ""


def found(world: World, account: Account, userid: str, given: Given) -> str:
    """Found a customer group with a few of one's customers."""
    name = given.get("name", "")
    if not name:
        return "请填写群名。"
    inside = customers.friends_of(world, account, userid)[:FIRST_IN_NEW_GROUP]
    chats.found_by_person(world, account, name=name, owner=userid, inside=inside, at=world.clock.now())
    return ""


def rename(world: World, account: Account, userid: str, given: Given) -> str:
    """Give a group another name."""
    if not own_chat(world, account, userid, given) or not given.get("name"):
        return "没有这个群，或没有填写新的群名。"
    chats.rename(world, account, given["chat_id"], given["name"], at=world.clock.now())
    return ""


def let_in(world: World, account: Account, userid: str, given: Given) -> str:
    """A person joins the group; who is no customer yet becomes one first."""
    if not own_chat(world, account, userid, given):
        return "没有这个群。"
    key, name = person_of(dict(given))
    now = world.clock.now()
    follow(world, account, key, name, at=now)
    external_id = world.platform_of(account).fan_id(account, key)
    chats.let_in(world, account, given["chat_id"], external_id, at=now)
    return ""


def dismiss(world: World, account: Account, userid: str, given: Given) -> str:
    """Dismiss a group."""
    if not own_chat(world, account, userid, given):
        return "没有这个群。"
    chats.dismiss(world, account, given["chat_id"], at=world.clock.now())
    return ""


def own_chat(world: World, account: Account, userid: str, given: Given) -> bool:
    chat = chats.find(world, account, given.get("chat_id", ""))
    return chat is not None and chat["owner"] == userid


def note(world: World, account: Account, userid: str, given: Given) -> str:
    """Write a remark on a customer."""
    external_id = given.get("external_userid", "")
    if not customers.is_friend(world, account, external_id, userid):
        return "没有这位客户。"
    world.store.run(
        "UPDATE wecom_customer SET remark = ? WHERE account = ? AND external_id = ?",
        given.get("remark", "")[:20],
        account.key,
        external_id,
    )
    now = world.clock.now()
    pushes.customer_changed(world, account, "edit_external_contact", userid, external_id, at=now)
    return ""


def delete(world: World, account: Account, userid: str, given: Given) -> str:
    """Delete a customer from the member's side."""
    external_id = given.get("external_userid", "")
    if not customers.is_friend(world, account, external_id, userid):
        return "没有这位客户。"
    now = world.clock.now()
    world.store.run(
        "UPDATE fan SET followed_at = NULL WHERE account = ? AND external_id = ?", account.key, external_id
    )
    count(world, account, departed=1, source="", at=now)
    pushes.customer_changed(world, account, "del_external_contact", userid, external_id, at=now)
    return ""


def answer(world: World, account: Account, userid: str, given: Given) -> str:
    """Write to a customer in the private chat."""
    external_id, text = given.get("external_userid", ""), given.get("text", "")
    row = customers.customer(world, account, external_id)
    if row is None or row["userid"] != userid or not text:
        return "没有这位客户，或没有写内容。"
    keep(
        world,
        account,
        row["person_key"],
        direction=FROM_ACCOUNT,
        kind="text",
        text=text,
        at=world.clock.now(),
    )
    return ""


ACTS: Mapping[str, Act] = {
    "send": send,
    "send-all": send_all,
    "found-group": found,
    "rename-group": rename,
    "join-group": let_in,
    "dismiss-group": dismiss,
    "note": note,
    "delete": delete,
    "answer": answer,
}
