from __future__ import annotations

import pytest

from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels.models import Channel
from chaoxin.compliance import subjects
from chaoxin.compliance.subjects import Standing, Wanted
from chaoxin.content import drafting, packing
from chaoxin.content.testing import rows


def test_each_variant_is_told_of_as_it_would_go_out(
    cast: Cast, articles: Channel, posts: Channel, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    draft = rows.draft_with(cast.editor, articles, posts)
    found = list(subjects.gather(cast.house))
    assert {subject.judged.hash for subject in found} == {
        packing.pack(variant).hash for variant in draft.variants.all()
    }
    assert {subject.standing for subject in found} == {Standing.DRAFT}
    assert {subject.author for subject in found} == {cast.editor.membership}
    assert found[0].url == f"/w/demo/drafts/{draft.pk}/"
    for number in range(5):
        rows.draft_with(cast.editor, articles, title=f"第 {number} 篇")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert len(list(subjects.gather(cast.house))) == 7


def test_a_draft_without_an_account_is_told_of_with_its_own_text(cast: Cast) -> None:
    rows.draft_with(cast.editor, title="全国第一的茶")
    (found,) = subjects.gather(cast.house)
    assert found.judged.fields["title"] == "全国第一的茶"


def test_archived_drafts_and_those_of_others_are_not_told_of(cast: Cast, articles: Channel) -> None:
    draft = rows.draft_with(cast.editor, articles)
    assert list(subjects.gather(cast.stranger)) == []
    assert list(subjects.gather(cast.house, Wanted(frozenset({Standing.PUBLISHED})))) == []
    drafting.archive(draft, by=cast.editor)
    assert list(subjects.gather(cast.house)) == []


def test_a_limited_member_is_not_told_of_variants_for_accounts_of_others(
    cast: Cast, articles: Channel
) -> None:
    rows.draft_with(cast.editor, articles)
    assert cast.editor.membership
    cast.editor.membership.all_channels = False
    cast.editor.membership.save()
    assert list(subjects.gather(cast.editor)) == []
