"""What must not stand in a log line: the secret part of addresses that are keys themselves."""

from __future__ import annotations

import logging
import re

# Invitations, hand-offs, callback addresses.
SECRET_ADDRESS = re.compile(r"(/(?:join|h|hooks)/)[^/?\s\"']+")


class WithoutSecretAddresses(logging.Filter):
    """Blanks them in the line's words and values; lets every line pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        line = record.getMessage()
        blanked = SECRET_ADDRESS.sub(r"\1***", line)
        if blanked != line:
            record.msg, record.args = blanked, ()
        return True
