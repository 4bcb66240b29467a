"""Income after a certificate: who is to be asked, one answer written down, what it came to; and her own answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import Schema, fields

from services.training.domain.followup import MOST_FEN, FollowUp
from services.training.errands import Errands
from services.training.usecases import UseCases
from services.training.usecases.followup import MOST, Said
from services.training.web.pages_forms import SheetPage
from services.training.web.pages_me import HOME as HER_HOME
from services.training.web.routes_rosters import workbook
from services.training.web.schemas import FollowUpQuery
from shared.access import Kind
from shared.running import Runs
from shared.web.identity.gate import actor, allowed, allowed_scope, needs
from shared.web.posting import FormPage, once
from shared.web.schema import Form, amount, choice, loaded

HOME = "/training/follow-ups"
GROUPS = {"class": "class_id", "course": "course", "county": "county"}
QUERY = FollowUpQuery()


def form_of(doing: Sequence[str], *, first: bool) -> Schema:
    """Return the form of an answer; what she earned before is asked with the first."""
    before: dict[str, fields.Field[Any]] = (
        {"before_fen": amount("培训以前，一个月大约挣多少", least=0, most=MOST_FEN)} if first else {}
    )
    now: dict[str, fields.Field[Any]] = {
        "fen": amount("现在一个月大约挣多少", least=0, most=MOST_FEN, help="没有收入就填 0"),
        "doing": choice("现在主要靠什么", tuple((one, f"doing.{one}") for one in doing)),
    }
    return Form.from_dict({**before, **now}, name="FollowUpForm")()


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the pages of officers and hers."""
    both = Blueprint("training_followups", __name__, url_prefix="/training", template_folder="templates")
    _list(both, run, errands)
    _sheets(both, errands)
    _answers(both, run, errands)
    return both


def _list(staff: Blueprint, run: Runs[UseCases], errands: Errands) -> None:
    @staff.get("/follow-ups")
    @needs("followup.read", *QUERY.fields)
    def listed() -> ResponseReturnValue:
        by, show = actor(), loaded(QUERY, request.args)["show"]
        if show in GROUPS:
            return render_template("training/followup_totals.html", **run.ask(lambda use: _totals(use, show)))
        due = run.ask(lambda use: use.followup.due(by=by))
        labels = errands.labels([one.person_id for one in due], by=by)
        may = {"may_answer": allowed("followup.answer"), "most": MOST}
        return render_template("training/followups.html", **run.ask(lambda use: _due(use, due)), labels=labels, **may)


def _sheets(staff: Blueprint, errands: Errands) -> None:
    page = SheetPage("training/followup_sheet.html", errands.followup_sheets.bring)

    @staff.get("/follow-ups/due.xlsx")
    @needs("followup.answer")
    def out() -> ResponseReturnValue:
        return workbook(errands.followup_sheets.out(by=actor()), "follow-ups.xlsx")

    @staff.get("/follow-ups/sheet")
    @needs("followup.answer")
    def ask_sheet() -> ResponseReturnValue:
        return page.show()

    @staff.post("/follow-ups/sheet")
    @needs("followup.answer")
    def bring() -> ResponseReturnValue:
        return page.brought()


def _answers(both: Blueprint, run: Runs[UseCases], errands: Errands) -> None:
    def page(followup_id: str) -> FormPage:
        by = actor()
        shown = run.ask(lambda use: _one(use, use.followup.one(followup_id, by=by)))
        hers = by.kind is Kind.WOMAN
        shown["label"] = None if hers else errands.labels([shown["one"].person_id], by=by).get(shown["one"].person_id)
        first = shown["one"].before_fen is None or "before_fen" in request.form  # the same form sent once more has it
        schema = form_of(shown["doing"], first=first)
        return FormPage(schema, f"training/{'my_followup' if hers else 'followup'}.html", lambda: shown)

    @both.get("/follow-ups/<followup_id>")
    @needs("followup.answer")
    def ask(followup_id: str) -> ResponseReturnValue:
        return page(followup_id).show()

    @both.post("/follow-ups/<followup_id>")
    @needs("followup.answer")
    def answer(followup_id: str) -> ResponseReturnValue:
        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            by, said = actor(), Said(typed["fen"], typed["doing"], typed.get("before_fen"))
            run.once(once(), lambda use: use.followup.answer(followup_id, said, by=by).id)
            return redirect(HER_HOME if by.kind is Kind.WOMAN else HOME, 303)

        return page(followup_id).submit(work)


def _due(use: UseCases, due: Sequence[FollowUp]) -> dict[str, Any]:
    today = use.followup.clock.today()
    rule = use.followup.rule(today)
    classes = use.training_class.find.some({one.class_id for one in due})
    months = {one.id: one.asked(rule, today) for one in due}
    rows = sorted(due, key=lambda one: one.due_on(months[one.id] or 0))  # as the page says: the longest asked for first
    return {"rows": rows, "months": months, "titles": {key: one.plan.title for key, one in classes.items()}}


def _one(use: UseCases, one: FollowUp) -> dict[str, Any]:
    today = use.followup.clock.today()
    rule = use.followup.rule(today)
    klass = use.training_class.find.some([one.class_id]).get(one.class_id)
    return {"one": one, "klass": klass, "month": one.asked(rule, today), "doing": rule.doing}


def _totals(use: UseCases, show: str) -> dict[str, Any]:
    today = use.followup.clock.today()
    found = use.followup.totals(GROUPS[show], by=actor())
    return {
        "show": show,
        "rows": found,
        "months": use.followup.rule(today).months,
        "names": _names(use, show, {one.key for one in found}),
        "opens": _opens(use, {one.key for one in found}) if show == "class" else set(),
    }


def _opens(use: UseCases, class_ids: set[str]) -> set[str]:
    """Return the classes whose page the asker may open: a township reads of its women in a county's class."""
    inside = allowed_scope("class.read")
    return {key for key, one in use.training_class.find.some(class_ids).items() if inside.holds(one.plan.path)}


def _names(use: UseCases, show: str, keys: set[str]) -> Mapping[str, str]:
    if show == "class":
        return {key: one.plan.title for key, one in use.training_class.find.some(keys).items()}
    if show == "course":
        return {one.code: one.title for one in use.catalogue.courses(use.followup.clock.today())}
    return {unit.id: unit.title for unit in use.replica.units.some(keys)}
