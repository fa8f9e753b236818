"""The offline reports of 聚光: rows per day of the account, its campaigns and its notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chaoxin.connectors.errors import AskPlatform
from chaoxin.connectors.values import Account
from chaoxin.connectors.wording import said

from .call import Caller, number_of, secrets_of, setting
from .limits import REPORT_ROWS, number

PLATFORM_ZONE = ZoneInfo("Asia/Shanghai")
OFFLINE = "/jg/data/report/offline"
FIRST_PAGE = 1
MOST_PAGES = 40
# Which column names the day is not in any source; the setting `report_day_field` goes first.
DAY_FIELDS = ("time", "date", "stat_date")
NO_DAY = said("聚光的报表里没有认出日期这一列，数字没有采用。请在接入信息的“报表日期列”里填上它的列名。")

Row = dict[str, Any]


def yesterday(caller: Caller) -> date:
    """The last day that the offline reports have."""
    return caller.wire.now().astimezone(PLATFORM_ZONE).date() - timedelta(days=1)


def account_days(caller: Caller, account: Account, *, since: date, until: date) -> list[Row]:
    """The rows of the account itself."""
    return list(_rows(caller, account, "account", since=since, until=until))


def campaign_days(caller: Caller, account: Account, *, since: date, until: date) -> list[Row]:
    """The rows of each campaign, by `campaign_id`."""
    return list(_rows(caller, account, "campaign", since=since, until=until))


def note_days(caller: Caller, account: Account, *, since: date, until: date) -> list[Row]:
    """The rows of each note that is advertised, by `note_id`."""
    return list(_rows(caller, account, "note", since=since, until=until))


def day_of(account: Account, row: Mapping[str, Any]) -> str:
    """The day of a row as YYYY-MM-DD. Raises AskPlatform where no column is one."""
    own = setting(account, "report_day_field")
    for name in (own, *DAY_FIELDS) if own else DAY_FIELDS:
        text = str(row.get(name) or "")[:10]
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            continue
    raise AskPlatform(NO_DAY, code="report_day_field", excerpt=str(sorted(row))[:600])


def _rows(caller: Caller, account: Account, level: str, *, since: date, until: date) -> Iterator[Row]:
    size = number(account.settings, REPORT_ROWS)
    for page in range(FIRST_PAGE, FIRST_PAGE + MOST_PAGES):
        question = {
            "advertiser_id": number_of(setting(account, "advertiser_id")),
            "start_date": since.isoformat(),
            "end_date": until.isoformat(),
            "time_unit": "DAY",
            "page_num": page,
            "page_size": size,
        }
        data = caller.report(account, f"{OFFLINE}/{level}", question)
        listed = data.get("data_list")
        if listed is None and not data.get("total_count"):
            return
        if not isinstance(listed, list):
            raise caller.unreadable(data, secrets_of(account))
        yield from (row for row in listed if isinstance(row, dict))
        if len(listed) < size:
            return
