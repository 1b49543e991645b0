"""Work in slices of time."""

from itertools import count

from hooknb.core.slices import Slices


def test_work_stops_after_its_time_and_goes_on():
    ticks = count()
    work = Slices(iter([*range(10), None, "end"]))
    work.advance(3.0, clock=lambda: float(next(ticks)))
    assert (work.found, work.done) == ([0, 1, 2], False)
    work.advance(1.0, clock=lambda: float(next(ticks)))
    assert work.found == [0, 1, 2, 3]
    work.advance(100.0, clock=lambda: float(next(ticks)))
    assert (work.found[-1], work.done) == ("end", True)
    assert work.seconds > 10


def test_at_least_one_step_is_made():
    work = Slices(iter([1, 2]))
    work.advance(0.0)
    assert work.found == [1]
