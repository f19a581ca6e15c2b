"""What day it is: an input, asked for once at the edge and handed on."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def today() -> date:
    """``SOURCE_DATE_EPOCH`` (seconds, UTC) where it is set, else today."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), tz=UTC).date() if epoch else date.today()
