"""The phone of a member: what he is asked to send, and what he does with his customers and groups. Also the page of a
task, and pictures."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sandbox import media
from sandbox.accounts import Account
from sandbox.pages.layout import public_page
from sandbox.pages.markup import element
from sandbox.platforms.wecom import acts, customers, phone, task_page
from sandbox.platforms.wecom.uploads import PICTURE_HOST
from sandbox.tasks import run_due
from sandbox.world import World

PHONE_HOST = "work.weixin.qq.com"
NOTICE = "沙盒中的企业微信手机端"

Shown = Callable[[Account, str], Response]


def routes(world: World) -> list[Route]:
    return [
        Route(f"/{PHONE_HOST}/tasks/{{msgid}}", lambda request: task(world, request)),
        Route(f"/{PHONE_HOST}/{{key}}", lambda request: members(world, request)),
        Route(f"/{PHONE_HOST}/{{key}}/{{userid}}", lambda request: member(world, request)),
        Route(f"/{PHONE_HOST}/{{key}}/{{userid}}/{{act}}", doer(world), methods=["POST"]),
        Route(f"/{PICTURE_HOST}/wwpic3az/{{slug}}/0", lambda request: picture(world, request)),
    ]


def address_of(account: Account) -> str:
    return f"/{PHONE_HOST}/{account.key}"


def account_in(world: World, request: Request) -> Account | None:
    account = world.accounts.by_key.get(request.path_params["key"])
    return account if account is not None and account.platform == "wecom" else None


def member_in(world: World, account: Account, request: Request) -> str:
    """The member whose phone it is, "" for nobody's."""
    userid = request.path_params["userid"]
    return userid if userid in customers.members_of(world, account) else ""


def nothing(words: str) -> Response:
    return public_page("没有内容", element("section", None, words), notice=NOTICE, status=404)


def task(world: World, request: Request) -> Response:
    row = world.store.one("SELECT * FROM wecom_task WHERE msgid = ?", request.path_params["msgid"])
    if row is None:
        return nothing("没有这个群发任务。")
    return public_page("群发", *task_page.sections(world, row), notice=NOTICE)


def members(world: World, request: Request) -> Response:
    account = account_in(world, request)
    if account is None:
        return nothing("没有这个企业。")
    return public_page(account.name, *phone.members(world, account, address_of(account)), notice=NOTICE)


def member(world: World, request: Request) -> Response:
    account = account_in(world, request)
    userid = member_in(world, account, request) if account else ""
    if account is None or not userid:
        return nothing("没有这名成员。")
    run_due(world)
    return public_page(
        f"{userid} 的手机", *phone.sections(world, account, userid, address_of(account)), notice=NOTICE
    )


def doer(world: World) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that lets a member do something and shows his phone again."""

    async def do(request: Request) -> Response:
        account = account_in(world, request)
        userid = member_in(world, account, request) if account else ""
        act = acts.ACTS.get(request.path_params["act"])
        if account is None or not userid or act is None:
            return nothing("没有这名成员，或没有这个操作。")
        given = {name: str(value).strip() for name, value in (await request.form()).items()}
        run_due(world)
        with world.store.transaction():
            problem = act(world, account, userid, given)
        address = f"{address_of(account)}/{userid}"
        if not problem:
            return RedirectResponse(address, status_code=303)
        told = element(
            "section",
            {"class": "notice bad"},
            element("p", None, problem),
            element("p", None, element("a", {"href": address}, "返回")),
        )
        return public_page("没有完成", told, notice=NOTICE, status=422)

    return do


def picture(world: World, request: Request) -> Response:
    url = f"https://{PICTURE_HOST}/wwpic3az/{request.path_params['slug']}/0"
    row = world.store.one("SELECT format, file FROM wecom_media WHERE url = ?", url)
    data = media.load(world.data_dir, row["file"]) if row is not None else None
    if row is None or data is None:
        return Response(status_code=404)
    return Response(
        data, media_type=media.CONTENT_TYPES[row["format"]], headers={"cache-control": "max-age=86400"}
    )
