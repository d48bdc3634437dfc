"""Shards on the workers of a Dask cluster, through the same interface as processes here."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, TypeVar

from support.assignment import Assignment
from support.fleet import shard
from support.fleet.shard import Shard
from support.fleet.tally import Tally
from support.pulse.histogram import Cells
from support.verdict import HarnessError

if TYPE_CHECKING:
    from distributed import Client

T = TypeVar("T")
Things = Sequence[dict[str, str]]

CONNECT_S = 10.0
"""Seconds within which a cluster must answer."""

_TOPIC = "golden-path-served"
_OFTEN = 20
_REGION = "region-"


def connect(address: str) -> Client:
    """The client of a cluster; raises `HarnessError` in one sentence where there is none."""
    try:
        import distributed  # noqa: PLC0415 - an extra: only who uses a cluster needs it
    except ImportError as error:
        raise HarnessError(
            f"-D cluster={address} needs the package distributed, which is not installed: "
            "pip install -r requirements-cluster.txt"
        ) from error
    try:
        client = distributed.Client(address, timeout=CONNECT_S, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise HarnessError(
            f"there is no Dask cluster at {address}: its scheduler did not answer within "
            f"{CONNECT_S:g} s; expected an address like tcp://scheduler.example.com:8786"
        ) from error
    if not _workers(client):
        client.close()
        raise HarnessError(f"the Dask cluster at {address} has no workers")
    return client


def check(address: str) -> None:
    """Raises `HarnessError` in one sentence where there is no cluster with workers."""
    with connected(address):
        pass


def stations(client: Client) -> list[ClusterWorker]:
    """One place for a shard on each worker that the cluster has now."""
    counts: dict[str, int] = {}

    def note(event: tuple[float, Any]) -> None:
        worker, served = event[1]
        counts[worker] = served

    client.subscribe_topic(_TOPIC, note)
    workers = sorted(_workers(client).items())
    return [
        ClusterWorker(client, address, str(w["id"]), counts, region_of(w)) for address, w in workers
    ]


def region_of(worker: Mapping[str, Any]) -> str:
    """Where a worker says that it stands, by a resource like `region-eu-central`; else nothing."""
    resources = worker.get("resources") or {}
    named = (str(name).removeprefix(_REGION) for name in resources if name.startswith(_REGION))
    return next(named, "")


class ClusterWorker:
    """One worker of the cluster. Nothing is ever done twice: a shard stays where it was sent."""

    def __init__(
        self,
        client: Client,
        address: str,
        identity: str,
        counts: dict[str, int],
        region: str = "",
    ) -> None:
        self.name = f"the cluster's worker at {address}"
        self.region = region
        self.pulse: Cells | None = None
        self._client, self._address, self._identity = client, address, identity
        self._counts = counts
        self._executor = client.get_executor(
            workers=[address], allow_other_workers=False, retries=0, pure=False
        )

    def act_out(self, assignments: Sequence[Assignment]) -> Future[Shard]:
        """Acts customers out; their frames."""
        return self._submit(shard.act_out, list(assignments))

    def survey(self, assignments: Sequence[Assignment], house: Things) -> Future[Tally]:
        """Acts customers out and judges them there."""
        self._counts.pop(self._address, None)
        return self._submit(_survey, list(assignments), list(house))

    def _submit(self, work: Callable[..., T], *given: object) -> Future[T]:
        future: Future[T] = self._executor.submit(work, *given)
        return future

    def lost(self) -> str | None:
        """What became of the worker: one of the same address that started anew is another."""
        if self._client.status != "running":
            return "lost its cluster"
        worker = _workers(self._client).get(self._address)
        return None if worker and str(worker["id"]) == self._identity else "was lost"

    def served(self) -> int:
        """How many customers of the latest survey have been served so far."""
        return self._counts.get(self._address, 0)

    def close(self) -> None:
        """Takes back what was not begun."""
        with contextlib.suppress(Exception):  # the cluster may be gone
            self._executor.shutdown(wait=False)


def _workers(client: Client) -> dict[str, dict[str, Any]]:
    return dict(client.scheduler_info(n_workers=-1)["workers"])


def _survey(assignments: Sequence[Assignment], house: Things) -> Tally:
    from distributed import get_worker  # noqa: PLC0415 - runs on the cluster

    worker = get_worker()

    def report(served: int) -> None:
        if served % _OFTEN == 0 or served == len(assignments):
            worker.log_event(_TOPIC, (worker.address, served))

    return shard.survey(assignments, house, report)


@contextlib.contextmanager
def connected(address: str) -> Iterator[Client]:
    """A client for the length of the block."""
    client = connect(address)
    try:
        yield client
    finally:
        client.close()
