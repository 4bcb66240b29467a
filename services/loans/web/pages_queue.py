"""The desk queue: what is due, who works on it, take the next one, put it back, pass it over."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from services.loans.errands import Errands
from services.loans.usecases import UseCases
from services.loans.usecases.desk.claim import kinds
from services.loans.usecases.desk.hands import offices
from services.loans.usecases.desk.ports import Load, Row, Wanted
from services.loans.usecases.desk.queues import QueueView
from services.loans.web.desk_forms import SkipForm
from services.loans.web.queue_rows import SOON_WORKDAYS, Shown, groups, line, urgency
from services.loans.web.schemas import Nothing
from services.loans.web.sheet_schemas import TRADES
from shared import money, workdays
from shared.errors import Malformed, Problem
from shared.ids import is_id, new_id
from shared.running import Asker, Done, Runs
from shared.trace import current
from shared.web import forms
from shared.web.errors import status_of
from shared.web.i18n import clock_time, sentence, word
from shared.web.identity.gate import actor, needs
from shared.web.posting import FormPage, once
from shared.web.schema import loaded

HOME = "/loans/queue"
SEVERAL = f"{HOME}/several"
TICK = "tick"  # shows every row ticked
PAGE = 50
BARE = Nothing()
LISTS = ("open", "returned", "proposed", "together")
AMOUNTS = {"s": (0, 10_000_000), "m": (10_000_000, 20_000_000), "l": (20_000_000, 10**12)}
NAMES = frozenset({"list", "town", "trade", "amount", "no", "after", "who", "due"})
DUE = ("late", "today", "soon", "later")
NUMBER = re.compile(r"\ADK-[0-9]{6}-[0-9]{4}-[0-9]{6}\Z")
AFTER = re.compile(r"\A([0-9]{4}-[0-9]{2}-[0-9]{2})\.([0-9a-f]{32})\Z")


def case_address(application_id: str) -> str:
    """Return the page of a case."""
    return f"/loans/cases/{application_id}"


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the queue's pages."""
    desk = Blueprint("loans_queue", __name__, url_prefix="/loans", template_folder="templates")
    queue = QueuePage(run, errands)

    @desk.get("/queue")
    @needs("desk.work", *NAMES)
    def show() -> ResponseReturnValue:
        return queue.show()

    @desk.post("/queue/next")
    @needs("desk.work")
    def take_next() -> ResponseReturnValue:
        bare()
        done = take(run)
        return redirect(case_address(done.resource_id) if done.resource_id else HOME, 303)

    @desk.post("/cases/<case_id>/claim")
    @needs("desk.work")
    def claim(case_id: str) -> ResponseReturnValue:
        return queue.act(lambda: run.once(once(), lambda use: use.desk.claim(case_id, by=actor()).id), case_id)

    @desk.post("/cases/<case_id>/release")
    @needs("desk.work")
    def put_back(case_id: str) -> ResponseReturnValue:
        return queue.act(lambda: run.once(once(), lambda use: use.desk.claim.put_back(case_id, by=actor())), None)

    _skip(desk, run)
    return desk


def take(run: Runs[UseCases]) -> Done:
    """Claim the next case for who asks, together with all who ask for one of the same queue now."""
    asker = Asker(actor(), current().correlation_id)
    return run.together(once(), asker, lambda use, askers: use.desk.claim.next_each(askers), hot=queue_of())


def queue_of() -> str:
    """Name the queue that officers of one office take from, so that askers of one process wait for one another."""
    return f"queue:{min(offices(actor()), default='')}"


def bare() -> None:
    """Refuse a command that brings words: none of these has any."""
    loaded(BARE, forms.from_form(BARE, request.form))


def _skip(desk: Blueprint, run: Runs[UseCases]) -> None:
    def form(case_id: str) -> FormPage:
        def context() -> dict[str, Any]:
            found, _claim = run.ask(lambda use: use.desk.queue.case(case_id, by=actor()))
            return {"application": found}

        return FormPage(SkipForm(), "loans/skip_case.html", context)

    @desk.get("/cases/<case_id>/skip")
    @needs("desk.work")
    def ask_skip(case_id: str) -> ResponseReturnValue:
        return form(case_id).show()

    @desk.post("/cases/<case_id>/skip")
    @needs("desk.work")
    def skip(case_id: str) -> ResponseReturnValue:
        def work(words: dict[str, Any]) -> ResponseReturnValue:
            run.once(once(), lambda use: use.desk.claim.skip(case_id, words["reason"], by=actor()))
            return redirect(HOME, 303)

        return form(case_id).submit(work)


