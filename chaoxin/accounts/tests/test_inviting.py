from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from chaoxin.accounts import belonging, inviting
from chaoxin.accounts.models import AuditEntry, Invitation, Membership, User
from chaoxin.accounts.testing.cast import PASSWORD, Cast, sign_in
from chaoxin.core import clock
from chaoxin.core.refusals import Invalid, NotAllowed, NotFound

GOOD_PASSWORD = "tide-comes-back-at-nine"


def test_a_newcomer_joins_once_with_the_invited_role(cast: Cast) -> None:
    made = inviting.invite(by=cast.owner, email="New@Example.com", role="editor")
    membership = inviting.join(made.secret, name="新同事", password=GOOD_PASSWORD)
    assert (membership.role, membership.user.email) == ("editor", "new@example.com")
    with pytest.raises(NotFound):
        inviting.join(made.secret, name="别人", password=GOOD_PASSWORD)
    assert AuditEntry.objects.filter(verb="member.joined").count() == 1


def test_only_a_hash_of_the_secret_is_stored(cast: Cast) -> None:
    made = inviting.invite(by=cast.owner, email="new@example.com", role="editor")
    assert made.secret not in str(list(Invitation.objects.values()))


def test_an_expired_or_revoked_invitation_opens_nothing(cast: Cast) -> None:
    late = inviting.invite(by=cast.owner, email="late@example.com", role="editor")
    with clock.frozen(clock.now() + timedelta(days=7, seconds=1)), pytest.raises(NotFound):
        inviting.open_invitation(late.secret)
    taken_back = inviting.invite(by=cast.owner, email="back@example.com", role="editor")
    inviting.revoke(taken_back.invitation, by=cast.owner)
    with pytest.raises(NotFound):
        inviting.open_invitation(taken_back.secret)


def test_inviting_again_replaces_the_first_link(cast: Cast) -> None:
    first = inviting.invite(by=cast.owner, email="new@example.com", role="editor")
    second = inviting.invite(by=cast.owner, email="new@example.com", role="viewer")
    with pytest.raises(NotFound):
        inviting.open_invitation(first.secret)
    assert inviting.open_invitation(second.secret).role == "viewer"


def test_a_member_cannot_be_invited_again_but_one_who_left_can(cast: Cast) -> None:
    with pytest.raises(inviting.AlreadyMember):
        inviting.invite(by=cast.owner, email="editor@example.com", role="viewer")
    assert cast.editor.membership
    belonging.remove(cast.editor.membership, by=cast.owner)
    made = inviting.invite(by=cast.owner, email="editor@example.com", role="viewer")
    back = inviting.accept(made.secret, user=cast.editor.membership.user)
    assert (back.pk, back.role, back.left_at) == (cast.editor.membership.pk, "viewer", None)


def test_a_weak_password_leaves_the_invitation_open(cast: Cast) -> None:
    made = inviting.invite(by=cast.owner, email="new@example.com", role="editor")
    with pytest.raises(Invalid):
        inviting.join(made.secret, name="新同事", password="12345678")
    assert inviting.open_invitation(made.secret)
    assert not User.objects.filter(email="new@example.com").exists()


def test_an_address_with_a_user_must_sign_in_instead_of_setting_a_password(cast: Cast) -> None:
    made = inviting.invite(by=cast.owner, email="stranger@example.com", role="editor")
    with pytest.raises(Invalid):
        inviting.join(made.secret, name="冒名", password=GOOD_PASSWORD)


def test_an_editor_may_not_invite(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        inviting.invite(by=cast.editor, email="new@example.com", role="owner")


def test_the_page_lets_a_newcomer_in_and_signs_him_in(cast: Cast) -> None:
    made = inviting.invite(by=cast.owner, email="new@example.com", role="editor")
    client, address = Client(), reverse("accounts:join", args=[made.secret])
    assert "示例企业" in client.get(address).content.decode()
    answer = client.post(address, {"name": "新同事", "password": GOOD_PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/w/demo/")
    assert Membership.objects.get(user__email="new@example.com").role == "editor"
    assert client.get(reverse("accounts:members", args=["demo"])).status_code == 200


def test_the_page_keeps_the_name_when_the_password_is_weak(cast: Cast) -> None:
    made = inviting.invite(by=cast.owner, email="new@example.com", role="editor")
    answer = Client().post(
        reverse("accounts:join", args=[made.secret]), {"name": "新同事", "password": "12345"}
    )
    assert answer.status_code == 422
    assert "新同事" in answer.content.decode()


def test_a_signed_in_stranger_joins_by_pressing_the_button(cast: Cast) -> None:
    made = inviting.invite(by=cast.owner, email="stranger@example.com", role="analyst")
    client, address = sign_in(cast.stranger), reverse("accounts:join", args=[made.secret])
    assert client.get(address).status_code == 200
    assert not Membership.objects.filter(workspace=cast.workspace, user=cast.stranger.user_id).exists()
    client.post(address)
    assert Membership.objects.get(workspace=cast.workspace, user=cast.stranger.user_id).role == "analyst"


def test_guessing_links_is_stopped(cast: Cast) -> None:
    client = Client(REMOTE_ADDR="198.51.100.7")
    statuses = [client.get(reverse("accounts:join", args=[f"wrong-{n}"])).status_code for n in range(21)]
    assert statuses == [404] * 20 + [429]


def test_the_team_page_makes_a_link_and_shows_it_once(cast: Cast) -> None:
    client = sign_in(cast.owner)
    answer = client.post(
        reverse("accounts:invite", args=["demo"]),
        {"email": "new@example.com", "role": "editor"},
        headers={"HX-Request": "true"},
    )
    body = answer.content.decode()
    secret = body.split("/join/")[1].split("/")[0]
    assert inviting.open_invitation(secret).email == "new@example.com"
    assert "/join/" not in client.get(reverse("accounts:members", args=["demo"])).content.decode()
    assert mail.outbox == []


def test_the_letter_carries_the_link_where_a_mail_server_is_set_up(cast: Cast, settings: object) -> None:
    settings.EMAIL_HOST = "mail.example.com"  # type: ignore[attr-defined]
    sign_in(cast.owner).post(
        reverse("accounts:invite", args=["demo"]), {"email": "new@example.com", "role": "editor"}
    )
    (letter,) = mail.outbox
    assert letter.to == ["new@example.com"]
    assert "/join/" in letter.body


def test_password_sign_in_works_for_the_cast(cast: Cast) -> None:
    client = Client()
    answer = client.post(reverse("account_login"), {"login": "owner@example.com", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")
