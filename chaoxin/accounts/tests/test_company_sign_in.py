"""Signing in by the company's identity provider, a small one that speaks OpenID Connect on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import LazySettings
from django.contrib.auth import SESSION_KEY
from django.test import Client

from chaoxin.accounts.models import Membership, User
from chaoxin.accounts.testing.cast import Cast

CODE, ACCESS = "code-of-this-visit", "access-of-this-visit"


class Provider(ThreadingHTTPServer):
    """`person` is what it says of whoever signs in; `asked` are the forms of token requests."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Desk)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.person: dict[str, Any] = {}
        self.asked: list[dict[str, list[str]]] = []

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }


class Desk(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        if self.path == "/.well-known/openid-configuration":
            self._say(self.server.configuration())
        elif self.path == "/userinfo" and self.headers["Authorization"] == f"Bearer {ACCESS}":
            self._say(self.server.person)
        else:
            self._say({"error": "not_found"}, status=404)

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.asked.append(form)
        right = form["code"] == [CODE] and form["client_secret"] == ["secret-of-chaoxin"]
        if self.path == "/token" and right:
            self._say({"access_token": ACCESS, "token_type": "Bearer", "expires_in": 300})
        else:
            self._say({"error": "invalid_grant"}, status=400)

    def _say(self, data: dict[str, Any], *, status: int = 200) -> None:
        body = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *said: object) -> None:
        """Says nothing."""


@pytest.fixture
def provider(settings: LazySettings) -> Iterator[Provider]:
    server = Provider()
    application = {
        "provider_id": "company",
        "name": "企业账号",
        "client_id": "chaoxin",
        "secret": "secret-of-chaoxin",
        "settings": {"server_url": server.address},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [application]}}
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def visit(provider: Provider) -> Callable[..., Client]:
    """Goes to the provider and comes back with its answer."""

    def come_back(person: dict[str, Any], **answer: str) -> Client:
        provider.person, client = person, Client()
        sent = urlsplit(client.post("/accounts/oidc/company/login/?process=login")["Location"])
        assert f"{sent.scheme}://{sent.netloc}{sent.path}" == f"{provider.address}/authorize"
        question = {name: values[0] for name, values in parse_qs(sent.query).items()}
        back = urlsplit(question["redirect_uri"]).path
        client.get(back, {"state": question["state"], **(answer or {"code": CODE})})
        return client

    return come_back


def user_of(cast: Cast) -> User:
    assert cast.editor.membership
    return cast.editor.membership.user


def said_of(email: str, *, verified: bool = True) -> dict[str, Any]:
    return {"sub": f"subject-of-{email}", "email": email, "email_verified": verified, "name": "某人"}


def test_a_member_comes_in_by_the_address_that_the_provider_verified(
    cast: Cast, visit: Callable[..., Client]
) -> None:
    user = user_of(cast)
    for _again in range(2):
        client = visit(said_of(user.email))
        assert client.session[SESSION_KEY] == str(user.pk)
    assert client.get("/w/demo/today/").status_code == 200


def test_an_address_that_is_not_verified_opens_nothing(cast: Cast, visit: Callable[..., Client]) -> None:
    user = user_of(cast)
    assert SESSION_KEY not in visit(said_of(user.email, verified=False)).session


def test_nobody_becomes_a_member_by_signing_in(cast: Cast, visit: Callable[..., Client]) -> None:
    before = (User.objects.count(), Membership.objects.count())
    assert SESSION_KEY not in visit(said_of("somebody@elsewhere.example")).session
    assert (User.objects.count(), Membership.objects.count()) == before


def test_a_wrong_code_or_a_refusal_opens_nothing(cast: Cast, visit: Callable[..., Client]) -> None:
    user = user_of(cast)
    assert SESSION_KEY not in visit(said_of(user.email), code="made-up").session
    assert SESSION_KEY not in visit(said_of(user.email), error="access_denied").session
