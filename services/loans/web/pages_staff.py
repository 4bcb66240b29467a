"""Officers' pages: drafts in their units, one of them, beginning and filling one for a woman who is there."""

from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from services.loans.domain.application import Application, State
from services.loans.errands import Errands
from services.loans.usecases import UseCases
from services.loans.web import answers, desk_work, money_work
from services.loans.web.form_pages import page_of
from services.loans.web.schemas import ForHer
from services.loans.web.sheets import SheetPage
from shared.errors import Malformed
from shared.ids import is_id
from shared.running import Runs
from shared.web.identity.gate import actor, allowed, needs
from shared.web.posting import FormPage, once
from shared.web.rail import counted

ENDED = (State.REJECTED, State.WITHDRAWN, State.LAPSED)
HOME = "/loans/applications"
PAGE = 50
LISTED = (State.DRAFT, State.IN_REVIEW, State.RETURNED, State.APPROVED, State.CONTRACTED, State.FUNDED, *ENDED)
FEW = 10


def address(application_id: str) -> str:
    """Return the page of an application."""
    return f"{HOME}/{application_id}"


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the officers' pages."""
    staff = Blueprint("loans_staff", __name__, url_prefix="/loans", template_folder="templates")
    _lists(staff, run, errands)
    _one(staff, run, errands)
    _for_her(staff, run, errands)
    return staff


def _lists(staff: Blueprint, run: Runs[UseCases], errands: Errands) -> None:
    @staff.get("/applications")
    @needs("draft.list", "state", "after")
    def listing() -> ResponseReturnValue:
        after, state = _after(), _state()
        if state is State.DRAFT:
            return render_template("loans/drafts.html", **_rows(run, errands, after, PAGE), first=after is not None)
        return render_template("loans/applications.html", **_listed(run, errands, state, after), states=LISTED)

    @staff.get("/my-work")
    @needs("work.read")
    def my_work() -> ResponseReturnValue:
        whole = "HX-Request" not in request.headers
        money = money_work.found(run, errands)
        rest = {"money": money, "desk": desk_work.found(run, errands), "may_list": allowed("draft.list")}
        return render_template("loans/my_work.html", **_rows(run, errands, None, FEW), whole=whole, **rest)

    @staff.get("/my-work/counts")
    @needs("work.read")
    def counts() -> ResponseReturnValue:
        return counted(desk_work.counts(run))


def _one(staff: Blueprint, run: Runs[UseCases], errands: Errands) -> None:
    sheet = SheetPage(run, errands, address, "desk.html")

    @staff.get("/applications/<application_id>")
    @needs("draft.list")
    def one(application_id: str) -> ResponseReturnValue:
        found = run.ask(lambda use: use.application.find.one(application_id, by=actor()))
        label = errands.labels([found.person_id], by=actor()).get(found.person_id)
        place = run.ask(lambda use: use.replica.titles(found.place))
        facts = {
            "label": label,
            "where": place,
            "answers": answers.shown(found.draft),
            "may_fill": allowed("draft.fill"),
        }
        return render_template("loans/draft.html", application=found, **facts)

    @staff.get("/applications/<application_id>/<page>")
    @needs("draft.fill")
    def show(application_id: str, page: str) -> ResponseReturnValue:
        return sheet.show(application_id, page_of(page))

    @staff.post("/applications/<application_id>/<page>")
    @needs("draft.fill")
    def save(application_id: str, page: str) -> ResponseReturnValue:
        return sheet.save(application_id, page_of(page))


def _for_her(staff: Blueprint, run: Runs[UseCases], errands: Errands) -> None:
    def form(person_id: str) -> FormPage:
        def context() -> dict[str, Any]:
            return {"label": errands.labels([person_id], by=actor()).get(person_id), "person_id": person_id}

        errands.begin.know(person_id)
        run.ask(lambda use: use.application.start.card(person_id, actor()))
        return FormPage(ForHer(), "loans/for_her.html", context)

    @staff.get("/for-her/<person_id>")
    @needs("draft.fill")
    def ask(person_id: str) -> ResponseReturnValue:
        return form(person_id).show()

    @staff.post("/for-her/<person_id>")
    @needs("draft.fill")
    def start(person_id: str) -> ResponseReturnValue:
        return form(person_id).submit(
            lambda _words: redirect(address(errands.begin(person_id, once(), by=actor()).resource_id), 303)
        )


def _after() -> str | None:
    after = request.args.get("after")
    if after is not None and not is_id(after):
        raise Malformed("unknown_parameter")
    return after


def _state() -> State:
    try:
        return State(request.args.get("state", State.DRAFT))
    except ValueError:
        raise Malformed("unknown_parameter") from None


def _listed(run: Runs[UseCases], errands: Errands, state: State, after: str | None) -> dict[str, Any]:
    found = run.ask(lambda use: use.desk.queue.in_state(state, by=actor(), after=after, limit=PAGE + 1))
    shown = found[:PAGE]
    labels = errands.labels([one.person_id for one in shown], by=actor())
    more = shown[-1].id if len(found) > PAGE else None
    return {"rows": shown, "labels": labels, "state": state, "next": more, "first": after is not None}


def _rows(run: Runs[UseCases], errands: Errands, after: str | None, size: int) -> dict[str, Any]:
    def ask(use: UseCases) -> tuple[list[Application], dict[str, str]]:
        found = use.application.find.drafts(by=actor(), after=after, limit=size + 1)
        return found, use.application.find.places(found)

    found, places = run.ask(ask)
    shown = found[:size]
    labels = errands.labels([one.person_id for one in shown], by=actor())
    more = shown[-1].id if len(found) > size else None
    return {"states": LISTED, "drafts": shown, "labels": labels, "places": places, "next": more, "size": size}
