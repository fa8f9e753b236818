"""Receiving what Kuaishou pushes. Comments and private messages are in no interface of its open platform."""

from __future__ import annotations

from chaoxin.connectors.receiving import ReceivingOnly
from chaoxin.connectors.values import Account, Event, Webhook, WebhookAnswer
from chaoxin.connectors.wording import said

from . import pushes

ANSWER_IN_APP = said("快手没有回复评论和私信的接口，请在快手 App 里回复。")


class KuaishouConverse(ReceivingOnly):
    """Hears of consents given and withdrawn. A push that is too old is not believed."""

    answer_in_app = ANSWER_IN_APP

    def answer_verification(self, account: Account, webhook: Webhook) -> WebhookAnswer | None:
        """The answer to the test event; None for every other push and for one that is not believed."""
        if webhook.method != "POST" or not pushes.is_test(webhook):
            return None
        return pushes.taken(webhook) if self._believes(account, webhook) else None

    def acknowledgement(self, webhook: Webhook) -> WebhookAnswer:
        return pushes.taken(webhook)

    def _believes(self, account: Account, webhook: Webhook) -> bool:
        return pushes.is_believed(account, webhook, now=self.wire.now())

    def _events_of(self, webhook: Webhook) -> list[Event]:
        return pushes.events_of(webhook, now=self.wire.now())
