"""Under which division code the policy is asked for a county."""

from shared.policy import NATION
from shared.replica import Unit


def division_of(county: Unit | None) -> str:
    """Return the county's code; the nation's for one that the tree has not told of yet, or told of without a code."""
    return county.division if county is not None and county.division else NATION
