"""Messages to her phone: only applicant sends."""

from dataclasses import dataclass

from services.applicant.usecases.message.block import Block
from services.applicant.usecases.message.kin import TellKin
from services.applicant.usecases.message.lesson import Lesson
from services.applicant.usecases.message.preview import Preview
from services.applicant.usecases.message.send import Send
from services.applicant.usecases.message.tell import Tell


@dataclass(frozen=True, slots=True)
class MessageUseCases:
    """One verb each. Other use cases promise a message through `ports.Messages.want`."""

    preview: Preview
    block: Block
    send: Send
    tell: Tell
    lesson: Lesson
    kin: TellKin
