"""Counters of posts and of the account. Kuaishou gives running totals only: plays, likes and comments of a post, fans
and posts of an account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chaoxin.connectors.contract import PostReference
from chaoxin.connectors.errors import ConnectorError
from chaoxin.connectors.values import Account, Reading, ReadingKind

from .call import API, Caller, Json
from .photos import id_of
from .publish import INFO
from .refusal_table import ABSENT_CODE
from .sighting import pages_of

POST_COUNTERS = {"view_count": "reads", "like_count": "likes", "comment_count": "comments"}
USER_COUNTERS = {"fan": "followers", "follow": "following"}
PHOTO_COUNTERS = {"public_count": "posts", "all_count": "all_posts"}
COUNT = f"{API}/photo/count"
USER = f"{API}/user_info"


class KuaishouMeasure:
    def __init__(self, caller: Caller) -> None:
        self.caller = caller

    def post_readings(self, account: Account, posts: Sequence[PostReference]) -> list[Reading]:
        """Plays, likes and comments of each post so far. One page of the list holds 200 posts; what is older is asked
        for one by one. Posts that Kuaishou no longer has are left out."""
        wanted = list(dict.fromkeys(post.post_id for post in posts if post.post_id))
        if not wanted:
            return []
        infos = {id_of(info): info for info in next(pages_of(self.caller, account))[0]}
        readings: list[Reading] = []
        for photo_id in wanted:
            info = infos.get(photo_id) or self._single(account, photo_id)
            readings.extend(_readings(info, POST_COUNTERS, post_id=photo_id))
        return readings

    def account_readings(self, account: Account, *, since_day: str, until_day: str) -> list[Reading]:
        """Fans, followed accounts and posts now. Kuaishou has no past values, so the days make no difference."""
        user = self.caller.read(account, USER, meter="user")
        if not isinstance(user.get("user_info"), dict):
            raise self.caller.unreadable(account, user, changing=False)
        counts = self.caller.read(account, COUNT, meter="photo_count")
        if not str(counts.get("all_count", "")).isdecimal():
            raise self.caller.unreadable(account, counts, changing=False)
        return [*_readings(user["user_info"], USER_COUNTERS), *_readings(counts, PHOTO_COUNTERS)]

    def _single(self, account: Account, photo_id: str) -> Json:
        try:
            answer = self.caller.read(account, INFO, params={"photo_id": photo_id}, meter="photo_info")
        except ConnectorError as error:
            if error.code != ABSENT_CODE:
                raise
            return {}
        info = answer.get("video_info")
        if not isinstance(info, dict):
            raise self.caller.unreadable(account, answer, changing=False)
        return info


def _readings(item: Mapping[str, object], counters: Mapping[str, str], *, post_id: str = "") -> list[Reading]:
    return [
        Reading(metric=metric, value=int(str(item[counter])), kind=ReadingKind.CUMULATIVE, post_id=post_id)
        for counter, metric in counters.items()
        if str(item.get(counter, "")).isdecimal()
    ]
