"""Shapes of training's forms and JSON: `…Request` in, `…View` out."""

from collections.abc import Mapping
from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from services.training.domain.certificate import REASONS as REVOKED
from services.training.domain.certificate import REISSUE_REASONS, SIGNED
from services.training.domain.enrolment import REASONS
from services.training.domain.roster import Mode
from services.training.domain.timetable import Half
from services.training.domain.training_class import State
from shared.web.schema import Choices, Form, Ui, choice, day, several, signs, text, whole

REASON_WORDS = tuple((reason, f"reason.{reason}") for reason in REASONS)
ID = r"\A[0-9a-f]{32}\Z"
VERSION = whole("", least=0, most=2**31, widget="hidden")
MODES = (
    (Mode.PREVIEW.value, "先看一遍，什么都不写"),
    (Mode.PARTIAL.value, "没问题的先进班"),
    (Mode.ALL.value, "全部没问题才进班"),
)


class Nothing(Form):
    """A command that needs no values."""


class StepForm(Form):
    """A step of a class as it was seen: the version on the page."""

    version = VERSION
    reason = text("意见", most=200, required=False)


class ReasonRequest(Form):
    """What is written with a step, in JSON; nothing has to be."""

    reason = text("意见", most=200, required=False)


class AdmitForm(Form):
    """Whom a coordinator lets in, and why before others."""

    enrolment = text("", most=32, widget="hidden")
    reason = text("为什么先让她进", most=200, required=False)


class MoveForm(Form):
    """To which class, and why."""

    to = text("换到哪个班", most=32, widget="hidden")
    reason = text("为什么换", most=200, required=False)


class BeginTogether(Form):
    """How many neighbours come together."""

    size = whole("一共几个人", least=2, most=5)


class JoinTogether(Form):
    """The code a neighbour was given."""

    code = signs("约好的号码", r"\A.{1,12}\Z", "party_not_found")


class DropForm(Form):
    """Why a coordinator takes a woman out of a class."""

    reason = choice("原因", REASON_WORDS)


class ModeForm(Form):
    """What to do with a roster."""

    mode = choice("怎么做", MODES)


SHEET_MODES = (
    (Mode.PREVIEW.value, "先看一遍，什么都不写"),
    (Mode.PARTIAL.value, "没问题的先记"),
    (Mode.ALL.value, "全部没问题才记"),
)


class SheetUpload(Form):
    """What to do with a form that came back; the file is beside it."""

    mode = choice("怎么做", SHEET_MODES)
    reason = text("为什么改", most=200, required=False, help="只有改已经记过的才要写，会留下来")


class ProceedForm(Form):
    """Bring in what was looked at; `ticked` are lines whose suggested place is meant."""

    mode = choice("怎么做", MODES[1:])
    ticked = fields.List(
        fields.Integer(
            strict=False, validate=validate.Range(1, 1_048_576), error_messages={"invalid": "not_a_whole_number"}
        ),
        load_default=list,
        validate=validate.Length(max=5000),
        metadata={"ui": Ui("按建议的村登记")},
    )


WEEKDAYS = tuple((str(n), f"weekday.{n}") for n in range(7))
TRADES = tuple((trade, f"course_trade.{trade}") for trade in ("craft", "ecommerce", "startup", "broker", "rotation"))
BOTH = "both"
HALVES = ((BOTH, "half.both"), *((half.value, f"half.{half.value}") for half in Half))


def plan_form(courses: Choices, rooms: Choices, teachers: Choices) -> Schema:
    """Return the form of a plan with what there is to choose from now; what is left open is chosen for her."""
    return Form.from_dict(
        {
            "course": choice("课程", courses),
            "capacity": whole("名额", least=1, most=200, help="一台织机两人，一位老师最多带 15 人"),
            "starts_on": day("哪天开班", required=False, help="只能这天开就填；不填就替您找"),
            "from_on": day("最早哪天", required=False, help="从这天起找第一个都有空的日子；都不填就找两周后的星期一"),
            "weekdays": several("星期几上课", WEEKDAYS, required=False, help="不选就是每个工作日；放假的日子不排"),
            "halves": choice("上午还是下午", HALVES, required=False, help="上午 4 课时，下午 3 课时；不选就是全天"),
            "room": choice("教室", rooms, required=False, help="不选就找坐得下、有空的"),
            "looms": whole("教室里至少几台织机", least=1, most=200, required=False),
            "teachers": several("老师", teachers, required=False, help="不选就找会教、有空的"),
        },
        name="PlanForm",
    )()


