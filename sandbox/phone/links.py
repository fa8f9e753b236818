"""What a phone does with a link that opens an app: here it leads to the page that stands for the app."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sandbox.pages.layout import public_page
from sandbox.pages.markup import element
from sandbox.world import World

ADDRESS = "/phone/open"
NO_APP = "这个链接在真的手机上会打开 App；沙盒里没有能打开它的页面。"


def routes(world: World) -> list[Route]:
    """One address for the links of all apps: `?link=…`."""
    apps = {
        scheme: page
        for platform in world.platforms.values()
        for scheme, page in getattr(platform, "opens", {}).items()
    }

    async def follow(request: Request) -> Response:
        link = request.query_params.get("link", "")
        page = apps.get(link.partition("://")[0])
        if page is None:
            nothing = element("section", None, NO_APP, element("br"), element("code", None, link))
            return public_page("打不开", nothing, notice="沙盒中的手机", status=404)
        brings = "?" in link
        return RedirectResponse(f"{page}?link={quote(link, safe='')}" if brings else page, status_code=302)

    return [Route(ADDRESS, follow, methods=["GET"])]
