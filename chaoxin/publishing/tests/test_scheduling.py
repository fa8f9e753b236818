from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from chaoxin.accounts.models import AuditEntry
from chaoxin.accounts.testing.cast import Cast, assemble, bearer, sign_in
from chaoxin.content import adapting
from chaoxin.content.models import Variant
from chaoxin.content.testing.rows import approved_variant, article_channel, draft_with, post_channel
from chaoxin.core import clock
from chaoxin.core.refusals import Invalid, NotAllowed
from chaoxin.publishing import freezing, scheduling
from chaoxin.publishing.models import Delivery, Lane
from chaoxin.publishing.states import State, TooLate


def variant_of(cast: Cast, *, name: str = "示例微博") -> Variant:
    channel = post_channel(cast.workspace, external_id=name, name=name)
    return approved_variant(cast.editor, cast.reviewer, channel)


def plan(cast: Cast, *variants: Variant, hours: float = 24) -> list[scheduling.Planned]:
    due_at = clock.now() + timedelta(hours=hours)
    return scheduling.schedule(variants, due_at=due_at, zone="Asia/Shanghai", by=cast.editor)


def test_an_approved_variant_is_planned_with_its_content_frozen(cast: Cast) -> None:
    variant = variant_of(cast)
    delivery = plan(cast, variant)[0].delivery
    assert delivery
    assert delivery.content["text"].startswith("今年的桂花乌龙")
    assert Lane.objects.filter(channel=variant.channel).exists()
    assert AuditEntry.objects.filter(verb="delivery.schedule", subject_id=str(delivery.pk)).exists()


def test_a_second_click_schedules_nothing_new(cast: Cast) -> None:
    variant = variant_of(cast)
    first, second = plan(cast, variant)[0], plan(cast, variant)[0]
    assert first.delivery == second.delivery
    assert Delivery.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_clicks_at_once_make_one_delivery() -> None:
    cast = assemble()
    variant = variant_of(cast)
    due_at = clock.now() + timedelta(hours=2)

    def click(_number: int) -> None:
        try:
            found = Variant.objects.select_related("channel", "draft__workspace").get(pk=variant.pk)
            scheduling.schedule([found], due_at=due_at, zone="Asia/Shanghai", by=cast.editor)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(click, range(12)))
    assert Delivery.objects.count() == 1


def test_what_is_not_approved_is_not_planned_and_says_why(cast: Cast) -> None:
    draft = draft_with(cast.editor, post_channel(cast.workspace))
    planned = plan(cast, draft.variants.select_related("channel", "draft__workspace").get())[0]
    assert planned.delivery is None
    assert "审核" in planned.sentence


def test_a_change_after_approval_makes_the_approval_worthless(cast: Cast) -> None:
    variant = variant_of(cast)
    adapting.change(variant, by=cast.editor, own={"body": "换了一句话 https://shop.example.com/x"})
    assert plan(cast, Variant.objects.select_related("channel", "draft__workspace").get())[0].delivery is None


def test_one_variant_that_cannot_go_hinders_no_other(cast: Cast) -> None:
    good = variant_of(cast)
    draft = draft_with(cast.editor, article_channel(cast.workspace))
    bad = draft.variants.select_related("channel", "draft__workspace").get()
    planned = plan(cast, bad, good)
    assert [entry.delivery is not None for entry in planned] == [False, True]


def test_a_published_variant_is_not_planned_again(cast: Cast) -> None:
    variant = variant_of(cast)
    plan(cast, variant)
    Delivery.objects.update(state=State.PUBLISHED)
    planned = plan(cast, variant, hours=48)[0]
    assert planned.delivery is None
    assert "不会重复发布" in planned.sentence


def test_a_time_that_has_passed_is_refused(cast: Cast) -> None:
    variant = variant_of(cast)
    with pytest.raises(Invalid):
        plan(cast, variant, hours=-1)


def test_who_may_not_schedule_is_refused(cast: Cast) -> None:
    variant = variant_of(cast)
    with pytest.raises(NotAllowed):
        scheduling.publish_now([variant], by=cast.viewer)


