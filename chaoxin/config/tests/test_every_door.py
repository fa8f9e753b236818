"""R16: every address and every operation asks who comes; whatever declares no door stays shut. Generated over all
URL patterns and all operations of the API, for every role of the cast."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse
from ninja import NinjaAPI, Router

from chaoxin.accounts.api_door import Shut
from chaoxin.accounts.middleware import door_of
from chaoxin.accounts.roles import RIGHTS, Role, rights_of
from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.config.api_guide import operations, right_of

NOBODY = UUID("00000000-0000-7000-8000-000000000000")
SAMPLES = {"uuid": str(NOBODY), "int": "1", "str": "unknown", "slug": "unknown", "path": "unknown"}

# Pages without sign-in, each with what protects it instead. A new one is added here on purpose or not at all.
PUBLIC = {"accounts:join", "hook", "health", "handoff"} | {
    f"handoff-{part}"
    for part in (
        "link",
        "unpublished",
        "steps",
        "picture",
        "cover",
        "video",
        "bundle",
        "app",
        "opens",
        "media",
    )
}


@dataclass(frozen=True)
class Address:
    """A URL pattern; `route` has its parameters as Django writes them."""

    name: str
    route: str
    view: Any

    @property
    def door(self) -> str:
        return door_of(self.view)

    def filled(self, workspace: str) -> str:
        """The address in a workspace, with parameters that belong to nothing."""
        parts = []
        for part in self.route.split("/"):
            if part.startswith("<") and part.endswith(">"):
                kind, _colon, name = part[1:-1].rpartition(":")
                part = workspace if name == "workspace" else SAMPLES[kind or "str"]
            parts.append(part)
        return "/" + "/".join(parts)


def addresses(resolver: URLResolver | None = None, before: str = "", space: str = "") -> Iterator[Address]:
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, route, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield Address(f"{space}{entry.name}", route, entry.callback)


EVERY = list(addresses())
OF_WORKSPACE = [address for address in EVERY if "<slug:workspace>" in address.route]
ELSEWHERE = [address for address in EVERY if address not in OF_WORKSPACE and address.door != "self-guarded"]
OPERATIONS = list(operations())


def by_name(address: Address) -> str:
    return f"{address.name} {address.route}"


def test_every_page_of_a_workspace_names_a_right() -> None:
    assert [address.name for address in OF_WORKSPACE if address.door not in RIGHTS] == []


def test_somebody_not_signed_in_is_sent_to_sign_in(db: None) -> None:
    client = Client()
    answers = {
        address.name: [
            _where(client.get(address.filled("demo"))),
            _where(client.post(address.filled("demo"))),
        ]
        for address in OF_WORKSPACE
    }
    assert {name: told for name, told in answers.items() if told != ["/accounts/login/"] * 2} == {}


def test_a_stranger_finds_no_page_of_the_workspace(cast: Cast) -> None:
    stranger = sign_in(cast.stranger)
    answers = {
        address.name: [call(address.filled("demo")).status_code for call in (stranger.get, stranger.post)]
        for address in OF_WORKSPACE
    }
    assert {name: told for name, told in answers.items() if told != [404, 404]} == {}


@pytest.mark.parametrize("role", Role.values)
def test_a_member_enters_pages_of_his_rights_and_no_others(cast: Cast, role: str) -> None:
    browser, rights = sign_in(cast.of(role)), rights_of(role)
    wrong = {}
    for address in OF_WORKSPACE:
        page = address.filled("demo")
        if address.door in rights:
            status = [browser.get(page).status_code]
            fits = status[0] in {200, 204, 302, 400, 404, 405, 409, 422}
        else:
            status = [browser.get(page).status_code, browser.post(page).status_code]
            fits = status == [403, 403]
        if not fits:
            wrong[address.name] = status
    assert wrong == {}


def _where(answer: HttpResponseBase) -> str:
    return answer.headers.get("Location", str(answer.status_code)).partition("?")[0]


@pytest.mark.parametrize("address", ELSEWHERE, ids=by_name)
def test_a_page_outside_of_workspaces_asks_for_sign_in_or_is_listed_as_public(
    db: None, address: Address
) -> None:
    if address.door.startswith("public:"):
        assert address.name in PUBLIC
        assert len(address.door) > len("public: "), "a public door says what protects it instead"
    elif address.door == "signed_in":
        assert Client().get(address.filled("demo"))["Location"].startswith("/accounts/login/")
    else:
        assert address.door == ""
        assert Client().get(address.filled("demo")).status_code == 403


@pytest.mark.parametrize(
    "page",
    ["mfa_index", "usersessions_list", "account_change_password", "mfa_activate_totp", "account_email"],
)
def test_pages_about_ones_own_account_ask_for_sign_in(db: None, page: str) -> None:
    assert Client().get(reverse(page))["Location"].startswith("/accounts/login/")


def test_every_operation_names_a_right() -> None:
    assert [
        f"{method} {path_}" for _tag, method, path_, one in OPERATIONS if right_of(one) not in RIGHTS
    ] == []


def test_a_caller_without_a_token_is_401_everywhere(db: None) -> None:
    client = Client()
    answers = {
        f"{method} {path_}": _call(client, {}, method, path_) for _tag, method, path_, _one in OPERATIONS
    }
    assert {name: status for name, status in answers.items() if status != 401} == {}


@pytest.mark.parametrize("role", [role for role in Role.values if "token.own" in rights_of(role)])
def test_a_caller_does_what_his_rights_allow_and_nothing_else(cast: Cast, role: str) -> None:
    client, headers, rights = Client(), bearer(cast.of(role)), rights_of(role)
    wrong = {}
    for _tag, method, path_, operation in OPERATIONS:
        allowed = right_of(operation) in rights
        status = _call(client, headers, method, path_) if method == "GET" or not allowed else 0
        if (status == 403) == allowed or status in {401, 500}:
            wrong[f"{method} {path_}"] = status
    assert wrong == {}


def test_a_session_of_a_viewer_is_held_to_the_same_rights(cast: Cast) -> None:
    browser, rights = sign_in(cast.viewer), rights_of(Role.VIEWER)
    closed = [(method, path_) for _tag, method, path_, one in OPERATIONS if right_of(one) not in rights]
    answers = {
        f"{method} {path_}": getattr(browser, method.lower())("/api/v1" + _filled(path_)).status_code
        for method, path_ in closed
    }
    assert {name: status for name, status in answers.items() if status != 403} == {}


def _call(client: Client, headers: dict[str, str], method: str, template: str) -> int:
    call = getattr(client, method.lower())
    status: int = call("/api/v1" + _filled(template), headers=headers).status_code
    return status


def _filled(template: str) -> str:
    parts = []
    for part in template.split("/"):
        if part.startswith("{"):
            kind, _colon, _name = part.strip("{}").rpartition(":")
            part = SAMPLES.get(kind, str(NOBODY))
        parts.append(part)
    return "/".join(parts)


def test_no_operation_is_reachable_that_the_matrix_does_not_know() -> None:
    served = {
        address.route
        for address in EVERY
        if address.name.startswith("api:") and address.door == "self-guarded"
    }
    known = {
        f"api/v1{path_}".replace("{", "<").replace("}", ">")
        for _tag, _method, path_, _operation in OPERATIONS
    }
    assert {route.rstrip("/") for route in served} - {route.rstrip("/") for route in known} <= {"api/v1"}


entered: list[str] = []


def unmarked(request: HttpRequest) -> HttpResponse:
    entered.append(request.path)
    return HttpResponse("inside")


unguarded = Router()


@unguarded.get("/open")
def unmarked_operation(request: HttpRequest) -> dict[str, str]:
    entered.append(request.path)
    return {"inside": "yes"}


_api = NinjaAPI(urls_namespace="unmarked", auth=Shut(), docs_url=None, openapi_url=None)
_api.add_router("", unguarded)
urlpatterns = [path("unmarked/", unmarked), path("api/", _api.urls)]


@pytest.mark.urls(__name__)
def test_a_view_that_declares_no_door_is_not_entered_even_by_an_owner(cast: Cast) -> None:
    browser = sign_in(cast.owner)
    browser.raise_request_exception = False
    assert browser.get("/unmarked/", headers={"Accept": "application/json"}).status_code == 403
    assert browser.get("/api/open").status_code >= 400
    assert entered == []
