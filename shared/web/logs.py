"""JSON log lines with the request's id and actor; never a number, phone or name."""

import logging
import sys
import time
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog
from flask import Flask, Response, g, request

from shared.events.patience import trail
from shared.ids import is_id, new_id
from shared.trace import begin, current, within
from shared.web.identity.gate import actor

log = structlog.get_logger("request")
HEADER = "X-Request-Id"
TRAIL = structlog.processors.ExceptionRenderer(lambda found: trail(found[1]))  # what an error says may name a woman


def configure(level: str) -> None:
    """Set up JSON logging for a process."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            TRAIL,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping().get(level, logging.INFO)),
    )


def lines_of_programs(level: str) -> None:
    """Let what libraries and the event kit log be JSON lines too, each with the request or event that caused it.

    An error that nobody catches ends the process with such a line, by its kind and places.
    """
    logging.basicConfig(level=level, handlers=[handler()], force=True)
    logging.getLogger("kafka").setLevel(logging.WARNING)
    sys.excepthook = _uncaught


def handler() -> logging.Handler:
    """Return what writes the lines of libraries as ours are: JSON, an error by its kind and places."""
    lines = logging.StreamHandler()
    lines.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_caused_by, structlog.processors.add_log_level, _named],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                TRAIL,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    return lines


def without_what_was_sent(record: logging.LogRecord) -> bool:
    """Leave of a server's line its own words, plain words and numbers: an address or a header may open something."""
    record.msg = str(record.msg).partition(": ")[0]
    if isinstance(record.args, tuple):
        record.args = tuple(one if isinstance(one, int) or str(one).isalnum() else "…" for one in record.args)
    return True


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger("process").critical("the process ends", exc_info=error)


def _caused_by(_logger: object, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {**line, "request_id": current().correlation_id}


def _named(_logger: object, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    record = line.get("_record")
    return {**line, "logger": record.name} if isinstance(record, logging.LogRecord) else line


def install(app: Flask) -> None:
    """Begin a trace with each request and write one line at its end."""

    @app.before_request
    def start() -> None:
        asked = request.headers.get(HEADER, "")
        g.started = time.perf_counter()
        g.within = within(begin(asked if is_id(asked) else new_id()))
        g.within.__enter__()

    @app.after_request
    def name_it(response: Response) -> Response:
        response.headers[HEADER] = current().correlation_id
        return response

    @app.teardown_request
    def finish(_error: BaseException | None) -> None:
        block = g.pop("within", None)
        if block is not None:
            block.__exit__(None, None, None)

    @app.after_request
    def line(response: Response) -> Response:
        log.info(
            "answered",
            request_id=current().correlation_id,
            method=request.method,
            endpoint=request.endpoint,
            status=response.status_code,
            actor=actor().id,
            ms=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
        )
        return response
