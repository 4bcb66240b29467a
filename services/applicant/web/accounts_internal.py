"""What the other services ask: who a sign-in name stands for, what a message would say."""

from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from services.applicant.usecases import UseCases
from services.applicant.usecases.message.kin import WHO, Letter
from services.applicant.web.schemas import PLAIN
from shared.running import Once, Runs
from shared.web.api import JsonBlueprint
from shared.web.identity.gate import actor, needs


class PostView(Schema):
    """A post in force."""

    role = fields.String()
    unit = fields.String()
    path = fields.List(fields.String())
    kind = fields.String(attribute="unit_kind")
    title = fields.String()


class ActorView(Schema):
    """Whom a sign-in name stands for today."""

    sub = fields.String(attribute="id")
    kind = fields.String(attribute="kind.value")
    name = fields.String()
    strong = fields.Boolean()
    posts = fields.List(fields.Nested(PostView()))


class UnitsAsked(Schema):
    """Units whose people are wanted."""

    class Meta:
        """Refuse what is not declared."""

        unknown = RAISE

    units = fields.List(
        fields.String(validate=validate.Length(equal=32)), required=True, validate=validate.Length(max=50)
    )


class ColleagueView(ActorView):
    """One of them."""

    mark = fields.String()


class ColleaguesView(Schema):
    """Who holds posts at these units today; `mark` is the fingerprint by which desks keep them off family files."""

    items = fields.List(fields.Nested(ColleagueView()))


class MessageAsked(Schema):
    """A text of the catalogue with its parameters."""

    class Meta:
        """Refuse what is not declared."""

        unknown = RAISE

    key = fields.String(required=True, validate=[validate.Length(min=1, max=40), PLAIN])
    params = fields.Dict(
        keys=fields.String(validate=validate.Length(max=40)),
        values=fields.String(validate=validate.Length(max=200)),
        required=True,
        validate=validate.Length(max=20),
    )


class KinAsked(Schema):
    """A message to the phone of her husband, her guarantor or one who borrows with her."""

    class Meta:
        """Refuse what is not declared."""

        unknown = RAISE

    person_id = fields.String(required=True, validate=validate.Length(equal=32))
    phone = fields.String(required=True, validate=[validate.Length(max=20), PLAIN])
    who = fields.String(required=True, validate=validate.OneOf(WHO))
    secret = fields.String(required=True, validate=validate.Regexp(r"\A[0-9A-Za-z]{16,40}\Z"))
    until = fields.Date(required=True)
    once = fields.String(required=True, validate=validate.Regexp(r"\A[0-9a-f]{64}\Z"))


class KinView(Schema):
    """The message that was promised."""

    message_id = fields.String()


class MessageView(Schema):
    """What she would get: the text, its length, how many messages the network makes of it."""

    text = fields.String()
    characters = fields.Integer()
    parts = fields.Integer()


def routes(run: Runs[UseCases]) -> list[JsonBlueprint]:
    """Return the internal API about accounts and about messages."""
    return [_accounts(run), _messages(run)]


def _accounts(run: Runs[UseCases]) -> JsonBlueprint:
    api = JsonBlueprint("accounts_internal", __name__, url_prefix="/applicant/internal/accounts")

    @api.post("/colleagues")
    @needs("account.tell")
    @api.arguments(UnitsAsked())
    @api.response(200, ColleaguesView())
    def colleagues(asked: dict[str, Any]) -> Any:
        by = actor()
        return {"items": run.ask(lambda use: use.account.find.colleagues(asked["units"], by=by))}

    @api.get("/<login>")
    @needs("account.tell")
    @api.response(200, ActorView())
    def one(login: str) -> Any:
        return run.ask(lambda use: use.account.find.actor(login))

    return api


def _messages(run: Runs[UseCases]) -> JsonBlueprint:
    api = JsonBlueprint("messages_internal", __name__, url_prefix="/applicant/internal/messages")

    @api.post("/preview")
    @needs("message.preview")
    @api.arguments(MessageAsked())
    @api.response(200, MessageView())
    def preview(asked: dict[str, Any]) -> Any:
        text, parts = run.ask(lambda use: use.message.preview(asked["key"], asked["params"]))
        return {"text": text, "characters": len(text), "parts": parts}

    @api.post("/kin")
    @needs("message.kin")
    @api.arguments(KinAsked())
    @api.response(200, KinView())
    def kin(asked: dict[str, Any]) -> Any:
        by, person_id = actor(), asked.pop("person_id")
        once = Once(by.id, f"kin {asked.pop('once')}", f"{person_id} {asked['phone']} {asked['who']}")
        done = run.once(once, lambda use: use.message.kin(person_id, Letter(**asked), by=by))
        return {"message_id": done.resource_id}

    return api
