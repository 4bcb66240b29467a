"""The forms of signing in, and of accounts and posts."""

import re
import unicodedata
from typing import Any

from marshmallow import ValidationError, fields

from services.applicant.domain import phones
from shared.errors import Refused
from shared.roles import STAFF
from shared.web.schema import Form, choice, day, text, tick

_SPACES = re.compile(r"[\s\-]+")
_SIX = re.compile(r"\A[0-9]{6}\Z")
_TAIL = re.compile(r"\A[0-9]{5}[0-9X]\Z")
ROLES = tuple((role, f"role.{role}") for role in STAFF)


def back() -> fields.String:
    """The page to come back to, carried along; checked again before it is followed."""
    return text("", most=500, required=False, widget="hidden")


def tidy(value: str) -> str:
    """Return digits as a keyboard in any width gives them, without spaces and hyphens."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", value)).upper()


def _mobile(value: str) -> None:
    found = phones.read(value)
    if found.value is None:
        raise ValidationError([Refused(one.slug, **one.facts) for one in found.findings])
    if not phones.is_mobile(found.value):
        raise ValidationError([Refused("phone_not_mobile")])


def _six_digits(value: str) -> None:
    if not _SIX.match(tidy(value)):
        raise ValidationError([Refused("code_six_digits")])


def _six_last(value: str) -> None:
    if not _TAIL.match(tidy(value)):
        raise ValidationError([Refused("six_characters")])


def _checked(field: fields.String, check: Any) -> fields.String:
    field.validators.append(check)
    return field


class PhoneForm(Form):
    """Her number."""

    phone = _checked(text("手机号", most=30, widget="tel", autocomplete="tel", help="用您自己的手机号，11 位"), _mobile)
    back = back()


class CodeForm(Form):
    """The code she got."""

    code = _checked(text("验证码", most=20, widget="code", help="6 位数字，5 分钟内用"), _six_digits)


class SixForm(Form):
    """The second question."""

    six = _checked(
        text(
            "身份证号最后 6 位",
            most=20,
            widget="code",
            autocomplete="off",
            inputmode="text",
            help="最后一位是 X 就填 X",
        ),
        _six_last,
    )


class Empty(Form):
    """A button alone."""


class BackForm(Form):
    """A button, and the page to come back to."""

    back = back()


def who_form(names: list[str]) -> Form:
    """Return the form that lists the women recognised on one phone."""
    choices = tuple((str(place), name) for place, name in enumerate(names))
    return Form.from_dict({"who": choice("您是哪一位", choices, widget="radio")})()  # type: ignore[return-value]  # a subclass of Form


class StaffForm(Form):
    """Name and password."""

    login = text("工号", most=100, autocomplete="username")
    password = text("密码", most=200, widget="password", autocomplete="current-password")
    back = back()


class SecondForm(Form):
    """The second factor."""

    code = text("动态码", most=20, widget="code", help="手机上的 6 位数字；手机不在身边就填一个备用码")


class EnrolForm(Form):
    """The first code of a new authenticator."""

    code = _checked(text("动态码", most=20, widget="code", help="扫完以后手机上显示的 6 位数字"), _six_digits)


class ActivateForm(Form):
    """A new password by an activation code."""

    login = text("工号", most=100, autocomplete="username")
    code = text("开通码", most=30, autocomplete="off", help="管理员给您的 10 位字母数字，24 小时内用一次")
    password = text(
        "新密码",
        most=200,
        widget="password",
        autocomplete="new-password",
        help="至少 12 位，可以是一句话；别用地名、手机号",
    )


class BlockForm(Form):
    """A number that is to get no messages, or to get them again."""

    phone = _checked(text("手机号", most=30, widget="tel", autocomplete="off"), _mobile)
    what = choice("怎么办", (("block", "不再给它发短信"), ("lift", "恢复发短信")), widget="radio")
    reason = text("原因", most=200, least=2, help="谁提出的，为什么")


class LanguageForm(Form):
    """The switch."""

    lang = choice("语言", (("zh", "中文"), ("en", "English")))
    back = back()


class SessionForm(Form):
    """Which of one's sessions to end."""

    session = text("", most=32, widget="hidden")


class KeysForm(Form):
    """Shortcut keys on or off."""

    keys = tick("用快捷键（N 领下一件，Ctrl + 回车 交）")


class AccountForm(Form):
    """A new account."""

    login = text("工号", most=100, autocomplete="off", help="小写字母、数字，可以带 @ 和单位，如 wang_li@tongdao")
    name = text("姓名", most=30, least=2, autocomplete="off")
    unit = text("", most=32, widget="hidden")


class PostForm(Form):
    """A post."""

    role = choice("岗位", ROLES, widget="select")
    from_on = day("从哪天起")
    until_on = day("到哪天为止", required=False, help="不知道就空着")
    unit = text("", most=32, widget="hidden")


class MarkForm(Form):
    """The officer's own ID number, of which only a fingerprint is kept."""

    id_no = text("身份证号", most=30, autocomplete="off", help="只留指纹，不留号码；本人和家里人的申请就不会分给她办")


class EndForm(Form):
    """Which post to end."""

    post = text("", most=32, widget="hidden")
