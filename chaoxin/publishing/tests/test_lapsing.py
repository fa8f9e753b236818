"""A licence that ends before a planned post goes out is seen while there is time to do something."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.compliance.media_facts import today
from chaoxin.content import licensing, packing
from chaoxin.content.licensing import Told
from chaoxin.content.models import Asset, Licence, Variant
from chaoxin.content.testing.rows import approved_variant, post_channel
from chaoxin.content.testing.worker import work_off
from chaoxin.core import clock
from chaoxin.publishing import scheduling, showing
from chaoxin.publishing.models import Delivery
from chaoxin.publishing.scheduling import Planned

ZONE = "Asia/Shanghai"


@pytest.fixture
def licence(cast: Cast) -> Licence:
    """It holds for five more days; the picture of `variant` stands under it."""
    return licensing.record(Told("stock", "某图库", until=today() + timedelta(days=5)), by=cast.editor)


@pytest.fixture
def variant(cast: Cast, licence: Licence) -> Variant:
    made = approved_variant(cast.editor, cast.reviewer, post_channel(cast.workspace))
    # As if the licence had been there before: provenance is part of what was approved.
    Asset.objects.filter(workspace=cast.workspace).update(licence=licence)
    return made


def plan(cast: Cast, variant: Variant, days: float, *, despite: bool = True) -> Planned:
    due_at = clock.now() + timedelta(days=days)
    [planned] = scheduling.schedule(
        [variant], due_at=due_at, zone=ZONE, by=cast.editor, despite_doubts=despite
    )
    return planned


def test_planning_past_the_end_is_doubted_and_before_it_not(cast: Cast, variant: Variant) -> None:
    late = plan(cast, variant, 7, despite=False)
    assert (late.delivery, late.doubtful) == (None, True)
    assert "teal.png" in late.sentence
    assert "还有 5 天" in late.sentence
    assert plan(cast, variant, 3, despite=False).delivery is not None


def test_the_last_day_counts_to_its_end(cast: Cast, variant: Variant, licence: Licence) -> None:
    assert licence.until
    _start, end = clock.day_bounds(licence.until, ZONE)
    for due_at, doubtful in ((end - timedelta(minutes=1), False), (end, True)):
        [planned] = scheduling.schedule([variant], due_at=due_at, zone=ZONE, by=cast.editor)
        assert planned.doubtful == doubtful
        Delivery.objects.all().delete()


def test_lists_pages_and_the_panel_tell_of_it_until_it_is_put_right(
    cast: Cast, variant: Variant, licence: Licence
) -> None:
    delivery = plan(cast, variant, 7).delivery
    assert delivery is not None
    assert list(showing.at_risk(cast.editor)) == [delivery]
    assert list(showing.search(cast.editor, view="attention")) == [delivery]
    browser = sign_in(cast.editor)
    addresses = [
        "/w/demo/deliveries/?view=planned",
        f"/w/demo/deliveries/{delivery.pk}/",
        f"/w/demo/drafts/{variant.draft_id}/deliveries/",
        "/w/demo/",
    ]
    for address in addresses:
        page = browser.get(address, follow=True)
        assert page.status_code == 200, address
        assert "发布时已经过期" in page.content.decode(), address
    door = Client(headers=bearer(cast.editor))
    assert "teal.png" in door.get(f"/api/v1/deliveries/{delivery.pk}").json()["lapse"]
    assert "teal.png" in door.get("/api/v1/deliveries").json()["items"][0]["lapse"]
    renewed = Told("stock", "某图库", until=today() + timedelta(days=60))
    licensing.change(licence, renewed, by=cast.editor)
    work_off()
    assert list(showing.at_risk(cast.editor)) == []
    assert door.get(f"/api/v1/deliveries/{delivery.pk}").json()["lapse"] == ""


def test_moving_it_before_the_end_puts_it_right(cast: Cast, variant: Variant) -> None:
    delivery = plan(cast, variant, 7).delivery
    assert delivery is not None
    scheduling.reschedule(delivery, due_at=clock.now() + timedelta(days=2), zone=ZONE, by=cast.editor)
    assert list(showing.at_risk(cast.editor)) == []


def test_other_pictures_and_other_workspaces_are_not_told_of(cast: Cast, variant: Variant) -> None:
    Asset.objects.update(licence=None)
    assert plan(cast, variant, 7, despite=False).delivery is not None
    assert list(showing.at_risk(cast.editor)) == []
    assert list(showing.at_risk(cast.stranger)) == []
    assert packing.pack(variant).media[0].terms is None
