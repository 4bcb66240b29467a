"""A page of a service as somebody uses it who has no scripts: open it, type, press."""

from shared.access import Actor
from tests.builders.bad_input import forms
from tests.builders.world import World


def post(world: World, by: Actor, page: str, action: str, **typed: str) -> str:
    """Send the form with that address as it stands on a page; returns where it leads, or the page it came back on."""
    client = world.as_(by)
    shown = client.get(page)
    assert shown.status_code == 200, shown.text
    (form,) = [one for one in forms(shown.text) if (one.action or page) == action]
    answer = client.post(action, data=form.values | typed)
    return answer.location if answer.status_code == 303 else answer.text
