"""Everything before the one irreversible call: pictures and the draft.

`prepared` keeps each finished piece, so that a repeat goes on where the last try ended:

    pictures   address by content hash (pictures in the body)
    materials  media id by content hash (cover, pictures of a picture post)
    draft      media id of the draft; content  fingerprint of the post it holds
    title, digest, words, drafted_at   what to look for among published articles, and since when
    comments_open          whether the platform let the article have comments

A draft leaves the draft box when it is published. It therefore serves as the token of a submission: a repeat
uses the same draft and is refused by the platform where the first one had worked.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chaoxin.connectors.errors import ConnectorError, FixContent, OutcomeUnknown
from chaoxin.connectors.values import Account, Picture, Post
from chaoxin.connectors.wording import said

from . import pictures as picture_files
from .article import (
    PICTURES,
    content_fingerprint,
    fields,
    file_digest,
    plain_text,
    with_pictures,
)
from .call import Caller, Json
from .published import Published, wanted
from .remedies import INVALID_MEDIA, NO_COMMENTS
from .sending import is_mass
from .standing import may_only_draft

Prepared = dict[str, Any]


class Drafts:
    def __init__(self, caller: Caller, published: Published) -> None:
        self._caller = caller
        self._published = published

    def prepare(self, account: Account, post: Post, prepared: Mapping[str, Any]) -> Prepared:
        """`prepared` with every picture uploaded and a draft of exactly this post in the draft box. An error
        carries what was finished before it in its `prepared`."""
        done: Prepared = {**prepared}
        try:
            digests = picture_digests(post)
            content = content_fingerprint(post, digests)
            if self._clear_old_draft(account, done, content):
                return done
            self._upload_pictures(account, post, digests, done)
            if may_only_draft(account) or not needs_no_draft(post):
                self._add_draft(account, post, digests, done)
            done |= {**wanted(post), "content": content, "drafted_at": self._caller.wire.now().isoformat()}
        except ConnectorError as error:
            error.prepared = done
            raise
        return done

    def is_in_box(self, account: Account, draft: str) -> bool:
        """Whether the draft still waits in the draft box."""
        try:
            self._caller.read(account, "/cgi-bin/draft/get", {"media_id": draft}, meter="draft_get")
        except FixContent as error:
            if error.code == INVALID_MEDIA:
                return False
            raise
        return True

    def _clear_old_draft(self, account: Account, done: Prepared, content: str) -> bool:
        """True where the draft of an earlier try still serves. A draft of older content is deleted, so that
        nobody can publish it any more. A draft that has gone may have been published by somebody: unless the
        post was changed since and nothing of the old content is live, that has to be cleared up first."""
        draft, same = done.get("draft", ""), done.get("content") == content
        if not draft:
            return False
        if self.is_in_box(account, draft):
            if same:
                return True
            self._delete(account, draft)
        elif same or self._is_published(account, done):
            raise OutcomeUnknown(
                said("之前存好的草稿已不在草稿箱里，可能已经发布。系统会先到平台上核实，不会重复发布。"),
                code=INVALID_MEDIA,
            )
        for key in ("draft", "content"):
            done.pop(key, None)
        return False

    def _is_published(self, account: Account, done: Mapping[str, Any]) -> bool:
        if "drafted_at" not in done:
            return False
        since = datetime.fromisoformat(done["drafted_at"])
        return bool(self._published.matching(account, done, since=since).found)

    def _delete(self, account: Account, draft: str) -> None:
        body = {"media_id": draft}
        self._caller.change(account, "/cgi-bin/draft/delete", body, meter="draft_delete", harmless=True)

    def _upload_pictures(
        self, account: Account, post: Post, digests: Mapping[str, str], done: Prepared
    ) -> None:
        addresses, materials = dict(done.get("pictures", {})), dict(done.get("materials", {}))
        done["pictures"], done["materials"] = addresses, materials
        kept = list(post.pictures) if post.format == PICTURES else [post.cover] if post.cover else []
        for picture in kept:
            if digests[picture.key] not in materials:
                materials[digests[picture.key]] = self._add_material(account, picture)
        shown = [] if post.format == PICTURES else post.pictures
        for picture in shown:
            if digests[picture.key] not in addresses:
                addresses[digests[picture.key]] = self._upload_for_body(account, picture)

    def _upload_for_body(self, account: Account, picture: Picture) -> str:
        file = picture_files.for_body(picture).file()
        answer = self._caller.upload(account, "/cgi-bin/media/uploadimg", file, meter="upload")
        return self._caller.required(answer, "url")

    def _add_material(self, account: Account, picture: Picture) -> str:
        file = picture_files.for_material(picture).file()
        answer = self._caller.upload(
            account, "/cgi-bin/material/add_material", file, query={"type": "image"}, meter="upload"
        )
        return self._caller.required(answer, "media_id")

    def _add_draft(self, account: Account, post: Post, digests: Mapping[str, str], done: Prepared) -> None:
        article = _article(post, digests, done)
        try:
            answer = self._add(account, article)
        except ConnectorError as error:
            if error.code != NO_COMMENTS or not article["need_open_comment"]:
                raise
            article |= {"need_open_comment": 0, "only_fans_can_comment": 0}
            answer = self._add(account, article)
        done["comments_open"] = bool(article["need_open_comment"])
        done["draft"] = self._caller.required(answer, "media_id")

    def _add(self, account: Account, article: Mapping[str, Any]) -> Json:
        body = {"articles": [article]}
        return self._caller.change(account, "/cgi-bin/draft/add", body, meter="draft_add", harmless=True)


def needs_no_draft(post: Post) -> bool:
    """Whether the post goes out without a draft: pictures are mass-sent from the material library."""
    return post.format == PICTURES and is_mass(post)


def picture_digests(post: Post) -> dict[str, str]:
    """The content hash of every picture of the post, by key. Raises FixContent where a file is missing."""
    entries = [*post.pictures, *([post.cover] if post.cover else [])]
    try:
        return {picture.key: file_digest(picture.path) for picture in entries}
    except OSError as error:
        raise FixContent(said("有图片文件找不到了。请重新上传图片后再发布。"), code="picture") from error


def _article(post: Post, digests: Mapping[str, str], done: Mapping[str, Any]) -> dict[str, Any]:
    if post.format == PICTURES:
        media = [done["materials"][digests[picture.key]] for picture in post.pictures]
        return fields(post, body=plain_text(post.text), pictures=media)
    cover = done["materials"][digests[post.cover.key]] if post.cover else ""
    body = with_pictures(post.html, lambda key: str(done["pictures"][digests[key]]))
    return fields(post, body=body, cover=cover)
