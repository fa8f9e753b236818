"""A verdict on what was planned shows the words that go out, and leads to where they are planned."""

from __future__ import annotations

import pytest

from chaoxin.accounts.testing.cast import Cast, sign_in
from chaoxin.compliance.models import Verdict
from chaoxin.content import drafting
from chaoxin.publishing.models import Delivery
from chaoxin.publishing.states import State

from .test_subjects import deliver

WORDS = "今年的桂花乌龙开始卖了。"


@pytest.fixture
def delivery(cast: Cast) -> Delivery:
    return deliver(cast)


def page(cast: Cast, delivery: Delivery) -> str:
    verdict = Verdict.objects.get(content_hash=delivery.content_hash)
    return sign_in(cast.lead).get(f"/w/demo/compliance/verdicts/{verdict.pk}/").content.decode()


def test_it_shows_the_frozen_words_though_the_draft_has_others_by_now(cast: Cast, delivery: Delivery) -> None:
    draft = delivery.variant.draft
    drafting.save(draft, by=cast.editor, body="后来改的话。", expected_number=draft.number)
    html = page(cast, delivery)
    assert f'<div class="marked-text">{WORDS}</div>' in html
    assert "后来改的话" not in html
    assert f'href="/w/demo/deliveries/{delivery.pk}/"' in html


def test_it_shows_them_as_well_once_they_are_out(cast: Cast, delivery: Delivery) -> None:
    Delivery.objects.update(state=State.PUBLISHED)
    drafting.save(
        delivery.variant.draft,
        by=cast.editor,
        body="后来改的话。",
        expected_number=delivery.variant.draft.number,
    )
    html = page(cast, delivery)
    assert WORDS in html
    assert f'href="/w/demo/deliveries/{delivery.pk}/"' in html


def test_a_canceled_one_leads_to_the_draft_and_says_that_it_was_changed(
    cast: Cast, delivery: Delivery
) -> None:
    Delivery.objects.update(state=State.CANCELED)
    draft = delivery.variant.draft
    drafting.save(draft, by=cast.editor, body="后来改的话。", expected_number=draft.number)
    html = page(cast, delivery)
    assert WORDS not in html
    assert "这份内容后来改过或没有文字" in html
    assert f'href="/w/demo/drafts/{draft.pk}/' in html
