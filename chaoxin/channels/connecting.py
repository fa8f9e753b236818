"""Connecting an account: a token for what a person brought, who stands behind it, and the channel for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.connectors import registry
from chaoxin.connectors.errors import ConnectorError
from chaoxin.connectors.manifest import CredentialField
from chaoxin.connectors.values import Account, Identity, Token
from chaoxin.core import clock
from chaoxin.core.announcing import announce
from chaoxin.core.refusals import Invalid, Refusal

from . import attention, facts, quotas
from .applications import DECLARED, Application, complete_fields, mode_of
from .grants import put_token, without_secret_fields
from .keeping import require_renewal
from .models import Channel, Grant
from .platform_words import told
from .wires import connector_of


class NotConnected(Refusal):
    """The platform did not let us in; `code` is the remedy of the connector's error."""

    code = "not_connected"


class OtherAccount(Refusal):
    """Somebody else stands behind the new grant than behind the channel that was to be connected again."""

    code = "other_account"


@dataclass(frozen=True)
class Proof:
    """What the platform gave: the values used, the token, who stands behind it, and the calls that it took."""

    fields: Mapping[str, str]
    token: Token
    identity: Identity
    meters: tuple[str, ...]


def connect_with_credentials(application: Application, *, by: Actor) -> Channel:
    """The channel, connected by the values of the form alone.

    An account that the workspace knows already is connected again instead of twice, with its history. Raises
    Invalid for wrong values, NotConnected with the platform's reason, OtherAccount where `application.again`
    is another account, NotAllowed; the keepers of a channel may connect it again.
    """
    require_renewal(application.again, by=by)
    fields = complete_fields(application)
    connects_by = mode_of(application.platform, application.mode)[1].connects_by
    if connects_by == DECLARED:
        raise Invalid(_("这种方式没有密钥，只登记是哪个账号。"), field="mode")
    if connects_by != "credentials":
        raise Invalid(_("这种方式要到平台上点同意，请从页面接入。"), field="mode")
    return settle(application, prove(application, fields, answer={}, keep={}, return_url=""), by=by)


def prove(
    application: Application,
    fields: Mapping[str, str],
    *,
    answer: Mapping[str, str],
    keep: Mapping[str, str],
    return_url: str,
) -> Proof:
    """Asks the platform for a token and for the identity behind it. Raises NotConnected."""
    meters: list[str] = []
    try:
        connector = connector_of(application.platform, application.environment, meter=meters.append)
        token = connector.connect.finish(credentials=fields, answer=answer, keep=keep, return_url=return_url)
        identity = connector.connect.identify(_account(application, fields, token))
    except ConnectorError as error:
        raise NotConnected(told(error.sentence), code=error.remedy) from error
    if not identity.external_id or not any(token.secrets.values()):
        raise NotConnected(_("平台没有说明这是哪个账号，没有接入。请稍后重试。"))
    return Proof(fields=fields, token=token, identity=identity, meters=tuple(meters))


def settle(application: Application, proof: Proof, *, by: Actor) -> Channel:
    """Writes the channel and its grant. Raises OtherAccount and changes nothing then."""
    with transaction.atomic():
        channel = channel_for_identity(application, proof.identity, by)
        again = not channel._state.adding
        channel.identity_checked_at = clock.now()
        take_over(channel, application, proof.fields, proof.identity)
        _write_grant(channel, proof)
        attention.recover(channel)
        tell(channel, again=again, by=by)
    quotas.note_spent(channel, proof.meters)
    return channel


def _account(application: Application, fields: Mapping[str, str], token: Token) -> Account:
    _manifest, mode = mode_of(application.platform, application.mode)
    settings = without_secret_fields(mode.fields, fields)
    return Account(external_id="", credentials=fields, token=token, settings=settings)


