"""Officers and titles: lists by whose turn it is, one title with its conditions and road, what is done with it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from marshmallow import Schema

from services.applicant.domain.nomination import MOVES, TWO_HANDS, Action, Nomination, State
from services.applicant.usecases import UseCases
from services.applicant.usecases.title.find import Sheet
from services.applicant.usecases.title.ports import SHELVES
from services.applicant.web import titles_shown
from services.applicant.web.pages_enterprises import asked_after
from services.applicant.web.title_forms import DecisionForm, check_form, proposal_form, reason_form, seen
from shared.access import Actor
from shared.errors import Conflict, Malformed
from shared.running import Runs
from shared.web.i18n import word
from shared.web.identity.gate import actor, allowed, needs
from shared.web.posting import FormPage, once

HOME = "/applicant/titles"
PAGE = 50
MOST = 100
WAITING = (
    ("check", "title.check", "hand"),
    ("review", "title.propose", "hand"),
    ("second", "title.decide", "hand"),
    ("watch", "title.propose", "over"),
)
Values = dict[str, Any]
Doing = Callable[[UseCases, str, Values, Actor], Nomination]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing an officer does: its address, permission, words, form, whether it is possible now, the verb."""

    noun: str
    permission: str
    label: Any
    schema: Callable[[Sheet], Schema]
    open: Callable[[Nomination], bool]
    do: Doing


def _check(use: UseCases, one: str, values: Values, by: Actor) -> Nomination:
    return use.title.check(one, seen(values), values["note"], by=by)


def _propose(use: UseCases, one: str, values: Values, by: Actor) -> Nomination:
    words = {name: values.get(name, "") for name in ("reason", "note")}
    return use.title.propose(one, Action(values["what"]), by=by, **words)


def _decide(use: UseCases, one: str, values: Values, by: Actor) -> Nomination:
    note = values.get("note", "")
    if values["decision"] == "confirm":
        return use.title.confirm(one, by=by, note=note)
    return use.title.hand_back(one, note, by=by)


def _watch(use: UseCases, one: str, values: Values, by: Actor) -> Nomination:
    return use.title.watch(one, values["reason"], values["note"], by=by)


def _disturb(use: UseCases, one: str, values: Values, by: Actor) -> Nomination:
    return use.title.disturb(one, values["reason"], values["note"], by=by)


def proposable(one: Nomination) -> list[Action]:
    """Return what an officer may propose now."""
    if one.proposal is not None:
        return []
    return [action for state, action in MOVES if state is one.state and action in TWO_HANDS]


ACTS = (
    Act(
        "check",
        "title.check",
        _l("写下核实的情况"),
        lambda sheet: check_form(sheet.lines),
        lambda one: one.state is State.NOMINATED,
        _check,
    ),
    Act(
        "proposal",
        "title.propose",
        _l("提出意见，交另一位复核"),
        lambda sheet: proposal_form(proposable(sheet.nomination)),
        lambda one: bool(proposable(one)),
        _propose,
    ),
    Act(
        "decision",
        "title.decide",
        _l("复核"),
        lambda _sheet: DecisionForm(),
        lambda one: one.proposal is not None,
        _decide,
    ),
    Act(
        "watch",
        "title.watch",
        _l("要求整改"),
        lambda _sheet: reason_form(Action.WATCH),
        lambda one: one.state is State.RECOGNISED,
        _watch,
    ),
    Act(
        "objection",
        "title.object",
        _l("公示有异议，收回再看"),
        lambda _sheet: reason_form(Action.OBJECT),
        lambda one: one.state is State.NOTICED,
        _disturb,
    ),
)


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return the officers' pages of titles."""
    staff = Blueprint("applicant_titles", __name__, url_prefix=HOME, template_folder="templates")
    _list(staff, run)
    _one(staff, run)
    for act in ACTS:
        _act(staff, run, act)
    return staff


def _list(staff: Blueprint, run: Runs[UseCases]) -> None:
    @staff.get("")
    @needs("title.read", "show", "after")
    def listed() -> ResponseReturnValue:
        after, by, shelf = asked_after(), actor(), request.args.get("show", _first())
        if shelf not in SHELVES:
            raise Malformed("unknown_parameter")
        found = run.ask(lambda use: use.title.find.listed(shelf, by=by, after=after, limit=PAGE))
        names = run.ask(lambda use: {one.id: use.title.find.name(one.title, one.path) for one in found.rows})
        whole = len(found.rows) == PAGE
        return render_template(
            "applicant/titles.html",
            rows=titles_shown.rows(found),
            names=names,
            tabs=[_tab(name, found.counts[name], shelf) for name in SHELVES],
            shelf=shelf,
            next=f"?show={shelf}&after={found.rows[-1].id}" if whole else None,
            first=f"?show={shelf}" if after else None,
        )


def _one(staff: Blueprint, run: Runs[UseCases]) -> None:
    @staff.get("/<nomination_id>")
    @needs("title.read")
    def one(nomination_id: str) -> ResponseReturnValue:
        by = actor()
        found = run.ask(lambda use: use.title.find.sheet(nomination_id, by=by))
        acts = [act for act in ACTS if allowed(act.permission) and act.open(found.nomination)]
        return render_template("applicant/title.html", **titles_shown.sheet(found), acts=acts, home=HOME)


def _act(staff: Blueprint, run: Runs[UseCases], act: Act) -> None:
    def form(nomination_id: str) -> FormPage:
        by = actor()
        found = run.ask(lambda use: use.title.find.sheet(nomination_id, by=by, action=act.permission))
        if not act.open(found.nomination):
            raise Conflict("not_in_this_state", state=found.nomination.state.value, action=act.noun)
        facts = {**titles_shown.sheet(found), "act": act, "back": f"{HOME}/{nomination_id}"}
        return FormPage(act.schema(found), "applicant/title_act.html", lambda: facts)

    @staff.get(f"/<nomination_id>/{act.noun}", endpoint=f"ask_{act.noun}")
    @needs(act.permission)
    def ask(nomination_id: str) -> ResponseReturnValue:
        return form(nomination_id).show()

    @staff.post(f"/<nomination_id>/{act.noun}", endpoint=act.noun)
    @needs(act.permission)
    def do(nomination_id: str) -> ResponseReturnValue:
        def work(values: Values) -> ResponseReturnValue:
            by = actor()
            run.once(once(), lambda use: act.do(use, nomination_id, values, by).id)
            return redirect(f"{HOME}/{nomination_id}", 303)

        return form(nomination_id).submit(work)


def _first() -> str:
    """Return the shelf on which the reader has something to do."""
    if allowed("title.decide"):
        return "second"
    if allowed("title.propose"):
        return "review"
    return "check" if allowed("title.check") else "recognised"


def _tab(name: str, count: int, shelf: str) -> dict[str, Any]:
    shown = f"{MOST}+" if count >= MOST else str(count)
    return {"href": f"?show={name}", "label": word(f"title_shelf.{name}"), "count": shown, "active": name == shelf}


def titles_waiting(run: Runs[UseCases]) -> list[dict[str, Any]] | None:
    """Return the shelves on which something waits for the reader, None for whom titles are no business."""
    if not allowed("title.read"):
        return None
    by = actor()
    counts = run.ask(lambda use: use.title.find.counts(by=by))
    return [
        {"label": word(f"title_shelf.{name}"), "count": counts[name], "shape": shape, "href": f"{HOME}?show={name}"}
        for name, permission, shape in WAITING
        if allowed(permission) and counts[name]
    ]
