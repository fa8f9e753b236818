from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from . import answering, connecting, measuring, publishing, writing
from .installation import Installation
from .walk import Walk

# The installation's start included.
SECONDS = 420
STEPS: tuple[Callable[[Walk], None], ...] = (
    connecting.open_sandbox_accounts,
    connecting.connect_by_keys,
    connecting.connect_by_consent,
    connecting.set_objective,
    writing.write_draft,
    writing.marked_and_refused,
    writing.put_right_by_a_click,
    writing.adapt_and_submit,
    writing.approve,
    publishing.schedule,
    publishing.see_it_live,
    answering.fan_complains,
    answering.complaint_arrives,
    answering.forbidden_reply_is_stopped,
    answering.good_reply_is_sent,
    measuring.readings_rise,
    measuring.goal_moves,
    measuring.review_the_week,
    measuring.audit_verifies,
)


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.timeout(SECONDS)
def test_a_company_walks_from_the_first_account_to_a_verified_audit_trail(
    browser: Browser, installation: Installation
) -> None:
    walk = Walk(browser, installation)
    try:
        for step in STEPS:
            print(step.__doc__)
            step(walk)
        assert walk.problems == []
    finally:
        walk.close()
