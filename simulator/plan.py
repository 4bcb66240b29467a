"""The whole plan of a city: who lives where, which classes there are, and every step up to today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from simulator.classes import ClassPlan, classes
from simulator.days import Span
from simulator.dice import Dice
from simulator.goals import COUNTIES, WHOLE, Goal, goals
from simulator.people import Woman, population
from simulator.roads import class_road, dispatch_road, fund_road, officials_road, settling_road, woman_road
from simulator.steps import Step, in_order

INDICATORS = ("funded", "funded_fen", "jobs", "trained", "classes", "titled", "towns_regionalised")
SHARES = {"431230": 300, "431229": 285}  # per mille of all women; the others share the rest


@dataclass(frozen=True, slots=True)
class CityPlan:
    """Everything that will be played. Equal for equal seed, number of women and last day."""

    span: Span
    women: Mapping[int, Woman]
    goals: Mapping[int, Goal]
    classes: Mapping[str, ClassPlan]
    steps: list[Step]


def plan(seed: str, women: int, today: date) -> CityPlan:
    """Return the plan of a city of so many women as it stands on a day."""
    dice, span = Dice(f"jinguo/{seed}"), Span.until(today)
    people = {one.no: one for one in population(dice, spread(women))}
    aims: dict[int, Goal] = {}
    found: dict[str, ClassPlan] = {}
    for county in COUNTIES:
        hers = [one for one in people.values() if one.county == county]
        if not hers:
            continue
        aimed = dict(zip([one.no for one in hers], goals(dice.at(county, "goals"), hers), strict=True))
        aims |= aimed
        found |= {one.code: one for one in classes(dice.at(county, "classes"), span, county, list(aimed.items()))}
    joined = {no: one for one in found.values() for no in one.women}
    steps = [step for one in found.values() for step in class_road(one)]
    steps += [step for one in found.values() for step in settling_road(span, one)]
    steps += [step for county in COUNTIES for step in fund_road(span, county, women)]
    steps += [step for county in WHOLE for step in officials_road(span, county)]
    steps += dispatch_road(span, INDICATORS)
    for no, woman in people.items():
        steps += woman_road(dice.at("road", no), span, woman, aims[no], joined.get(no))
    return CityPlan(span, people, aims, found, in_order(steps, today))


def spread(women: int) -> dict[str, int]:
    """Return how many women live in each county, all of them somewhere."""
    whole = {county: women * SHARES[county] // 1000 for county in WHOLE}
    others = [county for county in COUNTIES if county not in WHOLE]
    left = women - sum(whole.values())
    return whole | {county: left // len(others) + (n < left % len(others)) for n, county in enumerate(others)}
