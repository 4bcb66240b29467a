"""Forms of the dispatch: a number for each county, or for each indicator; a reason."""

from collections.abc import Sequence
from typing import Any, cast

from services.applicant.domain.dispatch.indicators import Indicator
from services.applicant.domain.unit import Unit
from services.applicant.web.dispatch_words import WAN
from shared.web.i18n import word
from shared.web.schema import Form, amount, text, whole

MOST = 10_000_000
MOST_FEN = 100_000_000_000_00
COUNTY = "county_"


class Reason(Form):
    """Why a locked month is told anew."""

    reason = text("为什么重报", most=200, least=4, rows=3)


class LockForm(Form):
    """Nothing but the button."""


def targets(indicator: Indicator, counties: Sequence[Unit]) -> Form:
    """Return the form with a yearly total for each county: whole numbers, or money."""

    def one(title: str) -> Any:
        return amount(title, least=0, most=MOST_FEN) if indicator.scale == WAN else whole(title, least=0, most=MOST)

    return _made({f"{COUNTY}{county.id}": one(county.title) for county in counties})


def report(indicators: Sequence[Indicator]) -> Form:
    """Return the form with a number for each indicator a county reports; what is left blank is not reported."""
    return _made(
        {one.code: whole(word(f"indicator.{one.code}"), least=0, most=MOST, required=False) for one in indicators}
    )


def _made(fields: dict[str, Any]) -> Form:
    return cast(Form, Form.from_dict(fields)())