class PaperForm(Form):
    """The codes of a paper sheet's rows that were not simply present."""

    codes = text(
        "没到的、迟到早退的、请假的", most=2000, rows=3, required=False, help="敲码，如 7K 12F迟20 15A假；都到了就空着"
    )


class CompareForm(Form):
    """The name somebody reads on a paper."""

    name = text("证上的姓名", most=50, help="照着纸上写全，我们告诉您对不对得上")


class RevokeForm(Form):
    """Why a certificate counts no longer."""

    reason = choice("为什么撤销", tuple((reason, f"revoked.{reason}") for reason in REVOKED))


class ReissueForm(Form):
    """Why the paper is made once more."""

    reason = choice("为什么补发", tuple((reason, f"reissue.{reason}") for reason in REISSUE_REASONS))


class HandedForm(Form):
    """Who signed for a paper that is handed out today."""

    signed = choice("谁签的字", tuple((one, f"handed.{one}") for one in SIGNED))


def score_form(names: Mapping[str, str]) -> Schema:
    """Return the form of points by enrolment; a pair left open is not entered."""
    fields_: dict[str, Any] = {}
    for place, name in names.items():
        fields_[f"theory_{place}"] = whole(name, least=0, most=100, required=False)
        fields_[f"practice_{place}"] = whole(name, least=0, most=100, required=False)
    return Form.from_dict(fields_, name="ScoreForm")()


class ClassQuery(Schema):
    """A part of the list of classes."""

    class Meta:
        """Refuse what is not declared."""

        unknown = RAISE

    state = fields.String(validate=validate.OneOf([state.value for state in State]))
    after = fields.String(validate=validate.Regexp(ID))
    page_size = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class FollowUpQuery(Schema):
    """Who is to be asked, or what it came to by one of three groups."""

    class Meta:
        """Refuse what is not declared."""

        unknown = RAISE

    show = fields.String(load_default="", validate=validate.OneOf(["", "class", "course", "county"]))


class PlanRequest(Form):
    """A class to plan; without `unit` at the coordinator's own."""

    course = text("课程", most=20)
    capacity = whole("名额", least=1, most=200)
    starts_on = day("哪天开班", required=False)
    from_on = day("最早哪天", required=False)
    looms = whole("教室里至少几台织机", least=1, most=200, required=False)
    room = text("教室", most=32, required=False)
    teachers = fields.List(fields.String(), metadata={})
    weekdays = several("星期几上课", WEEKDAYS, required=False)
    halves = choice("上午还是下午", HALVES, required=False)


class ClassView(Schema):
    """A class as programs see it."""

    id = fields.String()
    number = fields.String()
    course = fields.String()
    title = fields.String()
    state = fields.String()
    capacity = fields.Integer()
    enrolled = fields.Integer()
    waiting = fields.Integer()
    minutes = fields.Integer()
    starts_on = fields.Date()
    ends_on = fields.Date()
    version = fields.Integer()


class ClassPage(Schema):
    """A part of the list, and the cursor of the next."""

    items = fields.List(fields.Nested(ClassView))
    after = fields.String(allow_none=True)


class EnrolmentView(Schema):
    """Her place: `rank` counts from 1 while she waits."""

    id = fields.String()
    class_id = fields.String()
    state = fields.String()
    rank = fields.Integer(allow_none=True)


class Created(Schema):
    """What a command made."""

    id = fields.String()


class ProblemView(Schema):
    """One thing about a row: where, what, what to do."""

    cell = fields.String()
    column = fields.String()
    slug = fields.String()
    sentence = fields.String()
    suggestion = fields.String(allow_none=True)


class RowView(Schema):
    """One row: `row` is the line in the sheet, `no` the 序号."""

    row = fields.Integer()
    no = fields.String()
    verdict = fields.String()
    person_id = fields.String(allow_none=True)
    problems = fields.List(fields.Nested(ProblemView))


class RosterView(Schema):
    """An import; `hidden_columns` were read all the same, `hidden_sheets` were not."""

    state = fields.String()
    done = fields.Integer()
    total = fields.Integer()
    hidden_columns = fields.List(fields.String())
    hidden_sheets = fields.Integer()
    rows = fields.List(fields.Nested(RowView))
