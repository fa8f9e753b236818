from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Router, Schema

from chaoxin.accounts.api_bodies import Body
from chaoxin.accounts.api_door import requires

from . import access, describing
from .models import Identity, Person

router = Router(tags=["audience"])
MOST_PER_PAGE = 200


class IdentityOut(Schema):
    channel_id: UUID
    external_id: str
    name: str
    follows: bool | None
    first_seen_at: datetime
    last_seen_at: datetime


class PersonOut(Schema):
    id: UUID
    name: str
    note: str
    last_seen_at: datetime | None
    identities: list[IdentityOut]

    @staticmethod
    def resolve_identities(row: Person) -> list[Identity]:
        return list(row.identities.all())


class PeopleOut(Schema):
    items: list[PersonOut]
    total: int


class PersonIn(Body):
    answered = frozenset({"id", "last_seen_at", "identities"})

    name: str
    note: str = ""


@router.get("/people", summary="用户列表", response=PeopleOut)
@requires("audience.read")
def list_people(request: Any, q: str = "", page: int = 1, page_size: int = 50) -> dict[str, Any]:
    """自己能使用的账号接触过的用户，最近来过的在前；q 找名字。"""
    found = access.people_of(request.actor).prefetch_related("identities")
    if q.strip():
        found = found.filter(name__icontains=q.strip())
    size = max(1, min(page_size, MOST_PER_PAGE))
    start = (max(1, page) - 1) * size
    return {"items": list(found[start : start + size]), "total": found.count()}


@router.get("/people/{pk}", summary="一位用户", response=PersonOut)
@requires("audience.read")
def get_person(request: Any, pk: UUID) -> Person:
    """用户的资料，以及在各平台的身份。"""
    return access.person_for(request.actor, pk)


@router.put("/people/{pk}", summary="修改用户资料", response=PersonOut)
@requires("audience.change")
def describe(request: Any, pk: UUID, wish: PersonIn) -> Person:
    """改名字和备注。"""
    person = access.person_for(request.actor, pk)
    return describing.describe(person, name=wish.name, note=wish.note, by=request.actor)
