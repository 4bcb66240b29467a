"""The pages of the application form: which sheets stand together on one page, under which headings (look 2-apply).

Partners have a page each, an enterprise has one of its own: both only where the form of business asks for it.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from marshmallow import Schema

from services.loans.domain.application import Application
from services.loans.domain.draft import Draft
from services.loans.domain.sheets import Step, begun, missing
from services.loans.usecases.application.fill import Fill
from services.loans.web.sheet_schemas import (
    BusinessSheet,
    EnterpriseSheet,
    FamilySheet,
    ForecastSheet,
    NeedSheet,
    PartnerSheet,
    WhoSheet,
    answered,
    names,
    of_partner,
    partner_shown,
)
from shared.access import Actor
from shared.errors import NotFound
from shared.web.forms import Control
from shared.web.i18n import word


class BusinessPage(ForecastSheet, NeedSheet, BusinessSheet):
    """Her business, the money she needs, and a usual month: fields come in the order of the last base first."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its address, its sheets in order, the schema of all of them together."""

    slug: str
    steps: tuple[Step, ...]
    schema: Schema

    @property
    def title(self) -> str:
        """Return its heading."""
        return word(f"page.{self.slug}")

    @property
    def kind(self) -> str:
        """Return what a desk's reason calls it by (papers.toml)."""
        return self.slug

    def missing(self, draft: Draft) -> int:
        """Return how many answers it still lacks."""
        return sum(len(draft.missing(step)) for step in self.steps)

    def begun(self, draft: Draft) -> bool:
        """Tell whether anything stands on it."""
        return any(draft.begun(step) for step in self.steps)

    def stored(self, draft: Draft) -> dict[str, Any]:
        """Return what is stored as a form shows it."""
        values = {name: value for step in self.steps for name, value in asdict(draft.sheet(step)).items()}
        shown = _given(values)
        return {name: str(value) if name == "term_months" else value for name, value in shown.items()}

    def store(self, fill: Fill, application_id: str, answers: dict[str, Any], *, by: Actor, seen: Any) -> Application:
        """Store what was typed, all sheets or none; raises what the use case raises."""
        sheets = {
            step: answered(step, {name: answers[name] for name in names(step) if name in answers})
            for step in self.steps
        }
        return fill.several(application_id, sheets, by=by, seen=seen)

    def groups(self, controls: list[Control]) -> list[tuple[str, list[Control]]]:
        """Return the controls under the heading of their sheet; one sheet alone needs no heading."""
        found = [(word(f"sheet.{step}"), [one for one in controls if one.name in names(step)]) for step in self.steps]
        return found if len(found) > 1 else [("", controls)]


@dataclass(frozen=True, slots=True)
class PartnerPage(Page):
    """The page of one who borrows together with her, counted from 1."""

    number: int = 1

    @property
    def title(self) -> str:
        """Return its heading."""
        return word("page.partner", n=self.number)

    @property
    def kind(self) -> str:
        """Return what a desk's reason calls all of them by."""
        return "partner"

    def missing(self, draft: Draft) -> int:
        """Return how many answers it still lacks."""
        return len(missing(draft.partner(self.number)))

    def begun(self, draft: Draft) -> bool:
        """Tell whether anything stands on it."""
        return begun(draft.partner(self.number))

    def stored(self, draft: Draft) -> dict[str, Any]:
        """Return what is stored as a form shows it."""
        return _given(partner_shown(asdict(draft.partner(self.number))))

    def store(self, fill: Fill, application_id: str, answers: dict[str, Any], *, by: Actor, seen: Any) -> Application:
        """Store what was typed; raises what the use case raises."""
        return fill.partner(application_id, self.number, of_partner(answers), by=by, seen=seen)


PARTNER = PartnerSheet()
WHO = Page("who", (Step.WHO,), WhoSheet())
BUSINESS = Page("business", (Step.BUSINESS, Step.NEED, Step.FORECAST), BusinessPage())
ENTERPRISE = Page("enterprise", (Step.ENTERPRISE,), EnterpriseSheet())
FAMILY = Page("family", (Step.FAMILY,), FamilySheet())
ALWAYS = (WHO, BUSINESS, FAMILY)
_PARTNER = re.compile(r"\Apartner-([1-9][0-9]?)\Z")


def pages_of(draft: Draft) -> tuple[Page, ...]:
    """Return the pages that her form of business asks for, in order."""
    enterprise = (ENTERPRISE,) if draft.business.form == "enterprise" else ()
    return (WHO, BUSINESS, *enterprise, *(_partner(number) for number in range(1, draft.others + 1)), FAMILY)


def page_of(slug: str) -> Page:
    """Return the page of that name; raises NotFound."""
    numbered = _PARTNER.match(slug)
    if numbered:
        return _partner(int(numbered[1]))
    found = next((one for one in (*ALWAYS, ENTERPRISE) if one.slug == slug), None)
    if found is None:
        raise NotFound("not_found")
    return found


def after(page: Page, draft: Draft) -> Page | None:
    """Return the next page."""
    pages = pages_of(draft)
    at = pages.index(page) + 1 if page in pages else len(pages)
    return pages[at] if at < len(pages) else None


def left(draft: Draft) -> list[Page]:
    """Return the pages that lack something, in order."""
    return [one for one in pages_of(draft) if one.missing(draft)]


def asked_again(kinds: Sequence[str], draft: Draft) -> list[Page]:
    """Return the pages that a desk's reason asks to be looked at, as far as her form has them."""
    return [one for one in pages_of(draft) if one.kind in kinds]


def _partner(number: int) -> PartnerPage:
    return PartnerPage(f"partner-{number}", (), PARTNER, number)


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, ())}
