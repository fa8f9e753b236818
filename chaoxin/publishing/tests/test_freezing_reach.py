"""Who is limited to some accounts stops those alone."""

from __future__ import annotations

import pytest
from django.test import Client

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import Membership
from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.channels import grouping
from chaoxin.channels.models import Channel
from chaoxin.content.testing import rows
from chaoxin.core.refusals import NotAllowed
from chaoxin.publishing import freezing
from chaoxin.publishing.models import Freeze


@pytest.fixture
def own(cast: Cast) -> Channel:
    """The account of the lead, who is limited to it."""
    found = rows.post_channel(cast.workspace)
    group = grouping.create_group(by=cast.owner, name="华东", channels=[found.pk])
    assert cast.lead.membership
    grouping.limit_member(cast.lead.membership, by=cast.owner, groups=[group.pk])
    return found


@pytest.fixture
def lead(cast: Cast, own: Channel) -> Actor:
    assert cast.lead.membership
    return Actor(cast.workspace, Membership.objects.get(pk=cast.lead.membership.pk))


def test_a_limited_lead_stops_only_his_own_accounts(cast: Cast, lead: Actor, own: Channel) -> None:
    with pytest.raises(NotAllowed, match="只负责部分账号"):
        freezing.freeze(by=lead, reason="突发舆情")
    of_all = freezing.freeze(by=cast.owner, reason="突发舆情")
    with pytest.raises(NotAllowed, match="只负责部分账号"):
        freezing.thaw(of_all, by=lead)
    of_one = freezing.freeze(by=lead, reason="突发舆情", channel=own)
    freezing.thaw(of_one, by=lead)
    assert list(Freeze.objects.filter(thawed_at=None)) == [of_all]


def test_the_page_offers_a_limited_lead_only_what_he_may(cast: Cast, lead: Actor, own: Channel) -> None:
    whole = '<option value="">全部账号</option>'
    frozen = freezing.freeze(by=cast.owner, reason="突发舆情")
    address = f"/w/demo/freezes/{frozen.pk}/thaw/"
    told = sign_in(lead).get("/w/demo/deliveries/").content.decode()
    assert f'<option value="{own.pk}">{own.name}</option>' in told
    assert "全部账号已冻结发布" in told
    assert address not in told
    assert told.count(whole) == 1  # the filter of the list
    owner = sign_in(cast.owner).get("/w/demo/deliveries/").content.decode()
    assert address in owner
    assert owner.count(whole) == 2
    assert sign_in(lead).post(address).status_code == 403
    assert sign_in(lead).post("/w/demo/freezes/", {"reason": "舆情"}).status_code == 403


def test_the_api_refuses_it_with_a_sentence(cast: Cast, lead: Actor, own: Channel, client: Client) -> None:
    headers = bearer(lead)
    wish = {"reason": "突发舆情"}
    answer = client.post("/api/v1/freezes", wish, headers=headers, content_type="application/json")
    assert answer.status_code == 403
    assert "只负责部分账号" in answer.json()["message"]
    of_one = {**wish, "channel_id": str(own.pk)}
    answer = client.post("/api/v1/freezes", of_one, headers=headers, content_type="application/json")
    assert answer.status_code == 200
