"""Customers, customer groups and corp tags, for rooms that keep people and for the account's figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chaoxin.connectors.errors import FixContent
from chaoxin.connectors.http import Wire
from chaoxin.connectors.values import Account

from .call import CONTACT, Caller, Json
from .limits import CHATS_PER_CALL, CUSTOMERS_PER_CALL, MEMBERS_PER_CALL
from .remedies import NO_CUSTOMERS


@dataclass(frozen=True)
class Customer:
    """A customer as one member knows him. `kind` is 1 for a WeChat user, 2 for a WeCom user; `source` the platform's
    `add_way`, whose unknown values are kept; `state` the mark of the contact way by which he came."""

    external_userid: str
    userid: str
    name: str = ""
    avatar_url: str = ""
    kind: int = 0
    unionid: str = ""
    remark: str = ""
    added_at: datetime | None = None
    source: int = 0
    state: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """A customer group; members who are customers stand in `customers`."""

    chat_id: str
    name: str
    owner: str
    members: int
    customers: tuple[str, ...]
    created_at: datetime | None = None


@dataclass(frozen=True)
class Tag:
    tag_id: str
    name: str
    group: str


class Customers:
    """Reads customers and groups, and tags customers."""

    def __init__(self, wire: Wire) -> None:
        self._caller = Caller(wire)

    def members(self, account: Account) -> list[str]:
        """The members who may be in touch with customers, as far as the application sees them."""
        data = self._caller.read(account, f"{CONTACT}/get_follow_user_list", meter="agent")
        return [str(userid) for userid in data.get("follow_user") or []]

    def ids_of(self, account: Account, userid: str) -> list[str]:
        """The ids of a member's customers; [] for a member without any."""
        try:
            data = self._caller.read(account, f"{CONTACT}/list", query={"userid": userid}, meter="customers")
        except FixContent as error:
            if error.code != NO_CUSTOMERS:
                raise
            return []
        return [str(customer) for customer in data.get("external_userid") or []]

    def of_members(self, account: Account, userids: Sequence[str]) -> Iterator[Customer]:
        """The customers of members; one who is with several members comes once for each."""
        for chunk in chunks(userids, MEMBERS_PER_CALL.value):
            body = {"userid_list": list(chunk), "limit": CUSTOMERS_PER_CALL.value}
            path = f"{CONTACT}/batch/get_by_user"
            for page in self._caller.pages(account, path, body, meter="customers"):
                for row in page.get("external_contact_list") or []:
                    yield _customer(row)

    def group_ids(self, account: Account, owners: Sequence[str]) -> list[str]:
        """The ids of the groups that these members own."""
        found: list[str] = []
        for chunk in chunks(owners, MEMBERS_PER_CALL.value):
            body = {
                "status_filter": 0,
                "owner_filter": {"userid_list": list(chunk)},
                "limit": CHATS_PER_CALL.value,
            }
            for page in self._caller.pages(account, f"{CONTACT}/groupchat/list", body, meter="groups"):
                found += [str(row.get("chat_id")) for row in page.get("group_chat_list") or []]
        return found

    def group(self, account: Account, chat_id: str) -> Group:
        """One group with its members. Raises FixContent for an id that is none (40050)."""
        body = {"chat_id": chat_id, "need_name": 1}
        data = self._caller.read(account, f"{CONTACT}/groupchat/get", body, meter="groups")
        return _group(data.get("group_chat") or {})

    def tags(self, account: Account) -> list[Tag]:
        """All corp tags that are not deleted."""
        data = self._caller.read(account, f"{CONTACT}/get_corp_tag_list", {}, meter="tags")
        return [
            Tag(str(row.get("id")), str(row.get("name") or ""), str(group.get("group_name") or ""))
            for group in data.get("tag_group") or []
            for row in group.get("tag") or []
            if not row.get("deleted")
        ]

    def add_tags(self, account: Account, group: str, names: Sequence[str]) -> list[Tag]:
        """New tags in a group, which is made where there is none of that name."""
        body = {"group_name": group, "tag": [{"name": name} for name in names]}
        path = f"{CONTACT}/add_corp_tag"
        data = self._caller.change(account, path, body, meter="tags", harmless=True)
        made = data.get("tag_group") or {}
        return [Tag(str(row.get("id")), str(row.get("name") or ""), group) for row in made.get("tag") or []]

    def mark(
        self,
        account: Account,
        *,
        userid: str,
        customer: str,
        add: Sequence[str] = (),
        remove: Sequence[str] = (),
    ) -> None:
        """Gives a member's customer tags and takes some from him; repeating it is harmless. Nothing is asked where
        both are empty."""
        if not add and not remove:
            return
        body = {
            "userid": userid,
            "external_userid": customer,
            "add_tag": list(add),
            "remove_tag": list(remove),
        }
        self._caller.change(account, f"{CONTACT}/mark_tag", body, meter="tags", harmless=True)


def chunks(entries: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """The entries in order, so many at a time."""
    for start in range(0, len(entries), size):
        yield entries[start : start + size]


def _customer(row: Json) -> Customer:
    contact, follow = row.get("external_contact") or {}, row.get("follow_info") or {}
    return Customer(
        external_userid=str(contact.get("external_userid") or ""),
        userid=str(follow.get("userid") or ""),
        name=str(contact.get("name") or ""),
        avatar_url=str(contact.get("avatar") or ""),
        kind=int(contact.get("type") or 0),
        unionid=str(contact.get("unionid") or ""),
        remark=str(follow.get("remark") or ""),
        added_at=_time(follow.get("createtime")),
        source=int(follow.get("add_way") or 0),
        state=str(follow.get("state") or ""),
        tags=tuple(str(tag) for tag in follow.get("tag_id") or []),
    )


def _group(data: Json) -> Group:
    members = data.get("member_list") or []
    return Group(
        chat_id=str(data.get("chat_id") or ""),
        name=str(data.get("name") or ""),
        owner=str(data.get("owner") or ""),
        members=len(members),
        customers=tuple(str(member.get("userid")) for member in members if member.get("type") == 2),
        created_at=_time(data.get("create_time")),
    )


def _time(second: Any) -> datetime | None:
    return datetime.fromtimestamp(int(second), UTC) if second else None
