"""What Prometheus reads of the web: how many answers of which kind, and how long they took."""

import os
import time

from flask import Blueprint, Response, g, request
from prometheus_client import Counter, Histogram

ANSWERS = Counter("jinguo_http_answers_total", "Answers by route and status", ["service", "endpoint", "status"])
SECONDS = Histogram(
    "jinguo_http_seconds",
    "Seconds from request to answer",
    ["service"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 3, 5),
)


def several_workers() -> bool:
    """Tell whether gunicorn's workers share their figures through a folder."""
    return "PROMETHEUS_MULTIPROC_DIR" in os.environ


def count_answers(pages: Blueprint) -> None:
    """Count every answer of the app these pages belong to."""

    @pages.before_app_request
    def start() -> None:
        g.counted_from = time.perf_counter()

    @pages.after_app_request
    def count(response: Response) -> Response:
        service = request.path.split("/")[1]
        if request.endpoint:
            ANSWERS.labels(service, request.endpoint, str(response.status_code)).inc()
        SECONDS.labels(service).observe(time.perf_counter() - g.get("counted_from", time.perf_counter()))
        return response
