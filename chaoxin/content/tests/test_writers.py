from __future__ import annotations

import io

import pytest

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels.models import Channel
from chaoxin.compliance import approving, overriding, policies
from chaoxin.compliance.models import Verdict
from chaoxin.content import adapting, drafting, pictures, reviewing
from chaoxin.content.models import Draft
from chaoxin.content.testing import rows
from chaoxin.core.refusals import NotAllowed

BLOCKED = "全国第一的桂花乌龙"


def key_of(actor: Actor) -> str:
    assert actor.membership
    return str(actor.membership.pk)


def writers(draft: Draft) -> set[str]:
    return set(Draft.objects.get(pk=draft.pk).writers)


def refused(draft: Draft, *, by: Actor) -> Verdict:
    draft.refresh_from_db()
    with pytest.raises(reviewing.NotFit):
        reviewing.submit_for_review(draft, by=by)
    return Verdict.objects.latest("judged_at")


def test_who_types_into_anothers_draft_lets_it_not_out(cast: Cast, articles: Channel) -> None:
    draft = rows.draft_with(cast.editor, articles)
    drafting.save(draft, expected_number=draft.number, by=cast.lead, title=BLOCKED, automatic=True)
    verdict = refused(draft, by=cast.editor)
    assert set(verdict.writers) == {key_of(cast.editor), key_of(cast.lead)}
    with pytest.raises(NotAllowed, match="改过"):
        overriding.override(verdict, by=cast.lead, reason="我觉得可以")
    overriding.override(verdict, by=cast.owner, reason="有行业协会证明")


def test_words_of_one_account_and_pictures_are_words_too(cast: Cast, articles: Channel) -> None:
    draft = rows.draft_with(cast.editor, articles)
    adapting.change(draft.variants.get(), by=cast.lead, own={"title": BLOCKED})
    assert key_of(cast.lead) in writers(draft)
    other = rows.draft_with(cast.editor, articles, title="另一篇", colors="teal")
    picture = pictures.take_in(io.BytesIO(rows.picture_bytes("red")), name="红.png", by=cast.owner)
    pictures.attach(other, picture, by=cast.owner)
    assert key_of(cast.owner) in writers(other)


def test_adding_an_account_and_handing_in_writes_nothing(
    cast: Cast, articles: Channel, posts: Channel
) -> None:
    draft = rows.draft_with(cast.editor, articles)
    adapting.add(draft, posts, by=cast.lead)
    draft.refresh_from_db()
    reviewing.submit_for_review(draft, by=cast.owner)
    assert writers(draft) == {key_of(cast.editor)}


def test_who_wrote_the_words_that_came_back_or_were_copied_is_known(cast: Cast, articles: Channel) -> None:
    draft = rows.draft_with(cast.editor, articles)
    drafting.save(draft, expected_number=draft.number, by=cast.lead, title=BLOCKED)
    draft.refresh_from_db()
    version = draft.versions.get(number=draft.number)
    drafting.save(draft, expected_number=draft.number, by=cast.editor, title="别的")
    draft.refresh_from_db()
    drafting.restore_version(draft, version, expected_number=draft.number, by=cast.editor)
    assert key_of(cast.lead) in writers(draft)
    copied = drafting.copy(Draft.objects.get(pk=draft.pk), by=cast.editor)
    verdict = refused(copied, by=cast.editor)
    with pytest.raises(NotAllowed):
        overriding.override(verdict, by=cast.lead, reason="我觉得可以")


def test_who_wrote_words_of_it_does_not_approve_it_unless_the_policy_says_so(
    cast: Cast, articles: Channel
) -> None:
    draft = rows.draft_with(cast.editor, articles)
    drafting.save(draft, expected_number=draft.number, by=cast.lead, body="负责人写的正文。")
    draft.refresh_from_db()
    (request,) = reviewing.submit_for_review(draft, by=cast.editor)
    assert not approving.may_decide(request, by=cast.lead)
    with pytest.raises(NotAllowed, match="改过"):
        approving.agree(request, by=cast.lead)
    policies.set_policy(by=cast.owner, stages=[["lead"]], author_may_approve=True)
    approving.agree(request, by=cast.lead)
