from .channel import Channel
from .channel_group import ChannelGroup, GroupAccess
from .consent_round import ConsentRound
from .grant import Grant
from .quota_use import QuotaUse
from .share_app import ShareApp

__all__ = ["Channel", "ChannelGroup", "ConsentRound", "Grant", "GroupAccess", "QuotaUse", "ShareApp"]
