"""Forms of rooms, teachers and looms to what they make, and back."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema

from services.training.domain.choosing import LOOM
from services.training.domain.place import Equipment, Room, Teacher
from services.training.web.schemas import TRADES
from shared.replica import Unit
from shared.web.schema import Choices, Form, choice, several, text, tick, whole

SORTS = ("room", "teacher", "equipment")
Thing = Room | Teacher | Equipment


def form_of(sort: str, units: Choices, rooms: Choices, *, known: bool) -> Schema:
    """Return the form of a sort of thing; what is `known` already may be retired."""
    where = choice("哪个单位的", units, widget="select", help="乡镇的教室选乡镇，老师在两地之间要留路上的时间")
    fields: dict[str, dict[str, Any]] = {
        "room": {
            "title": text("教室", most=30),
            "address": text("在哪里", most=60),
            "seats": whole("座位", least=1, most=500),
            "unit": where,
        },
        "teacher": {
            "name": text("姓名", most=30),
            "title": text("职称", most=30),
            "trades": several("教什么", TRADES),
            "unit": where,
        },
        "equipment": {
            "title": text("叫什么", most=30, help="例如：24 台织机"),
            "count": whole("几台", least=1, most=200),
            "room": choice("放在哪间教室", rooms, widget="select"),
        },
    }
    retired = {"retired": tick("不再用了", help="以后选班时不出现；还排着课的不能停")} if known else {}
    return Form.from_dict(fields[sort] | retired, name=f"{sort.title()}Form")()


def thing_of(
    sort: str, thing_id: str, typed: Mapping[str, Any], units: Mapping[str, Unit], rooms: Mapping[str, Room]
) -> Thing:
    """Return what a form describes; equipment lies where its room lies."""
    retired = typed.get("retired", False)
    if sort == "room":
        return Room(thing_id, typed["title"], typed["address"], typed["seats"], units[typed["unit"]].path, retired)
    if sort == "teacher":
        trades = tuple(typed["trades"])
        return Teacher(thing_id, typed["name"], typed["title"], trades, units[typed["unit"]].path, retired)
    room = rooms[typed["room"]]
    return Equipment(thing_id, LOOM, typed["title"], typed["count"], room.id, room.path, retired)


def stands(one: Thing) -> dict[str, Any]:
    """Return the values a form begins with."""
    return _own(one) | {"retired": one.retired}


def _own(one: Thing) -> dict[str, Any]:
    match one:
        case Room():
            return {"title": one.title, "address": one.address, "seats": str(one.seats), "unit": one.path[-1]}
        case Teacher():
            return {"name": one.name, "title": one.title, "trades": list(one.trades), "unit": one.path[-1]}
        case Equipment():
            return {"title": one.title, "count": str(one.count), "room": one.room}
