from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from chaoxin.accounts import tokens
from chaoxin.accounts.models import AccessToken
from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.core import clock
from chaoxin.core.refusals import Invalid, NotAllowed


def test_a_token_acts_as_its_owner_and_leaves_no_secret_behind(cast: Cast, client: Client) -> None:
    made = tokens.create(by=cast.editor, name="看板")
    answer = client.get("/api/v1/me", headers={"Authorization": f"Bearer {made.secret}"})
    assert answer.json()["member"]["email"] == "editor@example.com"
    assert made.secret not in str(list(AccessToken.objects.values()))
    assert AccessToken.objects.get().last_used_at is not None


def test_scopes_narrow_what_a_token_may_do(cast: Cast, client: Client) -> None:
    headers = bearer(cast.owner, scopes=["workspace.read"])
    assert client.get("/api/v1/members", headers=headers).status_code == 200
    answer = client.get("/api/v1/audit", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert client.get("/api/v1/me", headers=headers).json()["rights"] == ["workspace.read"]


def test_a_narrow_token_cannot_make_a_wider_one(cast: Cast, client: Client) -> None:
    headers = bearer(cast.owner, scopes=["workspace.read", "token.own"])
    wider = client.post("/api/v1/tokens", {"name": "x"}, "application/json", headers=headers)
    assert wider.status_code == 422
    named = {"name": "x", "scopes": ["audit.read"]}
    assert client.post("/api/v1/tokens", named, "application/json", headers=headers).status_code == 422
    same = {"name": "x", "scopes": ["workspace.read"]}
    assert client.post("/api/v1/tokens", same, "application/json", headers=headers).status_code == 201


def test_nobody_grants_a_scope_beyond_his_role(cast: Cast) -> None:
    with pytest.raises(Invalid):
        tokens.create(by=cast.editor, name="x", scopes=["member.manage"])
    with pytest.raises(Invalid):
        tokens.create(by=cast.editor, name="x", scopes=["no.such"])
    with pytest.raises(NotAllowed):
        tokens.create(by=cast.viewer, name="x")


def test_a_revoked_or_expired_token_is_401(cast: Cast, client: Client) -> None:
    made = tokens.create(by=cast.editor, name="x", expires_at=clock.now() + timedelta(days=1))
    headers = {"Authorization": f"Bearer {made.secret}"}
    with clock.frozen(clock.now() + timedelta(days=1)):
        assert client.get("/api/v1/me", headers=headers).status_code == 401
    tokens.revoke(made.token, by=cast.editor)
    tokens.revoke(made.token, by=cast.editor)
    assert client.get("/api/v1/me", headers=headers).status_code == 401


def test_a_colleagues_token_is_not_found(cast: Cast) -> None:
    made = tokens.create(by=cast.lead, name="x")
    address = reverse("accounts:revoke_token", args=["demo", made.token.pk])
    assert sign_in(cast.owner).post(address).status_code == 404
    made.token.refresh_from_db()
    assert made.token.revoked_at is None


def test_guessing_tokens_is_stopped(cast: Cast) -> None:
    client = Client(REMOTE_ADDR="198.51.100.8")
    wrong = {"Authorization": "Bearer cx_wrong"}
    statuses = {client.get("/api/v1/me", headers=wrong).status_code for _ in range(30)}
    assert statuses == {401}
    assert client.get("/api/v1/me", headers=wrong).status_code == 429
    assert Client().get("/api/v1/me", headers=bearer(cast.editor)).status_code == 200


def test_a_session_needs_the_csrf_header_to_call(cast: Cast) -> None:
    assert cast.owner.membership
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.owner.membership.user)
    refused = client.post("/api/v1/tokens", {"name": "x"}, "application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
    assert client.get("/api/v1/me").status_code == 200


def test_a_session_in_a_foreign_workspace_is_not_found(cast: Cast) -> None:
    assert sign_in(cast.stranger).get("/api/v1/members", headers={"X-Workspace": "demo"}).status_code == 404


def test_the_page_shows_the_secret_once_and_revokes(cast: Cast, client: Client) -> None:
    browser, address = sign_in(cast.editor), reverse("accounts:tokens", args=["demo"])
    body = browser.post(address, {"name": "看板", "days": "90", "scopes": ["goal.read"]}).content.decode()
    secret = body.split('id="token-secret">')[1].split("<")[0]
    headers = {"Authorization": f"Bearer {secret}"}
    assert client.get("/api/v1/me", headers=headers).status_code == 403
    assert secret not in browser.get(address).content.decode()
    browser.post(reverse("accounts:revoke_token", args=["demo", AccessToken.objects.get().pk]))
    assert client.get("/api/v1/me", headers=headers).status_code == 401


def test_the_page_says_what_is_wrong_with_a_form(cast: Cast) -> None:
    answer = sign_in(cast.editor).post(reverse("accounts:tokens", args=["demo"]), {"name": "", "days": "90"})
    assert answer.status_code == 422
