"""Forms of the control desk: read, done by the verbs of the control API, and back to where they were."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sandbox.control import accounts, faults, people, posts, times
from sandbox.control.routes import perform
from sandbox.desk import Desk
from sandbox.faults import KINDS
from sandbox.pages.layout import page
from sandbox.pages.markup import element

Verb = Callable[[Desk, dict[str, Any]], Any]
FAULT_FIELDS = ("kind", "account", "path", "count", "probability")


def form_endpoint(desk: Desk, verb: Verb) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that does the verb with the form's fields. What goes wrong is said on a page, with the fields."""

    async def endpoint(request: Request) -> Response:
        form = await request.form()
        given = {name: str(value) for name, value in form.items() if str(value) != ""} | dict(
            request.path_params
        )
        try:
            told = await perform(desk, verb, given)
        except (ValueError, TypeError, KeyError) as error:
            return problem_page(str(error.args[0] if error.args else error), given)
        if isinstance(told, dict) and told.get("problem"):
            return problem_page(str(told["problem"]), given)
        return RedirectResponse(back_from(request), status_code=303)

    return endpoint


def back_from(request: Request) -> str:
    """The page that the form was on, without its host; `#` parts come from the form's field `at`."""
    address = urlsplit(request.headers.get("referer", "/"))
    anchor = quote(request.query_params.get("at", ""))
    query = f"?{address.query}" if address.query else ""
    return f"{address.path or '/'}{query}{'#' + anchor if anchor else ''}"


def problem_page(problem: str, given: dict[str, Any]) -> Response:
    fields = [[element("dt", None, name), element("dd", None, value)] for name, value in given.items()]
    return page(
        "没有完成",
        element(
            "section",
            {"class": "notice bad"},
            element("h1", None, "没有完成"),
            element("p", None, f"原因：{problem}"),
            element("p", {"class": "soft"}, "什么都没有改变。刚才填写的内容："),
            element("dl", None, fields),
            element("p", None, element("a", {"href": "javascript:history.back()"}, "返回修改")),
        ),
        status=422,
    )


def add_fault(desk: Desk, given: dict[str, Any]) -> Any:
    """The form has one field for all options: `seconds=6, answer=cut`."""
    options: dict[str, Any] = {}
    kind = KINDS.get(str(given.get("kind", "")))
    for part in str(given.pop("options", "")).replace("，", ",").split(","):
        name, _, value = part.partition("=")
        if name.strip() and kind is not None:
            default = kind.options.get(name.strip())
            options[name.strip()] = type(default)(value.strip()) if default is not None else value.strip()
    return faults.add(
        desk, {name: given[name] for name in FAULT_FIELDS if name in given} | {"options": options}
    )


async def advance(desk: Desk, given: dict[str, Any]) -> Any:
    """The form counts in hours."""
    hours = float(given.get("hours", 0))
    return await times.advance(desk, {"seconds": hours * 3600, "services": given.get("services", "")})


def audience(desk: Desk, given: dict[str, Any]) -> Any:
    """An unticked box is not sent, which means off."""
    return accounts.set_audience(desk, {"on": False} | given)


FORMS: tuple[tuple[str, Verb], ...] = (
    ("/accounts", accounts.create),
    ("/accounts/{key}/callback", accounts.set_callback),
    ("/accounts/{key}/audience", audience),
    ("/accounts/{key}/quota", accounts.use_quota),
    ("/accounts/{key}/quota/reset", accounts.reset_quota),
    ("/accounts/{key}/messages", people.write_message),
    ("/accounts/{key}/follows", people.make_follow),
    ("/accounts/{key}/unfollows", people.make_unfollow),
    ("/accounts/{key}/mentions", people.mention),
    ("/accounts/{key}/revoke", accounts.revoke),
    ("/posts/{id}/comments", people.comment),
    ("/posts/{id}/take-down", posts.take_down),
    ("/posts/{id}/restriction", posts.restrict),
    ("/faults", add_fault),
    ("/faults/{id}/remove", faults.remove),
    ("/faults/remove-all", faults.remove_all),
    ("/time/factor", times.accelerate),
    ("/time/advance", advance),
)
