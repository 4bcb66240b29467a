"""The leader's view of an office: how much lies with whom; and several cases at once, each with its own answer."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from services.loans.errands import Errands
from services.loans.usecases import UseCases
from services.loans.usecases.desk.figures import Span
from services.loans.usecases.desk.hands import offices
from services.loans.usecases.desk.send_back import Words
from services.loans.usecases.desk.team import Colleague, InHand
from services.loans.web.pages_queue import NAMES, TICK, QueuePage
from shared.errors import Invalid, Malformed, Problem, Refused
from shared.ids import is_id
from shared.running import Runs
from shared.web import forms
from shared.web.i18n import sentence, word
from shared.web.identity.gate import actor, allowed, needs
from shared.web.posting import once
from shared.web.schema import Form, Length, Text, Ui, loaded

MOST = 50
ACTS = ("give", "ask")


def _text(**more: Any) -> Text:
    return Text(error_messages={"invalid": "not_text"}, metadata={"ui": Ui("", widget="hidden")}, **more)


def _codes(most: int) -> "fields.List[str]":
    return fields.List(_text(), load_default=[], validate=validate.Length(max=most, error="too_many_rows"))


class SeveralForm(Form):
    """Several cases of one queue: given to somebody, or sent back for papers. Nothing is approved in bulk."""

    act = fields.String(
        required=True,
        validate=validate.OneOf(ACTS, error="not_listed"),
        error_messages={"required": "required", "null": "required", "invalid": "not_text"},
    )
    cases = _codes(MOST)
    to = _text(load_default="")
    reasons = _codes(20)
    note = _text(load_default="", validate=Length(0, 100))


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the pages."""
    team = Blueprint("loans_team", __name__, url_prefix="/loans", template_folder="templates")
    several = Several(run, errands)

    @team.get("/desks")
    @needs("desk.lead")
    def desks() -> ResponseReturnValue:
        return render_template("loans/desks.html", **_context(run, errands))

    @team.get("/queue/several")
    @needs("desk.work", *NAMES, TICK)
    def choose() -> ResponseReturnValue:
        return several.show([])

    @team.post("/queue/several")
    @needs("desk.work", *NAMES, TICK)
    def act() -> ResponseReturnValue:
        return several.act()

    return team


def _context(run: Runs[UseCases], errands: Errands) -> dict[str, Any]:
    by, today = actor(), run.ask(lambda use: use.desk.today())
    month = Span(today.replace(day=1), today)
    in_hand = run.ask(lambda use: use.desk.team.in_hand(today.isoformat(), by=by))
    work = {one.account: one for one in run.ask(lambda use: use.desk.figures.work(month, by=by))}
    load = run.ask(lambda use: use.desk.queue.load(by=by))
    mates = errands.colleagues(offices(by), by=by)
    names = {one.id: one.name for one in mates} | {one.account: one.name for one in work.values() if one.account}
    rows = [_row(account, names.get(account, "—"), in_hand, work) for account in {**names, **in_hand}]
    rows.sort(key=lambda row: (-row["late"], -row["given"], row["name"]))
    return {"rows": rows, "load": load, "today": today, "month": f"{today:%Y-%m}", "ages": _ages(load.due, today)}


def _row(account: str, name: str, in_hand: dict[str, InHand], work: dict[str, Any]) -> dict[str, Any]:
    mine, done = in_hand.get(account, InHand()), work.get(account)
    return {
        "id": account,
        "name": name,
        "held": mine.held,
        "given": mine.given,
        "late": mine.late,
        "done": done.n if done else 0,
        "done_late": done.late if done else 0,
    }


AGES = ((30, None), (10, 29), (1, 9))


def _ages(due: Any, today: date) -> list[tuple[int, int | None, int]]:
    """Return how many open cases are so many calendar days past their day: from, to (None = open), how many."""
    late = [((today - date.fromisoformat(day)).days, n) for day, n in due.items()]
    return [
        (least, most, sum(n for days, n in late if days >= least and (most is None or days <= most)))
        for least, most in AGES
    ]


