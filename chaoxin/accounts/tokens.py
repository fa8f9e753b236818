"""Personal access tokens for the REST API. A secret is shown once; only its hash is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext as _

from chaoxin.core import clock, ids
from chaoxin.core.refusals import Invalid, NotAllowed

from . import auditing
from .actor import Actor
from .models import AccessToken
from .roles import RIGHTS

PREFIX = "cx_"
START_LENGTH = 8
MOST_TOKENS = 20
LAST_USE_PRECISION = timedelta(minutes=1)


@dataclass(frozen=True)
class MadeToken:
    """A new token and its secret, which cannot be read again."""

    token: AccessToken
    secret: str


@transaction.atomic
def create(
    *, by: Actor, name: str, scopes: Sequence[str] = (), expires_at: datetime | None = None
) -> MadeToken:
    """A new token of the actor's own membership. `scopes` are rights it is limited to, empty for all that the
    member may do. Raises Invalid for a scope that does not exist or that the actor lacks, for an expiry in the past
    and for too many tokens."""
    by.require("token.own")
    if by.membership is None:
        raise NotAllowed(_("访问令牌属于一个具体的成员，系统自己不能有。"))
    _check(by, scopes, expires_at)
    secret = PREFIX + ids.new_token()
    token = AccessToken.objects.create(
        membership=by.membership,
        name=name.strip() or _("未命名"),
        secret_hash=hash_of(secret),
        start=secret[:START_LENGTH],
        scopes=sorted(set(scopes)),
        expires_at=expires_at,
    )
    auditing.record(
        "token.created", by=by, subject=token, detail={"name": token.name, "scopes": token.scopes}
    )
    return MadeToken(token=token, secret=secret)


@transaction.atomic
def revoke(token: AccessToken, *, by: Actor) -> None:
    """Makes a token useless from now on; doing so again changes nothing."""
    by.require("token.own")
    changed = AccessToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=clock.now())
    if changed:
        auditing.record("token.revoked", by=by, subject=token, detail={"name": token.name})


def actor_by(secret: str) -> Actor | None:
    """Who acts with this secret; None for an unknown, revoked or expired token and for people who left."""
    token = (
        AccessToken.objects.filter(secret_hash=hash_of(secret))
        .select_related("membership__workspace", "membership__user")
        .first()
    )
    if token is None or not is_usable(token):
        return None
    _note_use(token)
    membership = token.membership
    scopes = frozenset(token.scopes) if token.scopes else None
    return Actor(workspace=membership.workspace, membership=membership, scopes=scopes)


def is_usable(token: AccessToken) -> bool:
    """Whether the token opens anything: not revoked, not expired, its owner still a member in use."""
    expired = token.expires_at is not None and token.expires_at <= clock.now()
    owner = token.membership
    return not (token.revoked_at or expired) and owner.is_current and owner.user.is_active


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _check(by: Actor, scopes: Sequence[str], expires_at: datetime | None) -> None:
    unknown = [scope for scope in scopes if scope not in RIGHTS]
    if unknown:
        raise Invalid(_("没有这样的权限范围：%s。") % _("、").join(unknown), field="scopes")
    beyond = [str(RIGHTS[scope]) for scope in scopes if not by.may(scope)]
    if beyond:
        raise Invalid(_("你自己没有这些权限，不能放进令牌：%s。") % _("、").join(beyond), field="scopes")
    if by.scopes is not None and not (scopes and by.scopes >= set(scopes)):
        raise Invalid(_("受限的令牌只能创建范围不超过自己的令牌，请写明权限范围。"), field="scopes")
    if expires_at is not None and expires_at <= clock.now():
        raise Invalid(_("到期时间已经过去，请选一个将来的时间。"), field="expires_at")
    usable = AccessToken.objects.filter(membership=by.membership, revoked_at=None).filter(
        models.Q(expires_at=None) | models.Q(expires_at__gt=clock.now())
    )
    if usable.count() >= MOST_TOKENS:
        raise Invalid(_("最多保留 %d 个有效令牌，请先撤销不用的。") % MOST_TOKENS)


def _note_use(token: AccessToken) -> None:
    now = clock.now()
    AccessToken.objects.filter(pk=token.pk).filter(
        models.Q(last_used_at=None) | models.Q(last_used_at__lt=now - LAST_USE_PRECISION)
    ).update(last_used_at=now)
