"""What comes with the report of a visit beside its form: photos, the sheet she signed, and her name as she typed it."""

from typing import Any

from flask import request
from werkzeug.datastructures import FileStorage

from services.loans.usecases.desk.ports import Picture
from shared.errands.labels import Label
from shared.errands.photos import cleaned
from shared.errors import Invalid, Refused
from shared.ids import new_id

MOST_PHOTOS = 9
SHEET = "sheet"


def album() -> tuple[list[Picture], dict[str, Any]]:
    """Return the posted pictures, a signed sheet last, and the facts that say what they are. Raises Refused."""
    photos = _files("photos")
    if len(photos) > MOST_PHOTOS:
        raise Refused("too_many_photos", most=MOST_PHOTOS)
    sheet = _files(SHEET)[:1]
    facts: dict[str, Any] = {"photos": len(photos), "album": new_id()}
    if sheet:
        facts[SHEET] = len(photos) + 1
    return [Picture(cleaned(one.read())) for one in (*photos, *sheet)], facts


def signed(facts: dict[str, Any], label: Label | None) -> dict[str, Any]:
    """Return the facts with whether her typed name was compared; `label` is hers in full, None when nobody answers.

    Raises Invalid for a name that is not hers.
    """
    typed = facts.get("her_name")
    if not typed:
        return facts
    if label is None:
        return facts | {"name_checked": "no"}
    if label["name"] != typed:
        raise Invalid({"her_name": [Refused("not_her_name")]})
    return facts


def _files(name: str) -> list[FileStorage]:
    return [one for one in request.files.getlist(name) if one.filename]
