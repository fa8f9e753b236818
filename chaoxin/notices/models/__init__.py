from .dispatch import Dispatch
from .notice import Notice
from .robot import Robot

__all__ = ["Dispatch", "Notice", "Robot"]
