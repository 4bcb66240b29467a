"""The shape of the chip for each state: it carries the meaning in grey print (look.md §4.2)."""

from services.training.domain.enrolment import State as Seat
from services.training.domain.official import Standing
from services.training.domain.roster import Verdict
from services.training.domain.subsidy import State as Claim
from services.training.domain.training_class import State

SHAPES = {
    State.PLANNED: "open",
    State.FILED: "near",
    State.APPROVED: "done",
    State.ENROLLING: "hand",
    State.RUNNING: "hand",
    State.EXAM: "near",
    State.CLOSED: "done",
    State.CANCELLED: "none",
}
PLACES = {
    Seat.OFFERED: "near",
    Seat.ENROLLED: "hand",
    Seat.ELIGIBLE: "near",
    Seat.SHORT: "not",
    Seat.PASSED: "done",
    Seat.FAILED: "not",
    Seat.CERTIFIED: "done",
}
VERDICTS = {Verdict.ACCEPT: "done", Verdict.WARN: "unknown", Verdict.ERROR: "not"}
CLAIMS = {
    Claim.CLAIMED: "near",
    Claim.REVIEWED: "near",
    Claim.AGREED: "hand",
    Claim.PAID: "done",
    Claim.RETURNED: "not",
}
STANDINGS = {
    Standing.TRAINED: "done",
    Standing.LATER: "open",
    Standing.SOON: "near",
    Standing.OVERDUE: "over",
}
