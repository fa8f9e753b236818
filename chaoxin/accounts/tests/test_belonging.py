from __future__ import annotations

import pytest
from django.urls import reverse

from chaoxin.accounts import belonging, tokens, workspaces
from chaoxin.accounts.models import AuditEntry, Workspace
from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.core.refusals import Invalid, NotAllowed


def test_the_last_owner_keeps_role_and_place(cast: Cast) -> None:
    assert cast.owner.membership
    with pytest.raises(belonging.LastOwner):
        belonging.change_role(cast.owner.membership, by=cast.owner, role="viewer")
    with pytest.raises(belonging.LastOwner):
        belonging.remove(cast.owner.membership, by=cast.owner)
    with pytest.raises(belonging.LastOwner):
        belonging.leave(by=cast.owner)


def test_with_a_second_owner_the_first_may_step_down(cast: Cast) -> None:
    assert cast.owner.membership
    assert cast.lead.membership
    belonging.change_role(cast.lead.membership, by=cast.owner, role="owner")
    assert belonging.change_role(cast.owner.membership, by=cast.owner, role="viewer").role == "viewer"


def test_the_same_role_again_changes_and_records_nothing(cast: Cast) -> None:
    assert cast.editor.membership
    belonging.change_role(cast.editor.membership, by=cast.owner, role="editor")
    assert not AuditEntry.objects.filter(verb="member.role_changed").exists()


def test_a_removed_member_sees_nothing_and_his_tokens_end(cast: Cast, client: object) -> None:
    assert cast.editor.membership
    headers, browser = bearer(cast.editor), sign_in(cast.editor)
    belonging.remove(cast.editor.membership, by=cast.owner)
    belonging.remove(cast.editor.membership, by=cast.owner)
    assert browser.get(reverse("accounts:members", args=["demo"])).status_code == 404
    assert client.get("/api/v1/me", headers=headers).status_code == 401  # type: ignore[attr-defined]
    assert AuditEntry.objects.filter(verb="member.removed").count() == 1


def test_the_page_answers_the_changed_line_with_a_toast(cast: Cast) -> None:
    assert cast.editor.membership
    address = reverse("accounts:change_role", args=["demo", cast.editor.membership.pk])
    answer = sign_in(cast.owner).post(address, {"role": "analyst"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert '<option value="analyst" selected>' in answer.content.decode()
    assert "toast" in answer["HX-Trigger"]


def test_a_refusal_reaches_the_page_as_a_toast(cast: Cast) -> None:
    assert cast.owner.membership
    address = reverse("accounts:remove_member", args=["demo", cast.owner.membership.pk])
    answer = sign_in(cast.owner).post(address, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Reswap"]) == (409, "none")


def test_settings_change_and_unknown_zones_are_refused(cast: Cast) -> None:
    workspaces.change(cast.workspace, by=cast.owner, name="新名", industry="beauty", timezone="Asia/Tokyo")
    assert Workspace.objects.get(slug="demo").timezone == "Asia/Tokyo"
    with pytest.raises(Invalid):
        workspaces.change(cast.workspace, by=cast.owner, name="新名", industry="", timezone="Mars/Olympus")
    with pytest.raises(NotAllowed):
        workspaces.change(cast.workspace, by=cast.lead, name="新名", industry="", timezone="Asia/Tokyo")


def test_owners_open_another_workspace_and_others_do_not(cast: Cast) -> None:
    answer = sign_in(cast.owner).post(
        reverse("accounts:new_workspace"), {"name": "第二品牌", "slug": "second"}
    )
    assert answer["Location"] == "/w/second/"
    denied = sign_in(cast.editor).post(reverse("accounts:new_workspace"), {"name": "x", "slug": "third"})
    assert denied.status_code == 403
    assert not Workspace.objects.filter(slug="third").exists()


def test_a_taken_address_is_said_beside_the_field(cast: Cast) -> None:
    answer = sign_in(cast.owner).post(reverse("accounts:new_workspace"), {"name": "重名", "slug": "demo"})
    assert answer.status_code == 422
    assert "已经有人用了" in answer.content.decode()


def test_a_member_of_two_workspaces_is_limited_to_his_role_in_each(cast: Cast) -> None:
    assert cast.stranger.membership
    from chaoxin.accounts.models import Membership

    Membership.objects.create(workspace=cast.workspace, user=cast.stranger.membership.user, role="viewer")
    client = sign_in(cast.stranger)
    assert client.get(reverse("accounts:audit", args=["other"])).status_code == 200
    assert client.get(reverse("accounts:audit", args=["demo"])).status_code == 403


def test_a_token_of_one_workspace_says_nothing_of_another(cast: Cast, client: object) -> None:
    made = tokens.create(by=cast.stranger, name="别家")
    headers = {"Authorization": f"Bearer {made.secret}", "X-Workspace": "demo"}
    body = client.get("/api/v1/members", headers=headers).json()  # type: ignore[attr-defined]
    assert [member["email"] for member in body["items"]] == ["stranger@example.com"]
