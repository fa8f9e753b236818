from .fact import Fact, FactReceipt
from .heartbeat import Heartbeat
from .leased import Leased
from .record import Record

__all__ = ["Fact", "FactReceipt", "Heartbeat", "Leased", "Record"]
