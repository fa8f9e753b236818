from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.channels.models import Channel
from chaoxin.compliance import approving, judging, overriding
from chaoxin.compliance.models import Verdict
from chaoxin.content import adapting, drafting, packing, reviewing, states
from chaoxin.content.models import Draft
from chaoxin.content.testing import rows
from chaoxin.core import announcing
from chaoxin.core.refusals import Refusal


def state_of(draft: Draft) -> str:
    return Draft.objects.get(pk=draft.pk).state


def test_a_forbidden_title_is_refused_with_place_reason_and_substitute(cast: Cast, articles: Channel) -> None:
    draft = rows.draft_with(cast.editor, articles, title="全国第一的桂花乌龙")
    with pytest.raises(reviewing.NotFit) as refusal:
        reviewing.submit_for_review(draft, by=cast.editor)
    (finding,) = refusal.value.obstacles[0].findings
    assert (finding.field, finding.start, finding.end, finding.quoted) == ("title", 0, 4, "全国第一")
    assert finding.substitutes
    assert "广告" in finding.basis
    assert state_of(draft) == Draft.State.EDITING
    assert Verdict.objects.get().level == Verdict.Level.BLOCK


def test_what_the_platform_would_stop_is_refused_too(cast: Cast, posts: Channel) -> None:
    draft = rows.draft_with(cast.editor, posts, body="字" * 200)
    with pytest.raises(reviewing.NotFit) as refusal:
        reviewing.submit_for_review(draft, by=cast.editor)
    assert [problem.code for problem in refusal.value.obstacles[0].problems] == ["text_too_long"]


def test_a_draft_for_no_channel_is_not_submitted(cast: Cast) -> None:
    with pytest.raises(Refusal, match="账号"):
        reviewing.submit_for_review(rows.draft_with(cast.editor), by=cast.editor)


def test_a_draft_is_approved_when_every_variant_is(cast: Cast, articles: Channel, posts: Channel) -> None:
    draft = rows.draft_with(cast.editor, articles, posts, colors="teal navy")
    first, second = reviewing.submit_for_review(draft, by=cast.editor)
    approving.agree(first, by=cast.reviewer)
    announcing.dispatch_pending()
    assert state_of(draft) == Draft.State.IN_REVIEW
    approving.agree(second, by=cast.reviewer)
    announcing.dispatch_pending()
    assert state_of(draft) == Draft.State.APPROVED
    assert all(reviewing.is_cleared(variant) for variant in draft.variants.all())


def test_a_changed_text_makes_the_approval_worthless(cast: Cast, articles: Channel) -> None:
    variant = rows.approved_variant(cast.editor, cast.reviewer, articles)
    draft = variant.draft
    assert reviewing.is_cleared(variant)
    drafting.save(draft, expected_number=draft.number, by=cast.editor, body="后来改的话")
    variant = draft.variants.select_related("draft__workspace").get()
    assert not reviewing.is_cleared(variant)
    assert not judging.passes(cast.workspace, packing.pack(variant).hash)
    assert state_of(draft) == Draft.State.EDITING


def test_after_a_change_of_one_variant_only_that_one_is_asked_for_again(
    cast: Cast, articles: Channel, posts: Channel
) -> None:
    draft = rows.draft_with(cast.editor, articles, posts, colors="teal navy")
    for request in reviewing.submit_for_review(draft, by=cast.editor):
        approving.agree(request, by=cast.reviewer)
    reviewing.settle(draft)
    adapting.change(draft.variants.get(channel=posts), by=cast.editor, own={"body": "新的说法"})
    draft.refresh_from_db()
    (asked,) = reviewing.submit_for_review(draft, by=cast.editor)
    assert asked.title.endswith("（示例微博）")


def test_a_draft_that_came_back_to_approved_text_needs_no_second_review(
    cast: Cast, articles: Channel
) -> None:
    draft = rows.approved_variant(cast.editor, cast.reviewer, articles).draft
    old = draft.body
    drafting.save(draft, expected_number=draft.number, by=cast.editor, body="别的")
    draft.refresh_from_db()
    drafting.save(draft, expected_number=draft.number, by=cast.editor, body=old)
    draft.refresh_from_db()
    assert reviewing.submit_for_review(draft, by=cast.editor) == []
    assert state_of(draft) == Draft.State.APPROVED


def test_a_draft_in_review_is_not_changed(cast: Cast, articles: Channel) -> None:
    draft = rows.draft_with(cast.editor, articles)
    reviewing.submit_for_review(draft, by=cast.editor)
    draft.refresh_from_db()
    with pytest.raises(states.NotInThisState):
        drafting.save(draft, expected_number=draft.number, by=cast.editor, body="改")


