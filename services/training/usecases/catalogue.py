"""Courses and terms in force, from the dated files."""

from dataclasses import dataclass
from datetime import date

from services.training.domain.check_in import TOPIC as CODE
from services.training.domain.check_in import CodeRule, code_rule
from services.training.domain.course import TOPIC, Course, course_of
from services.training.domain.feed import FeedRule
from services.training.domain.filing import ExamListRule, FilingRule
from services.training.domain.signs import TOPIC as SIGNS
from services.training.domain.signs import SignRule
from services.training.domain.standard import Standard, standard_on
from services.training.domain.subsidy_table import SubsidyRule
from services.training.domain.terms import Terms, terms_on
from services.training.domain.waiting import TOPIC as WAITING
from services.training.domain.waiting import WaitingRule, waiting_rule
from shared.errors import NotFound
from shared.policy import NATION, Policy

SUBSIDY, MORE = "training.subsidy", "training.subsidy_more."


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What is taught and what a class is held against, on a day at a division."""

    policy: Policy

    def course(self, code: str, day: date, division: str = NATION) -> Course:
        """Return a course; raises NotFound("course_not_found")."""
        try:
            return course_of(self.policy.on(day, division, f"{TOPIC}{code}"))
        except NotFound as problem:
            raise NotFound("course_not_found", code=code) from problem

    def courses(self, day: date, division: str = NATION) -> list[Course]:
        """Return every course in force, by code."""
        return [course_of(version) for version in self.policy.all_on(day, division, TOPIC)]

    def terms(self, day: date, division: str = NATION) -> Terms:
        """Return the terms in force; raises NotFound("no_policy")."""
        return terms_on(self.policy, day, division)

    def filing(self, day: date, division: str = NATION) -> FilingRule:
        """Return the deadlines of plan and application in force; raises NotFound("no_policy")."""
        return FilingRule(**self.policy.on(day, division, "training.filing").values)

    def tester(self, day: date, division: str = NATION) -> ExamListRule:
        """Return until when the list of an exam is handed over; raises NotFound("no_policy")."""
        return ExamListRule(**self.policy.on(day, division, "training.tester").values)

    def feeds(self, day: date) -> FeedRule:
        """Return the rule of calendar feeds in force; raises NotFound("no_policy")."""
        return FeedRule(**self.policy.on(day, NATION, "training.calendar").values)

    def standard(self, day: date, division: str = NATION) -> Standard:
        """Return the rules of attendance and exam in force; raises NotFound("no_policy")."""
        return standard_on(self.policy, day, division)

    def waiting(self, day: date, division: str = NATION) -> WaitingRule:
        """Return the rule of waiting lists in force; raises NotFound("no_policy")."""
        return waiting_rule(self.policy.on(day, division, WAITING))

    def code(self, day: date) -> CodeRule:
        """Return the rule of the code on the teacher's screen; raises NotFound("no_policy")."""
        return code_rule(self.policy.on(day, NATION, CODE))

    def signs(self, day: date) -> SignRule:
        """Return from how many on a reviewer is shown a question; raises NotFound("no_policy")."""
        return SignRule(**self.policy.on(day, NATION, SIGNS).values)

    def subsidy(self, day: date, division: str = NATION) -> SubsidyRule:
        """Return the table of the subsidy in force with what other notices add to it; raises NotFound("no_policy")."""
        more = {one.topic.removeprefix(MORE): one for one in self.policy.all_on(day, division, MORE)}
        return SubsidyRule.of(self.policy.on(day, division, SUBSIDY), more, day.year)
