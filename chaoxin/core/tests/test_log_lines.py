from __future__ import annotations

import logging
from typing import Any

import pytest
from django.conf import settings

from chaoxin.core.log_lines import WithoutSecretAddresses


def line(message: str, *values: Any) -> str:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, values, None)
    assert WithoutSecretAddresses().filter(record)
    return record.getMessage()


@pytest.mark.parametrize("start", ["/join/", "/h/", "/hooks/"])
def test_the_secret_part_of_an_address_is_blanked(start: str) -> None:
    assert line("%s: %s", "Not Found", f"{start}s3cr3t-Value_9/?x=1") == f"Not Found: {start}***/?x=1"


def test_other_lines_stay_as_they_are() -> None:
    assert line("%s %d", "/w/demo/drafts/", 3) == "/w/demo/drafts/ 3"


def test_every_line_that_is_written_passes_by_it() -> None:
    written: dict[str, Any] = settings.LOGGING
    assert all("addresses" in handler["filters"] for handler in written["handlers"].values())
