"""What the live view costs: `python -m support.monitoring.live.cost`.

One run with 100 customers, watched by one viewer. The page's thread and the worker's counting are
set against all other processor time that the suite takes for the run, imports left out.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

from scoring.events import Event, Kind
from support.bench.contestant import assignments
from support.bench.racing import sending_agent
from support.fleet import Fleet
from support.monitoring.live.view import View
from support.pulse import counters
from support.pulse.address import Where

USERS, EVENTS = 100, 100
MOST = 0.05

_WATCH = """
import sys
from websockets.sync.client import connect
with connect(sys.argv[1], max_size=None) as stream:
    print("watching", flush=True)
    for _ in stream:
        pass
"""


def main() -> int:
    """Prints the ratio; 1 where it is beyond what the view may cost."""
    page_s, counting_s, rest_s = measure()
    ratio = (page_s + counting_s) / rest_s
    sign = "✓" if ratio <= MOST else "✗"
    print(f"  {sign} the live view adds {ratio:.1%} of processor time, at most {MOST:.0%}")
    print(f"    page {page_s:.3f} s, counting {counting_s:.3f} s, everything else {rest_s:.3f} s")
    print(f"    {USERS} customers, {USERS * EVENTS:,} events, one viewer, one run")
    return int(ratio > MOST)


def measure() -> tuple[float, float, float]:
    """Seconds of processor time: the page's, the worker's for counting, and all others'."""
    with Fleet() as fleet:
        fleet._stations[0].act_out([]).exception()  # its imports are done when this comes back
        workers = psutil.Process().children(recursive=True)
        view = View({"name": "a", "version": "1", "profile": "p"}, lambda: fleet.pulse)
        address = view.open(Where())
        try:
            with sending_agent(EVENTS) as url, _watched(address):
                before, page = _used(workers), view.cpu_s
                tally = fleet.survey(assignments(url, USERS, "every 0.1 s"))
                used, page = _used(workers) - before, view.cpu_s - page
        finally:
            view.close()
    counting = _counting() * tally.events
    return page, counting, used - page - counting


def _used(workers: list[psutil.Process]) -> float:
    times = [each.cpu_times() for each in workers]
    return time.process_time() + sum(each.user + each.system for each in times)


def _counting() -> float:
    """Seconds that it takes to count one event."""
    vitals, number = counters.Vitals(counters.shared()), 200_000
    vitals.asked("r")
    event = Event(Kind.TEXT_DELTA, time.monotonic(), 0, "r")
    began = time.process_time()
    for _ in range(number):
        vitals.heard(event)
    return (time.process_time() - began) / number


@contextmanager
def _watched(address: str) -> Iterator[None]:
    url = address.replace("http://", "ws://") + "stream"
    viewer = subprocess.Popen(
        [sys.executable, "-c", _WATCH, url], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        if viewer.stdout is not None:
            viewer.stdout.readline()
        yield
    finally:
        viewer.terminate()
        viewer.wait(10)
        if viewer.stdout is not None:
            viewer.stdout.close()


if __name__ == "__main__":
    sys.exit(main())
