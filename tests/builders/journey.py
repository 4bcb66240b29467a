"""Facts of her road, as the published events carry them."""

from typing import Any

from services.applicant.domain.journey import Stage

CITY, COUNTY, TOWN, YUTOU = (f"{n:032x}" for n in range(1, 5))
PATH = [CITY, COUNTY, TOWN, YUTOU]
PATHS = [PATH, [CITY, f"{12:032x}", f"{13:032x}"], [CITY, COUNTY, f"{14:032x}", f"{15:032x}"]]
PERSON = "a" * 32

Word = tuple[str, dict[str, Any]]


def registered(path: list[str] = PATH, on: str = "2026-11-02") -> Word:
    """She is registered at a village."""
    return "registered", {"org_path": path, "registered_on": on, "channel": "self", "person_id": PERSON}


def amended(path: list[str], on: str) -> Word:
    """Her card changes."""
    return "amended", {"org_path": path, "amended_on": on, "person_id": PERSON}


def erased(on: str = "2026-12-24") -> Word:
    """She asked to be forgotten."""
    return "erased", {"erased_on": on, "person_id": PERSON}


def place(
    state: str, no: str = "a", on: str = "2026-11-10", starts: str = "2026-12-01", ends: str = "2026-12-20"
) -> Word:
    """Her place in class `no`."""
    about = {"enrolment_id": no * 32, "person_id": PERSON, "class_id": f"c{no * 31}", "course": "HW-DJ1", "on": on}
    days = {"starts_on": starts, "ends_on": ends} if state == "enrolled" else {}
    return state, {**about, "title": f"侗锦织造（初级）{1 if no == 'a' else 2} 班", **days}


def application(state: str, on: str = "2026-11-15", no: str = "d", **more: Any) -> Word:
    """A step of her loan application `no`."""
    about = {"application_id": no * 32, "person_id": PERSON, "on": on}
    return state, {**about, **STEPS.get(state, {}), **more}


STEPS: dict[str, dict[str, Any]] = {
    "submitted": {
        "number": "DK-431230-2026-000001",
        "desk": "village",
        "due_on": "2026-11-20",
        "amount_fen": 15_000_000,
    },
    "passed": {
        "desk": "village",
        "next": "township",
        "office": YUTOU,
        "days": 3,
        "late": False,
        "due_on": "2026-11-25",
    },
    "guaranteed": {"office": COUNTY, "number": "DB-431230-2026-000001", "amount_fen": 15_000_000},
    "returned": {"desk": "county", "reasons": ["R07"], "items": 2, "due_on": "2026-12-04"},
    "resubmitted": {"desk": "county", "round": 2, "due_on": "2026-12-10"},
    "rejected": {"desk": "county", "reasons": ["X05"]},
    "appealed": {"desk": "county", "due_on": "2026-12-10"},
    "approved": {"amount_fen": 15_000_000, "term_months": 24, "rate_bp": 395, "lapses_on": "2026-12-31"},
    "lapsed": {"waited_for": "papers"},
}


def loan(state: str, on: str = "2026-11-20", no: str = "e", **more: Any) -> Word:
    """A step of her loan `no`."""
    return state, {"loan_id": no * 32, "person_id": PERSON, "org_path": PATH, "on": on, **LOANS.get(state, {}), **more}


LOANS: dict[str, dict[str, Any]] = {
    "disbursed": {
        **{"application_id": "d" * 32, "number": "JK-431230-2026-000001", "amount_fen": 15_000_000, "term_months": 24},
        **{"rate_bp": 395, "jobs": 3, "first_due_on": "2027-02-20", "matures_on": "2028-11-20", "origin": "system"},
    },
    "repaid": {"principal_fen": 1_000_000, "interest_fen": 5_000, "balance_fen": 14_000_000},
    "overdue": {"due_on": "2027-02-20", "due_fen": 500_000, "balance_fen": 15_000_000},
    "cured": {"balance_fen": 14_000_000},
    "settled": {"had_overdue": False},
    "subrogated": {"amount_fen": 15_000_000},
}


def certificate(on: str = "2026-11-20", no: str = "f", **more: Any) -> Word:
    """A certificate is issued."""
    about = {"certificate_id": no * 32, "number": "ZS-431230-2026-000001", "person_id": PERSON, "class_id": "c" * 32}
    what = {"course": "HW-DJ1", "title": "侗锦织造（初级）", "kind": "completion", "org_path": PATH[:2]}
    return "certified", {**about, **what, "origin": "system", "reissue": False, "on": on, **more}


def uncertified(on: str = "2026-11-25", no: str = "f") -> Word:
    """It is taken back."""
    return "uncertified", {"certificate_id": no * 32, "person_id": PERSON, "reason": "false_data", "on": on}


def report(on: str = "2026-12-20", *, running: bool = True, source: str = "visit") -> Word:
    """Her enterprise is said to run, or not to."""
    size = {"staff": 5, "women": 4, "households": 2, "sales_fen": 30_000_000}
    about = {"enterprise_id": "b" * 32, "person_id": PERSON, "org_path": PATH, "on": on, "year": int(on[:4])}
    return "reported", {**about, **size, "source": source, "running": running}


def title(state: str, on: str = "2026-12-24", no: str = "9") -> Word:
    """A step of her title."""
    more: dict[str, Any] = {"recognised": {"number": "FZ-431230-2026-000001", "valid_until": "2029-12-23"}}.get(
        state, {}
    )
    more |= {"origin": "system"} if state == "recognised" else {}
    more |= {"until": "2027-03-24", "reason": "loan_subrogated"} if state == "watched" else {}
    more |= {"until": "2026-12-20"} if state == "noticed" else {}
    more |= {"reason": "false_data"} if state in ("refused", "revoked") else {}
    about = {"nomination_id": no * 32, "enterprise_id": "b" * 32, "person_id": PERSON, "org_path": PATH, "on": on}
    return state, {**about, "title": "leading_enterprise", **more}


def reached(stage: Stage, on: str = "2026-11-20") -> Word:
    """The one fact by which she reaches a later step; to trade she must have been funded before."""
    return {
        Stage.CERTIFIED: lambda: certificate(on),
        Stage.APPLIED: lambda: application("submitted", on),
        Stage.GUARANTEED: lambda: application("guaranteed", on),
        Stage.FUNDED: lambda: loan("disbursed", on),
        Stage.TRADING: lambda: report(on),
        Stage.TITLED: lambda: title("recognised", on),
    }[stage]()
