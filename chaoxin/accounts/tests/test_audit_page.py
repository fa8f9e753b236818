from __future__ import annotations

from django.db import connection
from django.test import Client
from django.urls import reverse

from chaoxin.accounts import auditing
from chaoxin.accounts.testing.cast import Cast, bearer, sign_in

from .test_audit_chain import chain_now


def _record(cast: Cast) -> None:
    auditing.record("draft.saved", by=cast.editor, subject=cast.workspace, detail={"title": "=危险(1)"})
    auditing.record("member.invited", by=cast.owner, subject=cast.workspace)
    auditing.record("draft.saved", by=cast.stranger, subject=cast.other_workspace)
    chain_now()


def test_lines_are_found_by_person_and_verb_and_never_from_elsewhere(cast: Cast) -> None:
    _record(cast)
    client, address = sign_in(cast.owner), reverse("accounts:audit", args=["demo"])
    whole = client.get(address).content.decode()
    assert "邀请成员" in whole
    assert "莫生" not in whole
    narrowed = client.get(address, {"person": str(cast.editor.user_id)}).context["lines"]
    assert [line.person for line in narrowed] == ["卞小编"]
    assert [line.verb for line in client.get(address, {"verb": "member.invited"}).context["lines"]] == [
        "member.invited"
    ]


def test_days_are_days_of_the_workspace(cast: Cast) -> None:
    _record(cast)
    client, address = sign_in(cast.owner), reverse("accounts:audit", args=["demo"])
    assert client.get(address, {"until": "2001-01-01"}).context["lines"] == []
    assert len(client.get(address, {"since": "2001-01-01"}).context["lines"]) == 2


def test_the_csv_opens_harmlessly_in_a_spreadsheet(cast: Cast) -> None:
    _record(cast)
    answer = sign_in(cast.owner).get(reverse("accounts:audit_export", args=["demo"]), {"verb": "draft.saved"})
    text = answer.getvalue().decode()
    assert text.startswith("\ufeffnumber,at,person")
    assert "卞小编" in text
    assert "\r\n=" not in text


def test_the_button_says_sound_and_finds_a_change(cast: Cast) -> None:
    _record(cast)
    client, address = sign_in(cast.owner), reverse("accounts:audit_verify", args=["demo"])
    assert "校验通过" in client.get(address).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_auditentry DISABLE TRIGGER audit_immutable")
        cursor.execute("UPDATE accounts_auditentry SET body = replace(body, '危险', '安全')")
        cursor.execute("ALTER TABLE accounts_auditentry ENABLE TRIGGER audit_immutable")
    assert "断裂" in client.get(address).content.decode()


def test_the_api_lists_and_verifies_the_same(cast: Cast, client: Client) -> None:
    _record(cast)
    headers = bearer(cast.reviewer)
    chain_now()
    body = client.get("/api/v1/audit", {"verb": "draft.saved"}, headers=headers).json()
    assert [item["person"] for item in body["items"]] == ["卞小编"]
    assert client.get("/api/v1/audit/verification", headers=headers).json() == {"sound": True, "breaks": []}
