"""Addresses of an app's pages: publishing, the outcome, deleting, and the files of posts."""

import re
import sqlite3
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox import media
from sandbox.pages.layout import public_page
from sandbox.pages.markup import element
from sandbox.phone import fetching, page
from sandbox.phone.app import Declined, Entry, PhoneApp, comment_first, publish, withdraw
from sandbox.tasks import run_due
from sandbox.world import World

FILE_NAME = re.compile(r"([0-9a-f]{64})\.([0-9a-z]{1,5})")
MOST_FILES = 60
VIDEOS = frozenset({"mp4"})


def app_routes(world: World, app: PhoneApp) -> list[Route]:
    """The pages of an app. Pages of single posts stand at addresses of the platform's own and come from its folder."""

    async def form(request: Request) -> Response:
        given = dict(request.query_params)
        if not given.get("link") or app.opened is None:
            return page.form_page(world, app, given)
        try:
            return await shared_form(world, app, given)
        except Declined as declined:
            return page.form_page(world, app, {**given, "link": ""}, problem=f"分享打不开：{declined}")

    async def submit(request: Request) -> Response:
        async with request.form(max_files=MOST_FILES) as given:
            return take(world, app, given)

    async def done(request: Request) -> Response:
        run_due(world)
        post = post_in(world, app, request.query_params.get("post", ""))
        return page.done_page(world, app, post) if post is not None else nothing(app)

    async def delete(request: Request) -> Response:
        given = await request.form()
        post = post_in(world, app, str(given.get("post", "")))
        if post is None:
            return nothing(app)
        with world.store.transaction():
            withdraw(world, post)
        return RedirectResponse(f"/{app.page}/done?post={post['id']}", status_code=303)

    async def file(request: Request) -> Response:
        return stored_file(world, request.path_params["name"])

    return [
        Route(f"/{app.page}", form, methods=["GET"]),
        Route(f"/{app.page}", submit, methods=["POST"]),
        Route(f"/{app.page}/done", done, methods=["GET"]),
        Route(f"/{app.page}/delete", delete, methods=["POST"]),
        Route(f"/{app.file_host}/{{name}}", file, methods=["GET"]),
    ]


async def shared_form(world: World, app: PhoneApp, given: dict[str, str]) -> Response:
    """The form as a share fills it in, its media fetched. Raises Declined."""
    assert app.opened
    shared = app.opened(world, given["link"])
    kept = await fetching.fetch(world, shared.media)
    filled = {"form": shared.form, "title": shared.title, "text": shared.text, **given}
    return page.form_page(world, app, filled, shared=shared, kept=kept)


def take(world: World, app: PhoneApp, given: FormData) -> Response:
    """Publish what was filled in; a refusal shows the form again."""
    typed = {name: str(value) for name, value in given.items() if isinstance(value, str)}
    run_due(world)
    try:
        account = world.accounts.get(typed["account"])
        entry = entry_of(world, app, typed, given)
        with world.store.transaction():
            post_id = publish(world, app, account, entry)
            comment_first(world, post_id, entry.first_comment)
    except Declined as declined:
        return page.form_page(world, app, typed, problem=str(declined), kept=brought_names(world, given))
    except KeyError as error:
        return page.form_page(world, app, typed, problem=f"没有这个账号或类型：{error.args[0]}。")
    return RedirectResponse(f"/{app.page}/done?post={post_id}", status_code=303)


def entry_of(world: World, app: PhoneApp, typed: dict[str, str], given: FormData) -> Entry:
    """What was filled in, its files kept. Raises Declined for files that are no pictures or video, KeyError for an
    unknown form."""
    form = app.form(typed["form"])
    uploads = [one for one in given.getlist("files") if isinstance(one, UploadFile) and one.filename]
    link = typed.get("link", "")
    share = app.opened(world, link).share if link and app.opened else ""
    names = [kept(world, one) for one in uploads] or list(brought_names(world, given))
    videos = [name for name in names if name.rpartition(".")[2] in VIDEOS]
    if form.takes_video and (len(videos) != 1 or len(names) != 1):
        raise Declined(f"{form.name}要且只要一个视频文件。")
    if not form.takes_video and videos:
        raise Declined(f"{form.name}只收图片。")
    return Entry(
        form=form.key,
        title=typed.get("title", "").strip(),
        text=typed.get("text", "").replace("\r\n", "\n").strip(),
        declaration=typed.get("declaration", ""),
        first_comment=typed.get("first_comment", ""),
        pictures=() if form.takes_video else tuple(names),
        video=names[0] if form.takes_video else "",
        visibility=typed.get("visibility", ""),
        share=share,
    )


def brought_names(world: World, given: FormData) -> tuple[str, ...]:
    """The files that a share brought, as far as they are here."""
    names = [str(name) for name in given.getlist("kept")]
    return tuple(name for name in names if stored_file(world, name).status_code == 200)


def kept(world: World, upload: Any) -> str:
    """The name of the stored file with an ending by its content. Raises Declined for what is neither."""
    kind = media.kind_of(upload.file.read(32))
    if not media.CONTENT_TYPES.get(kind, "").startswith(("image/", "video/")):
        raise Declined(f"文件 {upload.filename} 不是能发的图片或视频。")
    upload.file.seek(0)
    return f"{media.keep_stream(world.data_dir, upload.file)}.{kind}"


def post_in(world: World, app: PhoneApp, number: str) -> sqlite3.Row | None:
    post = world.posts.get(int(number)) if number.isdecimal() else None
    return post if post is not None and post["platform"] == app.platform else None


def nothing(app: PhoneApp) -> Response:
    gone = element("section", None, "没有这条内容。")
    return public_page("没有这条内容", gone, notice=page.notice_of(app), status=404)


def stored_file(world: World, name: str) -> Response:
    match = FILE_NAME.fullmatch(name)
    path = media.path_of(world.data_dir, match[1]) if match else None
    if match is None or path is None or not path.exists() or match[2] not in media.CONTENT_TYPES:
        return Response(status_code=404)
    return FileResponse(
        path, media_type=media.CONTENT_TYPES[match[2]], headers={"cache-control": "max-age=86400"}
    )
