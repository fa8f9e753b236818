from __future__ import annotations

from typing import Any

import pytest

from chaoxin.accounts.testing.cast import sign_in
from chaoxin.channels.models import Channel
from chaoxin.publishing import delivering, reconciling
from chaoxin.publishing.models import Delivery

from .stage import Stage, at

LINK = "https://example.com/"


@pytest.fixture
def live(stage: Stage) -> Delivery:
    delivery = stage.delivery()
    with at(0):
        delivering.take_turn()
        reconciling.take_look()
    return Delivery.objects.get(pk=delivery.pk)


def _addresses(stage: Stage, delivery: Delivery) -> tuple[str, str]:
    """The delivery's page, and the address that the API tells."""
    client = sign_in(stage.cast.editor)
    told = client.get(f"/api/v1/deliveries/{delivery.pk}").json()["receipt"]
    return client.get(f"/w/demo/deliveries/{delivery.pk}/").content.decode(), told["address"]


def test_the_link_leads_to_the_platform(stage: Stage, live: Delivery) -> None:
    page, address = _addresses(stage, live)
    assert address == live.receipt.url
    assert f'href="{live.receipt.url}"' in page
    assert "沙盒" not in page


def test_the_link_of_an_account_in_the_sandbox_leads_into_the_sandbox(
    stage: Stage, live: Delivery, settings: Any
) -> None:
    settings.SANDBOX_URL = "http://127.0.0.1:9100"
    Channel.objects.update(environment=Channel.Environment.SANDBOX)
    page, address = _addresses(stage, live)
    assert address == live.receipt.url.replace(LINK, "http://127.0.0.1:9100/example.com/")
    assert f'href="{address}"' in page
    assert f'href="{LINK}' not in page
    assert "沙盒" in page
    assert (
        f'href="{address}"'
        in sign_in(stage.cast.editor).get("/w/demo/deliveries/?view=published").content.decode()
    )


def test_without_the_sandbox_the_link_is_no_link(stage: Stage, live: Delivery, settings: Any) -> None:
    settings.SANDBOX_URL = ""
    Channel.objects.update(environment=Channel.Environment.SANDBOX)
    page, address = _addresses(stage, live)
    assert address == ""
    assert f'href="{LINK}' not in page
    assert "没有启用" in page
