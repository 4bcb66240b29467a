"""The forms of a claim's steps."""

from services.training.web.schemas import VERSION
from shared.web.schema import Form, day, text


class SeenForm(Form):
    """A claim as it was seen: the version on the page."""

    version = VERSION


class ReturnForm(SeenForm):
    """A claim goes back."""

    reason = text("为什么退回", most=200, help="写清楚要补什么、改什么")


class PaymentForm(SeenForm):
    """The money of a claim went out."""

    on = day("哪天付的")
    voucher = text("凭证号", most=40)