class Several:
    """One command for many cases is many commands: each has its own transaction, its own key and its own answer."""

    def __init__(self, run: Runs[UseCases], errands: Errands) -> None:
        self.run = run
        self.errands = errands
        self.queue = QueuePage(run, errands)

    def show(self, results: list[dict[str, Any]], problems: Sequence[str] = ()) -> ResponseReturnValue:
        """Return the rows to tick as they were ticked, or what became of each."""
        context = self.queue.several()
        mates = self._mates() if allowed("desk.lead") else []
        reasons = self.run.ask(lambda use: use.desk.routes.reasons(_place(actor())).send_back)
        status = 422 if problems else 200
        every = [one["id"] for one in context["lines"]] if TICK in request.args else []
        facts = {
            "results": results,
            "ticked": request.form.getlist("cases") or every,
            "mates": [(one.id, one.name) for one in mates],
            "reasons": reasons,
            "general_errors": list(problems),
            "typed": request.form,
        }
        return render_template("loans/several.html", **context, **facts), status

    def act(self) -> ResponseReturnValue:
        """Do it case by case."""
        try:
            typed = loaded(SeveralForm(), forms.from_form(SeveralForm(), request.form))
        except Invalid as problem:
            return self.show([], [_told(name, one) for name, found in problem.fields.items() for one in found])
        if not all(is_id(one) for one in typed["cases"]):
            raise Malformed("unknown_parameter")
        if not typed["cases"]:
            return self.show([], [sentence(Problem("none_chosen"))])
        if typed["act"] == "ask" and not typed["reasons"]:
            return self.show([], [sentence(Problem("reasons_missing"))])
        command = self._give(typed) if typed["act"] == "give" else self._ask(typed)
        if command is None:
            return self.show([], [sentence(Problem("nobody_chosen"))])
        try:  # the page as a whole is sent once; each case has its own key besides
            self.run.once(once(), lambda _use: "")
        except Refused as problem:
            return self.show([], [sentence(problem)])
        return self.show([self._result(one, command) for one in typed["cases"]])

    def _result(self, case_id: str, command: Callable[[UseCases, str], str]) -> dict[str, Any]:
        whole = once()
        own = replace(whole, key=f"{whole.key}{case_id}")
        why = ""
        try:
            self.run.once(own, lambda use: command(use, case_id))
        except Problem as problem:
            why = sentence(problem)
        return {"id": case_id, "number": self._number(case_id), "done": not why, "why": why}

    def _number(self, case_id: str) -> str:
        """Return what a case is called, whichever list it is on now; "" when it is no longer this office's."""
        try:
            return self.run.ask(lambda use: use.desk.queue.case(case_id, by=actor())[0].number)
        except Problem:
            return ""

    def _give(self, typed: dict[str, Any]) -> Callable[[UseCases, str], str] | None:
        by, to = actor(), next((one for one in self._mates() if one.id == typed["to"]), None)
        return (lambda use, case_id: use.desk.team.give(case_id, to, by=by).id) if to else None

    def _ask(self, typed: dict[str, Any]) -> Callable[[UseCases, str], str]:
        by, words = actor(), Words(typed["note"])
        return lambda use, case_id: use.desk.send_back(case_id, typed["reasons"], words, by=by).id

    def _mates(self) -> list[Colleague]:
        return self.errands.colleagues(offices(actor()), by=actor())


def _told(name: str, one: Refused) -> str:
    """Return the sentence of a refusal, behind the name of what an officer writes there."""
    said = sentence(one)
    return word("%(label)s：%(said)s", label=word("还要跟她们说的"), said=said) if name == "note" else said


def _place(by: Any) -> tuple[str, ...]:
    return next((post.path for post in by.posts if post.path), ())
