"""A few women of the city to sign in as: one for each place on the road that is worth looking at."""

from collections.abc import Collection, Iterator

from simulator.goals import TONGDAO, End
from simulator.plan import CityPlan

WORTH = (
    (End.ENROLLED, "has a place in a class"),
    (End.WAITING, "waits for a place"),
    (End.CERTIFIED, "holds a certificate"),
    (End.DRAFT, "has begun an application"),
    (End.RETURNED, "a desk waits for papers of hers"),
    (End.ACTIVE, "has a loan that runs"),
    (End.OVERDUE, "is late with a repayment"),
    (End.TITLED, "on the road to a title, or there"),
)


def faces(plan: CityPlan, broken: Collection[int | str] = ()) -> Iterator[str]:
    """Yield a line for each: phone, the last six signs of her ID number (asked on a new device), name, where she is.

    Those whose road has ended early (`broken`) are not where the plan meant them to be.
    """
    for end, words in WORTH:
        women = [plan.women[no] for no, goal in plan.goals.items() if goal.end is end and no not in broken]
        hers = [one for one in women if one.county == TONGDAO] or women
        if hers:
            one = hers[0]
            yield f"{one.phone}  {one.id_no[-6:]}  {one.name}: {words}"
