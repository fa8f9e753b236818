"""The app on a phone, for testers who finish a post by hand: what happens when they publish there."""

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sandbox import media
from sandbox.accounts import Account
from sandbox.platforms.kuaishou import posts, uploads
from sandbox.platforms.kuaishou.phone_pages import ADDRESS, PATH, VISIBILITIES, done_page, form_page
from sandbox.tasks import run_due
from sandbox.world import World

MOST_PICTURES = 31
HEAD_OCTETS = 64  # all that is looked at of a video


class Unfinished(Exception):
    """What is still missing, in the app's words."""


def desk_pages(account: Account) -> Mapping[str, str]:
    """The app's page for a tester of this account."""
    return {f"{ADDRESS}?account={account.key}": "打开手机 App 发作品"}


def routes(world: World) -> list[Route]:
    async def publish(request: Request) -> Response:
        if request.method == "GET":
            return form_page(world, account=request.query_params.get("account", ""))
        async with request.form(max_files=MOST_PICTURES + 2) as form:
            try:
                post_id = await take(world, form)
            except Unfinished as missing:
                account = str(form.get("account", ""))
                return form_page(world, account=account, given=form, problem=str(missing))
        return RedirectResponse(f"{ADDRESS}/posts/{post_id}", status_code=303)

    def post(request: Request) -> Response:
        run_due(world)
        return done_page(world, request.path_params["id"])

    def delete(request: Request) -> Response:
        number = request.path_params["id"]
        with world.store.transaction():
            posts.withdraw(world, number, at=world.clock.now())
        return RedirectResponse(f"{ADDRESS}/posts/{number}", status_code=303)

    return [
        Route(ADDRESS, publish, methods=["GET", "POST"]),
        Route(f"{ADDRESS}/posts/{{id:int}}", post),
        Route(f"{ADDRESS}/posts/{{id:int}}/delete", delete, methods=["POST"]),
    ]


async def take(world: World, form: FormData) -> int:
    """Publish what the form holds; answers the post's number. Raises Unfinished."""
    account = world.accounts.by_key.get(str(form.get("account", "")))
    if account is None or account.platform != "kuaishou":
        raise Unfinished("请先选择账号。")
    caption, visibility = str(form.get("caption", "")).strip(), str(form.get("visibility") or posts.PUBLIC)
    if not caption or visibility not in VISIBILITIES:
        raise Unfinished("请写上作品描述。")
    if len(caption) > world.setting(account, "caption_limit"):
        raise Unfinished(f"作品描述有 {len(caption)} 字，太长了。")
    video = await octets_of(form.get("video"), most=HEAD_OCTETS)
    pictures = [data for one in form.getlist("pictures") if (data := await octets_of(one))]
    cover = await octets_of(form.get("cover"))
    if bool(video) == bool(pictures):
        raise Unfinished("请选一个视频，或者选几张图片，不能都选。")
    names = [media.keep(world.data_dir, data) for data in pictures]
    details: dict[str, Any] = {
        "cover": media.keep(world.data_dir, cover) if cover else names[0] if names else "",
        "visibility": visibility,
        "declaration": str(form.get("declaration", "")),
        "by": "hand",
    }
    now, number = world.clock.now(), world.next_number()
    new = posts.new_post(
        account,
        number=posts.photo_id(world.ids(f"phone|{number}")),
        kind="pictures" if names else "video",
        caption=caption,
        at=now,
        request_id=number,
        pictures=names,
        details=details,
    )
    fates = world.draw_fates(account.key, path=PATH)
    with world.store.transaction():
        return posts.take(world, new, fates, path=PATH, is_video=not video or uploads.is_video(video))


async def octets_of(given: object, *, most: int = -1) -> bytes:
    """The file of a field, or its beginning; empty where none was chosen."""
    return await given.read(most) if isinstance(given, UploadFile) else b""