class QueuePage:
    """One template; filters stand in the address so that they can be kept and sent on."""

    def __init__(self, run: Runs[UseCases], errands: Errands) -> None:
        self.run = run
        self.errands = errands

    def show(self, problem: Problem | None = None) -> ResponseReturnValue:
        """Return the queue, after a lost claim with what happened."""
        asked = _asked()
        first = kinds(actor())[:1] or ("open",)
        wanted = self._wanted(asked, asked.get("list", first[0]))
        view = self.run.ask(lambda use: use.desk.queue(wanted, by=actor()))
        page = render_template("loans/queue.html", **self._context(asked, wanted, view, problem))
        return page, status_of(problem) if problem else 200

    def several(self) -> dict[str, Any]:
        """Return the rows of the queue as they may be ticked, those of one's own family left out."""
        asked = _asked()
        view = self.run.ask(lambda use: use.desk.queue(self._wanted(asked, asked.get("list", "open")), by=actor()))
        rows = view.rows[:PAGE]
        labels = self.errands.labels([row.person_id for row in rows], by=actor())
        shown = Shown(labels, {}, actor(), self.run.ask(lambda use: use.desk.today()))
        lines = [one for one in (line(row, shown) for row in rows) if one["act"] != "near"]
        every = _address(asked | {TICK: "all"}, SEVERAL)
        return {"lines": lines, "once": new_id(), "tick_all": every, **_pages(asked, view.rows, SEVERAL)}

    def _wanted(self, asked: dict[str, str], kind: str) -> Wanted:
        today = self.run.ask(lambda use: use.desk.today())
        wanted = replace(_wanted(asked, kind), due=_days(asked.get("due"), today))
        if wanted.number is None or NUMBER.match(wanted.number):
            return wanted
        return replace(wanted, number=None, persons=self.errands.named(wanted.number, by=actor()))

    def act(self, command: Callable[[], object], case_id: str | None) -> ResponseReturnValue:
        """Run a command of a row; a lost claim comes back as the queue, with who was first."""
        bare()
        try:
            command()
        except Problem as problem:
            if problem.slug not in ("held_by_other", "given_to_other", "not_in_this_state", "own_proposal"):
                raise
            return self.show(problem)
        return redirect(case_address(case_id) if case_id else HOME, 303)

    def _context(
        self, asked: dict[str, str], wanted: Wanted, view: QueueView, problem: Problem | None
    ) -> dict[str, Any]:
        rows = view.rows[:PAGE]
        seen = [*rows, *view.held[:1], *([view.next] if view.next else [])]
        labels = self.errands.labels([row.person_id for row in seen], by=actor())
        today, now = self.run.ask(lambda use: (use.desk.today(), use.desk.clock.now()))
        shown = Shown(labels, {}, actor(), today)
        return {
            "groups": groups(rows, view.load, wanted.kind, shown),
            "tabs": _tabs(wanted.kind, view.load),
            "mine": _strip(view.held[0], shown) if view.held else None,
            "upcoming": _strip(view.next, shown) if view.next else None,
            "late": sum(count for day, count in view.load.due.items() if day < today.isoformat()),
            "limits": sorted({row.clock.limit for row in rows}),
            "kind": wanted.kind,
            "load": view.load,
            "asked": asked,
            "several": _address({**asked, "list": wanted.kind, "after": ""}).partition("?")[2],
            "towns": self.run.ask(_towns),
            "trades": TRADES,
            "today": today,
            "now": clock_time(now),
            **_pages(asked, view.rows, HOME),
            "general_errors": [sentence(problem)] if problem else [],
            "once": new_id,
        }


def _asked() -> dict[str, str]:
    asked = {name: value.strip() for name, value in request.args.items() if value.strip()}
    wrong = (
        asked.get("list", "open") not in LISTS
        or asked.get("amount", "s") not in AMOUNTS
        or asked.get("due", "late") not in DUE
        or ("who" in asked and not is_id(asked["who"]))
        or ("town" in asked and not is_id(asked["town"]))
        or ("after" in asked and not AFTER.match(asked["after"]))
        or any(len(value) > 60 for value in asked.values())
    )
    if wrong:
        raise Malformed("unknown_parameter")
    return asked


def _wanted(asked: dict[str, str], kind: str) -> Wanted:
    after = AFTER.match(asked.get("after", ""))
    return Wanted(
        (),
        kind=kind,
        town=asked.get("town"),
        trade=asked.get("trade"),
        amount=AMOUNTS[asked["amount"]] if "amount" in asked else None,
        number=asked.get("no"),
        after=(after[1], after[2]) if after else None,
        limit=PAGE + 1,
    )


def _days(due: str | None, today: date) -> tuple[date | None, date | None]:
    """Return the first and last day of one of the queue's groups, (None, None) for all."""
    day, soon = timedelta(days=1), workdays.add(today, SOON_WORKDAYS)
    spans: dict[str, tuple[date | None, date | None]] = {
        "late": (None, today - day),
        "today": (today, today),
        "soon": (today + day, soon),
        "later": (soon + day, None),
    }
    return spans[due] if due else (None, None)


def _pages(asked: dict[str, str], rows: Sequence[Row], home: str) -> dict[str, str | None]:
    """Return the addresses of the rows behind this page and of the first page, None where there are none."""
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return {
        "next": _address(asked | {"after": f"{last.due_on}.{last.id}"}, home) if last else None,
        "first": _address({**asked, "after": ""}, home) if "after" in asked else None,
    }


def _address(asked: dict[str, str], home: str = HOME) -> str:
    kept = urlencode({name: value for name, value in asked.items() if value})
    return f"{home}?{kept}" if kept else home


def _tabs(kind: str, load: Load) -> list[dict[str, Any]]:
    names = {
        "open": word("待审"),
        "returned": word("等她补件"),
        "proposed": word("待复核"),
        "together": word("待同去的人签"),
    }
    shown = [one for one in names if one != "together" or one == kind or load.lists.get(one)]
    return [
        {"href": f"{HOME}?list={one}", "label": names[one], "count": load.lists.get(one, 0), "active": one == kind}
        for one in shown
    ]


def _strip(row: Row, shown: Shown) -> dict[str, Any]:
    label = shown.labels.get(row.person_id)
    used, limit = row.clock.used(shown.today), row.clock.limit
    return {
        "id": row.id,
        "name": label["name"] if label else row.number,
        "where": label["place"] if label else "",
        "amount": money.spoken(row.amount_fen),
        "number": row.number,
        "left": row.claim.minutes if row.claim else 0,
        "urgency": urgency(row, shown.today),
        "tone": "late" if used > limit else "near" if used == limit else "",
    }


def _towns(use: UseCases) -> list[tuple[str, str]]:
    """Return the townships below the officer's own federation, for the filter."""
    mine = {post.path[-1] for post in actor().posts if post.path}
    return [(unit.id, unit.title) for unit in use.replica.units.below(mine)]
