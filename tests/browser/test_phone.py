from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from . import handing_over
from .handing_over import BY_LINK, BY_SCRIPT, HandOver
from .installation import Installation
from .walk import Walk

# The installation's start included.
SECONDS = 300
STEPS: tuple[Callable[[Walk, HandOver], None], ...] = (
    handing_over.register_account,
    handing_over.register_robot,
    handing_over.write_and_plan,
    handing_over.be_reminded,
    handing_over.publish_on_the_phone,
    handing_over.find_the_receipt,
)


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.timeout(SECONDS)
@pytest.mark.parametrize("way", [BY_LINK, BY_SCRIPT], ids=["by link", "by script"])
def test_a_post_that_a_person_publishes_goes_by_his_phone_and_comes_back_as_a_receipt(
    browser: Browser, installation: Installation, way: HandOver
) -> None:
    walk = Walk(browser, installation)
    try:
        for step in STEPS:
            print(step.__doc__)
            step(walk, way)
        assert walk.problems == []
    finally:
        walk.close()
