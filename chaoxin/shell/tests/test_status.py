from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.urls import reverse

from chaoxin.accounts.testing.cast import Cast, sign_in
from chaoxin.channels.testing.rows import declared_channel
from chaoxin.content.testing import rows
from chaoxin.core import clock, heartbeats
from chaoxin.core.models import Fact, FactReceipt
from chaoxin.shell import health


def _parked(workspace_id: UUID) -> FactReceipt:
    fact = Fact.objects.create(
        name="message.received", workspace_id=workspace_id, subject_type="inbox.message", subject_id="1"
    )
    return FactReceipt.objects.create(
        fact=fact, subscriber="x.y", state=FactReceipt.State.PARKED, tries=6, last_error="KeyError: 'z'"
    )


def _tone(cast: Cast, name: str) -> str:
    return next(check.tone for check in health.checks(cast.owner) if str(check.name) == name)


def test_a_missing_worker_is_red_and_a_beating_one_green(cast: Cast) -> None:
    assert _tone(cast, "后台进程") == "bad"
    heartbeats.beat("worker")
    assert _tone(cast, "后台进程") == "good"
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        assert _tone(cast, "后台进程") == "bad"


def test_facts_that_wait_too_long_are_shown(cast: Cast) -> None:
    receipt = _parked(cast.workspace.pk)
    FactReceipt.objects.filter(pk=receipt.pk).update(
        state=FactReceipt.State.PENDING, next_try_at=clock.now() - timedelta(minutes=5)
    )
    assert _tone(cast, "待传递的通知") == "warn"


def test_a_parked_fact_is_shown_and_put_back_by_the_button(cast: Cast) -> None:
    receipt = _parked(cast.workspace.pk)
    client = sign_in(cast.owner)
    assert "KeyError" in client.get(reverse("shell:status", args=["demo"])).content.decode()
    answer = client.post(
        reverse("shell:retry_parked", args=["demo", receipt.pk]), headers={"HX-Request": "true"}
    )
    receipt.refresh_from_db()
    assert (answer.status_code, receipt.state) == (200, FactReceipt.State.PENDING)
    assert "KeyError" not in answer.content.decode()


def test_a_parked_fact_of_another_workspace_is_not_found(cast: Cast) -> None:
    receipt = _parked(cast.other_workspace.pk)
    client = sign_in(cast.owner)
    assert client.post(reverse("shell:retry_parked", args=["demo", receipt.pk])).status_code == 404
    client.post(reverse("shell:retry_all_parked", args=["demo"]))
    receipt.refresh_from_db()
    assert receipt.state == FactReceipt.State.PARKED


def test_the_panel_refreshes_itself_without_the_frame(cast: Cast) -> None:
    answer = sign_in(cast.lead).get(reverse("shell:status", args=["demo"]), headers={"HX-Request": "true"})
    assert "<html" not in answer.content.decode()
    assert 'hx-trigger="every 10s"' in answer.content.decode()


def test_an_account_that_people_publish_on_is_not_said_to_have_a_token(cast: Cast) -> None:
    declared_channel(cast.workspace, platform=rows.ARTICLES, name="手动账号")
    page = sign_in(cast.owner).get(reverse("shell:status", args=["demo"])).content.decode()
    assert "手动发布，不需授权" in page
    assert "自动续期" not in page
    (told,) = sign_in(cast.owner).get("/api/v1/channels").json()["items"]
    assert told["renews_by_itself"] is False
