"""One case: read it, decide it, send it back, end it, confirm or hand back what a colleague prepared."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from services.loans.domain.review import GUARANTEE, Finding, Outcome
from services.loans.errands import Errands
from services.loans.usecases import UseCases
from services.loans.usecases.desk.send_back import Words
from services.loans.web import visit_report
from services.loans.web.case_page import WAYS, CasePage, Seen
from services.loans.web.desk_facts import facts_of
from services.loans.web.desk_forms import FORMS, ConfirmForm, HandBackForm, RejectForm, SendBackForm, guarantee_form
from services.loans.web.pages_queue import HOME, case_address, queue_of
from shared.errors import Malformed, NotFound
from shared.running import Runs
from shared.web import forms
from shared.web.i18n import word
from shared.web.identity.gate import actor, needs
from shared.web.posting import FormPage, once

SCHEMAS: dict[str, Schema] = {"return": SendBackForm(), "reject": RejectForm()}
ABOUT = {  # which field of these forms a refusal of the rules means
    "reasons_missing": "reasons",
    "reason_unknown": "reasons",
    "due_day_out_of_reach": "due_on",
    "above_asked": "amount_fen",
    "above_granted": "amount_fen",
}


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the case pages."""
    cases = Blueprint("loans_cases", __name__, url_prefix="/loans/cases", template_folder="templates")
    page = CasePage(run, errands)
    decisions = Decisions(run, page)

    @cases.get("/<case_id>")
    @needs("case.read", "decide")
    def show(case_id: str) -> ResponseReturnValue:
        seen = page.seen(case_id)
        if seen.mine:
            run.run(lambda use: use.desk.claim.renew(case_id, by=actor()))
            seen = page.seen(case_id)
        return decisions.form(case_id, _way(seen)).show(decisions.proposed(seen))

    @cases.post("/<case_id>/decision")
    @needs("desk.work")
    def decide(case_id: str) -> ResponseReturnValue:
        return decisions.decide(case_id)

    @cases.post("/<case_id>/return")
    @needs("desk.work")
    def send_back(case_id: str) -> ResponseReturnValue:
        return decisions.send_back(case_id)

    @cases.post("/<case_id>/rejection")
    @needs("desk.work")
    def reject(case_id: str) -> ResponseReturnValue:
        return decisions.reject(case_id)

    _second(cases, decisions)

    @cases.get("/<case_id>/photos/<album_id>/<int:number>")
    @needs("case.read")
    def photo(case_id: str, album_id: str, number: int) -> ResponseReturnValue:
        seen = page.seen(case_id)
        content = run.ask(lambda use: use.desk.pictures.get(seen.application, album_id, number))
        if content is None:
            raise NotFound("photo_not_found")
        return Response(content, mimetype="image/jpeg")

    return cases


def _second(cases: Blueprint, decisions: "Decisions") -> None:
    @cases.post("/<case_id>/confirmation")
    @needs("desk.work")
    def confirm(case_id: str) -> ResponseReturnValue:
        return decisions.confirm(case_id)

    @cases.post("/<case_id>/hand-back")
    @needs("desk.work")
    def hand_back(case_id: str) -> ResponseReturnValue:
        return decisions.hand_back(case_id)


