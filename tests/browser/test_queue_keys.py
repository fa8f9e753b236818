"""Working off a list without a mouse: move, look, act on the row one is at, take it back, keep the place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from .installation import Installation
from .person import open_page, sign_in

SECONDS = 420
HANDLE = "/w/demo/compliance/centre/handle/"
ROW = """<li class="row-line" data-list-item><input type="checkbox" name="finding" value="{key}" data-check-item>
<details><summary data-list-key="o">why</summary>because</details></li>"""
LIST = """<form id="rows" hx-post="{handle}" hx-swap="none" data-submit-many>
<button type="submit" name="act" value="dismiss" data-act-on-ticked data-shortcut="d" data-confirm="?">d</button>
<ul data-list data-list-keep>{rows}</ul></form>"""
pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.timeout(SECONDS),
]


@pytest.fixture
def sent() -> list[list[tuple[str, str]]]:
    return []


@pytest.fixture
def page(browser: Browser, installation: Installation, sent: list[list[tuple[str, str]]]) -> Iterator[Page]:
    """The queue of findings with three rows in it, and a server that answers every act with a way back."""
    problems: list[str] = []
    made = open_page(browser, problems)
    sign_in(made, installation.address, email="reviewer@demo.example")
    made.goto(f"{installation.address}/w/demo/compliance/centre/")

    def answer(route: Route) -> None:
        sent.append(parse_qsl(route.request.post_data or ""))
        undo = {"url": HANDLE, "values": [["act", "reopen"], ["finding", "2"]]}
        told = {"toast": {"text": "done", "level": "success", "undo": undo}}
        route.fulfill(status=204, headers={"HX-Trigger": json.dumps(told)})

    made.route(f"**{HANDLE}", answer)
    _fill(made)
    yield made
    made.context.close()
    assert problems == []


def _fill(page: Page) -> None:
    rows = "".join(ROW.format(key=key) for key in (1, 2, 3))
    script = "html => { const queue = document.getElementById('queue'); queue.innerHTML = html; htmx.process(queue); }"
    page.evaluate(script, LIST.format(handle=HANDLE, rows=rows))


def test_a_list_is_worked_off_by_keys_alone(page: Page, sent: list[list[tuple[str, str]]]) -> None:
    rows, here = page.locator("#rows [data-list-item]"), page.locator("#rows .is-at")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(here.locator("details")).to_have_attribute("open", "")
    page.keyboard.press("d")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("done")
    assert sent == [[("finding", "2"), ("act", "dismiss")]], "the row one is at, where none is ticked"
    page.keyboard.press("z")
    expect(page.locator("#toasts [data-toast-line]:visible")).to_have_count(1)
    assert sent[1] == [("act", "reopen"), ("finding", "2")]
    page.keyboard.press("x")
    rows.nth(0).locator("input").check()
    page.keyboard.press("d")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert sent[2] == [("finding", "1"), ("act", "dismiss")], "what is ticked counts, wherever one is"
    _fill(page)
    # Drawn anew, the list keeps the place.
    expect(rows.nth(1)).to_have_class("row-line is-at")
