from .asset import Asset
from .draft import Draft
from .draft_picture import DraftPicture
from .licence import Licence
from .recoding import Recoding
from .recognition import Recognition
from .upload import Upload
from .variant import Variant
from .version import Version

__all__ = [
    "Asset",
    "Draft",
    "DraftPicture",
    "Licence",
    "Recoding",
    "Recognition",
    "Upload",
    "Variant",
    "Version",
]
