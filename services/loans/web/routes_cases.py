"""JSON: what lies on an officer's desks, and each act at a desk beside its page, with the same forms and use cases.

Only the report of a visit has no route here: its photos and signatures come by its page.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, fields, validate

from services.loans.domain.application import Application
from services.loans.domain.review import Finding, Outcome
from services.loans.usecases import UseCases
from services.loans.usecases.desk.decide import GUARANTEE
from services.loans.usecases.desk.ports import Claim, Wanted
from services.loans.usecases.desk.send_back import Words
from services.loans.web.desk_facts import facts_of
from services.loans.web.desk_forms import FORMS, Approve, ConfirmForm, HandBackForm, RejectForm, SendBackForm, SkipForm
from services.loans.web.money_schemas import MOST_BP
from services.loans.web.pages_queue import LISTS, take
from shared.errors import Conflict
from shared.running import Runs
from shared.web.api import JsonBlueprint, page_of
from shared.web.identity.gate import actor, needs
from shared.web.posting import once
from shared.web.schema import Between, Form

AFTER = re.compile(r"\A([0-9]{4}-[0-9]{2}-[0-9]{2})\.([0-9a-f]{32})\Z")
BY_PAGE = "report"
Act = Callable[[UseCases], Application]


class ApproveByProgram(Approve):
    """The bank's yes with its rate in basis points, as every number between programs."""

    rate_bp = fields.Integer(
        required=True,
        strict=True,
        validate=Between(1, MOST_BP),
        error_messages={"required": "required", "null": "required", "invalid": "not_a_whole_number"},
    )


class QueueQuery(Form):
    """Which list, behind which row."""

    list = fields.String(load_default="open", validate=validate.OneOf(LISTS, error="not_listed"))
    after = fields.String(load_default=None, validate=validate.Regexp(AFTER, error="unknown_parameter"))
    page_size = fields.Integer(load_default=50, validate=Between(1, 200))


class CaseView(Schema):
    """A case as its desk works on it; `version` goes back with a decision, `minutes` is what is left of the lease."""

    id = fields.String()
    number = fields.String()
    state = fields.String()
    desk = fields.String()
    act = fields.String()
    round = fields.Integer()
    due_on = fields.Date()
    amount_fen = fields.Integer()
    proposed = fields.Boolean()
    held_by = fields.String(allow_none=True)
    minutes = fields.Integer(allow_none=True)
    version = fields.Integer()


class RowView(Schema):
    """One row of a queue."""

    id = fields.String()
    number = fields.String()
    desk = fields.String()
    act = fields.String()
    list = fields.String(attribute="kind")
    round = fields.Integer()
    due_on = fields.Date()
    amount_fen = fields.Integer()
    held_by = fields.String(attribute="claim.by", dump_default=None, allow_none=True)


class QueueView(Schema):
    """A page of a queue, the earliest due first."""

    items = fields.List(fields.Nested(RowView))
    after = fields.String(allow_none=True)


class NextView(Schema):
    """The case that was claimed, null when nothing waits."""

    id = fields.String(allow_none=True)


VIEW = CaseView()


def routes(run: Runs[UseCases]) -> JsonBlueprint:
    """Return the desks' routes."""
    api = JsonBlueprint("loans_cases_api", __name__, url_prefix="/loans/api/v1", description="Cases at the desks")
    cases = Cases(run)
    _questions(api, run, cases)
    _claims(api, run, cases)
    for act, schema in FORMS.items():
        if act != BY_PAGE:
            _decision(api, cases, act, ApproveByProgram() if isinstance(schema, Approve) else schema)
    _ways_back(api, cases)
    _second(api, cases)
    return api


@dataclass(frozen=True, slots=True)
class Cases:
    """Runs an act once and returns the case as it is then."""

    run: Runs[UseCases]

    def one(self, case_id: str) -> dict[str, Any]:
        """Return a case inside the asker's reach; raises NotFound."""
        found, claim = self.run.ask(lambda use: use.desk.queue.case(case_id, by=actor()))
        return _shown(found, claim)

    def after(self, case_id: str, act: Act, hot: str | None = None) -> dict[str, Any]:
        """Do it and return the case."""
        self.run.once(once(), lambda use: act(use).id, hot=hot)
        return self.one(case_id)

    def hot(self, case_id: str) -> str | None:
        """Name the fund that the case's next step writes to, so that askers of one process wait for one another."""
        found, _ = self.run.ask(lambda use: use.desk.queue.case(case_id, by=actor()))
        if found.review is None or found.case.step.act != GUARANTEE:
            return None
        return self.run.ask(lambda use: use.fund.head_room.key(found.place))


def _shown(found: Application, claim: Claim | None) -> dict[str, Any]:
    if found.review is None:
        raise Conflict("not_in_this_state", state=found.state.value)
    case = found.case
    return {
        "id": found.id,
        "number": found.number,
        "state": found.state.value,
        "desk": case.desk,
        "act": case.step.act,
        "round": case.round,
        "due_on": case.due_on,
        "amount_fen": found.amount_fen,
        "proposed": case.proposal is not None,
        "held_by": claim.by if claim else None,
        "minutes": claim.minutes if claim else None,
        "version": found.version,
    }


