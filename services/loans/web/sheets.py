"""One sheet of a draft on a page: shown, stored whole, or stored as far as it goes ("先存着")."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from services.loans.domain.application import Application
from services.loans.domain.draft import Step
from services.loans.usecases import UseCases
from services.loans.web.schemas import SHEETS
from shared.errors import Conflict, Invalid, Problem, Refused, Stale, Unavailable
from shared.ids import new_id
from shared.running import Runs
from shared.web import forms
from shared.web.errors import status_of
from shared.web.i18n import sentence
from shared.web.identity.gate import actor
from shared.web.posting import once
from shared.web.schema import loaded

LATER = "_later"
_SHOWN_AGAIN = (Refused, Conflict, Stale, Unavailable)


@dataclass(frozen=True, slots=True)
class SheetPage:
    """`home` gives the address of an application's own page, for her or for the officer who fills it for her."""

    run: Runs[UseCases]
    home: Callable[[str], str]
    layout: str

    def show(self, application_id: str, step: Step) -> ResponseReturnValue:
        """Return the sheet with what is stored."""
        found = self.run.ask(lambda use: use.application.find.one(application_id, by=actor()))
        return self._page(found, step, _typed(found, step), None)

    def save(self, application_id: str, step: Step) -> ResponseReturnValue:
        """Store what was posted and go on; after a refusal show it as it was typed, with what to do."""
        typed, later = forms.from_form(SHEETS[step], request.form), LATER in request.form
        try:
            answers = loaded(SHEETS[step], typed, partial=later)
            seen = answers.pop("version", None)
            command = once()
            self.run.once(
                command,
                lambda use: (
                    use.application.fill(application_id, step, answered(step, answers), by=actor(), seen=seen).id
                ),
            )
        except _SHOWN_AGAIN as problem:
            found = self.run.ask(lambda use: use.application.find.one(application_id, by=actor()))
            return self._page(found, step, typed, problem)
        home = self.home(application_id)
        return redirect(home if later or step.after is None else f"{home}/{step.after}", 303)

    def _page(
        self, found: Application, step: Step, typed: dict[str, Any], problem: Problem | None
    ) -> ResponseReturnValue:
        invalid = problem if isinstance(problem, Invalid) else None
        page = render_template(
            "loans/sheet.html",
            controls=forms.controls(SHEETS[step], typed, invalid),
            general_errors=_general(step, problem),
            application=found,
            step=step,
            number=list(Step).index(step) + 1,
            steps=list(Step),
            home=self.home(found.id),
            layout=self.layout,
            once=request.form.get("_once") or new_id(),
        )
        return page, status_of(problem) if problem else 200


def answered(step: Step, answers: dict[str, Any]) -> dict[str, Any]:
    """Return form values as the rules take them."""
    if step is Step.NEED:
        months = answers.get("term_months")
        return answers | {
            "uses": tuple(answers.get("uses", ())),
            "term_months": int(months) if months is not None else None,
        }
    return answers


def _typed(found: Application, step: Step) -> dict[str, Any]:
    stored = {name: value for name, value in asdict(found.draft.sheet(step)).items() if value not in (None, ())}
    return {name: str(value) if name == "term_months" else value for name, value in stored.items()}


def _general(step: Step, problem: Problem | None) -> list[str]:
    if problem is None or isinstance(problem, Invalid):
        return forms.general_errors(SHEETS[step], problem)
    return [sentence(problem)]
