"""The most that one application may be given by the rule of a day: by its form, its heads and the jobs it made."""

from dataclasses import replace

from services.loans.domain.application import Application
from services.loans.domain.judge.case import Case
from services.loans.domain.judge.sum import cap
from shared.policy import Version


def cap_for(application: Application, version: Version) -> int:
    """Return the cap under a version in fen; jobs count within the window before she applied (domain.md §1.7 no. 1).

    Where a version has no cap for the form it is that of an individual.
    """
    facts = replace(application.draft.facts(), form=application.asked.form)
    most = cap(Case(facts, version, application.applied_on or version.starts_on))
    return int(version.values["amount"]["individual"]) if most is None else most
