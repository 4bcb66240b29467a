"""Cases a stranger would try, answered from the notices themselves (domain.md §1.1–1.7, §7, §8) before they were run.

Each case: what is special, day and place, what differs from a woman without fault, and the criterion expected as slug,
value, threshold, met.
"""

from typing import Any

import pytest

from tests.unit.loans.judge.judged import BEIJING, PLACE, judged

WAN = 1_000_000
TEN = ["UNEMP", "HARD", "VET", "RELEASED", "GRAD", "OVERCAP", "RETURNEE", "ESHOP", "POVERTY_OUT", "RURAL_SELF"]
HIT = ["TRADER_HIT", "TAXI", "RIDE_HAILING", "FLEET", "REPAID_IN_TROUBLE"]
PARTNERS: dict[str, Any] = {
    "form": "partner",
    "heads": 4,
    "guarantors": [{"relation": "relative", "busy": False, "tainted": False}],
}
FIRM: dict[str, Any] = {"form": "enterprise", "staff": 40, "hires_12m": 4, "term_months": 24}
STOOD_FOR: dict[str, Any] = {"guarantors": [{"relation": "other", "busy": False, "tainted": False}]}
CASES: list[tuple[str, str, str, dict[str, Any], tuple[str, Any, Any, bool | None]]] = [
    # caps of the day she applies, individual
    (
        "the cap before 2020-04-15",
        "2020-04-14",
        BEIJING,
        {"amount_fen": 15 * WAN},
        ("amount", 15 * WAN, 15 * WAN, True),
    ),
    ("a fen more", "2020-04-14", BEIJING, {"amount_fen": 15 * WAN + 1}, ("amount", 15 * WAN + 1, 15 * WAN, False)),
    ("from 2020-04-15", "2020-04-15", BEIJING, {"amount_fen": 20 * WAN}, ("amount", 20 * WAN, 20 * WAN, True)),
    ("until 2023-09-30", "2023-09-30", BEIJING, {"amount_fen": 30 * WAN}, ("amount", 30 * WAN, 20 * WAN, False)),
    ("from 2023-10-01", "2023-10-01", BEIJING, {"amount_fen": 30 * WAN}, ("amount", 30 * WAN, 30 * WAN, True)),
    (
        "a woman in 2009",
        "2009-07-27",
        BEIJING,
        {"amount_fen": 8 * WAN, "groups": []},
        ("amount", 8 * WAN, 8 * WAN, True),
    ),
    ("the day before", "2009-07-26", BEIJING, {"amount_fen": 8 * WAN}, ("amount", 8 * WAN, 5 * WAN, False)),
    (
        "Hunan kept 10 wan until its rules ended",
        "2024-12-31",
        PLACE,
        {"amount_fen": 11 * WAN},
        ("amount", 11 * WAN, 10 * WAN, False),
    ),
    (
        "and has the nation's from then",
        "2025-01-01",
        PLACE,
        {"amount_fen": 30 * WAN},
        ("amount", 30 * WAN, 30 * WAN, True),
    ),
    ("Chengdu the day before", "2025-03-31", "510104", {"amount_fen": 50 * WAN}, ("amount", 50 * WAN, 30 * WAN, False)),
    ("Chengdu", "2025-04-01", "510104", {"amount_fen": 50 * WAN}, ("amount", 50 * WAN, 50 * WAN, True)),
    ("Chengdu on its last day", "2027-12-31", "510104", {"amount_fen": 50 * WAN}, ("amount", 50 * WAN, 50 * WAN, True)),
    ("Chengdu the day after", "2028-01-01", "510104", {"amount_fen": 50 * WAN}, ("amount", 50 * WAN, 30 * WAN, False)),
    (
        "a place that no notice is known of is like its province",
        "2025-04-01",
        "511902",
        {"amount_fen": 50 * WAN},
        ("amount", 50 * WAN, 50 * WAN, True),
    ),
    # partners and enterprises
    (
        "four partners",
        "2026-05-01",
        PLACE,
        PARTNERS | {"amount_fen": 132 * WAN},
        ("amount", 132 * WAN, 132 * WAN, True),
    ),
    (
        "four partners, a fen more",
        "2026-05-01",
        PLACE,
        PARTNERS | {"amount_fen": 132 * WAN + 1},
        ("amount", 132 * WAN + 1, 132 * WAN, False),
    ),
    (
        "thirteen partners are under the enterprise's cap",
        "2026-05-01",
        PLACE,
        PARTNERS | {"heads": 13, "amount_fen": 400 * WAN},
        ("amount", 400 * WAN, 400 * WAN, True),
    ),
    (
        "partners of 2021",
        "2021-01-01",
        BEIJING,
        PARTNERS | {"heads": 2, "amount_fen": 44 * WAN},
        ("amount", 44 * WAN, 44 * WAN, True),
    ),
    (
        "partners of 2019 had no uplift",
        "2019-06-01",
        BEIJING,
        PARTNERS | {"heads": 2, "amount_fen": 33 * WAN},
        ("amount", 33 * WAN, 30 * WAN, False),
    ),
    (
        "partners in Hunan, 50 wan together",
        "2020-01-01",
        PLACE,
        PARTNERS | {"heads": 7, "amount_fen": 50 * WAN},
        ("amount", 50 * WAN, 50 * WAN, True),
    ),
    (
        "how many partners is not known",
        "2026-05-01",
        PLACE,
        PARTNERS | {"heads": None, "amount_fen": 90 * WAN},
        ("amount", 90 * WAN, 30 * WAN, None),
    ),
    ("an enterprise's term", "2026-05-01", PLACE, FIRM | {"term_months": 25}, ("term", 25, 24, False)),
    ("forty staff, four hired", "2026-05-01", PLACE, FIRM, ("hire_ratio", 4, 4, True)),
    ("forty-one staff, four hired", "2026-05-01", PLACE, FIRM | {"staff": 41}, ("hire_ratio", 4, 5, False)),
    (
        "101 staff of 2020: eight in a hundred",
        "2020-12-31",
        BEIJING,
        FIRM | {"staff": 101, "hires_12m": 8},
        ("hire_ratio", 8, 9, False),
    ),
    (
        "100 staff on the last day of a quarter of the staff",
        "2019-11-30",
        BEIJING,
        FIRM | {"staff": 100, "hires_12m": 24},
        ("hire_ratio", 24, 25, False),
    ),
    (
        "100 staff when it was a fifth",
        "2019-12-01",
        BEIJING,
        FIRM | {"staff": 100, "hires_12m": 20},
        ("hire_ratio", 20, 20, True),
    ),
    # the woman
    ("the last day of fifty-five", "2026-09-30", PLACE, {"birth_month": "1970-10"}, ("age", 55, [18, 55], True)),
    ("fifty-six by month", "2026-10-01", PLACE, {"birth_month": "1970-10"}, ("age", 56, [18, 55], False)),
    ("eighteen this month", "2026-03-01", PLACE, {"birth_month": "2008-03"}, ("age", 18, [18, 55], True)),
    (
        "a taxi owner on the last day of her group",
        "2020-12-31",
        BEIJING,
        {"groups": ["TAXI"]},
        ("in_group", ["TAXI"], [*TEN, *HIT], True),
    ),
    ("and the day after", "2021-01-01", BEIJING, {"groups": ["TAXI"]}, ("in_group", ["TAXI"], TEN, False)),
    # what she owes and owed
    (
        "consumer credit of both up to 5 wan",
        "2026-03-01",
        PLACE,
        {
            "other_loans": [
                {"kind": "consumer", "amount_fen": 3 * WAN, "holder": "self"},
                {"kind": "consumer", "amount_fen": 2 * WAN, "holder": "spouse"},
            ]
        },
        ("other_loans", 5 * WAN, 5 * WAN, True),
    ),
    (
        "a fen above",
        "2026-03-01",
        PLACE,
        {
            "other_loans": [
                {"kind": "consumer", "amount_fen": 3 * WAN, "holder": "self"},
                {"kind": "consumer", "amount_fen": 2 * WAN + 1, "holder": "spouse"},
            ]
        },
        ("other_loans", 5 * WAN + 1, 5 * WAN, False),
    ),
    (
        "a house, a car, a student loan and one against poverty do not count",
        "2026-03-01",
        PLACE,
        {
            "other_loans": [
                {"kind": kind, "amount_fen": 40 * WAN, "holder": "spouse"}
                for kind in ("housing", "car", "student", "poverty")
            ]
        },
        ("other_loans", 0, 5 * WAN, True),
    ),
    (
        "a second house counted in 2017",
        "2017-09-01",
        BEIJING,
        {"other_loans": [{"kind": "housing", "amount_fen": 40 * WAN, "holder": "self"}]},
        ("other_loans", 40 * WAN, 0, False),
    ),
    (
        "in 2017 a loan of a son in her household counted",
        "2017-09-01",
        BEIJING,
        {"other_loans": [{"kind": "other", "amount_fen": 1, "holder": "household"}]},
        ("other_loans", 1, 0, False),
    ),
    (
        "a son's loan no longer counts",
        "2026-03-01",
        PLACE,
        {"other_loans": [{"kind": "other", "amount_fen": 9 * WAN, "holder": "household"}]},
        ("other_loans", 0, 5 * WAN, True),
    ),
    (
        "two loans before",
        "2026-03-01",
        PLACE,
        {"loans_before": [{"settled_on": "2022-01-01", "overdue": False}] * 2},
        ("times", 2, 3, True),
    ),
    (
        "three loans before",
        "2026-03-01",
        PLACE,
        {"loans_before": [{"settled_on": "2022-01-01", "overdue": False}] * 3},
        ("times", 3, 3, False),
    ),
    (
        "one still runs",
        "2026-03-01",
        PLACE,
        {"loans_before": [{"settled_on": None, "overdue": False}]},
        ("gap", "running", 0, False),
    ),
    (
        "five years in Cili, a day short",
        "2023-02-27",
        "430821",
        {"loans_before": [{"settled_on": "2018-02-28", "overdue": False}]},
        ("gap", "2018-02-28", 60, False),
    ),
    (
        "five years in Cili",
        "2023-02-28",
        "430821",
        {"loans_before": [{"settled_on": "2018-02-28", "overdue": False}]},
        ("gap", "2018-02-28", 60, True),
    ),
    (
        "an overdue of long ago",
        "2026-03-01",
        PLACE,
        {"loans_before": [{"settled_on": "2010-01-01", "overdue": True}]},
        ("overdue_before", 1, None, False),
    ),
    # trading, guarantor, residence
    (
        "an online shop of five months",
        "2026-03-01",
        PLACE,
        {"groups": ["ESHOP"], "months_trading": 5},
        ("trading_time", 5, 6, False),
    ),
    (
        "in Linxia it is a year",
        "2026-03-01",
        "622901",
        {"groups": ["ESHOP"], "months_trading": 11},
        ("trading_time", 11, 12, False),
    ),
    (
        "ten wan need nobody",
        "2026-03-01",
        PLACE,
        {"amount_fen": 10 * WAN, "guarantors": []},
        ("guarantor", 0, None, True),
    ),
    (
        "a fen more needs one",
        "2026-03-01",
        PLACE,
        {"amount_fen": 10 * WAN + 1, "guarantors": []},
        ("guarantor", 0, 1, False),
    ),
    (
        "her husband may not stand for her",
        "2026-03-01",
        PLACE,
        {"amount_fen": 15 * WAN, "guarantors": [{"relation": "spouse", "busy": False, "tainted": False}]},
        ("guarantor", 0, 1, False),
    ),
    (
        "who stood for a loan that fell overdue may not",
        "2026-03-01",
        PLACE,
        {"amount_fen": 15 * WAN, "guarantors": [{"relation": "other", "busy": False, "tainted": True}]},
        ("guarantor", 0, 1, False),
    ),
    ("somebody else may", "2026-03-01", PLACE, STOOD_FOR | {"amount_fen": 15 * WAN}, ("guarantor", 1, 1, True)),
    ("the nation asks for no hukou", "2026-03-01", PLACE, {"resident": False}, ("residence", False, None, True)),
]


@pytest.mark.parametrize(
    ("on", "place", "changes", "expected"), [one[1:] for one in CASES], ids=[one[0] for one in CASES]
)
def test_a_criterion_comes_out_as_the_notice_says(
    on: str, place: str, changes: dict[str, Any], expected: tuple[str, Any, Any, bool | None]
) -> None:
    slug, value, threshold, met = expected
    found = judged(slug, on, place, **changes)
    said = [list(one) if isinstance(one, tuple) else one for one in (found.value, found.threshold)]
    assert [*said, found.met] == [value, threshold, met]
