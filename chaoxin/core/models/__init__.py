from .fact import Fact, FactReceipt
from .heartbeat import Heartbeat
from .record import Record

__all__ = ["Fact", "FactReceipt", "Heartbeat", "Record"]
