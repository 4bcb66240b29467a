"""The rules of loans as they ship, read once for all tests of a process: reading them takes longer than most tests."""

from services.loans.wiring import POLICY
from shared.policy import Policy

RULES = Policy.load(POLICY)
