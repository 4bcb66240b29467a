"""Staff pages of a kind of ledger: upload, every row explained, the totals that two people sign, what came of it."""

from typing import Any

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from shared.errors import Stale
from shared.ledger.desk import HasLedger, LedgerErrands
from shared.ledger.intake import AT_WORK, Intake, Mode, State
from shared.ledger.row import Row, Verdict
from shared.running import Runs
from shared.web.identity.gate import actor, allowed, needs
from shared.web.ledgers.routes import uploaded
from shared.web.ledgers.schemas import ModeForm, SeenForm, SignForm
from shared.web.ledgers.shown import FIRST, STATES, Face, lines, row_shown, whole
from shared.web.posting import FormPage, once

ORDER = (Verdict.ERROR, Verdict.WARN, Verdict.ACCEPT)
Run = Runs[HasLedger]


def pages(face: Face, run: Run, errands: LedgerErrands[Any]) -> Blueprint:
    """Return the pages under /<service>/<slug>."""
    staff = Blueprint(f"{face.kind}_ledgers", __name__, url_prefix=face.home)
    _bring(staff, face, run, errands)
    _read(staff, face, run)
    _sign(staff, face, run)
    _undo(staff, face, run)
    return staff


def _bring(staff: Blueprint, face: Face, run: Run, errands: LedgerErrands[Any]) -> None:
    def context() -> dict[str, Any]:
        by = actor()
        recent = run.ask(lambda use: use.ledger.find.recent(face.kind, by=by))
        return {"face": face, "recent": recent, "states": STATES, "may_bring": allowed(f"{face.kind}_ledger.bring")}

    page = FormPage(ModeForm(), "ledgers/list.html", context)

    @staff.get("")
    @needs(f"{face.kind}_ledger.read")
    def listed() -> ResponseReturnValue:
        return page.show({"mode": Mode.ALL.value})

    @staff.post("")
    @needs(f"{face.kind}_ledger.bring")
    def upload() -> ResponseReturnValue:
        def work(_typed: dict[str, Any]) -> ResponseReturnValue:
            done = errands.bring(uploaded(face.kind), once(), by=actor())
            return redirect(face.address(done.resource_id), 303)

        return page.submit(work)


def _form(face: Face, run: Run, ledger_id: str, schema: Any) -> FormPage:
    return FormPage(schema, "ledgers/ledger.html", lambda: _shown(face, run, ledger_id))


def _read(staff: Blueprint, face: Face, run: Run) -> None:
    @staff.get("/<ledger_id>")
    @needs(f"{face.kind}_ledger.read")
    def read(ledger_id: str) -> ResponseReturnValue:
        return _form(face, run, ledger_id, SignForm()).show()

    @staff.get("/<ledger_id>/progress")
    @needs(f"{face.kind}_ledger.read")
    def progress(ledger_id: str) -> ResponseReturnValue:
        by = actor()
        one = run.ask(lambda use: use.ledger.find.one(face.kind, ledger_id, by=by))
        answer = render_template("ledgers/_progress.html", ledger=one, face=face)
        # when it has ended the whole page is shown anew, with every row
        return answer, 200, {} if one.state in AT_WORK else {"HX-Refresh": "true"}


def _sign(staff: Blueprint, face: Face, run: Run) -> None:
    kind = face.kind

    @staff.post("/<ledger_id>/signature")
    @needs(f"{kind}_ledger.sign")
    def first(ledger_id: str) -> ResponseReturnValue:
        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            by = actor()

            def sign(use: HasLedger) -> str:
                _same(use.ledger.find.one(kind, ledger_id, by=by), typed)
                return use.ledger.sign.first(kind, ledger_id, leave_out=typed["leave_out"], by=by).id

            run.once(once(), sign)
            return redirect(face.address(ledger_id), 303)

        return _form(face, run, ledger_id, SignForm()).submit(work)

    @staff.post("/<ledger_id>/second-signature")
    @needs(f"{kind}_ledger.countersign")
    def second(ledger_id: str) -> ResponseReturnValue:
        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            by = actor()

            def sign(use: HasLedger) -> str:
                _same(use.ledger.find.one(kind, ledger_id, by=by), typed)
                return use.ledger.sign.second(kind, ledger_id, by=by).id

            run.once(once(), sign)
            return redirect(face.address(ledger_id), 303)

        return _form(face, run, ledger_id, SeenForm()).submit(work)


def _undo(staff: Blueprint, face: Face, run: Run) -> None:
    kind = face.kind

    @staff.post("/<ledger_id>/return")
    @needs(f"{kind}_ledger.countersign")
    def back(ledger_id: str) -> ResponseReturnValue:
        def work(_typed: dict[str, Any]) -> ResponseReturnValue:
            by = actor()
            run.once(once(), lambda use: use.ledger.sign.hand_back(kind, ledger_id, by=by).id)
            return redirect(face.address(ledger_id), 303)

        return _form(face, run, ledger_id, SeenForm()).submit(work)

    @staff.post("/<ledger_id>/discard")
    @needs(f"{kind}_ledger.bring")
    def discard(ledger_id: str) -> ResponseReturnValue:
        def work(_typed: dict[str, Any]) -> ResponseReturnValue:
            by = actor()
            run.once(once(), lambda use: use.ledger.sign.discard(kind, ledger_id, by=by).id)
            return redirect(face.home, 303)

        return _form(face, run, ledger_id, SeenForm()).submit(work)


def _same(one: Intake, typed: dict[str, Any]) -> None:
    """Raise Stale when the totals on the page were not these."""
    if typed["version"] != one.version:
        raise Stale("changed_meanwhile")


def _shown(face: Face, run: Run, ledger_id: str) -> dict[str, Any]:
    by = actor()

    def gather(use: HasLedger) -> tuple[Intake, list[Row], Any]:
        one = use.ledger.find.one(face.kind, ledger_id, by=by)
        towns = {line.town for line in lines(one) if line.town}
        return one, use.ledger.find.rows(ledger_id), use.ledger.find.places.names(towns)

    one, rows, towns = run.ask(gather)
    found = lines(one)
    return {
        "face": face,
        "ledger": one,
        "unseen": one.source.unseen,
        "columns": one.source.columns,
        "lines": found,
        "whole": whole(found),
        "towns": towns,
        "groups": [(verdict.value, _some(rows, verdict, one)) for verdict in ORDER],
        "counts": {verdict.value: sum(row.verdict is verdict for row in rows) for verdict in ORDER},
        "shape": STATES[one.state],
        "waits": one.state in AT_WORK,
        **_may(face, one, by.id),
    }


def _may(face: Face, one: Intake, asker: str) -> dict[str, bool]:
    signed = {signature.by for signature in one.signatures}
    second = allowed(f"{face.kind}_ledger.countersign") and one.state is State.SIGNED
    open_ = one.state in (State.UPLOADED, State.CHECKED, State.SIGNED)
    return {
        "may_sign": allowed(f"{face.kind}_ledger.sign") and one.state is State.CHECKED and one.to_book > 0,
        "may_second": second and asker not in signed,
        "own_hand": second and asker in signed,
        "may_discard": allowed(f"{face.kind}_ledger.bring") and open_,
        "may_leave_out": one.mode is not Mode.ALL,
    }


def _some(rows: list[Row], verdict: Verdict, one: Intake) -> list[dict[str, Any]]:
    found = [row for row in rows if row.verdict is verdict]
    return [row_shown(row, one) for row in (found[:FIRST] if verdict is Verdict.ACCEPT else found)]
