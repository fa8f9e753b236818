"""A workspace's industry chooses rules: changing it is no way to let one's own block out."""

from __future__ import annotations

from typing import Any

import pytest

from chaoxin.accounts import workspaces
from chaoxin.accounts.models import AuditEntry, Membership, Workspace
from chaoxin.accounts.testing.cast import Cast, sign_in
from chaoxin.channels.models import Channel
from chaoxin.compliance import judging, overriding
from chaoxin.compliance.models import Rejudging, Verdict
from chaoxin.content import drafting, packing, reviewing
from chaoxin.content.models import Draft
from chaoxin.content.testing import rows
from chaoxin.content.testing.worker import work_off

BLOCKED_BUT_FOR_HEALTH = "活血化瘀的泡脚桶"


def written(cast: Cast, posts: Channel, body: str = BLOCKED_BUT_FOR_HEALTH) -> Draft:
    return rows.draft_with(cast.owner, posts, title="养生", body=body)


def change(cast: Cast, industry: str = "health") -> Any:
    told = {"name": "示例企业", "industry": industry, "timezone": "Asia/Shanghai"}
    return sign_in(cast.owner).post("/w/demo/accounts/settings/", told)


def industry_now() -> str:
    return Workspace.objects.get(slug="demo").industry


@pytest.mark.parametrize("handed_in", [True, False])
def test_the_industry_is_not_changed_around_ones_own_block(
    cast: Cast, posts: Channel, handed_in: bool
) -> None:
    draft = written(cast, posts)
    if handed_in:
        with pytest.raises(reviewing.NotFit):
            reviewing.submit_for_review(draft, by=cast.owner)
    answer = change(cast)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "养生（示例微博）》“活血化瘀”" in page
    assert "另一位所有者" in page
    assert '<option value="health" selected>' in page
    assert industry_now() == "food"
    assert not AuditEntry.objects.filter(verb="workspace.changed").exists()


def test_a_second_person_makes_way(cast: Cast, posts: Channel) -> None:
    draft = written(cast, posts)
    with pytest.raises(reviewing.NotFit):
        reviewing.submit_for_review(draft, by=cast.owner)
    overriding.override(Verdict.objects.get(), by=cast.lead, reason="有批准文号")
    assert change(cast).status_code == 302
    assert industry_now() == "health"


def test_another_owner_changes_it(cast: Cast, posts: Channel) -> None:
    rows.draft_with(cast.editor, posts, title="养生", body=BLOCKED_BUT_FOR_HEALTH)
    assert change(cast).status_code == 302


def test_who_is_alone_changes_it(cast: Cast, posts: Channel) -> None:
    written(cast, posts)
    assert cast.owner.membership
    Membership.objects.filter(workspace=cast.workspace).exclude(pk=cast.owner.membership.pk).delete()
    assert change(cast).status_code == 302


def test_what_is_being_written_is_judged_by_the_rules_of_the_new_industry(cast: Cast, posts: Channel) -> None:
    workspaces.change(
        cast.workspace, by=cast.owner, name="示例企业", industry="health", timezone="Asia/Shanghai"
    )
    draft = rows.draft_with(cast.editor, posts, title="养生", body=BLOCKED_BUT_FOR_HEALTH)
    reviewing.submit_for_review(draft, by=cast.editor)
    work_off()
    before = Rejudging.objects.count()
    workspaces.change(
        cast.workspace, by=cast.owner, name="示例企业", industry="food", timezone="Asia/Shanghai"
    )
    assert Rejudging.objects.count() == before + 1
    work_off()
    content = packing.pack(draft.variants.select_related("channel", "draft__workspace").get())
    assert not judging.passes(cast.workspace, content.hash)


def test_other_settings_are_nobodys_business(cast: Cast, posts: Channel) -> None:
    draft = written(cast, posts)
    assert change(cast, "food").status_code == 302
    drafting.save(draft, by=cast.owner, expected_number=draft.number, title="养生", body="今天上新了")
    assert change(cast).status_code == 302
