"""A draft's Markdown in the two forms that platforms take: article markup and plain text.

A picture of the draft stands in the text as `![alt](pic:KEY)`, where KEY is the last eight characters of its
asset's id. Raw HTML in the text stays text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

PICTURE = "pic:"
KEY_LENGTH = 8
BULLET = "• "
PICTURE_MARK = re.compile(r"!\[[^\]\n]*\]\(pic:([0-9a-f]{8})\)")
TAGS = {
    "p", "h1", "h2", "h3", "h4", "strong", "em", "s", "a", "ul", "ol", "li", "blockquote", "code", "pre", "hr", "br",
    "img", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "data-picture", "style"},
    "ol": {"start"},
    "*": {"style"},
}
# Article platforms drop style sheets and classes, so spacing travels with each element.
STYLES = {
    "p": "margin:0 0 1em;line-height:1.75",
    "h1": "margin:1.4em 0 .7em;font-size:1.3em;line-height:1.4",
    "h2": "margin:1.4em 0 .7em;font-size:1.2em;line-height:1.4",
    "h3": "margin:1.2em 0 .6em;font-size:1.08em;line-height:1.4",
    "blockquote": "margin:0 0 1em;padding:.2em 1em;border-left:3px solid #bbb;color:#666",
    "ul": "margin:0 0 1em;padding-left:1.5em",
    "ol": "margin:0 0 1em;padding-left:1.5em",
    "li": "line-height:1.75",
}
PICTURE_STYLE = "max-width:100%;height:auto"


def key_of(asset_id: UUID | str) -> str:
    """The short key of an asset in Markdown."""
    return str(asset_id).replace("-", "")[-KEY_LENGTH:]


def article(body: str, pictures: Sequence[tuple[str, str]], *, appended: Sequence[str] = ()) -> str:
    """The body as clean markup. `pictures` are asset ids with their descriptions; those whose id is in `appended`
    follow the text where the text itself does not show them."""
    by_key = {key_of(asset): (asset, alt) for asset, alt in pictures}
    shown = set(PICTURE_MARK.findall(body))
    rendered = _parser().render(body, {"pictures": by_key})
    following = [
        f"<p>{_image(asset, alt)}</p>"
        for asset, alt in pictures
        if asset in appended and key_of(asset) not in shown
    ]
    return nh3.clean(
        rendered + "".join(following),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
    )


def plain(body: str) -> str:
    """The body as text: marks of emphasis dropped, links followed by their address, lists with bullets."""
    blocks: list[str] = []
    lists: list[int | None] = []
    prefix = ""
    for token in _parser().parse(body):
        if token.type == "bullet_list_open":
            lists.append(None)
        elif token.type == "ordered_list_open":
            lists.append(int(token.attrGet("start") or 1))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            prefix, lists = _marker(lists)
        elif token.type == "inline":
            text = _inline(token.children or [])
            if text.strip():
                blocks.append(_joined(blocks, prefix + text, inside_list=bool(lists)))
            prefix = ""
        elif token.type in ("fence", "code_block"):
            blocks.append(_joined(blocks, token.content.rstrip("\n"), inside_list=False))
    return "".join(blocks).strip()


def picture_keys(body: str) -> list[str]:
    """Short keys of the pictures that the text shows, in order."""
    return PICTURE_MARK.findall(body)


def with_keys(body: str, others: Mapping[str, str]) -> str:
    """The Markdown with other keys of pictures in the place of those."""
    for key, other in others.items():
        body = body.replace(f"]({PICTURE}{key})", f"]({PICTURE}{other})")
    return body


def _marker(lists: list[int | None]) -> tuple[str, list[int | None]]:
    number = lists[-1] if lists else None
    if number is None:
        return BULLET, lists
    return f"{number}. ", [*lists[:-1], number + 1]


def _joined(blocks: list[str], text: str, *, inside_list: bool) -> str:
    if not blocks:
        return text
    return ("\n" if inside_list else "\n\n") + text


def _inline(tokens: Sequence[Token]) -> str:
    parts: list[str] = []
    addresses: list[tuple[str, int]] = []
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif token.type == "link_open":
            addresses.append((str(token.attrGet("href") or ""), len(parts)))
        elif token.type == "link_close":
            address, start = addresses.pop()
            shown = "".join(parts[start:]).strip()
            parts.append("" if shown == address else f" {address} ")
        elif token.type in ("text", "code_inline"):
            parts.append(token.content)
    return re.sub(r"[ \t]+\n", "\n", "".join(parts)).strip()


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
    parser.add_render_rule("image", _render_image)
    parser.core.ruler.push("spacing", _add_styles)
    return parser


def _add_styles(state: Any) -> None:
    for token in state.tokens:
        if token.nesting == 1 and token.tag in STYLES:
            token.attrSet("style", STYLES[token.tag])


def _render_image(
    self: Any, tokens: Sequence[Token], index: int, options: Any, env: Mapping[str, Any]
) -> str:
    token = tokens[index]
    source = str(token.attrGet("src") or "")
    alt = token.content
    if not source.startswith(PICTURE):
        return f'<img src="{html.escape(source)}" alt="{html.escape(alt)}" style="{PICTURE_STYLE}">'
    asset, described = env.get("pictures", {}).get(source.removeprefix(PICTURE), ("", ""))
    return _image(asset, alt or described) if asset else ""


def _image(asset: str, alt: str) -> str:
    return f'<img data-picture="{asset}" alt="{html.escape(alt)}" style="{PICTURE_STYLE}">'
