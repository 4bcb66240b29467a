"""Shapes of what can be put right afterwards: the sheet of a session, the points of an exam."""

from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import Schema

from services.training.domain.attendance import Mark
from services.training.web.schemas import VERSION
from shared.web.i18n import word
from shared.web.schema import Form, choice, text, tick, whole

MARKS = tuple((mark.value, f"mark.{mark.value}") for mark in Mark)


def sheet_form(names: Mapping[str, str], *, corrects: bool) -> Schema:
    """Return the form of one session by enrolment: a mark, and the minutes that late or early cost.

    One that `corrects` says why, from which version, and that what follows for the exam is meant.
    """
    fields_: dict[str, Any] = {}
    for place, name in names.items():
        fields_[f"mark_{place}"] = choice(name, MARKS, widget="select")
        fields_[f"missed_{place}"] = whole(name, least=1, most=600, required=False)
    if corrects:
        fields_["reason"] = text("为什么改", most=200, required=False, help="改了谁都要写，会留下来")
        fields_["version"] = whole("", least=0, most=2**31, required=False, widget="hidden")
        fields_["sure"] = tick("看过了，就这样改")
    return Form.from_dict(fields_, name="SheetForm")()


class PointsRequest(Form):
    """What the points of a try should have been, in JSON: `number` counts her tries from 1."""

    number = whole("第几次考", least=1, most=9)
    theory = whole("理论", least=0, most=100)
    practice = whole("实操", least=0, most=100)
    reason = text("为什么改", most=200)
    version = whole("", least=0, most=2**31, required=False)


def points_form(tries: Sequence[tuple[str, int, int, int]]) -> Schema:
    """Return the form of one woman's points; `tries` are value, number, theory and practice of each."""
    choices = [(value, word("points.try", n=n, theory=a, practice=b)) for value, n, a, b in tries]
    return Form.from_dict(
        {
            "number": choice("改哪一次", choices),
            "theory": whole("理论应该是", least=0, most=100),
            "practice": whole("实操应该是", least=0, most=100),
            "reason": text("为什么改", most=200, help="会留下来"),
            "version": VERSION,
        },
        name="PointsForm",
    )()
