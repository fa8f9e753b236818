"""The account's own first comment below its item."""

from __future__ import annotations

from chaoxin.connectors.contract import PostReference
from chaoxin.connectors.errors import AskPlatform
from chaoxin.connectors.values import Account, Sent

from .call import Caller
from .comments import Comments
from .converse import NO_COMMENTS
from .standing import COMMENT, may


class DouyinFirstComment:
    def __init__(self, caller: Caller) -> None:
        self.comments = Comments(caller)

    def comment_first(self, account: Account, *, post: PostReference, text: str) -> Sent:
        """Comments on the item. Raises AskPlatform without the capability."""
        if not may(account, COMMENT):
            raise AskPlatform(NO_COMMENTS, code="scope_missing")
        return self.comments.reply(account, post, "", text)

    def find_first(self, account: Account, *, post: PostReference, text: str) -> Sent | None:
        """Whether these words of ours stand below the item; None where they do not. Raises AskPlatform where there are
        too many comments to tell."""
        return self.comments.find_reply(account, post, "", text)
