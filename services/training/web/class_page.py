"""Everything the page of one class shows, gathered once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshmallow import Schema

from services.training.domain.course import LESSON
from services.training.domain.enrolment import REASONS, Enrolment, State
from services.training.domain.session import Session
from services.training.domain.training_class import ENDED, MOVABLE, TAKES_WOMEN, TrainingClass
from services.training.domain.training_class import State as ClassState
from services.training.errands import Errands
from services.training.usecases import UseCases
from services.training.usecases.ports import Page
from services.training.usecases.spot_check import CHECKED
from services.training.web.shapes import PLACES, SHAPES
from services.training.web.steps import STEPS, Step
from shared import workdays
from shared.clock import SHANGHAI
from shared.ids import new_id
from shared.policy import NATION
from shared.running import Runs
from shared.web.i18n import word
from shared.web.identity.gate import actor, allowed
from shared.web.posting import FormPage


@dataclass(frozen=True, slots=True)
class ClassPage:
    """The page of one class, also where a refused command is shown."""

    run: Runs[UseCases]
    errands: Errands

    def form(self, schema: Schema, class_id: str) -> FormPage:
        """Return the page for a command's schema; raises NotFound outside the asker's units."""
        return FormPage(schema, "training/class.html", lambda: self.shown(class_id))

    def shown(self, class_id: str) -> dict[str, Any]:
        """Return the context of the template."""
        found = self.run.ask(lambda use: _gathered(use, class_id))
        one: TrainingClass = found["klass"]
        women: list[Enrolment] = [*found["enrolled"], *found["waiting"]]
        group = {person: [word(f"group.{code}") for code in codes] for person, codes in found["groups"].items()}
        labels = self.errands.labels([place.person_id for place in women], by=actor())
        found["enrolled"] = sorted(found["enrolled"], key=lambda place: _name(labels, place))
        return {
            **found,
            "labels": labels,
            "groups": group,
            "places": PLACES,
            "shape": SHAPES[one.state],
            "steps": [
                step for step in STEPS if one.state in step.states and self._may(step, one) and _due(step, found)
            ],
            "ranks": _ranks(found["waiting"]),
            "reason_words": [(reason, word(f"reason.{reason}")) for reason in REASONS if reason != "by_herself"],
            "fresh": new_id,
            "takes_women": one.state in TAKES_WOMEN,
            "may_upload": allowed("roster.upload") and one.state not in ENDED,
            "may_move": allowed("enrolment.admit"),
            "may_list": allowed("exam_list.keep") and one.state is ClassState.RUNNING,
            "may_claim": allowed("subsidy.claim"),
            "may_check": allowed("spot_check.read") and one.state in CHECKED,
            "may_take_forms": allowed("class.papers"),
            "may_call_off": allowed("class.cancel")
            and one.state in TAKES_WOMEN - {ClassState.RUNNING}
            and one.seats.anybody,
            "may_shift": allowed("class.move") and one.state in MOVABLE,
        }

    @staticmethod
    def _may(step: Step, one: TrainingClass) -> bool:
        """Tell whether the button is shown: the role, another hand than the one that filed, nobody sent away."""
        mine = actor().id in (one.hands.filed_by, one.hands.planned_by)
        refused = (step.action == "class.approve" and mine) or (step.action == "class.cancel" and one.seats.anybody)
        return allowed(step.action) and not refused


def _due(step: Step, found: Mapping[str, Any]) -> bool:
    """Tell whether its time has come: a class begins on its first day, is examined in its last session, told once."""
    sessions, now = found["sessions"], found["now"]
    match step.noun:
        case "start" if sessions:
            return bool(sessions[0].slot.on <= now.astimezone(SHANGHAI).date())
        case "examination" if sessions:
            return bool(sessions[-1].slot.starts_at <= now)
        case "plan-notice":
            return found["asks_plan"] and found["klass"].told_on is None
        case "filing":
            return not found["asks_plan"] or found["klass"].told_on is not None
        case _:
            return True


def _gathered(use: UseCases, class_id: str) -> dict[str, Any]:
    by = actor()
    one = use.training_class.find.one(class_id, by=by)
    sessions = use.training_class.find.sessions_of([class_id])
    places = use.training_class.find.places(one.plan.path)
    now = use.roster.bring.clock.now()
    done = [session for session in sessions if session.slot.ends_at <= now]
    people = allowed("enrolment.list")
    return {
        "klass": one,
        "sessions": sessions,
        "done": len(done),
        "lessons_done": sum(session.slot.minutes for session in done) // LESSON,
        "lessons": one.plan.minutes // LESSON,
        "rooms": {room.id: room.title for room in places.rooms},
        "teachers": _teachers(sessions, {teacher.id: teacher.name for teacher in places.teachers}),
        "equipment": [thing.title for thing in places.equipment if sessions and thing.id in sessions[0].equipment],
        **_women(use, one, people),
        "others": _others(use, one) if allowed("enrolment.move") else [],
        "today": _today(sessions, one, now),
        "roster_by": use.catalogue.tester(one.plan.starts_on).due_on(one.plan.ends_on),
        "rosters": use.roster.find.of_class(class_id, by=by) if allowed("roster.read") else [],
        "people": people,
        "now": now,
        **_filing(use, one),
        "exam_list": use.exam.lists.of_class(class_id, by=by) if allowed("exam.read") else None,
        "evaluated": use.evaluation.result(class_id, by=by) if allowed("evaluation.read") else None,
    }


def _filing(use: UseCases, one: TrainingClass) -> dict[str, Any]:
    """Return the deadlines of plan and application, and whether an application of today needs a reason."""
    today = use.roster.bring.clock.today()
    county = use.replica.county_of(one.plan.path)
    rule = use.catalogue.filing(today, (county.division if county else None) or NATION)
    apply_by = rule.apply_by(one.plan.starts_on, workdays.add)
    apply_from = rule.apply_from(one.told_on) if rule.asks_plan and one.told_on else None
    return {
        "asks_plan": rule.asks_plan,
        "plan_days": rule.plan_days_before_application,
        "plan_by": rule.plan_by(one.plan.starts_on, workdays.add),
        "apply_by": apply_by,
        "apply_from": apply_from,
        "late": today > apply_by,
        "early": apply_from is not None and today < apply_from,
    }


def _women(use: UseCases, one: TrainingClass, people: bool) -> dict[str, Any]:
    """Return who is in the class and who waits, with their attendance once there is any; nothing for other offices."""
    if not people:
        return {"enrolled": [], "waiting": [], "rule": None, "book": None, "groups": {}}
    waiting = [
        place
        for state in (State.OFFERED, State.WAITLISTED)
        for place in use.enrolment.find.of_class(one.id, state, by=actor())
    ]
    book = use.attendance.find.book(one.id, by=actor())
    cards = [use.replica.cards.get(place.person_id) for place in waiting]
    return {
        "enrolled": list(book.women),
        "waiting": waiting,
        "rule": use.enrolment.find.rule(one) if waiting else None,
        "book": book,
        "groups": {card.person_id: card.bands.get("groups", []) for card in cards if card},
    }


def _today(sessions: list[Session], one: TrainingClass, now: datetime) -> Session | None:
    """Return the session of today that is on or comes next, for whoever takes attendance while the class runs."""
    if one.state is not ClassState.RUNNING or not allowed("attendance.take"):
        return None
    day = now.astimezone(SHANGHAI).date()
    begun = [session for session in sessions if session.slot.on == day and session.slot.starts_at <= now]
    return begun[-1] if begun else None


def _others(use: UseCases, one: TrainingClass) -> list[TrainingClass]:
    """Return the classes of these units that have a seat for who moves there."""
    found = use.training_class.find.listed([ClassState.ENROLLING], Page(), by=actor())
    return [other for other in found if other.id != one.id and not other.full and not other.seats.waiting]


def _ranks(waiting: list[Enrolment]) -> dict[str, int | None]:
    """Return the rank of everybody who waits, None for who is offered a seat."""
    offered = sum(place.state is State.OFFERED for place in waiting)
    return {place.id: at if at > 0 else None for at, place in enumerate(waiting, 1 - offered)}


def _teachers(sessions: list[Session], names: Mapping[str, str]) -> list[str]:
    return [names.get(one, "") for one in sessions[0].teachers] if sessions else []


def _name(labels: Mapping[str, Mapping[str, Any]], place: Enrolment) -> str:
    return str(labels.get(place.person_id, {}).get("name", place.id))
