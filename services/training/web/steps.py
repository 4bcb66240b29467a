"""The steps of a class as commands: the noun of the address, the permission, the verb, the words of the button."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from services.training.domain.training_class import State, TrainingClass
from services.training.usecases.training_class import ClassUseCases
from shared.access import Actor
from shared.web.i18n import _l

Act = Callable[[ClassUseCases, str, Actor, int | None, str], TrainingClass]


@dataclass(frozen=True, slots=True)
class Step:
    """One command on a class: shown in `states` to whoever may take `action`; `asks` for a reason first."""

    noun: str
    action: str
    states: frozenset[State]
    label: Any
    look: str
    act: Act
    asks: bool = False


STEPS = (
    Step(
        "plan-notice",
        "class.tell_plan",
        frozenset({State.PLANNED}),
        _l("计划在省平台报过了"),
        "line",
        lambda do, one, by, version, _why: do.step.tell_plan(one, by=by, version=version),
    ),
    Step(
        "filing",
        "class.file",
        frozenset({State.PLANNED}),
        _l("报给审核人"),
        "solid",
        lambda do, one, by, version, why: do.step.file(one, by=by, version=version, reason=why),
    ),
    Step(
        "approval",
        "class.approve",
        frozenset({State.FILED}),
        _l("同意开班"),
        "solid",
        lambda do, one, by, version, why: do.step.approve(one, by=by, version=version, reason=why),
    ),
    Step(
        "return",
        "class.approve",
        frozenset({State.FILED}),
        _l("退回修改"),
        "line",
        lambda do, one, by, version, why: do.step.hand_back(one, by=by, version=version, reason=why),
        asks=True,
    ),
    Step(
        "opening",
        "class.open",
        frozenset({State.APPROVED}),
        _l("开始报名"),
        "solid",
        lambda do, one, by, version, _why: do.step.open(one, by=by, version=version),
    ),
    Step(
        "start",
        "class.start",
        frozenset({State.ENROLLING}),
        _l("今天开课"),
        "solid",
        lambda do, one, by, version, _why: do.step.start(one, by=by, version=version),
    ),
    Step(
        "examination",
        "class.examine",
        frozenset({State.RUNNING}),
        _l("课上完了，去考试"),
        "solid",
        lambda do, one, by, version, _why: do.finish.examine(one, by=by, version=version),
    ),
    Step(
        "closing",
        "class.close",
        frozenset({State.EXAM}),
        _l("这个班结束了"),
        "line",
        lambda do, one, by, version, _why: do.finish.close(one, by=by, version=version),
    ),
    Step(
        "cancellation",
        "class.cancel",
        frozenset({State.PLANNED, State.APPROVED, State.ENROLLING}),
        _l("这个班不办了"),
        "danger",
        lambda do, one, by, version, _why: do.call_off.empty(one, by=by, version=version),
    ),
)
