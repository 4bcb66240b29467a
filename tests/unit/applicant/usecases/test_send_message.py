"""A message goes out by its job: once, with words made at the last moment, within the hour's budget."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from services.applicant.domain.message import Message, State
from services.applicant.errands.send_message import Http, SendMessage
from services.applicant.usecases.message.block import Block
from services.applicant.usecases.message.catalogue import CatalogueInForce
from services.applicant.usecases.message.preview import Preview
from services.applicant.usecases.message.send import Letter, Send
from shared.access import Actor, Kind
from shared.errors import NotFound, Refused, Unavailable
from tests.builders.accounts import POLICY, DueNow, limits
from tests.fakes.accounts import MONDAY, BlockedSet, HandClock, MemoryLedger, MemoryTallies, PlainSecrets

CATALOGUE = CatalogueInForce(POLICY, HandClock())


@dataclass
class Box:
    """One message and the job that sends it."""

    message: Message
    tallies: MemoryTallies = field(default_factory=MemoryTallies)
    due: DueNow = field(default_factory=DueNow)
    blocked: BlockedSet = field(default_factory=BlockedSet)

    def get(self, message_id: str) -> Message:
        if message_id != self.message.id:
            raise NotFound("message_not_found")
        return self.message

    def save(self, message: Message) -> None:
        self.message = message

    @property
    def send(self) -> Send:
        return Send(self, self.blocked, CATALOGUE, self.tallies, PlainSecrets(), limits, HandClock(), self.due)


def a_box(key: str = "code", owner: str = "c000482913", phone: str = "13900000007", **params: str) -> Box:
    return Box(Message("m1", key, owner, phone, params, MONDAY))


class Runs:
    """Runs on one box, without a database."""

    def __init__(self, box: Box) -> None:
        self.use = type("Use", (), {"message": type("Verbs", (), {"send": box.send})()})()

    def ask(self, question):
        return question(self.use)

    run = ask


class Network:
    """What was handed over."""

    def __init__(self) -> None:
        self.sent: list[Letter] = []

    def send(self, letter: Letter) -> None:
        self.sent.append(letter)


class A:
    """A job of the loop."""

    key = "m1"


def test_the_code_is_made_from_its_challenge_just_before_it_goes_out():
    assert a_box().send.letter("m1") == Letter(
        "m1", "13900000007", "code", "【巾帼】验证码 482913，5 分钟内用。别告诉任何人，妇联不会问您要。"
    )
    with pytest.raises(NotFound):
        a_box().send.letter("m2")


def test_other_messages_have_their_parameters_alone():
    box = a_box("due_soon", "w1", name="龙凤英", n="2", date="12 月 4 日", d="3")
    assert box.send.letter("m1").text == "【巾帼】龙凤英：还差 2 样材料，12 月 4 日截止，只剩 3 天。"
    shown, count = Preview(CATALOGUE)("due_soon", box.message.params)
    assert (shown, count) == (box.send.letter("m1").text, 1)


def test_a_job_that_runs_twice_sends_once():
    box, network, job = a_box(), Network(), A()
    for _ in range(2):
        SendMessage(Runs(box), network)(job)
    assert len(network.sent) == 1
    assert (box.message.state, box.message.sent_at, box.due.finished) == (State.SENT, MONDAY, [job, job])


def test_what_the_network_does_not_take_stays_wanted():
    class Silent:
        def send(self, letter: Letter) -> None:
            raise Unavailable("sms_unavailable")

    box = a_box()
    with pytest.raises(Unavailable):
        SendMessage(Runs(box), Silent())(A())
    assert (box.message.state, box.due.finished) == (State.WANTED, [])


def test_over_the_budget_of_the_hour_a_message_is_held():
    box, network = a_box(), Network()
    for _ in range(limits().code.system_hour):
        box.tallies.hit("sms_all", "all", timedelta(hours=1), MONDAY)
    SendMessage(Runs(box), network)(A())
    assert (network.sent, box.message.state) == ([], State.HELD)


def test_a_blocked_number_gets_nothing_until_the_block_is_lifted():
    box, network, ledger = a_box(), Network(), MemoryLedger()
    officer, block = Actor("o1", Kind.STAFF), Block(box.blocked, ledger)
    for act in (block, block.lift):
        with pytest.raises(Refused, match="reason_needed"):
            act("13900000007", " ", by=officer)
    block("13900000007", "不是她的号", by=officer)
    SendMessage(Runs(box), network)(A())
    assert (network.sent, box.message.state) == ([], State.HELD)
    block.lift("13900000007", "说清楚了", by=officer)
    again = Box(Message("m1", "code", "c2", "13900000007", {}, MONDAY), blocked=box.blocked)
    SendMessage(Runs(again), network)(A())
    assert len(network.sent) == 1
    assert [deed[1] for deed in ledger.deeds] == ["number.blocked", "number.unblocked"]


def test_nothing_goes_to_somebody_who_was_erased_meanwhile():
    box, network = a_box(phone=""), Network()
    SendMessage(Runs(box), network)(A())
    assert (network.sent, box.message.state) == ([], State.HELD)


@pytest.mark.parametrize(("status", "well"), [(200, True), (202, True), (302, False), (400, False), (500, False)])
def test_the_provider_is_asked_once_with_the_messages_id_and_follows_no_redirect(status, well):
    class Session:
        def __init__(self) -> None:
            self.asked: dict[str, object] = {}

        def post(self, url, **more):
            self.asked = {"url": url, **more}
            return type("Answer", (), {"ok": status < 400, "is_redirect": 300 <= status < 400})()

    session = Session()
    provider = Http("https://sms.example/send", session)
    letter = a_box().send.letter("m1")
    if well:
        provider.send(letter)
    else:
        with pytest.raises(Unavailable):
            provider.send(letter)
    assert session.asked["url"] == "https://sms.example/send"
    assert session.asked["json"]["id"] == "m1"
    assert session.asked["allow_redirects"] is False
