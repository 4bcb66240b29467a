"""Her home on a phone: what she must do, where things lie, her next class, her road; from three services."""

from datetime import date, datetime
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from services.applicant.domain.fresh_road import freshened
from services.applicant.domain.journey import Row
from services.applicant.domain.next_step import next_step
from services.applicant.errands import Errands
from services.applicant.usecases import UseCases
from services.applicant.web import home_loan, road
from shared.clock import SHANGHAI
from shared.running import Runs
from shared.web.i18n import federation_of
from shared.web.identity.gate import actor, needs, person

HELD = ("enrolled", "waitlisted", "offered")


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the page."""
    home = Blueprint("applicant_home", __name__, url_prefix="/applicant", template_folder="templates")

    @home.get("/me")
    @needs("home.read")
    def me() -> ResponseReturnValue:
        asked = errands.home(person(), by=actor())
        mine = run.ask(lambda use: use.journey.hers(person()))
        enrolments, applications = asked.enrolments.get(), asked.applications.get()
        fresh = freshened(mine.row, mine.own, enrolments or ())
        facts = {
            "name": mine.name,
            "place": federation_of(mine.place),
            "lesson": next_lesson(enrolments or ()),
            "classes": None if enrolments is None else [one for one in enrolments if one["state"] in HELD],
            "waiting": [one for one in enrolments or () if one["state"] == "waitlisted"],
            "offered": next((one for one in enrolments or () if one["state"] == "offered"), None),
            "draft": next((one for one in applications or () if one["state"] == "draft"), None),
            "applications": applications,
            "owed": home_loan.owed(applications, fresh, mine.today),
            "repayment": home_loan.repayment(applications),
            "certificate": _certificate(fresh),
            **_loan(home_loan.going(applications, fresh)),
            "band": road.band(fresh),
            "next": road.told(next_step(fresh, mine.today), hers=True),
        }
        return render_template("applicant/me.html", **facts)

    return home


def _loan(going: Row | None) -> dict[str, Any]:
    """Return where her application lies, nothing while none is on its way."""
    if going is None:
        return {"going": None, "steps": []}
    return {"going": going, "steps": home_loan.timeline(going)}


def _certificate(row: Row) -> dict[str, Any] | None:
    told = row["stages"].get("certified")
    return {**told, "on": date.fromisoformat(told["on"])} if told else None


def next_lesson(enrolments: Any) -> dict[str, Any] | None:
    """Return the next session of all classes in which she has a place, None when there is none."""
    held = [one for one in enrolments if one["state"] == "enrolled" and one.get("next_session")]
    if not held:
        return None
    one = min(held, key=lambda item: str(item["next_session"]["starts_at"]))
    starts, ends = (_local(one["next_session"][key]) for key in ("starts_at", "ends_at"))
    lines = [f"{starts:%H:%M} – {ends:%H:%M}", one["next_session"].get("room") or "", _days(one)]
    return {"day": starts.date(), "title": one["title"], "lines": [line for line in lines if line]}


def _days(one: Row) -> str:
    first, last = (date.fromisoformat(one[key]) for key in ("starts_on", "ends_on"))
    words = gettext(
        "%(a)s 月 %(b)s 日到 %(c)s 月 %(d)s 日，共 %(hours)s 学时",
        a=first.month,
        b=first.day,
        c=last.month,
        d=last.day,
        hours=one["minutes"] // 45,
    )
    return str(words)


def _local(instant: str) -> datetime:
    return datetime.fromisoformat(instant).astimezone(SHANGHAI)
