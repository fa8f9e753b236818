from .conversation import Conversation
from .correction import Correction
from .fetch_cursor import FetchCursor
from .inbound_event import InboundEvent
from .judgements import Purpose, Sentiment
from .lead import Lead, LeadContact
from .message import Message
from .sla_clock import SlaClock

__all__ = [
    "Conversation",
    "Correction",
    "FetchCursor",
    "InboundEvent",
    "Lead",
    "LeadContact",
    "Message",
    "Purpose",
    "Sentiment",
    "SlaClock",
]
