"""The archive package of a loan: one PDF with an index and every paper, marked with who asked for it and what for."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Archive:
    """One package; `purpose` and `her_name` are kept sealed. It is made by a job, and thrown away after some days."""

    id: str
    application_id: str
    person_id: str
    asked_by: str
    asker: str
    asked_on: date
    purpose: str
    her_name: str
    ready: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One picture of a package: what it is, on which day it came, the JPEG (None once her key is gone)."""

    title: str
    on: date
    content: bytes | None