class Decisions:
    """Each decision is a form on the same page; after a refusal the page comes back as it was typed."""

    def __init__(self, run: Runs[UseCases], page: CasePage) -> None:
        self.run = run
        self.page = page

    def form(self, case_id: str, way: str, schema: Schema | None = None) -> FormPage:
        """Return the form of one way to decide."""
        used = schema or SCHEMAS.get(way) or self._form(self.page.seen(case_id))

        def context() -> dict[str, Any]:
            seen = self.page.seen(case_id)
            found = self.page.context(seen, way)
            codes = request.form.getlist("reasons")
            due_on = request.form.get("due_on", "")
            return found | {"sms": self.page.preview(seen, codes, _spoken(due_on)) if way == "return" else None}

        return FormPage(used, "loans/case.html", context, about=ABOUT)

    def _form(self, seen: Seen) -> Schema:
        if seen.act != GUARANTEE:
            return FORMS[seen.act]
        return guarantee_form(self.run.ask(lambda use: use.desk.bounds.counter(seen.application)))

    def proposed(self, seen: Seen) -> dict[str, Any]:
        """Return what a fresh form already says."""
        application = seen.application
        if not seen.hand or application.review is None:
            return {}
        usual = self.run.ask(lambda use: use.desk.send_back.usual(application.place, use.desk.today()))
        return {
            "amount_fen": application.amount_fen,
            "term_months": str(application.asked.term_months),
            "due_on": usual.isoformat(),
        }

    def decide(self, case_id: str) -> ResponseReturnValue:
        """The officer's hand says yes."""

        def work(words: dict[str, Any]) -> ResponseReturnValue:
            pictures, beside = visit_report.album() if "visited_on" in words else ([], {})
            seen = words.pop("version", None)
            text, facts = words.pop("text", "") or "", facts_of(words) | beside
            finding = Finding(Outcome.PASSED, text, visit_report.signed(facts, self.page.whole_label(case_id)))
            command = once()
            self.run.once(
                command,
                lambda use: use.desk.decide(case_id, finding, by=actor(), seen=seen, pictures=pictures).id,
                hot=self._hot(case_id),
            )
            return self._next(case_id)

        return self.form(case_id, "pass").submit(work)

    def send_back(self, case_id: str) -> ResponseReturnValue:
        """Back to her; `_preview` only shows the message."""

        def work(words: dict[str, Any]) -> ResponseReturnValue:
            to_her = Words(words.get("note") or "", words.get("text") or "", words.get("due_on"))
            seen, codes = words.get("version"), words["reasons"]
            self.run.once(once(), lambda use: use.desk.send_back(case_id, codes, to_her, by=actor(), seen=seen).id)
            return self._next(case_id)

        form = self.form(case_id, "return")
        if "_preview" in request.form:
            return form.show(_typed(SCHEMAS["return"]))
        return form.submit(work)

    def reject(self, case_id: str) -> ResponseReturnValue:
        """The officer's hand says no."""

        def work(words: dict[str, Any]) -> ResponseReturnValue:
            finding = Finding(Outcome.REJECTED, words["text"], {}, tuple(words["reasons"]))
            seen = words.get("version")
            self.run.once(once(), lambda use: use.desk.decide(case_id, finding, by=actor(), seen=seen).id)
            return self._next(case_id)

        return self.form(case_id, "reject").submit(work)

    def confirm(self, case_id: str) -> ResponseReturnValue:
        """The leader's hand says yes to what was prepared."""

        def work(words: dict[str, Any]) -> ResponseReturnValue:
            seen = words.get("version")
            self.run.once(
                once(),
                lambda use: use.desk.second.confirm(case_id, by=actor(), seen=seen).id,
                hot=self._hot(case_id),
            )
            return self._next(case_id)

        return self.form(case_id, "second", ConfirmForm()).submit(work)

    def hand_back(self, case_id: str) -> ResponseReturnValue:
        """The leader's hand says no to what was prepared."""

        def work(words: dict[str, Any]) -> ResponseReturnValue:
            seen, text = words.get("version"), words["text"]
            self.run.once(once(), lambda use: use.desk.second.hand_back(case_id, text, by=actor(), seen=seen).id)
            return self._next(case_id)

        return self.form(case_id, "second", HandBackForm()).submit(work)

    def _hot(self, case_id: str) -> str | None:
        """Name the fund that a guarantee writes to, so that askers of one process wait for one another."""
        seen = self.page.seen(case_id)
        if seen.act != "guarantee":
            return None
        return self.run.ask(lambda use: use.fund.head_room.key(seen.application.place))

    def _next(self, case_id: str) -> ResponseReturnValue:
        if "_next" not in request.form:
            return redirect(HOME, 303)
        following = self.run.run(lambda use: use.desk.claim.next(by=actor(), but=case_id), hot=queue_of())
        return redirect(case_address(following) if following else HOME, 303)


def _way(seen: Seen) -> str:
    way = request.args.get("decide", "return" if seen.blocked else "pass")
    if way not in WAYS:
        raise Malformed("unknown_parameter")
    return "second" if seen.application.case.proposal is not None else way


def _spoken(day: str) -> str:
    try:
        chosen = date.fromisoformat(day)
    except ValueError:
        return "…"
    return word("%(month)s 月 %(day)s 日", month=chosen.month, day=chosen.day)


def _typed(schema: Schema) -> dict[str, Any]:
    return forms.from_form(schema, request.form)
