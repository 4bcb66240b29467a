"""What training and loans ask about women: rows checked and registered, labels for a page, one card."""

from typing import Any

from flask import jsonify
from flask.typing import ResponseReturnValue
from marshmallow import Schema, fields

from services.applicant.domain.roster_row import RawRow
from services.applicant.usecases import UseCases
from services.applicant.usecases.person.check_rows import CheckedRow
from services.applicant.web.printed_schemas import PrintedView, PrintedWanted
from services.applicant.web.schemas import (
    CardView,
    CaseWanted,
    Checks,
    ChecksView,
    FactsView,
    FactsWanted,
    LabelsView,
    LabelsWanted,
    LabelView,
    RegisteredView,
    RowRegistration,
    a_word,
)
from shared.errors import Conflict
from shared.running import Once, Runs
from shared.web.api import JsonBlueprint
from shared.web.identity.gate import actor, needs
from shared.web.schema import Form


class MatchesWanted(Form):
    """What somebody typed to find a woman at a desk."""

    typed = a_word()


class MatchesView(Schema):
    """Whom it fits."""

    ids = fields.List(fields.String())


def routes(run: Runs[UseCases]) -> JsonBlueprint:
    """Return the internal API about persons."""
    api = JsonBlueprint("persons_internal", __name__, url_prefix="/applicant/internal/persons")

    @api.post("/checks")
    @needs("roster.check")
    @api.arguments(Checks())
    @api.response(200, ChecksView())
    def checks(asked: dict[str, Any]) -> Any:
        rows = [RawRow(**row) for row in asked["rows"]]
        by = actor()
        found = run.ask(lambda use: use.person.check_rows(asked["unit"], rows, asked["as_of"], by=by))
        return {"rows": [_checked(one) for one in found]}

    @api.post("")
    @needs("roster.register")
    @api.arguments(RowRegistration())
    @api.response(200, RegisteredView())
    def register(asked: dict[str, Any]) -> Any:
        return _registered(run, asked)

    @api.post("/printed")
    @needs("printed.tell")
    @api.arguments(PrintedWanted())
    @api.response(200, PrintedView())
    def printed(asked: dict[str, Any]) -> Any:
        by = actor()
        found = run.run(lambda use: use.person.printed(asked["ids"], asked["purpose"], by=by))
        return {"persons": found}

    @api.post("/matches")
    @needs("person.match")
    @api.arguments(MatchesWanted())
    @api.response(200, MatchesView())
    def matches(asked: dict[str, Any]) -> Any:
        by = actor()
        return {"ids": run.run(lambda use: use.person.find.matches(asked["typed"], by=by))}

    @api.get("/<person_id>/card")
    @needs("card.tell")
    @api.response(200, CardView())
    def card(person_id: str) -> Any:
        by = actor()
        return run.ask(lambda use: use.person.find.card(person_id, by=by))

    @api.post("/<person_id>/facts")
    @needs("facts.tell")
    @api.arguments(FactsWanted())
    @api.response(200, FactsView())
    def facts(asked: dict[str, Any], person_id: str) -> Any:
        by = actor()
        return run.run(lambda use: use.person.facts(person_id, asked["purpose"], asked["kin"], by=by))

    return api


def labels(run: Runs[UseCases]) -> JsonBlueprint:
    """Return the internal API of labels, asked once while a page is drawn."""
    api = JsonBlueprint("labels_internal", __name__, url_prefix="/applicant/internal/labels")

    @api.post("")
    @needs("label.tell")
    @api.arguments(LabelsWanted())
    def of(asked: dict[str, Any]) -> ResponseReturnValue:
        by = actor()
        found = run.ask(lambda use: use.person.labels(asked["ids"], by=by))
        return jsonify(LabelsView().dump({"labels": found}))

    @api.post("/case")
    @needs("label.case")
    @api.arguments(CaseWanted())
    @api.response(200, LabelView())
    def case(asked: dict[str, Any]) -> Any:
        by, person_id = actor(), asked["person_id"]
        reader = (by.on_behalf_of or by).id
        once = Once(reader, f"case {asked['lease']}", f"{person_id} {asked['case']}")
        run.once(once, lambda use: use.person.case_label.note(person_id, asked["case"], by=by))
        return run.ask(lambda use: use.person.case_label(person_id, by=by))

    return api


def _registered(run: Runs[UseCases], asked: dict[str, Any]) -> dict[str, Any]:
    raw, by = RawRow(**asked["row"]), actor()

    def once_more() -> Any:
        return run.run(lambda use: use.person.register_row(asked["unit"], raw, asked.get("place_unit"), by=by))

    try:
        found = once_more()
    except Conflict:  # somebody registered the same number at the same moment: now she is there
        found = once_more()
    return {"person_id": found.person.id, "created": found.created, "card": found.person.card()}


def _checked(one: CheckedRow) -> dict[str, Any]:
    read = one.read
    return {
        "row": read.row,
        "verdict": read.verdict,
        "known": one.known,
        "place": read.place,
        "problems": [
            {
                "field": finding.field,
                "slug": finding.slug,
                "facts": dict(finding.facts),
                "suggestion": finding.suggestion,
                "level": finding.level.value,
            }
            for finding in read.findings
        ],
    }
