"""The company's accounts connected, registered and put in groups, as people would have done it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

from chaoxin.accounts.actor import Actor
from chaoxin.channels import connecting, consenting, grouping, registering
from chaoxin.channels.applications import Application
from chaoxin.channels.models import Channel

from . import people
from .accounts import ACCOUNTS, LEGAL_ENTITY, OFFICE_ADDRESS, SAFE_DOMAIN, AccountPlan
from .moments import Moment
from .sandbox import Row, Sandbox

DAY = timedelta(days=1)
REGISTERED_AFTER = timedelta(minutes=20)
MODE, ENVIRONMENT = "api", Channel.Environment.SANDBOX


def moments(
    sandbox: Sandbox, rows: Mapping[str, Row], cast: Mapping[str, Actor], *, now: datetime
) -> list[Moment]:
    """What happens: connecting, giving consent again, the register, the groups. `rows` are the sandbox's accounts by
    key, with credentials."""
    happened = []
    for plan in ACCOUNTS:
        for number, days in enumerate(plan.consents):
            at = now - days * DAY
            happened.append(Moment(at, _connecting(plan, rows[plan.key], sandbox, cast, again=number > 0)))
        registered = now - plan.consents[0] * DAY + REGISTERED_AFTER
        happened.append(Moment(registered, _registering(plan, cast, now=now)))
    grouped = now - max(plan.consents[0] for plan in ACCOUNTS) * DAY + 2 * REGISTERED_AFTER
    return [*happened, Moment(grouped, lambda: _group(cast))]


def by_key(cast: Mapping[str, Actor]) -> dict[str, Channel]:
    """The connected channels by the key of their account."""
    found = {(channel.platform, channel.name): channel for channel in _all(cast)}
    return {
        plan.key: found[plan.platform, plan.name] for plan in ACCOUNTS if (plan.platform, plan.name) in found
    }


def _all(cast: Mapping[str, Actor]) -> list[Channel]:
    return list(
        Channel.objects.filter(workspace=cast["owner"].workspace).select_related("workspace", "grant")
    )


def _connecting(
    plan: AccountPlan, row: Row, sandbox: Sandbox, cast: Mapping[str, Actor], *, again: bool
) -> Callable[[], None]:
    def connect() -> None:
        if plan.takes_articles:
            connecting.connect_with_credentials(_application(plan, row), by=cast["owner"])
        else:
            known = by_key(cast).get(plan.key) if again else None
            _consent(_application(plan, row, again=known), sandbox, key=plan.key, by=cast["owner"])

    return connect


def _application(plan: AccountPlan, row: Row, again: Channel | None = None) -> Application:
    held = row["credentials"]
    if plan.takes_articles:
        fields = {
            "app_id": held["appid"],
            "app_secret": held["appsecret"],
            "callback_token": held["token"],
            "encoding_aes_key": held["aes_key"],
        }
    else:
        fields = {
            "app_key": held["app_key"],
            "app_secret": held["app_secret"],
            "safe_domain": SAFE_DOMAIN,
            "rip": OFFICE_ADDRESS,
        }
    return Application(plan.platform, MODE, ENVIRONMENT, name=plan.name, fields=fields, again=again)


def _consent(application: Application, sandbox: Sandbox, *, key: str, by: Actor) -> None:
    """The way over the consent page, with the sandbox consenting by itself."""
    sandbox.change_account(key, {"credentials": {"auto_approve": True}})
    try:
        address = sandbox.follow_redirect(consenting.begin_consent(application, by=by))
        consenting.finish_consent(dict(parse_qsl(urlsplit(address).query)), by=by)
    finally:
        sandbox.change_account(key, {"credentials": {"auto_approve": False}})


def _registering(plan: AccountPlan, cast: Mapping[str, Actor], *, now: datetime) -> Callable[[], None]:
    def register() -> None:
        channel = by_key(cast)[plan.key]
        changes = {
            "legal_entity": LEGAL_ENTITY,
            "verification": plan.verification,
            "verified_until": (now + plan.verified_for_days * DAY).date(),
            "owner": people.member(cast, plan.owner).pk,
            "backup_admin": people.member(cast, plan.backup).pk,
        }
        registering.change_register(channel, by=cast["owner"], changes=changes)
        if plan.quota_profile:
            registering.change_settings(
                channel, by=cast["owner"], changes={"quota_profile": plan.quota_profile}
            )

    return register


def _group(cast: Mapping[str, Actor]) -> None:
    known = by_key(cast)
    for name in dict.fromkeys(plan.group for plan in ACCOUNTS):
        inside = [known[plan.key].pk for plan in ACCOUNTS if plan.group == name]
        grouping.create_group(by=cast["owner"], name=name, channels=inside)
