"""Leases in server time on a real mongod."""

import time

from shared.events.lease import Leases, shards
from tests.integration.events.world import World


def test_what_one_holds_nobody_else_gets_until_it_ends(world: World) -> None:
    one, two = Leases(world.db, "one", shards(), ttl=2), Leases(world.db, "two", shards(), ttl=20)
    assert len(one.hold()) == 8
    assert two.hold() == ()
    time.sleep(2.2)
    assert one.held() == ()
    assert len(two.hold()) == 8
    assert one.hold() == ()


def test_what_is_given_back_is_free_at_once(world: World) -> None:
    one, two = Leases(world.db, "one", ("slot/x",)), Leases(world.db, "two", ("slot/x",))
    one.hold()
    one.release()
    time.sleep(0.002)
    assert two.hold() == ("slot/x",)


def test_a_new_holder_has_a_higher_fence_and_a_renewal_keeps_it(world: World) -> None:
    def fence() -> int:
        return world.db.leases.find_one({"_id": "slot/x"})["fence"]

    one, two = Leases(world.db, "one", ("slot/x",), ttl=1.5), Leases(world.db, "two", ("slot/x",))
    one.hold()
    one.hold()
    assert fence() == 1
    time.sleep(1.6)
    two.hold()
    assert fence() == 2


def test_a_lease_is_due_for_renewal_after_a_third(world: World) -> None:
    one = Leases(world.db, "one", ("slot/x",), ttl=4.5)
    assert one.due()
    one.hold()
    assert not one.due()
    time.sleep(1.55)
    assert one.due()
    assert not one.due(0.7)
