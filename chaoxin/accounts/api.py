"""The REST door of the accounts room: oneself, members, invitations, tokens, the audit trail."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from ninja import Field, Query, Router, Schema
from ninja.responses import Status

from chaoxin.core.refusals import Invalid

from . import access, audit_chain, audit_trail, belonging, invitation_mail, inviting, tokens
from .api_bodies import Body
from .api_door import ApiRequest, requires
from .api_pages import USUAL_PAGE, paged
from .models import AccessToken, Invitation, Membership
from .roles import RIGHTS

router = Router()


class RoleChange(Body):
    role: str


class NewInvitation(Body):
    email: str = Field(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)
    role: str


class NewToken(Body):
    name: str = Field(max_length=60)
    scopes: list[str] = []
    expires_at: datetime | None = None


class AuditQuery(Schema):
    person: UUID | None = None
    verb: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None


@router.get("/me", summary="我是谁")
@requires("workspace.read")
def me(request: ApiRequest) -> dict[str, Any]:
    """当前身份、工作区和可用的权限。"""
    actor = request.actor
    workspace = {"id": str(actor.workspace.pk), "slug": actor.workspace.slug, "name": actor.workspace.name}
    member = _member(actor.membership) if actor.membership else None
    workspace["timezone"] = actor.workspace.timezone
    return {
        "member": member,
        "workspace": workspace,
        "rights": sorted(right for right in RIGHTS if actor.may(right)),
    }


@router.get("/members", summary="成员列表")
@requires("workspace.read")
def list_members(request: ApiRequest, page: int = 1, page_size: int = USUAL_PAGE) -> dict[str, Any]:
    """工作区的现有成员，先加入的在前。"""
    return paged(access.members_of(request.actor.workspace), page=page, page_size=page_size, shape=_member)


@router.patch("/members/{uuid:pk}", summary="调整角色")
@requires("member.manage")
def change_role(request: ApiRequest, pk: UUID, data: RoleChange) -> dict[str, Any]:
    """给成员换一个角色；最后一位所有者不能换。"""
    member = access.member_for(request.actor, pk)
    return _member(belonging.change_role(member, by=request.actor, role=data.role))


@router.delete("/members/{uuid:pk}", summary="移出成员", response={204: None})
@requires("member.manage")
def remove_member(request: ApiRequest, pk: UUID) -> Status[None]:
    """把成员移出工作区，他的令牌随即失效。"""
    belonging.remove(access.member_for(request.actor, pk), by=request.actor)
    return Status(204, None)


@router.get("/invitations", summary="待接受的邀请")
@requires("member.manage")
def list_invitations(request: ApiRequest, page: int = 1, page_size: int = USUAL_PAGE) -> dict[str, Any]:
    """还没接受也没撤回的邀请，包括已过期的。"""
    return paged(access.invitations_of(request.actor), page=page, page_size=page_size, shape=_invitation)


@router.post("/invitations", summary="邀请成员", response={201: dict})
@requires("member.manage")
def create_invitation(request: ApiRequest, data: NewInvitation) -> Status[dict[str, Any]]:
    """生成一次性邀请链接；链接只在这个应答里出现一次。"""
    made = inviting.invite(by=request.actor, email=data.email, role=data.role)
    link = request.build_absolute_uri(reverse("accounts:join", args=[made.secret]))
    mailed = invitation_mail.send(made.invitation, link)
    return Status(201, _invitation(made.invitation) | {"link": link, "mailed": mailed})


@router.delete("/invitations/{uuid:pk}", summary="撤回邀请", response={204: None})
@requires("member.manage")
def revoke_invitation(request: ApiRequest, pk: UUID) -> Status[None]:
    """撤回后链接随即失效。"""
    inviting.revoke(access.invitation_for(request.actor, pk), by=request.actor)
    return Status(204, None)


@router.get("/tokens", summary="我的访问令牌")
@requires("token.own")
def list_tokens(request: ApiRequest, page: int = 1, page_size: int = USUAL_PAGE) -> dict[str, Any]:
    """自己在这个工作区的有效令牌，看不到密钥。"""
    return paged(access.tokens_of(request.actor), page=page, page_size=page_size, shape=_token)


@router.post("/tokens", summary="创建访问令牌", response={201: dict})
@requires("token.own")
def create_token(request: ApiRequest, data: NewToken) -> Status[dict[str, Any]]:
    """密钥只在这个应答里出现一次；范围不会超过自己的权限。"""
    if data.expires_at is not None and data.expires_at.tzinfo is None:
        raise Invalid("到期时间要带时区，例如 2030-01-01T00:00:00Z。", field="expires_at")
    made = tokens.create(by=request.actor, name=data.name, scopes=data.scopes, expires_at=data.expires_at)
    return Status(201, _token(made.token) | {"secret": made.secret})


@router.delete("/tokens/{uuid:pk}", summary="撤销访问令牌", response={204: None})
@requires("token.own")
def revoke_token(request: ApiRequest, pk: UUID) -> Status[None]:
    """撤销自己的一个令牌。"""
    tokens.revoke(access.token_for(request.actor, pk), by=request.actor)
    return Status(204, None)


@router.get("/audit", summary="审计记录")
@requires("audit.read")
def list_audit(
    request: ApiRequest, wanted: Query[AuditQuery], page: int = 1, page_size: int = USUAL_PAGE
) -> dict[str, Any]:
    """谁在什么时候对什么做了什么，新的在前；日期按工作区时区，首尾都含。`told` 是细节的中文说法。"""
    entries = audit_trail.entries_of(request.actor, audit_trail.Wanted(**wanted.dict()))
    found = paged(entries, page=page, page_size=page_size, shape=lambda entry: entry)
    lines = audit_trail.lines(found["items"], zone=request.actor.workspace.timezone)
    return {**found, "items": [_line(line) for line in lines]}


@router.get("/audit/verification", summary="校验审计链")
@requires("audit.read")
def verify_audit(request: ApiRequest) -> dict[str, Any]:
    """从头核对整条链，列出每处断裂。"""
    breaks = [
        {"number": found.number, "message": found.sentence}
        for found in audit_chain.verify(request.actor.workspace.pk)
    ]
    return {"sound": not breaks, "breaks": breaks}


def _member(row: Membership) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "name": row.user.name,
        "email": row.user.email,
        "role": row.role,
        "all_channels": row.all_channels,
        "joined_at": row.created_at,
    }


def _invitation(row: Invitation) -> dict[str, Any]:
    return {"id": str(row.pk), "email": row.email, "role": row.role, "expires_at": row.expires_at}


def _token(row: AccessToken) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "name": row.name,
        "start": row.start,
        "scopes": row.scopes,
        "expires_at": row.expires_at,
        "last_used_at": row.last_used_at,
    }


def _line(line: audit_trail.Line) -> dict[str, Any]:
    return {
        "number": line.number,
        "at": line.at,
        "person": line.person,
        "actor_id": line.actor_id or None,
        "verb": line.verb,
        "subject_type": line.subject_type,
        "subject_id": line.subject_id,
        "detail": line.detail,
        "told": [{"word": word, "value": value} for word, value in line.told],
        "hash": line.hash,
    }
