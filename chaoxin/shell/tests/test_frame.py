from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

import chaoxin
from chaoxin.accounts.models import User
from chaoxin.accounts.testing.cast import Cast, sign_in
from chaoxin.core.ids import new_id
from chaoxin.shell.navigation import STAGES, address_of, stages_for
from chaoxin.shell.templatetags.slots import slot_address

PACKAGE = Path(chaoxin.__file__).parent
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
MOST_LINES = 150
SLOT = re.compile(r"{%\s*slot\s+['\"]([\w-]+)['\"]")
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|\son\w+\s*=\s*[\"']|hx-on|javascript:|<style",
    re.IGNORECASE,
)


def test_every_entry_of_the_navigation_leads_somewhere(cast: Cast) -> None:
    entries = [entry for stage in STAGES for entry in stage.entries]
    assert [entry.url_name for entry in entries if not address_of(entry.url_name, cast.owner)] == []


def test_the_navigation_offers_only_what_one_may_open(cast: Cast) -> None:
    offered = {entry.url_name for stage in stages_for(cast.viewer) for entry in stage.entries}
    assert "content:drafts" in offered
    assert not offered & {
        "inbox:inbox",
        "accounts:audit",
        "shell:status",
        "accounts:workspace",
        "accounts:tokens",
    }


@pytest.mark.parametrize(
    ("page", "marked"),
    [
        ("accounts:audit", "/w/demo/accounts/audit/"),
        ("compliance:check", "/w/demo/compliance/centre/"),
        ("compliance:verdicts", "/w/demo/compliance/centre/"),
        ("compliance:approvals", "/w/demo/compliance/"),
        ("content:licence_new", "/w/demo/assets/"),
    ],
)
def test_the_page_one_is_on_is_marked_once(cast: Cast, page: str, marked: str) -> None:
    body = sign_in(cast.owner).get(reverse(page, args=["demo"])).content.decode()
    sidebar = body.split('class="sidebar-nav"')[1].split("</nav>")[0]
    assert re.findall(r'href="([^"]+)" aria-current="page"', sidebar) == [marked]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_template_is_short_and_has_no_inline_script_or_handler(template: Path) -> None:
    text = template.read_text()
    assert len(text.splitlines()) <= MOST_LINES
    # What is downloaded as one file has nobody to fetch its style from.
    allowed = {"<style"} if template.parent.name == "reports" else set()
    assert set(INLINE.findall(text)) <= allowed


def test_every_slot_is_filled_by_some_room() -> None:
    names = {name for template in TEMPLATES for name in SLOT.findall(template.read_text())}
    assert names, "no page asks for a slot any more"
    assert {name for name in names if not slot_address(name, "demo", new_id())} == set()


def test_a_slot_that_nobody_fills_is_empty_and_harmless() -> None:
    assert slot_address("no-such-slot", "demo", new_id()) == ""


def test_pages_forbid_foreign_and_inline_scripts(cast: Cast) -> None:
    policy = sign_in(cast.owner).get(reverse("accounts:members", args=["demo"]))["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe-eval" not in policy


def test_home_leads_to_the_workspace_one_was_last_in(cast: Cast) -> None:
    client = sign_in(cast.owner)
    assert client.get("/")["Location"] == "/w/demo/today/"
    client.post(reverse("accounts:new_workspace"), {"name": "二号", "slug": "second"})
    client.get("/w/second/accounts/members/")
    assert client.get("/")["Location"] == "/w/second/today/"


def test_somebody_without_a_workspace_is_told_what_to_do(db: None) -> None:
    client = Client()
    client.force_login(User.objects.create_user("alone@example.com", name="独"))
    assert "邀请链接" in client.get("/").content.decode()


def test_the_theme_is_kept_for_the_person_and_shown_from_the_first_paint(cast: Cast) -> None:
    client = sign_in(cast.editor)
    client.post(reverse("accounts:theme"), {"theme": "dark"}, headers={"HX-Request": "true"})
    assert 'data-bs-theme="dark"' in client.get("/w/demo/today/").content.decode()
    answer = client.post(reverse("accounts:theme"), {"theme": "dark", "next": "https://evil.example"})
    assert answer["Location"] == "/"


def test_the_language_of_the_person_is_the_language_of_the_page(cast: Cast) -> None:
    client = sign_in(cast.editor)
    client.post(reverse("accounts:profile"), {"name": "卞小编", "language": "en", "theme": "auto"})
    assert '<html lang="en"' in client.get("/w/demo/today/").content.decode()
    assert '<html lang="zh-hans"' in sign_in(cast.owner).get("/w/demo/today/").content.decode()


def test_a_refusal_is_a_page_a_toast_or_json_as_asked(cast: Cast) -> None:
    client, address = sign_in(cast.stranger), "/w/demo/today/"
    assert "没有找到" in client.get(address).content.decode()
    answer = client.get(address, headers={"HX-Request": "true"})
    assert json.loads(answer["HX-Trigger"])["toast"]["level"] == "danger"
    assert client.get(address, headers={"Accept": "application/json"}).json()["code"] == "not_found"


def test_an_unknown_address_is_said_in_words(cast: Cast) -> None:
    answer = sign_in(cast.owner).get("/no/such/page/")
    assert (answer.status_code, "没有找到这一页" in answer.content.decode()) == (404, True)


def test_every_page_of_signing_in_is_in_the_products_look(cast: Cast) -> None:
    client = Client()
    for name in ("account_login", "account_reset_password", "account_reset_password_done", "account_signup"):
        assert "entrance-box" in client.get(reverse(name)).content.decode(), name
    signed_in = sign_in(cast.owner)
    for name in ("mfa_index", "usersessions_list", "account_change_password", "account_logout"):
        assert "shell.css" in signed_in.get(reverse(name)).content.decode(), name


def test_the_api_guide_names_every_operation_with_its_right(cast: Cast) -> None:
    body = sign_in(cast.editor).get(reverse("api_guide")).content.decode()
    assert "/api/v1/members" in body
    assert "不开放" not in body
    assert sign_in(cast.editor).get("/api/v1/openapi.json").json()["info"]["title"] == "潮信 Chaoxin"
