"""Attendance for a teacher with a phone: today's sessions, one session's women, the book of a class."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from services.training.domain.attendance import PARTLY, Mark, Sheet, Tick
from services.training.domain.session import Session
from services.training.domain.standard import AttendanceRule
from services.training.errands import Errands
from services.training.usecases import UseCases
from services.training.usecases.attendance.find import Sitting
from services.training.usecases.attendance.take import Why
from services.training.web.about import ABOUT
from services.training.web.correction_schemas import sheet_form
from services.training.web.shapes import PLACES
from shared.errors import Invalid, Refused
from shared.ids import new_id
from shared.running import Runs
from shared.web.identity.gate import actor, allowed, needs
from shared.web.posting import FormPage, once

LATEST = 60


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the pages."""
    staff = Blueprint("training_attendance", __name__, url_prefix="/training", template_folder="templates")
    _lists(staff, run, errands)
    _sheet(staff, run, errands)
    return staff


def _lists(staff: Blueprint, run: Runs[UseCases], errands: Errands) -> None:
    @staff.get("/attendance")
    @needs("attendance.read")
    def today() -> ResponseReturnValue:
        return render_template(
            "training/attendance.html",
            **run.ask(_today),
            may_take=allowed("attendance.take"),
            may_question=allowed("attendance.question"),
        )

    @staff.get("/classes/<class_id>/attendance")
    @needs("attendance.read")
    def book(class_id: str) -> ResponseReturnValue:
        found = run.ask(lambda use: _book(use, class_id))
        labels = errands.labels([place.person_id for place in found["book"].women], by=actor())
        may = {"may_take": allowed("attendance.take"), "may_take_forms": allowed("class.papers")}
        return render_template("training/book.html", **found, labels=labels, **may)


def _sheet(staff: Blueprint, run: Runs[UseCases], errands: Errands) -> None:
    def found(session_id: str) -> tuple[Sitting, Mapping[str, Any]]:
        by = actor()
        sitting = run.ask(lambda use: use.attendance.find.sitting(session_id, by=by))
        return sitting, errands.labels([place.person_id for place in sitting.women], by=by)

    @staff.get("/sessions/<session_id>/attendance")
    @needs("attendance.take")
    def ask(session_id: str) -> ResponseReturnValue:
        sitting, labels = found(session_id)
        rule = run.ask(lambda use: use.attendance.find.standard(sitting.klass).attendance)
        return _page(run, sitting, labels).show(_stands(sitting, rule))

    @staff.post("/sessions/<session_id>/attendance")
    @needs("attendance.take")
    def take(session_id: str) -> ResponseReturnValue:
        sitting, labels = found(session_id)

        follows: list[Any] = []

        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            ticks, by = _ticks(typed), actor()
            why = Why(typed.get("reason", ""), typed.get("version"), typed.get("sure", False))
            try:
                run.once(once(), lambda use: use.attendance.take.said(session_id, ticks, why, by=by).id)
            except Refused as problem:
                changes: Any = problem.facts.get("changes", ())
                follows.extend(changes)
                raise
            return redirect(f"/training/classes/{sitting.klass.id}/attendance", 303)

        return _page(run, sitting, labels, follows).submit(work)


def _page(run: Runs[UseCases], sitting: Sitting, labels: Mapping[str, Any], follows: Sequence[Any] = ()) -> FormPage:
    """Return the sheet; `follows` is who would stand how in the exam after what was sent."""
    names = {place.id: name_of(labels, place.person_id) for place in sitting.women}
    book = run.ask(lambda use: use.attendance.find.counted(sitting.klass))
    context = {
        "session": sitting.session,
        "klass": sitting.klass,
        "sheet": sitting.sheet,
        "women": sorted(sitting.women, key=lambda place: names[place.id]),
        "names": names,
        "came": sitting.came,
        "shares": book.shares,
        "rule": book.standard.attendance,
        "changes": _latest(sitting.sheet),
        "follows": follows,
        "shapes": PLACES,
        "fresh": new_id,
    }
    form = sheet_form(names, corrects=sitting.sheet is not None)
    return FormPage(form, "training/sheet.html", lambda: context, about=ABOUT)


def _stands(sitting: Sitting, rule: AttendanceRule) -> dict[str, Any]:
    """Return what the form shows at first: what was written down, else who scanned the code, else everybody there."""
    ticks = sitting.sheet.ticks if sitting.sheet else _scanned(sitting, rule)
    away = Tick(Mark.ABSENT if ticks else Mark.PRESENT)
    shown = {place.id: ticks.get(place.id, away) for place in sitting.women}
    marks = {f"mark_{place}": tick.mark.value for place, tick in shown.items()}
    return marks | {f"missed_{place}": tick.missed for place, tick in shown.items() if tick.missed}


def _scanned(sitting: Sitting, rule: AttendanceRule) -> dict[str, Tick]:
    return {place: came.tick(sitting.session.slot, rule) for place, came in sitting.came.items()}


def _ticks(typed: Mapping[str, Any]) -> dict[str, Tick]:
    """Return what was posted; raises Invalid at each woman whose minutes are missing."""
    marks = {name.removeprefix("mark_"): Mark(value) for name, value in typed.items() if name.startswith("mark_")}
    ticks = {place: Tick(mark, typed.get(f"missed_{place}", 0)) for place, mark in marks.items()}
    missing = [place for place, tick in ticks.items() if tick.mark in PARTLY and not tick.missed]
    if missing:
        raise Invalid({f"missed_{place}": [Refused("minutes_missing")] for place in missing})
    return ticks


def _today(use: UseCases) -> dict[str, Any]:
    by = actor()
    today = use.attendance.find.today(by=by)
    late = use.attendance.find.unmarked(by=by) if allowed("attendance.take") else []
    late = [session for session in late if session.id not in {one.id for one in today}][:LATEST]
    classes = use.training_class.find.some({session.class_id for session in (*today, *late)})
    return {
        "today": today,
        "late": late,
        "classes": classes,
        "rooms": {one.id: room_of(use, one, classes[one.class_id].plan.path) for one in (*today, *late)},
        "done": use.attendance.find.marked([session.id for session in today]),
        "now": use.roster.bring.clock.now(),
    }


def _book(use: UseCases, class_id: str) -> dict[str, Any]:
    book = use.attendance.find.book(class_id, by=actor())
    return {
        "klass": use.training_class.find.one(class_id, by=actor()),
        "book": book,
        "sessions": use.training_class.find.sessions_of([class_id]),
        "now": use.roster.bring.clock.now(),
        "there": {session: _there(sheet) for session, sheet in book.sheets.items()},
    }


def _there(sheet: Sheet) -> int:
    return sum(tick.mark in PARTLY or tick.mark is Mark.PRESENT for tick in sheet.ticks.values())


def _latest(sheet: Sheet | None) -> list[Any]:
    return list(reversed(sheet.changes))[:LATEST] if sheet else []


def room_of(use: UseCases, session: Session, path: tuple[str, ...]) -> str:
    return next((room.title for room in use.training_class.find.places(path).rooms if room.id == session.room), "")


def name_of(labels: Mapping[str, Any], person_id: str) -> str:
    label = labels.get(person_id)
    return str(label["name"]) if label else person_id[-8:]
