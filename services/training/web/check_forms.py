"""The forms of spot checks."""

from services.training.domain.spot_check import Answer
from shared.web.schema import Form, choice, day, text, whole


class CallForm(Form):
    """What a woman said on the telephone."""

    answer = choice("她怎么说", tuple((answer.value, f"call.{answer.value}") for answer in Answer))


class VisitForm(Form):
    """What a visit found."""

    on = day("哪天去的")
    there = whole("在场几人", least=0, most=200)
    note = text("看到了什么", most=200, required=False, help="不写名字")
