"""Receiving leads. Comments and private messages of Xiaohongshu are in no public interface."""

from __future__ import annotations

from chaoxin.connectors.receiving import ReceivingOnly
from chaoxin.connectors.values import Account, Event, Webhook, WebhookAnswer
from chaoxin.connectors.wording import said

from .leads import events_of
from .signatures import is_believed

ANSWER_IN_APP = said("小红书没有回复评论和私信的接口，请在小红书 App 或专业号后台里回复。")


class XiaohongshuConverse(ReceivingOnly):
    """Hears of the lead of each push."""

    answer_in_app = ANSWER_IN_APP

    def answer_verification(self, account: Account, webhook: Webhook) -> WebhookAnswer | None:
        """Echoes `echostr` of a GET, as service providers of the platform do; None where it is not proven."""
        echo = webhook.query.get("echostr", "")
        if webhook.method != "GET" or not echo or not self._believes(account, webhook):
            return None
        return WebhookAnswer(body=echo)

    def acknowledgement(self, webhook: Webhook) -> WebhookAnswer:
        return WebhookAnswer(
            body='{"success":true,"code":0,"msg":"ok"}', content_type="application/json; charset=utf-8"
        )

    def _believes(self, account: Account, webhook: Webhook) -> bool:
        return is_believed(account, webhook, now=self.wire.now())

    def _events_of(self, webhook: Webhook) -> list[Event]:
        return events_of(webhook.body, now=self.wire.now())
