"""What the steps of the journey share: the people at their browsers, the sandbox's desk, what was made on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
from playwright.sync_api import Browser, Page

from .installation import Installation
from .person import go, open_page, sign_in

ARTICLE_ACCOUNT = "潮汐茶公众号"
MICROBLOG_ACCOUNT = "潮汐茶微博"
ACCOUNTS = (ARTICLE_ACCOUNT, MICROBLOG_ACCOUNT)


@dataclass
class Walk:
    browser: Browser
    installation: Installation
    problems: list[str] = field(default_factory=list)
    pages: dict[str, Page] = field(default_factory=dict)
    # Addresses of what was made, by a word for it.
    made: dict[str, str] = field(default_factory=dict)

    def person(self, name: str) -> Page:
        """The page of somebody of the example company, signed in."""
        if name not in self.pages:
            self.pages[name] = open_page(self.browser, self.problems)
            sign_in(self.pages[name], self.installation.address, email=f"{name}@demo.example")
        return self.pages[name]

    def at(self, name: str, entry: str) -> Page:
        """The same, on a page of the navigation."""
        page = self.person(name)
        go(page, entry)
        return page

    def desk(self, path: str = "/") -> Page:
        """The sandbox's own pages: where accounts are opened and fans speak."""
        if "desk" not in self.pages:
            self.pages["desk"] = open_page(self.browser, self.problems)
        page = self.pages["desk"]
        page.goto(f"{self.installation.sandbox_address}{path}")
        return page

    def ask(self, method: str, path: str, given: Mapping[str, Any] | None = None) -> Any:
        """A call of the sandbox's control API."""
        answer = httpx.request(
            method, f"{self.installation.sandbox_address}/control/{path}", json=given, timeout=20
        )
        answer.raise_for_status()
        return answer.json()

    def post_on_desk(self, account: str) -> Page:
        """The post of an account as the sandbox shows it."""
        page = self.desk()
        page.locator("#posts tr").filter(has_text=account).get_by_role("link").first.click()
        return page

    def close(self) -> None:
        for page in self.pages.values():
            page.context.close()
