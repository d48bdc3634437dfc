"""What it costs to spread customers over processes and over a cluster."""

from __future__ import annotations

import contextlib
import statistics
from collections.abc import Iterator

import psutil

from support.bench.contestant import assignments
from support.bench.racing import Row, sending_agent, spread
from support.fleet import Fleet

USERS, EVENTS = 200, 300


def spreading(rounds: int) -> list[Row]:
    """Events per processor second of two processes, and of a cluster of two, over those of one.

    The time of every process that takes part counts: workers, scheduler, and this one.
    """
    pools, clusters = [], []
    with sending_agent(EVENTS) as url, local_cluster(2) as address:
        for _ in range(rounds):
            one = _rate(url, 1)
            pools.append(_rate(url, 2) / one)
            clusters.append(_rate(url, 2, address) / one)
    pool, cluster = statistics.median(pools), statistics.median(clusters)
    worst = min(pool, cluster)
    told = f"two processes {pool:.2f} ({spread(pools)}), cluster {cluster:.2f} ({spread(clusters)})"
    words = "spread over two, beside one process"
    return [Row("spread_efficiency", words, worst, told, ">= 0.85", worst >= 0.85)]


@contextlib.contextmanager
def local_cluster(workers: int) -> Iterator[str]:
    """A Dask cluster on this machine, its workers in processes of their own."""
    from distributed import LocalCluster  # noqa: PLC0415 - an extra

    with LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        yield str(cluster.scheduler_address)


def _rate(url: str, workers: int, address: str = "") -> float:
    crowd = assignments(url, USERS, "at once")
    with Fleet(workers, address) as fleet:
        fleet.survey(crowd[:workers])  # everything is imported now
        before = _cpu(url)
        tally = fleet.survey(crowd)
        return tally.events / (_cpu(url) - before)


def _cpu(url: str) -> float:
    """Processor seconds of this process and all that it started, but for the agent."""
    port = int(url.rpartition(":")[2].partition("/")[0])
    me = psutil.Process()
    return sum(
        _seconds(each) for each in [me, *me.children(recursive=True)] if not _is_agent(each, port)
    )


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _is_agent(process: psutil.Process, port: int) -> bool:
    return any(
        line.status == psutil.CONN_LISTEN and line.laddr.port == port
        for line in process.net_connections("tcp")
    )