def _questions(api: JsonBlueprint, run: Runs[UseCases], cases: Cases) -> None:
    @api.get("/queue")
    @needs("desk.work")
    @api.arguments(QueueQuery(), location="query", as_kwargs=True)
    @api.response(200, QueueView())
    def queue(after: str | None, page_size: int, **asked: str) -> dict[str, Any]:
        """Return a list of the asker's desks."""
        seen = AFTER.match(after) if after else None
        behind = (seen[1], seen[2]) if seen else None
        wanted = Wanted((), kind=asked["list"], after=behind, limit=page_size + 1)
        rows = run.ask(lambda use: use.desk.queue(wanted, by=actor())).rows
        shown = rows[:page_size]
        return page_of(shown, f"{shown[-1].due_on}.{shown[-1].id}" if len(rows) > page_size else None)

    @api.get("/cases/<case_id>")
    @needs("case.read")
    @api.response(200, VIEW)
    def one(case_id: str) -> dict[str, Any]:
        """Return one case."""
        return cases.one(case_id)


def _claims(api: JsonBlueprint, run: Runs[UseCases], cases: Cases) -> None:
    @api.post("/queue/next")
    @needs("desk.work")
    @api.response(200, NextView())
    def take_next() -> dict[str, Any]:
        """Claim the case due first that nobody holds."""
        done = take(run)
        return {"id": done.resource_id or None}

    @api.post("/cases/<case_id>/claim")
    @needs("desk.work")
    @api.response(200, VIEW)
    def claim(case_id: str) -> dict[str, Any]:
        """Claim a case for a quarter of an hour, or renew one's own lease."""
        return cases.after(case_id, lambda use: use.desk.claim(case_id, by=actor()))

    @api.post("/cases/<case_id>/release")
    @needs("desk.work")
    @api.response(200, VIEW)
    def put_back(case_id: str) -> dict[str, Any]:
        """Give one's lease up."""
        run.once(once(), lambda use: use.desk.claim.put_back(case_id, by=actor()))
        return cases.one(case_id)

    @api.post("/cases/<case_id>/skip")
    @needs("desk.work")
    @api.arguments(SkipForm(), as_kwargs=True)
    @api.response(200, NextView())
    def skip(case_id: str, reason: str) -> dict[str, Any]:
        """Pass it over with a reason; whoever is near to the woman does not see the file again."""
        run.once(once(), lambda use: use.desk.claim.skip(case_id, reason, by=actor()))
        return {"id": case_id}


def _decision(api: JsonBlueprint, cases: Cases, act: str, schema: Form) -> None:
    noun = act.replace("_", "-")

    @api.post(f"/cases/<case_id>/decision/{noun}", endpoint=f"decide_{act}")
    @needs("desk.work")
    @api.arguments(schema)
    @api.response(200, VIEW)
    def decide(words: dict[str, Any], case_id: str) -> dict[str, Any]:
        """Say yes with what this desk writes down; with two hands it waits for the second."""
        seen, text = words.pop("version", None), words.pop("text", "") or ""
        finding = Finding(Outcome.PASSED, text, facts_of(words))

        def work(use: UseCases) -> Application:
            found, _ = use.desk.queue.case(case_id, by=actor())
            if found.review is None or found.case.step.act != act:
                raise Conflict("not_in_this_state", state=found.state.value, action=act)
            return use.desk.decide(case_id, finding, by=actor(), seen=seen)

        return cases.after(case_id, work, hot=cases.hot(case_id) if act == GUARANTEE else None)


def _ways_back(api: JsonBlueprint, cases: Cases) -> None:
    @api.post("/cases/<case_id>/return")
    @needs("desk.work")
    @api.arguments(SendBackForm())
    @api.response(200, VIEW)
    def send_back(words: dict[str, Any], case_id: str) -> dict[str, Any]:
        """Send it back to her with everything that is missing."""
        to_her = Words(words.get("note") or "", words.get("text") or "", words.get("due_on"))
        codes, seen = words["reasons"], words.get("version")
        return cases.after(case_id, lambda use: use.desk.send_back(case_id, codes, to_her, by=actor(), seen=seen))

    @api.post("/cases/<case_id>/rejection")
    @needs("desk.work")
    @api.arguments(RejectForm())
    @api.response(200, VIEW)
    def reject(words: dict[str, Any], case_id: str) -> dict[str, Any]:
        """End it with reasons; with two hands it waits for the second."""
        finding = Finding(Outcome.REJECTED, words["text"], {}, tuple(words["reasons"]))
        seen = words.get("version")
        return cases.after(case_id, lambda use: use.desk.decide(case_id, finding, by=actor(), seen=seen))


def _second(api: JsonBlueprint, cases: Cases) -> None:
    @api.post("/cases/<case_id>/confirmation")
    @needs("desk.work")
    @api.arguments(ConfirmForm(), as_kwargs=True)
    @api.response(200, VIEW)
    def confirm(case_id: str, version: int | None = None) -> dict[str, Any]:
        """Let happen what a colleague prepared."""
        hot = cases.hot(case_id)
        return cases.after(case_id, lambda use: use.desk.second.confirm(case_id, by=actor(), seen=version), hot=hot)

    @api.post("/cases/<case_id>/hand-back")
    @needs("desk.work")
    @api.arguments(HandBackForm())
    @api.response(200, VIEW)
    def hand_back(words: dict[str, Any], case_id: str) -> dict[str, Any]:
        """Give back what a colleague prepared, with a word on why."""
        seen, text = words.get("version"), words["text"]
        return cases.after(case_id, lambda use: use.desk.second.hand_back(case_id, text, by=actor(), seen=seen))
