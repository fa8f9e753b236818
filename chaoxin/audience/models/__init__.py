from .identity import Identity
from .person import Person

__all__ = ["Identity", "Person"]
