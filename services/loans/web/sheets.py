"""One page of the form: shown, stored whole, or stored as far as it goes ("先存着")."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from services.loans.domain.application import Application, State
from services.loans.domain.draft import Need, Step, Terms, too_much
from services.loans.errands import Errands
from services.loans.usecases import UseCases
from services.loans.web.form_pages import Page, after, pages_of
from services.loans.web.sheet_schemas import SHEETS, answered
from shared import money
from shared.errors import Conflict, Invalid, NotFound, Problem, Refused, Stale, Unavailable
from shared.ids import new_id
from shared.running import Runs
from shared.web import forms
from shared.web.errors import status_of
from shared.web.forms import Control
from shared.web.i18n import sentence, word
from shared.web.identity.gate import actor
from shared.web.posting import once
from shared.web.schema import loaded

LATER = "_later"
NEED_CHECKED = frozenset({"amount_fen", "term_months"})
_SHOWN_AGAIN = (Refused, Conflict, Stale, Unavailable)


@dataclass(frozen=True, slots=True)
class SheetPage:
    """`home` gives the address of an application's own page, for her or for the officer who fills it for her."""

    run: Runs[UseCases]
    errands: Errands
    home: Callable[[str], str]
    layout: str

    def show(self, application_id: str, page: Page) -> ResponseReturnValue:
        """Return the page with what is stored."""
        found = self.run.ask(lambda use: use.application.find.one(application_id, by=actor()))
        return self._page(found, page, page.stored(found.draft), None)

    def save(self, application_id: str, page: Page) -> ResponseReturnValue:
        """Store what was posted and go on; after a refusal show it as it was typed, with what to do."""
        typed, later = forms.from_form(page.schema, request.form), LATER in request.form
        try:
            answers = loaded(page.schema, typed, partial=later)
            seen = answers.pop("version", None)
            self.run.once(
                once(),
                lambda use: page.store(use.application.fill, application_id, dict(answers), by=actor(), seen=seen).id,
            )
        except _SHOWN_AGAIN as problem:
            found = self.run.ask(lambda use: use.application.find.one(application_id, by=actor()))
            return self._page(found, page, typed, self._all_at_once(found, page, typed, problem))
        return redirect(self._onwards(application_id, page, later=later), 303)

    def _all_at_once(self, found: Application, page: Page, typed: dict[str, Any], problem: Problem) -> Problem:
        """Return a form's refusal with what the policy refuses of the rest, so that she is told everything together."""
        if not isinstance(problem, Invalid) or Step.NEED not in page.steps:
            return problem
        right = {name: typed[name] for name in NEED_CHECKED & set(typed) if name not in problem.fields}
        with suppress(Invalid):
            need = Need(**answered(Step.NEED, loaded(SHEETS[Step.NEED], right, partial=True)))
            return Invalid({**problem.fields, **too_much(need, self._terms(found))})
        return problem

    def _terms(self, found: Application) -> Terms:
        return self.run.ask(lambda use: use.policy.terms(found.place, found.draft.business, found.applied_on))

    def _onwards(self, application_id: str, page: Page, *, later: bool) -> str:
        home = self.home(application_id)
        found = self.run.ask(lambda use: use.application.find.one(application_id, by=actor()))
        following = after(page, found.draft)
        if later or following is None or found.state is not State.DRAFT:
            return home
        return f"{home}/{following.slug}"

    def _page(
        self, found: Application, page: Page, typed: dict[str, Any], problem: Problem | None
    ) -> ResponseReturnValue:
        invalid = problem if isinstance(problem, Invalid) else None
        pages, terms = pages_of(found.draft), self._terms(found)
        if page not in pages:
            raise NotFound("not_found")
        controls = [_advised(one, terms) for one in forms.controls(page.schema, typed, invalid)]
        shown = render_template(
            "loans/sheet.html",
            controls=controls,
            groups=page.groups(controls),
            general_errors=_general(page, problem),
            application=found,
            page=page,
            pages=pages,
            number=pages.index(page) + 1,
            label=self.errands.labels([found.person_id], by=actor()).get(found.person_id),
            terms=terms,
            home=self.home(found.id),
            layout=self.layout,
            once=request.form.get("_once") or new_id(),
        )
        return shown, status_of(problem) if problem else 200


def _advised(control: Control, terms: Terms) -> Control:
    """Return a control with what the policy says of her case: up to which sum nobody has to stand for it."""
    if control.name != "guarantee":
        return control
    free = terms.exempt_fen
    most = money.spoken(free)
    said = word("%(most)s以内一般不用担保人", most=most) if free else word("不管借多少都要有担保")
    return replace(control, help=said)


def _general(page: Page, problem: Problem | None) -> list[str]:
    if problem is None or isinstance(problem, Invalid):
        return forms.general_errors(page.schema, problem)
    return [sentence(problem)]
