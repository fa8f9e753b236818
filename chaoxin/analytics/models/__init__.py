from .account_day import AccountDay
from .account_reading import AccountReading
from .ad_day import AdDay
from .channel_reading_plan import ChannelReadingPlan
from .day_to_count import DayToCount
from .post_day import PostDay
from .post_reading import PostReading
from .post_reading_plan import PostReadingPlan
from .reading_gap import ReadingGap
from .review import Review
from .review_action import ReviewAction

__all__ = [
    "AccountDay",
    "AccountReading",
    "AdDay",
    "ChannelReadingPlan",
    "DayToCount",
    "PostDay",
    "PostReading",
    "PostReadingPlan",
    "ReadingGap",
    "Review",
    "ReviewAction",
]
