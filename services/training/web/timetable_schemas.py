"""Shapes of the timetable's forms: a session's time, calendar addresses, a class that is not held, which week."""

from marshmallow import RAISE, Schema, fields, validate

from services.training.web.schemas import ID, VERSION
from shared.web.schema import Choices, Form, OnCalendar, choice, day, several, text, tick


def off_form(others: Choices) -> Schema:
    """Return the form that calls a class off; women go to another class of the course while it has room for them."""
    return Form.from_dict(
        {
            "reason": text("为什么不办了", most=200, help="会留下来"),
            "into": choice(
                "她们转到哪个班",
                others,
                required=False,
                widget="select",
                help="不选就都退掉；满了排候补，时间撞了的退掉",
            ),
            "version": VERSION,
        },
        name="OffForm",
    )()


def feed_form(choices: Choices) -> Schema:
    """Return the form of a calendar address: of a unit, a room or a teacher, as `kind.id`."""
    return Form.from_dict({"subject": choice("谁的课表", choices, widget="select")}, name="FeedForm")()


CLOCK = tuple((f"{n // 4:02d}:{n % 4 * 15:02d}",) * 2 for n in range(8 * 4, 19 * 4 + 1))


def time_form(rooms: Choices, teachers: Choices, *, planned: bool) -> Schema:
    """Return the form of a session's new time; why is asked once others have seen the plan."""
    return Form.from_dict(
        {
            "on": day("改到哪天"),
            "begins": choice("几点开始", CLOCK, required=False, help="上多久不变"),
            "series": tick("后面的课也跟着往后排", help="从这天起按这个班的上课日一天一天排，钟点不变，放假的日子跳过"),
            "room": choice("换教室", rooms, required=False, widget="select", help="不选就还在原来的教室"),
            "teachers": several("换老师", teachers, required=False, help="不选就还是原来的老师"),
            "reason": text("为什么改", most=200, required=not planned, help="会留下来；在班的人会收到短信"),
        },
        name="TimeForm",
    )()


class TimeRequest(Form):
    """A session's new time in JSON."""

    on = day("改到哪天")
    begins = choice("几点开始", CLOCK, required=False)
    series = tick("后面的课也跟着往后排")
    room = text("换教室", most=32, required=False)
    teachers = fields.List(fields.String(), metadata={})
    reason = text("为什么改", most=200, required=False)


class WeekQuery(Schema):
    """Which week, and what of it."""

    class Meta:
        """Refuse what is not declared."""

        unknown = RAISE

    on = fields.Date(
        format="iso", validate=OnCalendar(), error_messages={"invalid": "not_a_day", "format": "not_a_day"}
    )
    unit = fields.String(validate=validate.Regexp(ID))
    room = fields.String(validate=validate.Regexp(ID))
    teacher = fields.String(validate=validate.Regexp(ID))
    show = fields.String(validate=validate.OneOf(["list", "rooms"]))
