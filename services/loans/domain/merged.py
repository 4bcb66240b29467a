"""A village was merged into another one: what that means for a file that is open (domain.md §8, 5)."""

from dataclasses import replace

from services.loans.domain.application import Application


def follow(application: Application, unit: str, path: tuple[str, ...]) -> None:
    """Let a file of a village lie in the one at `path`, root first; its desk is done there, what happened stays."""
    application.origin = replace(application.origin, place=path)
    if application.review is not None:
        application.review.route = application.review.route.follow(unit, path[-1])
