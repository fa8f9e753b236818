from .attempt import Attempt
from .delivery import Delivery
from .freeze import Freeze
from .lane import Lane
from .receipt import Receipt

__all__ = ["Attempt", "Delivery", "Freeze", "Lane", "Receipt"]