def channel_for_identity(application: Application, identity: Identity, by: Actor) -> Channel:
    """The workspace's channel for an account, locked, or a new one that is not saved yet. Raises OtherAccount where
    `application.again` is another account. Inside a transaction."""
    known = Channel.objects.select_for_update().filter(
        workspace=by.workspace,
        platform=application.platform,
        environment=application.environment,
    )
    if application.again is not None:
        channel = known.get(pk=application.again.pk)
        if identity.external_id != channel.external_id:
            raise OtherAccount(_other_account_sentence(channel, identity))
        return channel
    # A removed account that comes back goes on with its history.
    found = known.filter(external_id=identity.external_id).order_by("-removed_at").first()
    current = known.filter(external_id=identity.external_id, removed_at=None).first()
    return current or found or _new_channel(application, identity, by)


def _new_channel(application: Application, identity: Identity, by: Actor) -> Channel:
    return Channel(
        workspace=by.workspace,
        platform=application.platform,
        environment=application.environment,
        external_id=identity.external_id,
        owner=by.membership,
        spacing_seconds=registry.manifest(application.platform).safe_spacing_seconds,
    )


def take_over(
    channel: Channel, application: Application, fields: Mapping[str, str], identity: Identity
) -> None:
    """Saves the channel with all that is known of its account now, and back on the lists where it was let go."""
    _manifest, mode = mode_of(application.platform, application.mode)
    channel.mode = application.mode
    channel.name = (application.name or channel.name or identity.name or identity.external_id).strip()
    channel.avatar_url = identity.avatar_url[:500] or channel.avatar_url
    channel.facts = {**channel.facts, **identity.facts}
    channel.verification = _verification(channel, mode.fields, fields)
    channel.settings = {**channel.settings, **without_secret_fields(mode.fields, fields)}
    channel.removed_at = None
    if channel.state == Channel.State.DISCONNECTED:
        channel.state, channel.attention = Channel.State.CONNECTED, ""
    try:
        with transaction.atomic():
            channel.save()
    except IntegrityError as error:
        raise NotConnected(_("同一个账号刚刚由另一个人接入了，请刷新账号列表查看。")) from error


def _verification(channel: Channel, known: Iterable[CredentialField], fields: Mapping[str, str]) -> str:
    """What the register says of the account's verification: what was chosen while connecting, unless somebody has
    written something else there."""
    entries = [entry for entry in known if entry.verification]
    chosen = [entry.verification.get(fields.get(entry.key, ""), "") for entry in entries]
    before = [entry.verification.get(str(channel.settings.get(entry.key, "")), "") for entry in entries]
    told = next(filter(None, chosen), "")
    return told if told and channel.verification in ("", *before) else channel.verification


def tell(channel: Channel, *, again: bool, by: Actor) -> None:
    """Writes the connecting into the audit trail and announces it. Inside a transaction."""
    verb = "channel.reconnected" if again else "channel.connected"
    detail = {
        "platform": channel.platform,
        "name": channel.name,
        "mode": channel.mode,
        "environment": channel.environment,
    }
    auditing.record(verb, by=by, subject=channel, detail=detail)
    payload = {"again": again}
    announce(facts.CHANNEL_CONNECTED, workspace_id=by.workspace.pk, subject=channel, payload=payload)


def _write_grant(channel: Channel, proof: Proof) -> None:
    Grant.objects.get_or_create(channel=channel)
    grant = Grant.objects.select_for_update().get(channel=channel)
    if grant.credentials != proof.fields:
        grant.token, grant.credentials = None, dict(proof.fields)
    put_token(grant, proof.token)
    grant.renewal_failures, grant.expiry_warned_for = 0, None
    grant.save()


def _other_account_sentence(channel: Channel, identity: Identity) -> str:
    sentence = _(
        "你授权的是“%(found)s”，而这里要重新授权的是“%(expected)s”（%(id)s），所以没有采用。"
        "请换用“%(expected)s”再试；要接入“%(found)s”，请从账号列表点“接入账号”。"
    )
    found = identity.name or identity.external_id
    return sentence % {"found": found, "expected": channel.name, "id": channel.external_id}
