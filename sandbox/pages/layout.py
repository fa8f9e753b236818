"""The frame of every page and its style."""

from pathlib import Path

from starlette.responses import HTMLResponse

from sandbox.pages.markup import Markup, element, joined

STYLE = Path(__file__).with_name("desk.css").read_text()
SCRIPT = Path(__file__).with_name("desk.js").read_text()
LINKS = (
    ("/", "总览"),
    ("/#accounts", "账号"),
    ("/#posts", "内容"),
    ("/robots", "群机器人"),
    ("/#faults", "故障"),
    ("/#time", "时间"),
    ("/calls", "调用记录"),
    ("/callbacks", "推送记录"),
)


def page(title: str, *sections: object, narrow: bool = False, status: int = 200) -> HTMLResponse:
    """A page of the control desk."""
    top = element(
        "header",
        {"class": "top"},
        element("b", None, element("a", {"href": "/"}, "潮信沙盒")),
        element("nav", None, [element("a", {"href": address}, name) for address, name in LINKS]),
    )
    return document(
        title, top, element("main", {"class": "narrow" if narrow else None}, *sections), status=status
    )


def public_page(title: str, *sections: object, notice: str = "", status: int = 200) -> HTMLResponse:
    """A page as the public sees it, with a line that says where it really is."""
    top = element(
        "header", {"class": "top"}, element("small", None, notice), element("a", {"href": "/"}, "沙盒控制台")
    )
    return document(title, top, element("main", {"class": "narrow"}, *sections), status=status)


def document(title: str, *body: object, status: int) -> HTMLResponse:
    head = joined(
        [
            element("meta", {"charset": "utf-8"}),
            element("meta", {"name": "viewport", "content": "width=device-width,initial-scale=1"}),
            element("title", None, f"{title} · 潮信沙盒"),
            element("style", None, Markup(STYLE)),
        ]
    )
    whole = element(
        "html",
        {"lang": "zh-CN"},
        element("head", None, head),
        element("body", None, *body, element("script", None, Markup(SCRIPT))),
    )
    return HTMLResponse(f"<!doctype html>{whole}", status_code=status)
