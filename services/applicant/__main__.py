"""Command line of applicant: python -m services.applicant web|work|federation|seed|rebuild|…"""

import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from services.applicant.events.inbound import HANDLERS, TOPICS
from services.applicant.storage import indexes
from services.applicant.storage.challenges import FORGET
from services.applicant.storage.messages import SEND
from services.applicant.storage.rebuild_journey import rebuild
from services.applicant.storage.rebuild_month import rebuild as rebuild_month
from services.applicant.usecases.journey.check import KIND as CHECK_COUNTERS
from services.applicant.usecases.message.lesson import KIND as LESSON
from services.applicant.usecases.title.remind import KIND as TITLE_REPORT
from services.applicant.usecases.title.waiting import KIND as TITLE_DUE
from services.applicant.usecases.unit.merge import FOLLOW
from services.applicant.wiring import Wiring, wire
from services.applicant.wiring.stores import POLICY
from shared import commands
from shared.commands.program import Verb
from shared.commands.tables import say, show, stop
from shared.errors import NotFound, Problem

HUAIHUA = "431200"


def _jobs(wiring: Wiring) -> Mapping[str, Verb]:
    errands, doors = wiring.errands, wiring.errands.doors
    return {
        **errands.ledger.jobs(),
        SEND: doors.send_message,
        FORGET: doors.forget_challenge,
        CHECK_COUNTERS: errands.check_counters,
        LESSON: errands.lesson_tomorrow,
        FOLLOW: errands.follow_merged,
        TITLE_DUE: errands.title_due,
        TITLE_REPORT: errands.title_report,
    }


def _rebuilds(wiring: Wiring) -> Mapping[str, Callable[[], object]]:
    bootstrap = wiring.frame.settings.kafka_bootstrap
    cutoff = wiring.worker.ask(lambda use: use.dispatch.lock.rules.cutoff())
    return {
        "journey": lambda: rebuild(program.consumer(wiring), bootstrap),
        "month": lambda: rebuild_month(program.consumer(wiring), bootstrap, cutoff),
    }


program = commands.Program(
    "applicant", wire, indexes.ensure, TOPICS, HANDLERS, jobs=_jobs, rebuilds=_rebuilds, policy=POLICY
)
cli = commands.group(program)


@cli.command("federation")
@click.option("--root", default=HUAIHUA, show_default=True, help="code of a city, six digits")
def federation(root: str) -> None:
    """Set up a city's federation from the division list; run again it adds what is missing and changes nothing."""
    with program.wired() as wiring:
        say(f"{_found(wiring, root)} units are new below {root}")


@cli.command("seed")
def seed() -> None:
    """Set up the demonstration city: its federation and its accounts; safe to run again."""
    with program.wired() as wiring:
        if not wiring.frame.settings.demonstration:
            raise stop("The demonstration city is made with JINGUO_ENV=local or test only.")
        units = _found(wiring, HUAIHUA)
        accounts = wiring.errands.doors.demonstration(_password(wiring.frame.settings.data_dir))
        say(f"{units} units and {accounts} accounts are new")


@cli.command("first-account")
@click.option("--login", required=True, help="sign-in name: lower-case letters, digits, @ and the place")
@click.option("--name", required=True, help="name of the officer")
@click.option("--division", default=HUAIHUA, show_default=True, help="code of the federation she administers")
def first_account(login: str, name: str, division: str) -> None:
    """Open the first administrator's account of a fresh installation; she opens all others."""
    with program.wired() as wiring:
        try:
            handed = wiring.errands.doors.first_account(login, name, division)
        except Problem as problem:
            raise stop(f"Not opened: {problem.slug}.") from problem
    say(f"{login} sets a password at /applicant/staff/activate with {handed.code} within 24 hours")


@cli.command("check-counters")
def check_counters() -> None:
    """Count the women behind every number anew and compare; status 1 when a number is wrong."""
    with program.wired() as wiring:
        found = wiring.worker.survey(lambda use: use.journey.check())
    show("counters", ("cell", "counter", "rows"), [(one.cell, one.counted, one.rows) for one in found])
    if found:
        raise stop("Some counters are wrong: run `rebuild journey` or `rebuild month`.")


def _found(wiring: Wiring, root: str) -> int:
    try:
        count = wiring.errands.found_federation(root)
    except NotFound as problem:
        raise stop(f"The division list has no city {root}.") from problem
    except FileNotFoundError as missing:
        raise stop(f"{missing.filename} is missing: build the frontend first (make setup).") from None
    wiring.worker.run(lambda use: use.journey.check.plan())
    return count


def _password(folder: Path) -> str:
    """Return the one password of the demonstration accounts, made now when nobody has made it yet."""
    file = folder / "demo-password"
    if not file.exists():
        file.touch(0o600)
        file.write_text(f"{secrets.token_urlsafe(12)}\n")
    return file.read_text().strip()


if __name__ == "__main__":
    commands.start(cli)
