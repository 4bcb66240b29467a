"""Forms of rooms, teachers, looms and organisers to what they make, and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema

from services.training.domain.choosing import LOOM
from services.training.domain.place import Equipment, Organiser, Room, Teacher, Thing
from services.training.web.schemas import TRADES
from shared.replica import Unit
from shared.web.schema import Choices, Form, choice, several, text, tick, whole

SORTS = ("room", "teacher", "equipment", "organiser")
BOOK = "book_"


@dataclass(frozen=True, slots=True)
class Offered:
    """What the forms choose from: units, rooms, and the courses there are."""

    units: Choices
    rooms: Choices
    courses: Choices


def form_of(sort: str, offered: Offered, *, known: bool) -> Schema:
    """Return the form of a sort of thing; what is `known` already may be retired."""
    units, rooms = offered.units, offered.rooms
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
            "degree": text("学历", most=20, help="例如：本科、大专、中专；开班申请表上要写"),
            "trades": several("教什么", TRADES),
            "unit": where,
        },
        "equipment": {
            "title": text("叫什么", most=30, help="例如：24 台织机"),
            "count": whole("几台", least=1, most=200),
            "room": choice("放在哪间教室", rooms, widget="select"),
        },
        "organiser": _organiser(offered),
    }
    retired = {"retired": tick("不再用了", help="以后选班时不出现；还排着课的不能停")} if known else {}
    return Form.from_dict(fields[sort] | retired, name=f"{sort.title()}Form")()


def _organiser(offered: Offered) -> dict[str, Any]:
    books = {
        f"{BOOK}{code}": text(title, most=60, required=False, help="用什么教材") for code, title in offered.courses
    }
    return {
        "title": text("培训机构全称", most=60),
        "legal": text("法人代表", most=30),
        "contact": text("联系人", most=30),
        "phone": text("联系电话", most=20, inputmode="tel", help="写单位的电话，开班申请表上要写"),
        "unit": choice("哪个单位的", offered.units, widget="select"),
        **books,
    }


def thing_of(
    sort: str, thing_id: str, typed: Mapping[str, Any], units: Mapping[str, Unit], rooms: Mapping[str, Room]
) -> Thing:
    """Return what a form describes; equipment lies where its room lies."""
    retired = typed.get("retired", False)
    if sort == "room":
        return Room(thing_id, typed["title"], typed["address"], typed["seats"], units[typed["unit"]].path, retired)
    if sort == "teacher":
        trades = tuple(typed["trades"])
        path, degree = units[typed["unit"]].path, typed["degree"]
        return Teacher(thing_id, typed["name"], typed["title"], trades, path, retired, degree)
    if sort == "organiser":
        books = {name.removeprefix(BOOK): book for name, book in typed.items() if name.startswith(BOOK) and book}
        who = (typed["title"], typed["legal"], typed["contact"], typed["phone"])
        return Organiser(thing_id, *who, units[typed["unit"]].path, books, retired)
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
            who = {"name": one.name, "title": one.title, "degree": one.degree}
            return {**who, "trades": list(one.trades), "unit": one.path[-1]}
        case Organiser():
            who = {"title": one.title, "legal": one.legal, "contact": one.contact, "phone": one.phone}
            return {**who, "unit": one.path[-1], **{f"{BOOK}{code}": book for code, book in one.textbooks.items()}}
        case Equipment():
            return {"title": one.title, "count": str(one.count), "room": one.room}
