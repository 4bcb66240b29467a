"""The pages of the application form: which sheets stand together on one page, under which headings (look 2-apply)."""

from dataclasses import asdict, dataclass
from typing import Any

from marshmallow import Schema

from services.loans.domain.draft import Draft
from services.loans.domain.sheets import Step
from services.loans.web.sheet_schemas import BusinessSheet, FamilySheet, ForecastSheet, NeedSheet, WhoSheet, names
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

    def missing(self, draft: Draft) -> int:
        """Return how many answers it still lacks."""
        return sum(len(draft.missing(step)) for step in self.steps)

    def begun(self, draft: Draft) -> bool:
        """Tell whether anything stands on it."""
        return any(draft.begun(step) for step in self.steps)

    def stored(self, draft: Draft) -> dict[str, Any]:
        """Return what is stored as a form shows it."""
        values = {name: value for step in self.steps for name, value in asdict(draft.sheet(step)).items()}
        shown = {name: value for name, value in values.items() if value not in (None, ())}
        return {name: str(value) if name == "term_months" else value for name, value in shown.items()}

    def groups(self, controls: list[Control]) -> list[tuple[str, list[Control]]]:
        """Return the controls under the heading of their sheet; one sheet alone needs no heading."""
        found = [(word(f"sheet.{step}"), [one for one in controls if one.name in names(step)]) for step in self.steps]
        return [("", some) for _, some in found] if len(found) == 1 else found


PAGES = (
    Page("who", (Step.WHO,), WhoSheet()),
    Page("business", (Step.BUSINESS, Step.NEED, Step.FORECAST), BusinessPage()),
    Page("family", (Step.FAMILY,), FamilySheet()),
)


def page_of(slug: str) -> Page:
    """Return the page of that name; raises NotFound."""
    found = next((one for one in PAGES if one.slug == slug), None)
    if found is None:
        raise NotFound("not_found")
    return found


def after(page: Page) -> Page | None:
    """Return the next page."""
    at = PAGES.index(page) + 1
    return PAGES[at] if at < len(PAGES) else None


def left(draft: Draft) -> list[Page]:
    """Return the pages that lack something, in order."""
    return [one for one in PAGES if one.missing(draft)]
