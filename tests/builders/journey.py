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


def application(state: str, on: str = "2026-11-15") -> Word:
    """Her loan application."""
    return state, {"application_id": "d" * 32, "person_id": PERSON, "on": on}


def reached(stage: Stage, on: str = "2026-11-20") -> Word:
    """A later step, in the shape its event will have."""
    return stage.value, {"id": f"{stage.value:0<32}", "on": on, "by": COUNTY}
