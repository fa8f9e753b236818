"""公众平台 by hand: what a person does in the backend or in 订阅号助手. Every account may, verified or not."""

import json
import sqlite3
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sandbox import media
from sandbox.accounts import Account
from sandbox.calls import Call, Refusal, Upload
from sandbox.gateway import Incoming, new_call
from sandbox.platforms.wechat import backend_pages, drafts, mass, materials, publishing
from sandbox.platforms.wechat.errors import refusal
from sandbox.tasks import run_due
from sandbox.world import World

HOST = "mp.weixin.qq.com"
BOX, NEW, PUBLISH, CONFIRM, DONE = (
    f"/cgi-bin/{name}"
    for name in ("appmsg", "appmsg/new", "appmsg/publish", "appmsg/confirm", "appmsgpublish")
)
MOST_FILES = 21
PICTURE_FORMATS = ("jpg", "png", "gif", "bmp")
TO_ALL = "all"


def routes(world: World) -> list[Route]:
    async def accounts(request: Request) -> Response:
        return backend_pages.accounts_page(world)

    async def box(request: Request) -> Response:
        run_due(world)
        return backend_pages.box_page(world, request.query_params.get("account", ""))

    async def new(request: Request) -> Response:
        async with request.form(max_files=MOST_FILES) as given:
            return answer(world, given, save)

    async def publish(request: Request) -> Response:
        return answer(world, await request.form(), send)

    async def confirm(request: Request) -> Response:
        return answer(world, await request.form(), let_go)

    async def done(request: Request) -> Response:
        run_due(world)
        return backend_pages.done_page(world, request.query_params.get("post", ""))

    return [
        Route(f"/{HOST}/", accounts),
        Route(f"/{HOST}{BOX}", box, methods=["GET"]),
        Route(f"/{HOST}{NEW}", new, methods=["POST"]),
        Route(f"/{HOST}{PUBLISH}", publish, methods=["POST"]),
        Route(f"/{HOST}{CONFIRM}", confirm, methods=["POST"]),
        Route(f"/{HOST}{DONE}", done, methods=["GET"]),
    ]


def answer(world: World, given: FormData, verb: Any) -> Response:
    """Do what a form asks, all or nothing; what the platform refuses is said on the page."""
    typed = {name: str(value) for name, value in given.items() if isinstance(value, str)}
    account = world.accounts.by_key.get(typed.get("account", ""))
    if account is None or account.platform != "wechat":
        return backend_pages.box_page(world, typed.get("account", ""))
    run_due(world)
    try:
        with world.store.transaction():
            path = verb(world, account, typed, given)
    except Refusal as no:
        return backend_pages.box_page(world, account.key, problem=f"{no.code} {no.message}", typed=typed)
    return RedirectResponse(f"/{HOST}{path}", status_code=303)


def save(world: World, account: Account, typed: dict[str, str], given: FormData) -> str:
    """Write a draft by hand: an article with its cover, or pictures."""
    call = act(world, account, NEW)
    uploads = [one for one in given.getlist("files") if isinstance(one, UploadFile) and one.filename]
    media_ids = [kept(call, one) for one in uploads]
    article: dict[str, Any] = {
        name: typed.get(name, "").replace("\r\n", "\n")
        for name in ("title", "author", "digest", "content", "content_source_url")
    }
    if typed.get("form") == "newspic":
        article |= {
            "article_type": "newspic",
            "image_info": {"image_list": [{"image_media_id": one} for one in media_ids]},
        }
    else:
        article |= {"thumb_media_id": media_ids[0] if media_ids else ""}
    drafts.add(act(world, account, NEW, {"articles": [article]}))
    return f"{BOX}?account={account.key}"


def kept(call: Call, upload: UploadFile) -> str:
    """A picture put into the material library; answers its media id."""
    data = upload.file.read()
    form = media.kind_of(data)
    if form not in PICTURE_FORMATS:
        raise refusal(40005)
    file = Upload(upload.filename or "", "", data)
    return str(materials.keep(call, file, kind="image", form=form, permanent=True)["media_id"])


def send(world: World, account: Account, typed: dict[str, str], given: FormData) -> str:
    """Publish a draft, or mass-send it to all or to a tag."""
    notify, media_id = typed.get("notify", ""), typed.get("media_id", "")
    if notify:
        body = {
            "filter": {"is_to_all": True} if notify == TO_ALL else {"is_to_all": False, "tag_id": notify},
            "msgtype": "mpnews",
            "mpnews": {"media_id": media_id},
            "clientmsgid": f"by-hand-{world.next_number()}",
        }
        told = mass.send_all(act(world, account, PUBLISH, body))
    else:
        told = publishing.submit(act(world, account, PUBLISH, {"media_id": media_id}))
    post = first_post(world, told["msg_data_id"])
    if typed.get("source"):
        details = json.loads(post["details"]) | {"创作来源": typed["source"]}
        shown = json.dumps(details, ensure_ascii=False)
        world.store.run("UPDATE post SET details = ? WHERE id = ?", shown, post["id"])
    return f"{DONE}?post={post['id']}"


def let_go(world: World, account: Account, typed: dict[str, str], given: FormData) -> str:
    """An administrator confirms a mass message that waits for him."""
    row = world.store.one(
        "SELECT msg_id FROM wechat_mass WHERE msg_id = ? AND account = ?",
        typed.get("msg_id", ""),
        account.key,
    )
    if row is None:
        raise refusal(40059)
    mass.confirm(world, row["msg_id"], at=world.clock.now())
    return f"{BOX}?account={account.key}"


def act(world: World, account: Account, path: str, body: dict[str, Any] | None = None) -> Call:
    """What the person does, in the form in which the platform's own rules take it."""
    content = json.dumps(body or {}, ensure_ascii=False).encode()
    call = new_call(world, Incoming("POST", HOST, path, {}, {}, content, ""))
    call.account = account
    return call


def first_post(world: World, msg_data_id: int) -> sqlite3.Row:
    post = world.posts.find("wechat", f"{msg_data_id}_1")
    if post is None:
        raise LookupError(msg_data_id)
    return post
