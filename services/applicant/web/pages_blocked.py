"""County officers stop messages to a number, or let them go out again."""

from typing import Any

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from services.applicant.domain import phones
from services.applicant.usecases import UseCases
from services.applicant.web.sign_in_forms import BlockForm
from shared.running import Runs
from shared.web.identity.gate import actor, needs
from shared.web.posting import FormPage, once

HOME = "/applicant/messages/blocks"


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return the page. The number is looked at, never shown again: only its fingerprint is kept."""
    blocks = Blueprint("applicant_blocks", __name__, url_prefix=HOME, template_folder="templates")
    form = FormPage(BlockForm(), "applicant/blocks.html", lambda: {"done": request.args.get("done") == "1"})

    @blocks.get("")
    @needs("number.block", "done")
    def ask() -> ResponseReturnValue:
        return form.show()

    @blocks.post("")
    @needs("number.block")
    def decide() -> ResponseReturnValue:
        by = actor()

        def work(values: dict[str, Any]) -> ResponseReturnValue:
            phone, reason = phones.plain(values["phone"]), values["reason"]

            def command(use: UseCases) -> str:
                act = use.message.block if values["what"] == "block" else use.message.block.lift
                act(phone, reason, by=by)
                return ""

            run.once(once(), command)
            return redirect(f"{HOME}?done=1", 303)

        return form.submit(work)

    return blocks
