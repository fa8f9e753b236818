"""The table of the control API, and how a route calls its verb."""

import inspect
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.calls import JSON
from sandbox.control import accounts, faults, history, journal, people, posts, robots, times
from sandbox.desk import Desk
from sandbox.tasks import run_due


@dataclass(frozen=True, slots=True)
class ControlRoute:
    method: str
    path: str
    verb: Callable[[Desk, dict[str, Any]], Any]
    purpose: str


ROUTES = (
    ControlRoute("GET", "/control/health", times.health, "alive?"),
    ControlRoute(
        "GET", "/control/accounts", accounts.list_accounts, "accounts with credentials (`platform`)"
    ),
    ControlRoute(
        "POST",
        "/control/accounts",
        accounts.create,
        "open an account: `platform`, `profile`, `name`, `key`, `followers`, `credentials`, `settings`, `audience`, "
        "`quota_profile`, `created_at`",
    ),
    ControlRoute("GET", "/control/accounts/{key}", accounts.show, "one account"),
    ControlRoute(
        "PATCH",
        "/control/accounts/{key}",
        accounts.change,
        "change `name`, `settings`, `credentials` (Weibo: app fields and `auto_approve`), `audience`",
    ),
    ControlRoute(
        "POST",
        "/control/accounts/{key}/callback",
        accounts.set_callback,
        "verify and keep the callback `url` (`mode`)",
    ),
    ControlRoute("POST", "/control/accounts/{key}/audience", accounts.set_audience, "`on`, `intensity`"),
    ControlRoute("POST", "/control/accounts/{key}/quota", accounts.use_quota, "quota `profile`"),
    ControlRoute(
        "POST", "/control/accounts/{key}/quota/reset", accounts.reset_quota, "forget what was used up"
    ),
    ControlRoute(
        "POST", "/control/accounts/{key}/authorize", accounts.authorize, "a token without the consent page"
    ),
    ControlRoute(
        "POST", "/control/accounts/{key}/revoke", accounts.revoke, "end the account's tokens or grants"
    ),
    ControlRoute(
        "POST",
        "/control/accounts/{key}/messages",
        people.write_message,
        "fans write: `text`, `person`, `count`, `kind`",
    ),
    ControlRoute(
        "POST", "/control/accounts/{key}/follows", people.make_follow, "fans follow: `person`, `count`"
    ),
    ControlRoute("POST", "/control/accounts/{key}/unfollows", people.make_unfollow, "a fan leaves: `person`"),
    ControlRoute(
        "POST",
        "/control/accounts/{key}/mentions",
        people.mention,
        "somebody names the account: `text`, `person`",
    ),
    ControlRoute(
        "POST",
        "/control/accounts/{key}/history",
        history.add,
        "back-dated `posts` since `since`, with what the audience did",
    ),
    ControlRoute(
        "POST",
        "/control/accounts/{key}/history/answers",
        history.answer,
        "back-dated `answers` of the account: text, at, and `comment` (number) or `person`",
    ),
    ControlRoute(
        "GET", "/control/accounts/{key}/fans", people.list_fans, "whom the account has met, with their ids"
    ),
    ControlRoute(
        "GET", "/control/accounts/{key}/days", accounts.list_days, "followers gained and lost, day by day"
    ),
    ControlRoute(
        "GET",
        "/control/posts",
        posts.list_posts,
        "posts (`account`, `state`, `platform`, `kind`, `text`, `content_hash`, "
        "`external_id`, `url`, `since`, `limit`)",
    ),
    ControlRoute("GET", "/control/posts/{id}", posts.show, "one post with comments, days and effects"),
    ControlRoute(
        "POST",
        "/control/posts/{id}/comments",
        people.comment,
        "a fan comments: `text`, `person`, `at`, `reply_to`",
    ),
    ControlRoute(
        "POST", "/control/posts/{id}/take-down", posts.take_down, "the platform deletes it: `reason`"
    ),
    ControlRoute(
        "POST",
        "/control/posts/{id}/restriction",
        posts.restrict,
        "the platform shows it to its author only; `on` false: to everybody again",
    ),
    ControlRoute(
        "GET",
        "/control/effects",
        posts.list_effects,
        "one row for each publish call that took effect (`account`, `kind`, `path`, `content_hash`, `text`, `limit`)",
    ),
    ControlRoute(
        "GET", "/control/duplicates", posts.list_duplicates, "contents applied more than once (`account`)"
    ),
    ControlRoute(
        "GET",
        "/control/summary",
        posts.summarize,
        "posts by state, effects, contents, duplicates (`account`)",
    ),
    ControlRoute("GET", "/control/robots", robots.list_robots, "robots of group chats: address, secret"),
    ControlRoute(
        "POST",
        "/control/robots",
        robots.add,
        "a chat with a robot: `kind` (work_chat, feishu, dingtalk), `name`, `key`, `secret`, `signed`, `keyword`",
    ),
    ControlRoute("GET", "/control/robots/{id}/messages", robots.messages, "what a robot was sent (`limit`)"),
    ControlRoute(
        "GET",
        "/control/messages",
        people.list_messages,
        "private messages (`account`, `person`, `direction`, `limit`)",
    ),
    ControlRoute(
        "GET",
        "/control/calls",
        journal.list_calls,
        "journal of API calls (`account`, `path`, `since`, `after`, `limit`)",
    ),
    ControlRoute("GET", "/control/calls/{id}", journal.show_call, "one call"),
    ControlRoute(
        "GET",
        "/control/callbacks",
        journal.list_callbacks,
        "pushes and what came of them (`account`, `state`, `event`)",
    ),
    ControlRoute(
        "POST", "/control/callbacks/flush", journal.flush_callbacks, "attempt all waiting pushes now"
    ),
    ControlRoute("GET", "/control/faults", faults.list_faults, "injected faults"),
    ControlRoute("GET", "/control/faults/kinds", faults.list_kinds, "kinds of faults and their options"),
    ControlRoute(
        "POST",
        "/control/faults",
        faults.add,
        "inject: `kind`, `account`, `path`, `count`, `probability`, `options`",
    ),
    ControlRoute("DELETE", "/control/faults/{id}", faults.remove, "remove one fault"),
    ControlRoute("DELETE", "/control/faults", faults.remove_all, "remove all faults"),
    ControlRoute("GET", "/control/time", times.show, "world time, real time, factor"),
    ControlRoute("POST", "/control/time", times.accelerate, "`factor`"),
    ControlRoute(
        "POST", "/control/advance", times.advance, "move time by `seconds` (`services`) and let it happen"
    ),
    ControlRoute("POST", "/control/reset", times.reset, "forget everything (`keep_accounts`)"),
)


