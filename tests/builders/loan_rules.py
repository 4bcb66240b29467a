"""The rules of loans as they ship, read once for all tests of a process: reading them takes longer than most tests."""

from pathlib import Path

from shared.policy import Policy

POLICY = Path(__file__).parents[2] / "services" / "loans" / "policy"
RULES = Policy.load(POLICY)
