"""The sections of a member's phone."""

import sqlite3

from sandbox.accounts import Account
from sandbox.control.people import DEFAULT_PERSON
from sandbox.following import name_of
from sandbox.pages.discussion import moment
from sandbox.pages.markup import Markup, element, lines
from sandbox.platforms.wecom import chats, customers, sending, task_page
from sandbox.platforms.wecom.targets import GROUP, as_list
from sandbox.world import World

CUSTOMERS_SHOWN = 20
SENT_SHOWN = 10


def members(world: World, account: Account, address: str) -> list[Markup]:
    """Everybody who may be asked, with how many messages wait for him."""
    now = world.clock.now()
    rows = []
    for userid in customers.members_of(world, account):
        waiting = len(sending.waiting_for(world, account, userid, at=now))
        told = f"{waiting} 条群发待发送" if waiting else "没有待发送的群发"
        rows.append(
            element(
                "p",
                None,
                element("a", {"href": f"{address}/{userid}"}, f"{userid} 的手机"),
                "　",
                element("span", {"class": "badge" if waiting else "soft"}, told),
            )
        )
    heading = element("h1", None, f"{account.name}：成员")
    intro = "接口创建的群发不会自己发出，要在成员的手机上点“发送”。"
    return [element("section", None, heading, element("p", {"class": "soft"}, intro), rows)]


def sections(world: World, account: Account, userid: str, address: str) -> list[Markup]:
    """Messages to send, messages sent, groups and customers of one member."""
    page = f"{address}/{userid}"
    return [
        waiting_section(world, account, userid, page, address),
        sent_section(world, account, userid),
        groups_section(world, account, userid, page),
        customers_section(world, account, userid, page),
    ]


def form(page: str, act: str, button: str, *fields: Markup, plain: bool = False) -> Markup:
    return element(
        "form",
        {"class": "row", "method": "post", "action": f"{page}/{act}"},
        *fields,
        element("button", {"class": "plain" if plain else None}, button),
    )


def hidden(name: str, value: str) -> Markup:
    return element("input", {"type": "hidden", "name": name, "value": value})


def typed(label: str, name: str, value: str = "") -> Markup:
    return element("label", None, label, element("input", {"name": name, "value": value, "required": True}))


def waiting_section(world: World, account: Account, userid: str, page: str, address: str) -> Markup:
    rows = sending.waiting_for(world, account, userid, at=world.clock.now())
    cards = [waiting_card(world, row, page) for row in rows]
    return element(
        "section",
        None,
        element("p", None, element("a", {"href": address}, "‹ 全部成员")),
        element("h1", None, f"{userid}：待发送的群发"),
        element("div", {"class": "cards"}, cards)
        if cards
        else element("p", {"class": "soft"}, "没有待发送的群发。"),
        form(page, "send-all", "全部发送", plain=True) if len(rows) > 1 else None,
    )


def waiting_card(world: World, row: sqlite3.Row, page: str) -> Markup:
    count = len(as_list(row["targets"]))
    whom = f"{count} 个客户群" if row["chat_type"] == GROUP else f"{count} 位客户"
    reminders = world.store.value("SELECT count(*) FROM wecom_reminder WHERE msgid = ?", row["msgid"])
    reminded = f"　管理员提醒了 {reminders} 次" if reminders else ""
    return element(
        "div",
        {"class": "card"},
        element("p", {"class": "soft"}, f"企业通知你群发给 {whom}　{moment(row['created_at'])}{reminded}"),
        task_page.message(row),
        form(page, "send", "发送", hidden("msgid", row["msgid"])),
    )


def sent_section(world: World, account: Account, userid: str) -> Markup:
    rows = world.store.all(
        "SELECT task.msgid, task.text, asked.sent_at, asked.results FROM wecom_asked AS asked "
        "JOIN wecom_task AS task ON task.msgid = asked.msgid "
        "WHERE task.account = ? AND asked.userid = ? AND asked.sent_at IS NOT NULL ORDER BY asked.sent_at DESC LIMIT ?",
        account.key,
        userid,
        SENT_SHOWN,
    )
    told = [
        element(
            "p",
            None,
            element(
                "a", {"href": f"/work.weixin.qq.com/tasks/{row['msgid']}"}, row["text"][:24] or "（附件）"
            ),
            element("br"),
            element("small", None, f"{moment(row['sent_at'])}　{task_page.counted(as_list(row['results']))}"),
        )
        for row in rows
    ]
    return element(
        "section",
        None,
        element("h2", None, "已发送"),
        told or element("p", {"class": "soft"}, "还没有发过。"),
    )


def groups_section(world: World, account: Account, userid: str, page: str) -> Markup:
    cards = []
    for row in chats.of_owner(world, account, userid):
        chosen = hidden("chat_id", row["chat_id"])
        size = len(chats.members_of(world, row["chat_id"]))
        cards.append(
            element(
                "div",
                {"class": "card"},
                element("b", None, row["name"]),
                element("p", {"class": "soft"}, f"{size} 人　", element("code", None, row["chat_id"])),
                form(page, "join-group", "进群", chosen, typed("昵称", "person", DEFAULT_PERSON), plain=True),
                form(page, "rename-group", "改群名", chosen, typed("新群名", "name"), plain=True),
                form(page, "dismiss-group", "解散群", chosen, plain=True),
            )
        )
    return element(
        "section",
        None,
        element("h2", None, "我的客户群"),
        element("div", {"class": "cards"}, cards)
        if cards
        else element("p", {"class": "soft"}, "还没有客户群。"),
        form(page, "found-group", "建群", typed("群名", "name", f"{account.name}新群")),
    )


def customers_section(world: World, account: Account, userid: str, page: str) -> Markup:
    friends = customers.friends_of(world, account, userid)
    cards = [
        customer_card(world, account, external_id, page)
        for external_id in friends[: -CUSTOMERS_SHOWN - 1 : -1]
    ]
    more = (
        f"（共 {len(friends)} 位，只列最近的 {CUSTOMERS_SHOWN} 位）" if len(friends) > CUSTOMERS_SHOWN else ""
    )
    return element(
        "section",
        None,
        element("h2", None, f"我的客户{more}"),
        cards or element("p", {"class": "soft"}, "还没有客户。"),
    )


def customer_card(world: World, account: Account, external_id: str, page: str) -> Markup:
    row = customers.customer(world, account, external_id)
    if row is None:
        return Markup("")
    chosen = hidden("external_userid", external_id)
    name = name_of(world, row["person_key"])
    return element(
        "details",
        None,
        element("summary", None, row["remark"] or name),
        element("p", {"class": "soft"}, lines(f"{name}\n{external_id}")),
        form(page, "answer", "发消息", chosen, typed("消息", "text"), plain=True),
        form(page, "note", "改备注", chosen, typed("备注", "remark", row["remark"]), plain=True),
        form(page, "delete", "删除客户", chosen, plain=True),
    )
