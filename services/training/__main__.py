"""Command line of training: python -m services.training web|work|plan-class|policy|…"""

import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import click

from services.training.domain.choosing import Wish
from services.training.domain.placing import Way
from services.training.domain.timetable import EVERY_DAY, Half, Pattern
from services.training.errands.check_page import CheckPage
from services.training.errands.demonstration import COUNTIES
from services.training.errands.signature import check
from services.training.events.inbound import HANDLERS, TOPICS
from services.training.storage import indexes
from services.training.usecases.asking import INCOME, OPINION
from services.training.usecases.attendance import print_roll
from services.training.usecases.certificate.issue import PRINT
from services.training.usecases.enrolment.offer import LAPSE
from services.training.usecases.exam_day import LIST
from services.training.usecases.roster.bring import FORGET, FORGET_FILE, JOB
from services.training.usecases.training_class.step import BEGIN
from services.training.wiring import POLICY, Wiring, wire
from shared import commands, settings
from shared.commands.program import Verb
from shared.commands.tables import say, stop
from shared.errors import Problem
from shared.paper.signing import Seal
from shared.regions import Level
from shared.replica import Unit

PATIENCE = 60.0


def _jobs(wiring: Wiring) -> Mapping[str, Verb]:
    errands = wiring.errands
    return {
        BEGIN: errands.begin_class,
        LAPSE: errands.lapse_offer,
        LIST: errands.make_exam_list,
        OPINION: errands.ask_her.opinion,
        INCOME: errands.ask_her.income,
        PRINT: errands.print_certificates,
        print_roll.PRINT: errands.roll_paper.print,
        print_roll.FORGET: errands.roll_paper.forget,
        **errands.ledger.jobs(),
        JOB: errands.import_roster,
        FORGET: errands.forget_roster.all,
        FORGET_FILE: errands.forget_roster.file,
    }


program = commands.Program("training", wire, indexes.ensure, TOPICS, HANDLERS, jobs=_jobs, policy=POLICY)
cli = commands.group(program)


@cli.command("plan-class")
@click.option("--county", required=True, help="division code of 6 digits, 431230")
@click.option("--course", required=True, help="code of a course, HW-DJ1")
@click.option("--capacity", required=True, type=click.IntRange(1, 200))
@click.option("--as", "login", required=True, help="the coordinator, coordinator_1@tongdao")
def plan_class(county: str, course: str, capacity: int, login: str) -> None:
    """Plan, file, approve and open one class; approved by training_reviewer_1 of the same place."""
    with program.wired() as wiring:
        try:
            one = wiring.errands.walk_class(county, course, capacity, login=login)
        except Problem as problem:
            raise stop(f"{problem.slug}: {dict(problem.facts)}") from None
        say(f"{one.plan.number}  {one.plan.title}  {one.plan.starts_on} – {one.plan.ends_on}")
        say(f"{wiring.frame.settings.public_url}/training/classes/{one.id}")


@cli.command("lay-class")
@click.option("--county", required=True, help="division code of 6 digits, 431230")
@click.option("--course", required=True, help="code of a course, HW-DJ1")
@click.option("--capacity", required=True, type=click.IntRange(1, 200))
@click.option("--from", "from_on", required=True, type=click.DateTime(["%Y-%m-%d"]), help="earliest day, 2027-03-08")
@click.option("--half", type=click.Choice([half.value for half in Half]), help="mornings or afternoons only")
@click.option("--looms", default=0, help="so many looms in the room, or more")
@click.option("--as", "login", required=True, help="the coordinator, coordinator_1@tongdao")
def lay_class(county: str, login: str, half: str | None, from_on: datetime, **asked: Any) -> None:
    """Say where a class would be placed, or what stands in the way and what would work; writes nothing."""
    pattern = Pattern(halves=(Half(half),)) if half else EVERY_DAY
    wish = Wish("", **asked, from_on=from_on.date(), pattern=pattern)
    with program.wired() as wiring:
        try:
            say(_laid(wiring.errands.walk_class.lay(county, wish, login=login)))
        except Problem as problem:
            for way in cast(Sequence[Way], problem.facts.get("ways", ())):
                say(f"would work ({way.change or 'on another day'}): {_laid(way)}")
            facts = {name: fact for name, fact in problem.facts.items() if name != "ways"}
            raise stop(f"{problem.slug}: {facts}") from None


def _laid(way: Way) -> str:
    first, last = way.starts_on, way.lessons[-1].slot.on
    return f"{first} – {last}, {len(way.lessons)} sessions, {way.wish.capacity} places, room {way.chosen.room}"


@cli.command("verify")
@click.argument("text")
@click.option("--name", help="the name on the paper, to compare")
@click.option("--key", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="public key, PEM")
def verify(text: str, name: str | None, key: Path | None) -> None:
    """Check what a certificate's QR code says; needs no network and no database, only a key."""
    pem = key.read_bytes() if key else _seal().public_pem
    try:
        found = check(text, pem)
    except Problem as problem:
        raise stop(f"{problem.slug}: this is no certificate of ours") from None
    say(f"genuine: {found.number}")
    if name is not None:
        if not found.is_of(name):
            raise stop(f"but it was not made for {name}")
        say(f"made for {name}")


@cli.command("certificate-key")
def certificate_key() -> None:
    """Print the public key with which anybody can check certificates: python -m services.training verify --key."""
    click.echo(_seal().public_pem.decode(), nl=False)


@cli.command("certificate-page")
def certificate_page() -> None:
    """Print the page that checks certificates in a browser without a network: … certificate-page > check.html."""
    click.echo(CheckPage(_seal(), settings.read("training").public_url)())


def _seal() -> Seal:
    return Seal.load(settings.read("training").secrets_dir / "certificate.pem")


@cli.command("follow-ups")
def follow_ups() -> None:
    """Follow up certificates of before: begin what lacks, promise the messages to come; once more does no harm."""
    with program.wired() as wiring:
        begun, looked_at = wiring.errands.ask_her.catch_up()
    say(f"{looked_at} certificates whose last month is to come; follow-ups begun: {begun}")


@cli.command("seed")
def seed() -> None:
    """Rooms, looms and teachers of the demonstration city, and two open classes."""
    with program.wired() as wiring:
        if not wiring.frame.settings.demonstration:
            raise stop("The demonstration city is for JINGUO_ENV=local and test only.")
        for county in _counties(wiring):
            wiring.errands.demonstration.places(county)
        try:
            numbers = wiring.errands.demonstration.classes()
        except Problem as problem:
            raise stop(f"{problem.slug}: {dict(problem.facts)}") from None
    say(f"rooms, looms and teachers of {len(COUNTIES)} counties; classes opened: {', '.join(numbers) or 'none'}")


def _counties(wiring: Wiring) -> list[Unit]:
    """Wait until the tree of units has come through Kafka; ends the command when it does not."""
    until = time.monotonic() + PATIENCE
    while True:
        units = wiring.runner.ask(lambda use: use.replica.units.of_level(Level.COUNTY))
        found = [unit for unit in units if unit.division in COUNTIES]
        if len(found) == len(COUNTIES):
            return found
        if time.monotonic() > until:
            raise stop(f"No event has told of the counties {', '.join(COUNTIES)} yet: is `work` running?")
        time.sleep(0.2)


if __name__ == "__main__":
    commands.start(cli)
