"""Reports of the ads API: by account, campaign, unit, creativity or note, per day or in sum."""

import re
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sandbox.accounts import Account
from sandbox.calls import Call
from sandbox.clock import DAY, day_of, local_time
from sandbox.platforms.xiaohongshu.errors import WRONG_PARAMETER, refusal
from sandbox.platforms.xiaohongshu.figures import (
    Figures,
    campaign_of,
    creativity_of,
    figures_of,
    unit_of,
)
from sandbox.platforms.xiaohongshu.requests import body_of, success, text_in
from sandbox.posts import LIVE, TAKEN_DOWN, WITHDRAWN
from sandbox.world import World

LEVELS = ("account", "campaign", "unit", "creativity", "note")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
MOST_ROWS = 500
DEFAULT_ROWS = 20
UNITS = ("DAY", "SUMMARY")
Row = dict[str, Any]


def offline(level: str) -> Callable[[Call], Row]:
    """POST /jg/data/report/offline/<level>: whole days, the latest of them yesterday."""

    def answer(call: Call) -> Row:
        body = body_of(call)
        check_advertiser(call, body)
        since, until = days_in(call, body)
        unit = str(body.get("time_unit") or "DAY")
        if unit not in UNITS:
            raise refusal(WRONG_PARAMETER, "沙盒只有 DAY 和 SUMMARY")
        rows = report(call.world, call.the_account, level, since=since, until=until, by_day=unit == "DAY")
        return page_of(call, body, rows)

    return answer


def realtime(level: str) -> Callable[[Call], Row]:
    """POST /jg/data/report/realtime/<level>: today so far."""

    def answer(call: Call) -> Row:
        body = body_of(call)
        check_advertiser(call, body)
        today = day_of(call.at)
        rows = report(call.world, call.the_account, level, since=today, until=today, by_day=False)
        return page_of(call, body, rows)

    return answer


def balance(call: Call) -> Row:
    """GET /jg/account/balance/info"""
    check_advertiser(call, dict(call.fields()))
    told = {"advertiser_id": int(call.the_account.credentials["advertiser_id"]), "total_balance": "20000.00"}
    return success(call, told)


def check_advertiser(call: Call, body: Row) -> None:
    if text_in(body, "advertiser_id") != call.the_account.credentials["advertiser_id"]:
        raise refusal(WRONG_PARAMETER, "没有这个广告账号的授权")


def days_in(call: Call, body: Row) -> tuple[str, str]:
    """First and last day asked for; days that no report has yet are cut off silently."""
    since, until = text_in(body, "start_date"), text_in(body, "end_date")
    if not DATE.fullmatch(since) or not DATE.fullmatch(until) or since > until:
        raise refusal(WRONG_PARAMETER, "start_date 或 end_date 不合法")
    behind = float(call.world.setting(call.the_account, "report_days_behind"))
    return since, min(until, day_of(call.at - behind * DAY))


def page_of(call: Call, body: Row, rows: list[Row]) -> Row:
    try:
        number, size = int(body.get("page_num") or 1), int(body.get("page_size") or DEFAULT_ROWS)
    except (TypeError, ValueError) as error:
        raise refusal(WRONG_PARAMETER, "page_num 或 page_size 不合法") from error
    if number < 1 or not 1 <= size <= MOST_ROWS:
        raise refusal(WRONG_PARAMETER, "page_num 或 page_size 不合法")
    start = (number - 1) * size
    return success(call, {"data_list": rows[start : start + size], "total_count": len(rows)})


def report(world: World, account: Account, level: str, *, since: str, until: str, by_day: bool) -> list[Row]:
    """All rows between two days, in order of day and then of number."""
    collected: dict[tuple[str, str], tuple[Row, Figures]] = {}
    for row in days_of_notes(world, account, since=since, until=until):
        names = dimensions(account, level, row)
        if by_day:
            names[str(world.setting(account, "report_day_field"))] = row["day"]
        key = (row["day"] if by_day else "", str(names.get(f"{level}_id", "")))
        entry = collected.setdefault(key, (names, Figures()))
        entry[1].add(figures_of(world, account, row))
    if level == "account" and by_day:
        add_empty_days(world, account, collected, since=since, until=until)
    return [names | figures.told() for _, (names, figures) in sorted(collected.items())]


def add_empty_days(
    world: World,
    account: Account,
    collected: dict[tuple[str, str], tuple[Row, Figures]],
    *,
    since: str,
    until: str,
) -> None:
    """An account has a row for each day since it was opened, also where nothing was spent."""
    number, field = account.credentials["advertiser_id"], str(world.setting(account, "report_day_field"))
    day = local_time(account.created_at)
    while (text := day.strftime("%Y-%m-%d")) <= until:
        if text >= since:
            collected.setdefault((text, number), ({"account_id": number, field: text}, Figures()))
        day += timedelta(days=1)


def days_of_notes(world: World, account: Account, *, since: str, until: str) -> list[sqlite3.Row]:
    return world.store.all(
        "SELECT post_day.*, post.external_id, post.title FROM post_day JOIN post ON post.id = post_day.post_id "
        "WHERE post.account = ? AND post.state IN (?, ?, ?) AND post_day.day BETWEEN ? AND ?",
        account.key,
        LIVE,
        TAKEN_DOWN,
        WITHDRAWN,
        since,
        until,
    )


def dimensions(account: Account, level: str, row: sqlite3.Row) -> Row:
    """The columns that say what a row is about."""
    post_id = row["post_id"]
    if level == "account":
        return {"account_id": account.credentials["advertiser_id"]}
    campaign, unit, creativity = (of(account, post_id) for of in (campaign_of, unit_of, creativity_of))
    names: Row = {"campaign_id": campaign[0], "campaign_name": campaign[1]}
    if level in ("unit", "creativity"):
        names |= {"unit_id": unit[0], "unit_name": unit[1]}
    if level == "creativity":
        names |= {"creativity_id": creativity[0], "creativity_name": creativity[1]}
    if level == "note":
        return {"note_id": row["external_id"], "note_title": row["title"]}
    return names
