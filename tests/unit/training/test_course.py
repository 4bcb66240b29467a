"""The catalogue as the files say it."""

from dataclasses import replace
from datetime import date

import pytest

from services.training.domain.course import course_of
from services.training.domain.course_plan import course_plan
from services.training.domain.place import Room, check
from services.training.domain.terms import terms_on
from shared.errors import NotFound, Refused
from shared.policy import PolicyError, Source, Version
from tests.builders.training import DAY, POLICIES, TERMS, a_course

MINUTES = {
    "HW-DJ1": 63, "HW-DJ2": 84, "HW-DL": 49, "HW-BZ": 49, "HW-GY": 56, "EC-DS": 63,
    "EC-WS": 49, "EC-ZB": 56, "ST-SYB": 70, "ST-NET": 56, "BR-JJ": 80, "RT-ZW": 14,
}  # fmt: skip


def test_all_eleven_courses_and_the_rotation_training_count_lessons_of_45_minutes():
    courses = {one.code: one for one in (course_of(v) for v in POLICIES.all_on(DAY, "431230", "course."))}
    assert {code: one.minutes // 45 for code, one in courses.items()} == MINUTES
    assert all(one.minutes % 45 == 0 and one.assessment for one in courses.values())
    assert a_course().lessons == 63


@pytest.mark.parametrize(("code", "title"), [("HW-BZ", "手工编织 3 班"), ("HW-DJ1", "侗锦织造（初级）3 班")])
def test_a_class_is_named_after_its_course_and_its_number_in_the_year(code: str, title: str):
    assert a_course(code).class_title(3) == title


def test_every_version_names_its_source_and_how_sure_it_is():
    assert all(v.source.document and v.source.source and v.source.verified for v in POLICIES.versions)


def test_modules_that_do_not_add_up_are_refused():
    values = {
        "title": "x",
        "trade": "craft",
        "skill": "brocade",
        "rank": 1,
        "hours": 3,
        "equipment": "",
        "assessment": "",
        "modules": [{"name": "a", "hours": 2}],
    }
    with pytest.raises(PolicyError, match="do not add up to 3"):
        course_of(Version("X", "course.X", "000000", DAY, None, Source("d", "s", "no"), values))


@pytest.mark.parametrize(("code", "most"), [("HW-DJ1", 50), ("HW-DJ2", 50), ("ST-SYB", 30), ("EC-DS", 50)])
def test_how_large_a_class_may_be(code: str, most: int):
    assert TERMS.most(a_course(code)) == most


def test_the_limit_of_three_trainings_begins_with_2024():
    assert terms_on(POLICIES, date(2023, 12, 31), "431230").subsidised_most is None
    assert terms_on(POLICIES, date(2024, 1, 1), "431230").subsidised_most == 3


def test_before_any_rule_there_are_no_terms():
    with pytest.raises(NotFound, match="no_policy"):
        terms_on(POLICIES, date(2021, 12, 31), "431230")


@pytest.mark.parametrize("code", [course_of(one).code for one in POLICIES.all_on(DAY, "431230", "course.")])
def test_the_plan_of_every_course_holds_all_its_hours_and_modules_at_seven_a_day(code: str):
    course = a_course(code)
    days = course_plan(course)
    assert sum(half.lessons for day in days for half in day) == course.lessons
    assert all(sum(half.lessons for half in day) == 7 for day in days[:-1])
    taught = {name for day in days for half in day for name in half.topic.split("；")}
    assert taught == {module.name for module in course.modules}


def test_there_are_eleven_courses_and_none_is_shorter_than_its_province_allows():
    found = [course_of(one) for one in POLICIES.all_on(DAY, "431230", "course.")]
    skills = [course for course in found if course.trade != "rotation"]
    assert len(skills) == 11
    rural = {"HW-DJ1", "HW-DJ2", "EC-DS"}
    assert {course.code: TERMS.least(course) // 45 for course in skills} == {
        course.code: 63 if course.code in rural else 49 for course in skills
    }
    assert all(course.minutes >= TERMS.least(course) for course in found)
    assert terms_on(POLICIES, DAY, "330100").least_minutes == 40 * 45
    assert terms_on(POLICIES, DAY, "110000").least_minutes == 0
    guangxi = terms_on(POLICIES, DAY, "450300")
    assert (guangxi.least(a_course("ST-SYB")), guangxi.least(a_course("EC-DS"))) == (70 * 45, 0)


def test_a_course_of_country_skills_needs_63_lessons_in_hunan():
    short = replace(a_course("EC-DS"), minutes=62 * 45)
    with pytest.raises(Refused, match="course_too_short") as refused:
        check(short, 10, Room("r", "", "", 50, ()), [], TERMS)
    assert refused.value.facts == {"least": 63, "given": 62}


def test_a_course_that_is_too_short_for_the_province_is_not_opened():
    short = replace(a_course("HW-BZ"), minutes=48 * 45)
    with pytest.raises(Refused, match="course_too_short") as refused:
        check(short, 10, Room("r", "", "", 50, ()), [], TERMS)
    assert refused.value.facts == {"least": 49, "given": 48}


def test_the_higher_the_rank_the_smaller_the_class():
    sizes = [TERMS.most(replace(a_course("HW-BZ"), rank=rank)) for rank in (1, 2, 3, 4, 5)]
    assert sizes == [50, 50, 40, 30, 30]
    assert TERMS.most(a_course("ST-SYB")) == 30
