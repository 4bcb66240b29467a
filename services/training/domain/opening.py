"""What the application for a class has to name before it is handed in (开班申请, domain.md 3.1)."""

from collections.abc import Iterable

from services.training.domain.course import Course
from services.training.domain.place import Organiser, Teacher
from shared.errors import Refused


def complete(organiser: Organiser | None, teachers: Iterable[Teacher], course: Course) -> None:
    """Raise Refused("organiser_missing" | "textbook_missing" | "degree_missing") for the first thing that is not kept.

    Legal person, contact and phone are all there once an organiser is.
    """
    if organiser is None:
        raise Refused("organiser_missing")
    if not organiser.textbooks.get(course.code, "").strip():
        raise Refused("textbook_missing", course=course.title)
    without = [one.name for one in teachers if not one.degree.strip()]
    if without:
        raise Refused("degree_missing", name=without[0])
