"""Somebody at a browser: signs in on the sign-in page, sends forms as pages do, calls the API with the session."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx


class Refused(Exception):
    """An answer that is not what the journey needs; carries its status and the start of its text."""


class Person:
    def __init__(self, address: str, *, email: str, password: str, workspace: str) -> None:
        self.workspace = workspace
        self._client = httpx.Client(base_url=address, timeout=60, follow_redirects=True)
        self._sign_in(email, password)

    def page(self, path: str) -> str:
        """The HTML of a page of the workspace (`path` below /w/<workspace>)."""
        return self._expect(self._client.get(self._below(path))).text

    def send(
        self, path: str, form: dict[str, Any], *, files: Any = None, status: int = 200
    ) -> httpx.Response:
        """The answer to a form sent as htmx does."""
        headers = {"HX-Request": "true", **self._token()}
        answer = self._client.post(self._below(path), data=form, files=files, headers=headers)
        return self._expect(answer, status=status)

    def api(self, method: str, path: str, body: Any = None, *, files: Any = None, status: int = 0) -> Any:
        """The JSON answer of the API (`path` below /api/v1)."""
        headers = {"X-Workspace": self.workspace, **self._token()}
        answer = self._client.request(method, f"/api/v1{path}", json=body, files=files, headers=headers)
        self._expect(answer, status=status)
        return answer.json() if answer.content else None

    def consent(self, address: str) -> httpx.Response:
        """Follows a consent address of a platform and comes back to the product with the answer."""
        gone = self._client.get(address, follow_redirects=False)
        back = gone.headers.get("location", "")
        if not back:
            raise Refused(f"no way back from {urlsplit(address).path}: {gone.status_code}")
        query = dict(parse_qsl(urlsplit(back).query))
        return self._expect(self._client.get(urlsplit(back).path, params=query))

    def _sign_in(self, email: str, password: str) -> None:
        self._client.get("/accounts/login/")
        form = {
            "login": email,
            "password": password,
            "csrfmiddlewaretoken": self._client.cookies["csrftoken"],
        }
        answer = self._client.post(
            "/accounts/login/", data=form, headers={"Referer": str(self._client.base_url)}
        )
        if "sessionid" not in self._client.cookies:
            raise Refused(f"{email} could not sign in: {answer.status_code}")

    def _token(self) -> dict[str, str]:
        return {"X-CSRFToken": self._client.cookies["csrftoken"], "Referer": str(self._client.base_url)}

    def _below(self, path: str) -> str:
        return path if path.startswith("/w/") else f"/w/{self.workspace}{path}"

    def _expect(self, answer: httpx.Response, *, status: int = 0) -> httpx.Response:
        right = answer.status_code == status if status else answer.status_code < 400
        if not right:
            said = (
                answer.text[:600] if "json" in answer.headers.get("content-type", "") else answer.text[-600:]
            )
            raise Refused(f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {said}")
        return answer


def pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:400]
