"""One paper sheet that somebody asked for: waiting for its job, then ready for a day."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True)
class RollPrint:
    """The sheet of a session; `path` are the units of its class, `name` that of the file."""

    id: str
    session_id: str
    class_id: str
    path: tuple[str, ...]
    name: str
    asked_at: datetime
    ready: bool = False
