"""A trip to a platform's consent page and back: started by a member, finished once by the same member."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import Workspace
from chaoxin.connectors.contract import unmetered
from chaoxin.connectors.errors import ConnectorError
from chaoxin.core import clock, ids
from chaoxin.core.refusals import Invalid, Refusal

from .applications import Application, complete_fields, mode_of
from .connecting import NotConnected, prove, settle
from .keeping import require_renewal
from .models import Channel, ConsentRound
from .platform_words import told
from .wires import connector_of

# Time for signing in to the platform with a phone and a second factor.
ROUND_LIFETIME = timedelta(minutes=20)
ROUNDS_KEPT = timedelta(days=1)


class ConsentRefused(Refusal):
    """A consent answer that is not taken: unknown, of somebody else, used, or too late."""

    code = "consent_refused"


def begin_consent(application: Application, *, by: Actor) -> str:
    """The address of the platform's consent page for this wish. Raises Invalid for wrong values, NotConnected
    where the platform cannot be asked, NotAllowed; the keepers of a channel may begin for it."""
    require_renewal(application.again, by=by)
    fields = complete_fields(application)
    if mode_of(application.platform, application.mode)[1].connects_by != "oauth" or by.membership is None:
        raise Invalid(_("这种方式不需要到平台上点同意，直接提交即可。"), field="mode")
    state = ids.new_token()
    try:
        connector = connector_of(application.platform, application.environment, meter=unmetered)
        consent = connector.connect.begin(
            credentials=fields, return_url=return_url(by.workspace), state=state
        )
    except ConnectorError as error:
        raise NotConnected(told(error.sentence), code=error.remedy) from error
    if consent is None:
        raise Invalid(_("平台没有给出授权页，请检查所填的内容。"))
    ConsentRound.objects.create(
        workspace=by.workspace,
        member=by.membership,
        channel=application.again,
        platform=application.platform,
        mode=application.mode,
        environment=application.environment,
        name=application.name,
        state_hash=_hash(state),
        credentials=fields,
        keep=dict(consent.keep),
        expires_at=clock.now() + ROUND_LIFETIME,
    )
    return consent.url


def finish_consent(answer: Mapping[str, str], *, by: Actor) -> Channel:
    """The channel for a consent answer (the query with which the browser came back). Works once per round, for
    the member who began it, where he still may. Raises ConsentRefused, and the refusals of
    `connect_with_credentials`."""
    by.require("channel.renew")
    found = _use(answer.get("state", ""), by)
    require_renewal(found.channel, by=by)
    application = Application(
        platform=found.platform,
        mode=found.mode,
        environment=found.environment,
        name=found.name,
        again=found.channel,
    )
    proof = prove(
        application,
        found.credentials,
        answer=answer,
        keep=found.keep,
        return_url=return_url(by.workspace),
    )
    return settle(application, proof, by=by)


def return_url(workspace: Workspace) -> str:
    """Where platforms send the browser back to; has to be registered with them to the letter."""
    return settings.PUBLIC_URL + reverse("channels:consent-return", args=[workspace.slug])


def forget_old_rounds() -> int:
    """Removes rounds that are over, with whatever they held, and answers how many."""
    return ConsentRound.objects.filter(expires_at__lt=clock.now() - ROUNDS_KEPT).delete()[0]


@transaction.atomic
def _use(state: str, by: Actor) -> ConsentRound:
    found = (
        ConsentRound.objects.select_for_update(of=("self",))
        .select_related("channel")
        .filter(state_hash=_hash(state), workspace=by.workspace, member=by.membership)
        .first()
    )
    if found is None:
        raise ConsentRefused(_("这次授权不是你在这里发起的，没有采用。请从账号页重新开始。"))
    if found.used_at:
        raise ConsentRefused(
            _("这次授权已经用过了，没有重复处理。请到账号列表查看结果；没有接入的话请重新开始。")
        )
    if found.expires_at <= clock.now():
        raise ConsentRefused(_("这次授权等得太久，已经失效。请从账号页重新开始。"))
    # The secrets stay with the caller only: the row says that the round is over and nothing more.
    ConsentRound.objects.filter(pk=found.pk).update(used_at=clock.now(), credentials={}, keep={})
    return found


def _hash(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()
