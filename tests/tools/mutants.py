"""Change one thing in the rules at a time and see whether their tests notice: `python -m tests.tools.mutants [name …]`.

Every module of rules stands in TESTS_OF beside its own tests, which are read once. Each mutant then gets a forked child
in which the changed function takes the place of the true one; what is not inside a function is read anew. What survives
is printed with its line; what is known to mean the same stands in same.py, with the reason. The figures go to
docs/mutants.md. Outside the suite: `make mutants`.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from hypothesis import Phase, settings

from shared.commands.tables import say
from tests.builders.loan_rules import RULES
from tests.tools import mutant_page
from tests.tools.mutant_run import survivors
from tests.tools.mutations import mutants
from tests.tools.same import SAME

ROOT = Path(__file__).parents[2]
DOMAIN, TESTS = ROOT / "services" / "loans" / "domain", ROOT / "tests" / "unit" / "loans"
JUDGE = ("judge/test_judge", "judge/test_judge_edges", "judge/test_judge_unknowns", "judge/test_missing_keys",
         "judge/test_partners_judged", "judge/test_golden_verdicts")  # fmt: skip
MONEY = ("test_interest_and_schedule", "test_settlement", "test_golden_interest")
TESTS_OF: Mapping[str, tuple[str, ...]] = {
    **{f"judge/{name}": JUDGE for name in ("business", "case", "facts", "guaranteeing", "hires", "history", "judging",
                                           "months", "person", "sum", "verdict")},
    **{name: MONEY for name in ("interest", "subsidy")},
    "schedule": (*MONEY, "test_loan_changes", "test_subsidy_batches"),
    "settlement": (*MONEY, "test_subsidy_batches"),
    **{name: ("test_subsidy_batches",) for name in ("owed", "batch", "bank_count")},
    **{name: ("test_loan_changes",) for name in ("extension", "calling", "write_off")},
    "desk_clock": ("test_desk_clock",),
    "route": ("test_route",),
    "stop": ("test_stop",),
    "bank_stop": ("test_bank_stop",),
    "cap": ("test_cap",),
    "counter": ("test_counter",),
    "due_rate": ("test_due_rate",),
    "fund": ("test_fund",),
    "fund_year": ("test_fund_year",),
    "near": ("test_near", "test_partners"),
    "numerals": ("test_numerals",),
    "payment": ("test_loan",),
    "reminders": ("test_reminders",),
    "top_up": ("test_top_up",),
    "visits": ("test_visits",),
}  # fmt: skip


def main() -> None:
    """Try every mutant of the rules, or of the modules named."""
    named = sys.argv[1:] or list(TESTS_OF)
    assert RULES.versions  # read once, before the children
    draws = (Phase.explicit, Phase.generate)  # that a case was found is enough, the smallest one need not be
    settings.register_profile("mutants", derandomize=True, database=None, deadline=None, phases=draws)
    settings.load_profile("mutants")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # the tests need nothing else
    alive = sum(_tried(name) for name in named)
    say(f"{alive} survive without a reason")
    sys.exit(1 if alive else 0)


def _tried(name: str) -> int:
    """Try one module, print what survives, write its row; return how many survive without a reason."""
    path = DOMAIN / f"{name}.py"
    found = list(mutants(path))
    passed = survivors(path, [TESTS / f"{one}.py" for one in TESTS_OF[name]], found)
    same = 0
    for one in sorted(passed, key=lambda one: one.line):
        reason = SAME.get(f"{name}: {one.what}")
        same += reason is not None
        say(f"{name}:{one.line}  {one.what}  {f'means the same: {reason}' if reason else 'SURVIVES'}")
    noticed = len(found) - len(passed)
    say(f"{name}: {len(found)} mutants, {noticed} noticed, {same} mean the same")
    mutant_page.write(name, len(found), noticed, same)
    return len(passed) - same


if __name__ == "__main__":
    main()