def control_routes(desk: Desk) -> list[Route]:
    return [Route(one.path, endpoint_for(desk, one), methods=[one.method]) for one in ROUTES]


def endpoint_for(desk: Desk, route: ControlRoute) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        try:
            given = await given_in(request)
            return answer(await perform(desk, route.verb, given))
        except KeyError as error:
            return answer({"error": f"not found or missing: {error.args[0]}"}, status=404)
        except (ValueError, TypeError) as error:
            return answer({"error": str(error)}, status=400)

    return endpoint


async def given_in(request: Request) -> dict[str, Any]:
    """Query, JSON body and path together; the path wins. Raises ValueError for a body that is no JSON object."""
    body = await request.body()
    given = json.loads(body) if body.strip() else {}
    if not isinstance(given, dict):
        raise ValueError("the body must be a JSON object")
    return {**request.query_params, **given, **request.path_params}


async def perform(desk: Desk, verb: Callable[[Desk, dict[str, Any]], Any], given: dict[str, Any]) -> Any:
    """Call a verb: a plain one all or nothing, one that waits for the network by itself."""
    run_due(desk.world)
    if inspect.iscoroutinefunction(verb):
        return await verb(desk, given)
    try:
        with desk.world.store.transaction():
            return verb(desk, given)
    except Exception:
        desk.world.load()  # what is kept in memory may have run ahead of what was undone
        raise


def answer(value: Any, *, status: int = 200) -> Response:
    return Response(json.dumps(value, ensure_ascii=False), status, media_type=JSON)
