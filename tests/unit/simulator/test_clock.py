"""The played clock: each thread its own minute, never later than now, leases in server time."""

import threading
from datetime import UTC, date, datetime, timedelta

from simulator.clock import PlayedClock

DAY = date(2026, 3, 2)


def test_who_plays_nothing_lives_now():
    assert datetime.now(UTC) - PlayedClock().now() < timedelta(minutes=1)


def test_a_day_begins_in_the_morning_and_moves_by_minutes():
    clock = PlayedClock()
    clock.day = DAY
    began = clock.now()
    clock.tick()
    assert clock.today() == DAY
    assert timedelta() < clock.now() - began < timedelta(minutes=10)


def test_another_thread_is_on_its_own_day():
    clock, seen = PlayedClock(), []
    clock.day = DAY
    other = threading.Thread(target=lambda: seen.append(clock.today()))
    other.start()
    other.join()
    assert seen != [DAY]
    assert clock.today() == DAY


def test_leases_and_sessions_keep_server_time():
    clock = PlayedClock()
    clock.day = DAY
    assert datetime.now(UTC) - clock.real_now() < timedelta(minutes=1)
