"""Declaring an account that there is nothing to sign in to: people publish on it by hand, we keep the plan."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from chaoxin.accounts.actor import Actor
from chaoxin.connectors.contract import unmetered
from chaoxin.connectors.errors import ConnectorError
from chaoxin.connectors.manifest import Mode
from chaoxin.connectors.values import Identity
from chaoxin.core.refusals import Invalid, Refusal

from . import attention, share_apps
from .applications import DECLARED, Application, complete_fields, is_declared, mode_of
from .connecting import OtherAccount, channel_for_identity, take_over, tell
from .models import Channel, Grant
from .platform_words import told
from .wires import connector_of


class ConnectedOtherwise(Refusal):
    """The account is connected with a grant; declaring it would give that up unasked."""

    code = "connected_otherwise"


def declare(application: Application, *, by: Actor) -> Channel:
    """The channel of a declared account, without a grant.

    An account that the workspace knows already is declared again instead of twice, with its history. Raises Invalid
    for wrong values, OtherAccount where `application.again` is another account, ConnectedOtherwise where a grant
    serves the account.
    """
    by.require("channel.connect")
    fields = complete_fields(application)
    if mode_of(application.platform, application.mode)[1].connects_by != DECLARED:
        raise Invalid(_("这种方式要向平台授权，不能只登记。"), field="mode")
    mode = mode_of(application.platform, application.mode)[1]
    identity = _identity(application, mode, fields)
    with transaction.atomic():
        channel = _channel_for(application, identity, by)
        again = not channel._state.adding
        take_over(channel, application, fields, identity)
        Grant.objects.filter(channel=channel).delete()
        share_apps.keep(channel, mode, fields)
        attention.recover(channel)
        tell(channel, again=again, by=by)
    return channel


def _identity(application: Application, mode: Mode, fields: dict[str, str]) -> Identity:
    connector = connector_of(application.platform, application.environment, meter=unmetered)
    if connector.assist is None:
        raise Invalid(_("这个平台不能只登记账号，请换一种接入方式。"), field="mode")
    try:
        identity = connector.assist.declare(fields)
    except ConnectorError as error:
        raise Invalid(told(error.sentence)) from error
    if not identity.external_id:
        raise Invalid(_("没有看出这是哪个账号，请填账号主页的链接或账号 ID。"))
    share_apps.check(connector.open_app, mode, fields)
    return identity


def _channel_for(application: Application, identity: Identity, by: Actor) -> Channel:
    again = application.again
    if again is not None and identity.external_id != again.external_id:
        sentence = _(
            "你填的是另一个账号（%(found)s），而这里登记的是“%(expected)s”（%(id)s），所以没有改。"
            "要登记另一个账号，请从账号列表点“接入账号”。"
        )
        found = identity.name or identity.external_id
        raise OtherAccount(sentence % {"found": found, "expected": again.name, "id": again.external_id})
    channel = channel_for_identity(application, identity, by)
    serves = not channel._state.adding and not channel.removed_at and not is_declared(channel)
    if serves and channel.state != Channel.State.DISCONNECTED:
        raise ConnectedOtherwise(
            _("“%s”已用接口授权接入，登记成手动发布会丢掉授权。确实要改的话，请先断开它，再来登记。")
            % channel.name
        )
    return channel