def test_moving_and_canceling_end_where_sending_begins(cast: Cast) -> None:
    delivery = plan(cast, variant_of(cast))[0].delivery
    assert delivery
    later = clock.now() + timedelta(days=3)
    scheduling.reschedule(delivery, due_at=later, zone="Asia/Shanghai", by=cast.editor)
    assert Delivery.objects.get().due_at == later
    Delivery.objects.update(state=State.SENDING)
    with pytest.raises(TooLate):
        scheduling.cancel(delivery, by=cast.editor)
    with pytest.raises(TooLate):
        scheduling.reschedule(
            delivery, due_at=later + timedelta(hours=1), zone="Asia/Shanghai", by=cast.editor
        )
    assert Delivery.objects.get().state == State.SENDING


def test_canceling_twice_changes_nothing_and_frees_the_variant(cast: Cast) -> None:
    variant = variant_of(cast)
    delivery = plan(cast, variant)[0].delivery
    assert delivery
    scheduling.cancel(delivery, by=cast.editor)
    scheduling.cancel(delivery, by=cast.editor)
    assert plan(cast, variant)[0].delivery != delivery


def test_freezing_asks_for_a_reason_and_the_right(cast: Cast) -> None:
    with pytest.raises(Invalid):
        freezing.freeze(by=cast.lead, reason=" ")
    with pytest.raises(NotAllowed):
        freezing.freeze(by=cast.editor, reason="突发舆情")
    first = freezing.freeze(by=cast.lead, reason="突发舆情")
    assert freezing.freeze(by=cast.lead, reason="再来一次") == first


def test_page_and_api_are_doors_to_the_same_verbs(cast: Cast) -> None:
    variant = variant_of(cast)
    page = sign_in(cast.editor)
    local = (clock.now() + timedelta(hours=30)).strftime("%Y-%m-%dT%H:%M")
    answer = page.post(
        f"/w/demo/drafts/{variant.draft_id}/schedule/",
        {"variant": [str(variant.pk)], "due_at": local, "when": "at"},
    )
    assert answer.status_code == 200
    delivery = Delivery.objects.get()
    api = Client(headers=bearer(cast.editor))
    listed = api.get("/api/v1/deliveries").json()
    assert [entry["id"] for entry in listed["items"]] == [str(delivery.pk)]
    moved = api.put(
        f"/api/v1/deliveries/{delivery.pk}/time",
        {"due_at": (clock.now() + timedelta(days=2)).isoformat()},
        content_type="application/json",
    )
    assert moved.status_code == 200, moved.content
    assert page.get(f"/w/demo/deliveries/{delivery.pk}/").status_code == 200
    canceled = page.post(
        f"/w/demo/deliveries/{delivery.pk}/cancellation/", {}, headers={"HX-Request": "true"}
    )
    assert canceled.status_code == 200
    assert Delivery.objects.get().state == State.CANCELED


def test_strangers_find_nothing_and_readers_change_nothing(cast: Cast) -> None:
    delivery = plan(cast, variant_of(cast))[0].delivery
    assert delivery
    assert sign_in(cast.stranger).get(f"/w/demo/deliveries/{delivery.pk}/").status_code == 404
    assert sign_in(cast.stranger).get(f"/w/other/deliveries/{delivery.pk}/").status_code == 404
    assert sign_in(cast.viewer).get(f"/w/demo/deliveries/{delivery.pk}/").status_code == 200
    refused = sign_in(cast.viewer).post(f"/w/demo/deliveries/{delivery.pk}/cancellation/", {})
    assert (refused.status_code, Delivery.objects.get().state) == (403, State.SCHEDULED)
    other = Client(headers=bearer(cast.stranger)).get(f"/api/v1/deliveries/{delivery.pk}")
    assert other.status_code == 404


def test_a_bad_time_comes_back_with_the_form_and_a_sentence(cast: Cast) -> None:
    variant = variant_of(cast)
    answer = sign_in(cast.editor).post(
        f"/w/demo/drafts/{variant.draft_id}/schedule/",
        {"variant": [str(variant.pk)], "due_at": "2020-01-01T09:00", "when": "at"},
    )
    assert answer.status_code == 422
    assert "已经过去" in answer.content.decode()
    assert "2020-01-01T09:00" in answer.content.decode()
