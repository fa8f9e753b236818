"""Members and customers as the API shows them."""

import sqlite3
from typing import Any

from sandbox.accounts import Account
from sandbox.calls import Call
from sandbox.following import name_of
from sandbox.platforms.wecom.customers import (
    assign,
    friends_of,
    known_customer,
    seen_member,
    visible_members,
)
from sandbox.platforms.wecom.errors import fine, refusal
from sandbox.platforms.wecom.requests import Body, body_of, page_of, text_of, texts_of
from sandbox.platforms.wecom.tags import corp_tags_of, tags_of
from sandbox.world import World

MOST_MEMBERS = 100
REMARK, DESCRIPTION = 20, 150


def agent(call: Call) -> dict[str, Any]:
    """GET /cgi-bin/agent/get: only the application of the secret itself."""
    account = call.the_account
    asked = call.query.get("agentid", "")
    if not asked.isdigit():
        raise refusal(40056)
    if asked != account.credentials["agentid"]:
        raise refusal(301002)
    users = [{"userid": userid} for userid in visible_members(call.world, account)]
    return fine(
        agentid=int(asked),
        name=f"{account.name}应用",
        square_logo_url="https://wework.qpic.cn/wwpic/sandbox/0",
        description="",
        allow_userinfos={"user": users},
        allow_partys={"partyid": []},
        allow_tags={"tagid": []},
        close=int(bool(call.world.setting(account, "app_disabled"))),
        redirect_domain="",
        report_location_flag=0,
        isreportenter=0,
        home_url="",
    )


def follow_users(call: Call) -> dict[str, Any]:
    """GET externalcontact/get_follow_user_list"""
    return fine(follow_user=visible_members(call.world, call.the_account))


def list_customers(call: Call) -> dict[str, Any]:
    """GET externalcontact/list: 84061 for a member without customers."""
    userid = seen_member(call, call.query.get("userid", ""))
    found = friends_of(call.world, call.the_account, userid)
    if not found:
        raise refusal(84061)
    return fine(external_userid=found)


def get(call: Call) -> dict[str, Any]:
    """GET externalcontact/get"""
    row = known_customer(call, call.query.get("external_userid", ""))
    follow = follow_info(call.world, call.the_account, row)
    follow["tags"] = tags_of(call.world, call.the_account, row["external_id"])
    return fine(external_contact=contact(call.world, call.the_account, row), follow_user=[follow])


def batch(call: Call) -> dict[str, Any]:
    """POST externalcontact/batch/get_by_user"""
    body = body_of(call)
    userids = [seen_member(call, userid) for userid in texts_of(body, "userid_list", most=MOST_MEMBERS)]
    if not userids:
        raise refusal(40063, "userid_list")
    rows, cursor = page_of(rows_of(call.world, call.the_account, userids), body, most=100, default=50)
    told = []
    for row in rows:
        follow = follow_info(call.world, call.the_account, row)
        follow["tag_id"] = corp_tags_of(call.world, call.the_account, row["external_id"])
        told.append({"external_contact": contact(call.world, call.the_account, row), "follow_info": follow})
    return fine(external_contact_list=told, next_cursor=cursor)


def rows_of(world: World, account: Account, userids: list[str]) -> list[sqlite3.Row]:
    assign(world, account)
    marks = ", ".join("?" * len(userids))
    return world.store.all(
        "SELECT customer.*, fan.followed_at, fan.person_key FROM wecom_customer AS customer "
        "JOIN fan ON fan.account = customer.account AND fan.external_id = customer.external_id "
        f"WHERE customer.account = ? AND customer.userid IN ({marks}) AND fan.followed_at IS NOT NULL "
        "ORDER BY customer.userid, fan.followed_at, fan.external_id",
        account.key,
        *userids,
    )


def contact(world: World, account: Account, row: sqlite3.Row) -> dict[str, Any]:
    name = name_of(world, row["person_key"])
    return {
        "external_userid": row["external_id"],
        "name": name,
        "avatar": "https://wx.qlogo.cn/sandbox/0",
        "type": 1,
        "gender": 0,
    }


def follow_info(world: World, account: Account, row: sqlite3.Row) -> dict[str, Any]:
    shown = {
        "userid": row["userid"],
        "remark": row["remark"] or name_of(world, row["person_key"]),
        "description": row["description"],
        "createtime": int(row["followed_at"]),
        "remark_mobiles": [],
        "oper_userid": row["external_id"],
        "add_way": row["add_way"],
    }
    return shown | ({"state": row["state"]} if row["state"] else {})


def remark(call: Call) -> dict[str, Any]:
    """POST externalcontact/remark"""
    body = body_of(call)
    row = own_customer(call, body)
    changes = {name: body[name] for name in ("remark", "description") if name in body}
    if not changes and not {"remark_company", "remark_mobiles", "remark_pic_mediaid"} & set(body):
        raise refusal(40063)
    for name, most in (("remark", REMARK), ("description", DESCRIPTION)):
        if len(text_of(body, name)) > most:
            raise refusal(40058, name)
    for name in changes:
        call.world.store.run(
            f"UPDATE wecom_customer SET {name} = ? WHERE account = ? AND external_id = ?",
            text_of(body, name),
            call.the_account.key,
            row["external_id"],
        )
    return fine()


def own_customer(call: Call, body: Body) -> sqlite3.Row:
    """The customer that the body names, who must be the named member's. Refuses with 84061 where he is not."""
    userid = seen_member(call, text_of(body, "userid"))
    row = known_customer(call, text_of(body, "external_userid"))
    if row["userid"] != userid:
        raise refusal(84061)
    return row