def test_submitting_twice_asks_once(cast: Cast, articles: Channel) -> None:
    draft = rows.draft_with(cast.editor, articles)
    first = reviewing.submit_for_review(draft, by=cast.editor)
    assert reviewing.submit_for_review(Draft.objects.get(pk=draft.pk), by=cast.editor) == first


def test_submitting_what_somebody_has_changed_meanwhile_is_a_conflict(cast: Cast, articles: Channel) -> None:
    draft = rows.draft_with(cast.editor, articles)
    drafting.save(draft, expected_number=draft.number, by=cast.lead, body="负责人改过")
    with pytest.raises(drafting.Conflict):
        reviewing.submit_for_review(draft, by=cast.editor, expected_number=draft.number)


def test_a_withdrawn_draft_can_be_written_on(cast: Cast, articles: Channel) -> None:
    draft = rows.draft_with(cast.editor, articles)
    (request,) = reviewing.submit_for_review(draft, by=cast.editor)
    reviewing.withdraw(Draft.objects.get(pk=draft.pk), by=cast.editor)
    request.refresh_from_db()
    assert request.state == "withdrawn"
    draft.refresh_from_db()
    drafting.save(draft, expected_number=draft.number, by=cast.editor, body="改")


def test_a_rejected_draft_goes_back_to_its_author(cast: Cast, articles: Channel) -> None:
    draft = rows.draft_with(cast.editor, articles)
    (request,) = reviewing.submit_for_review(draft, by=cast.editor)
    approving.reject(request, by=cast.reviewer, comment="换一张封面")
    announcing.dispatch_pending()
    announcing.dispatch_pending()
    assert state_of(draft) == Draft.State.EDITING


def test_somebody_else_may_let_a_blocked_text_pass_with_a_reason(cast: Cast, articles: Channel) -> None:
    draft = rows.draft_with(cast.editor, articles, title="全国第一的桂花乌龙")
    with pytest.raises(reviewing.NotFit):
        reviewing.submit_for_review(draft, by=cast.editor)
    overriding.override(Verdict.objects.get(), by=cast.reviewer, reason="有行业协会 2025 年证明")
    assert len(reviewing.submit_for_review(draft, by=cast.editor)) == 1


def test_the_api_names_who_has_let_a_variant_pass_when_why_and_by_which_right(
    cast: Cast, articles: Channel
) -> None:
    draft = rows.draft_with(cast.editor, articles, title="全国第一的桂花乌龙")
    variant = draft.variants.get()
    caller = Client(headers=bearer(cast.editor))

    def told() -> dict[str, Any]:
        return caller.get(f"/api/v1/variants/{variant.pk}").json()["compliance"]

    with pytest.raises(reviewing.NotFit):
        reviewing.submit_for_review(draft, by=cast.editor)
    assert told()["override"] is None
    made = overriding.override(Verdict.objects.get(), by=cast.reviewer, reason="有行业协会 2025 年证明")
    assert told()["level"] == "block"
    named = told()["override"]
    assert datetime.fromisoformat(named.pop("at")) == made.created_at.replace(
        microsecond=made.created_at.microsecond // 1000 * 1000
    )
    assert named == {
        "verdict": str(made.verdict_id),
        "by": str(made.by_id),
        "name": str(made.by.user),
        "reason": "有行业协会 2025 年证明",
        "right": "compliance.override",
        "role": "reviewer",
    }
    drafting.save(draft, expected_number=draft.number, by=cast.editor, title="全国第一的龙井")
    assert told()["override"] is None, "it covers one exact content"


def test_the_composer_tells_who_has_let_a_block_pass_and_why_until_the_words_change(
    cast: Cast, articles: Channel
) -> None:
    draft = rows.draft_with(cast.editor, articles, title="全国第一的桂花乌龙")
    address, browser = f"/w/demo/drafts/{draft.pk}/", sign_in(cast.editor)
    with pytest.raises(reviewing.NotFit):
        reviewing.submit_for_review(draft, by=cast.editor)
    assert "1 处要先处理" in browser.get(address).content.decode()
    overriding.override(Verdict.objects.get(), by=cast.reviewer, reason="有行业协会 2025 年证明")
    for tab in ("", f"?channel={draft.variants.get().pk}"):
        page = browser.get(address + tab).content.decode()
        assert f"{cast.reviewer.membership.user.name}已放行：有行业协会 2025 年证明" in page  # type: ignore[union-attr]
        assert "处要先处理" not in page
        assert "finding-settled" in page
        assert "改成“" not in page, "what replaces the words would undo the override"
        assert "&quot;settled&quot;: true" in page, "the words in the text are marked as settled as well"
        assert "finding-block" not in page
    drafting.save(draft, expected_number=draft.number, by=cast.editor, title="全国第一的龙井")
    page = browser.get(address).content.decode()
    assert "1 处要先处理" in page
    assert "已放行" not in page
