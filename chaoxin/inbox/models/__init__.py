from .conversation import Conversation
from .fetch_cursor import FetchCursor
from .inbound_event import InboundEvent
from .lead import Lead, LeadContact
from .message import Message
from .sla_clock import SlaClock

__all__ = ["Conversation", "FetchCursor", "InboundEvent", "Lead", "LeadContact", "Message", "SlaClock"]
