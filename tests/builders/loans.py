"""Women, places and applications for tests of loans."""

from datetime import date
from typing import Any

from services.loans.domain.application import Application, Origin
from services.loans.domain.draft import Terms
from shared.regions import Level
from shared.replica import Card, Unit

CITY, COUNTY, TOWN, VILLAGE = "1" * 32, "2" * 32, "3" * 32, "4" * 32
OTHER_COUNTY = "5" * 32
PATH = (CITY, COUNTY, TOWN, VILLAGE)
ELSEWHERE = (CITY, OTHER_COUNTY)
TERMS = Terms("N2023", 30_000_000, 36)
DAY = date(2026, 11, 24)
BANDS = {"as_of": "2026-11-01", "age": "36_45", "education": "70", "hukou": "rural", "groups": ["POVERTY_OUT"]}
NEED: dict[str, Any] = {
    "amount_fen": 15_000_000,
    "term_months": 36,
    "own_money_fen": 2_000_000,
    "uses": ("equipment", "stock"),
}
BUSINESS: dict[str, Any] = {"trade": "craft", "licence": "no", "months_trading": 8, "hands": 3}
FORECAST: dict[str, Any] = {
    "monthly_income_fen": 1_200_000,
    "monthly_cost_fen": 700_000,
    "other_loans_fen": 0,
    "plan": "再添两台织机",
}


def a_card(person_id: str = "a" * 32, seq: int = 1, path: tuple[str, ...] = PATH) -> Card:
    """Return a woman of 芋头村, 双江镇, 通道."""
    return Card(person_id, path, BANDS, seq)


def units() -> list[Unit]:
    """Return 怀化, two of its counties, one town, one village."""

    def unit(path: tuple[str, ...], level: Level, title: str, division: str | None) -> Unit:
        parent = path[-2] if len(path) > 1 else None
        return Unit(path[-1], parent, path, "federation", level, title, division, date(2026, 1, 1))

    return [
        unit(PATH[:1], Level.CITY, "怀化市", None),
        unit(PATH[:2], Level.COUNTY, "通道侗族自治县", "431230"),
        unit(PATH[:3], Level.TOWNSHIP, "双江镇", "431230100"),
        unit(PATH, Level.VILLAGE, "芋头村", None),
        unit(ELSEWHERE, Level.COUNTY, "靖州苗族侗族自治县", "431229"),
    ]


def an_application(person_id: str = "a" * 32, number: int = 1, **changes: Any) -> Application:
    """Return a draft she began herself."""
    origin = Origin(person_id, PATH, "self", DAY, person_id)
    started = Application.start(f"{number:032x}", f"DK-431230-2026-{number:06d}", origin)
    started.news.clear()
    for name, value in changes.items():
        setattr(started, name, value)
    return started
