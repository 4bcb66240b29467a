"""100,000 re-judgements in one process: a changed policy against 50,000 applications, each judged under both.

Yardstick: the same facts judged once per application. The simulation judges twice and counts by county, so a ratio
above 2 is what the counting and the explaining cost. 2026-11-29, one core of a busy machine: 50,000 once 3.1 s, under
both (100,000 judgements) 7.3 s of processor, ratio 2.3. Run: python -m benchmarks.rejudge [applications]
"""

import sys
import time
from datetime import date, timedelta
from pathlib import Path

from services.loans.domain.judge import facts_of, judge
from services.loans.domain.simulation import Filed, changed_from, simulate
from shared.commands.tables import say
from shared.policy import Policy

POLICY = Path(__file__).parents[1] / "services" / "loans" / "policy"
PLACES = ("431230", "431229", "430821", "510105", "440303", "110105")
FORMS = ("individual", "partner", "enterprise")


def case(n: int) -> Filed:
    """Return one application of many; the numbers go round at different paces."""
    facts = facts_of(
        {
            "birth_month": f"{1968 + n % 37}-{1 + n % 12:02d}",
            "sex": "female",
            "groups": [["RETURNEE"], ["ESHOP"], [], ["RURAL_SELF", "POVERTY_OUT"]][n % 4],
            "amount_fen": 1_000_000 * (1 + n % 41),
            "term_months": 12 * (1 + n % 3),
            "form": FORMS[n % 3],
            "heads": 2 + n % 4,
            "staff": 1 + n % 150,
            "hires_12m": n % 16,
            "months_trading": n % 30,
            "loans_before": [{"settled_on": "2020-05-01", "overdue": n % 50 == 0}] * (n % 3),
            "other_loans": [{"kind": "consumer", "amount_fen": 100_000 * (n % 60), "holder": "self"}],
            "guarantors": [{"relation": "other", "busy": False, "tainted": False}],
            "barred": [],
        }
    )
    return Filed(f"DK-{n:06d}", PLACES[n % len(PLACES)], date(2025, 1, 1) + timedelta(days=n % 365), facts)


def main() -> None:
    """Print both times and their ratio."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    filed = [case(n) for n in range(count)]
    old = Policy.load(POLICY)
    name = "national_2020.toml"
    new = old.changed({name: old.texts[name].replace("individual = 30_000_000", "individual = 35_000_000")})
    began = time.process_time()
    for one in filed:
        judge(one.facts, old, one.applied_on, one.division)
    once = time.process_time() - began
    began = time.process_time()
    found = simulate(filed, old, new, changed_from(old, new))
    twice = time.process_time() - began
    say(f"{count} judged once: {once:.2f} s of processor; under both: {twice:.2f} s; ratio {twice / once:.2f}")
    say(f"{len(found.flips)} come out otherwise in {len(found.counties)} counties")


if __name__ == "__main__":
    main()
