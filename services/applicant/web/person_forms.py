"""The forms about a woman: hers in three steps, an officer's on one page, and what is asked later."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields
from marshmallow.validate import Validator

from services.applicant.domain import categories, id_number, names, phones
from services.applicant.domain.consent import Notice
from services.applicant.domain.findings import Read
from services.applicant.domain.unit import OFFICES, TITLE_MOST, Kind, Unit
from services.applicant.usecases.person.reveal import FIELDS
from shared.errors import Refused
from shared.web.schema import Form, choice, several, text, tick, whole

CONSENT = "consent_"
LONG = 100
REASON = 200
HER_GROUPS = "您是不是下面这几种人"


class Reads(Validator):
    """What a rule of the domain can read; the first thing that is wrong is told."""

    def __init__(self, read: Callable[[str], Read[Any]]) -> None:
        self.read = read

    def __call__(self, value: str) -> str:
        found = self.read(value)
        if found.value is None:
            raise ValidationError([Refused(one.slug, **one.facts) for one in found.findings])
        return value


def _read(field: fields.String, read: Callable[[str], Read[Any]]) -> fields.String:
    field.validators.append(Reads(read))
    return field


def _name() -> fields.String:
    return _read(text("姓名", most=LONG, autocomplete="name", help="和身份证上一样"), names.read)


def _id_no() -> fields.String:
    field = text("身份证号", most=LONG, autocomplete="off", help="18 位，最后一位是 X 就填 X")
    return _read(field, lambda typed: id_number.read(typed, date.max))


def _phone(label: str = "手机号", **look: Any) -> fields.String:
    return _read(text(label, most=LONG, widget="tel", autocomplete="off", **look), phones.read)


def _education(*, required: bool = True) -> fields.String:
    return choice("文化程度", categories.choices(categories.EDUCATION), required=required)


def _hukou(*, required: bool = True) -> fields.String:
    return choice("户口", categories.choices(categories.HUKOU), required=required)


def _groups(label: str) -> Any:
    choices = categories.choices(categories.GROUPS)
    return several(label, choices, required=False, help="可以选几样，都不是就空着")


def _county(counties: Sequence[Unit]) -> fields.String:
    choices = [(unit.id, unit.title) for unit in counties]
    return choice("县（市、区）", choices, widget="hidden" if len(choices) == 1 else "choice")


def _place() -> fields.String:
    return text("乡镇和村", most=LONG, autocomplete="off", help="例如：双江镇芋头村。不知道村就只写乡镇")


class Who(Form):
    """First step: who she is."""

    name = _name()
    id_no = _id_no()
    education = _education()


def place_form(counties: Sequence[Unit]) -> Form:
    """Return the second step: where she lives."""
    made = {"county": _county(counties), "place": _place(), "hukou": _hukou(), "groups": _groups(HER_GROUPS)}
    return Form.from_dict(made)()  # type: ignore[return-value]  # a subclass of Form


def consent_form(notices: Sequence[Notice]) -> Form:
    """Return the last step: one box for each purpose, none ticked."""
    return Form.from_dict(_consents(notices))()  # type: ignore[return-value]  # a subclass of Form


def officer_form(counties: Sequence[Unit], notices: Sequence[Notice]) -> Form:
    """Return what an officer fills in with a woman who sits beside her."""
    made = {
        "name": _name(),
        "id_no": _id_no(),
        "phone": _phone("她自己的手机号", help="登记好了会发一条短信告诉她"),
        "education": _education(),
        "county": _county(counties),
        "place": _place(),
        "hukou": _hukou(),
        "groups": _groups("她是不是下面这几种人"),
        **_consents(notices),
    }
    return Form.from_dict(made)()  # type: ignore[return-value]  # a subclass of Form


def _consents(notices: Sequence[Notice]) -> dict[str, Any]:
    return {f"{CONSENT}{one.purpose}": tick(one.title, must=one.must, help=one.text) for one in notices}


def ticked(values: dict[str, Any]) -> tuple[str, ...]:
    """Return the purposes whose boxes were ticked."""
    return tuple(name.removeprefix(CONSENT) for name, on in values.items() if name.startswith(CONSENT) and on)


class SearchForm(Form):
    """One box; what was typed tells what it is."""

    typed = text("查谁", most=LONG, autocomplete="off", help="身份证号、手机号、手机后四位、姓名，或姓名拼音首字母")


class RevealForm(Form):
    """Why a number is needed in full."""

    field = choice("看哪一样", [(name, f"field.{name}") for name in FIELDS], widget="hidden")
    reason = text("为什么要看全号", most=REASON, least=4, help="会记下来，她自己也能看到")


class AmendForm(Form):
    """What may change without papers; empty leaves it as it is."""

    version = whole("", least=0, most=2**31 - 1, widget="hidden")
    education = _education()
    hukou = _hukou()
    groups = _groups(HER_GROUPS)
    place = text("乡镇和村", most=LONG, autocomplete="off", help="例如：双江镇芋头村")


class OfficerAmendForm(AmendForm):
    """The same by an officer: her phone too, with a reason."""

    groups = _groups("她是不是下面这几种人")
    phone = _phone("手机号", help="空着就不改", required=False)
    reason = text("为什么改", most=REASON, least=4, help="会记下来，她自己也能看到")


class ConsentForm(Form):
    """Which purpose, or which consent."""

    purpose = text("", most=40, widget="hidden", required=False)
    consent = text("", most=32, widget="hidden", required=False)


class UnitForm(Form):
    """A unit to be opened."""

    kind = choice(
        "哪一种",
        [(kind.value, f"unit_kind.{kind.value}") for kind in (Kind.FEDERATION, *OFFICES)],
        widget="select",
    )
    title = text("名称", most=TITLE_MOST, least=2)
    division = text(
        "统计用区划代码", most=12, required=False, inputmode="numeric", help="乡镇 9 位，村 12 位；办公室没有"
    )


class TitleForm(Form):
    """Another title."""

    title = text("名称", most=TITLE_MOST, least=2)


def closing_form(successors: Sequence[tuple[str, str]]) -> Schema:
    """Return the form that closes a unit; where others stand beside it (id, title) it may go on in one of them."""
    if not successors:
        return Nothing()
    into = choice(
        "并入哪个村", successors, required=False, widget="select", help="妇女和没办完的贷款跟过去；不并就空着"
    )
    return Form.from_dict({"into": into})()


class Nothing(Form):
    """A button alone."""
