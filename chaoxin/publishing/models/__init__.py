from .attempt import Attempt
from .delivery import Delivery
from .first_comment import FirstComment
from .freeze import Freeze
from .handoff import Handoff
from .lane import Lane
from .receipt import Receipt

__all__ = ["Attempt", "Delivery", "FirstComment", "Freeze", "Handoff", "Lane", "Receipt"]
