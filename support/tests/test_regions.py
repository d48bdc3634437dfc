"""Customers of a region are as far away as it is, or with the workers that stand there."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from distributed import Client, LocalCluster

from support.agents.agent import AgentUnderTest
from support.agents.profile import Profile
from support.assignment import Assignment
from support.behaviour import Customer, Question, asks
from support.fleet import Fleet
from support.fleet.cluster import region_of
from support.phrases import region_names
from support.regions import FromRegions, region, region_at, regions
from support.tests.scripted_agent import agent_in_thread, healthy
from support.verdict import HarnessError, NotMeasured
from support.wire import Address

AT_LEAST = {"us-east", "us-west", "eu-central", "ap-southeast", "ap-south", "sa-east"}
FAR, NEAR = "ap-southeast", "us-east"
PLACES = {"customer 1": FAR, "customer 2": NEAR, "customer 3": FAR}


def going(url: str) -> list[Assignment]:
    return [Assignment(Customer(name, asks(Question("q"))), Address(url)) for name in PLACES]


def at(url: str) -> AgentUnderTest:
    return AgentUnderTest(Profile(name="a", url=url))


def test_all_regions_are_there_and_plausible() -> None:
    assert regions().keys() >= AT_LEAST
    for each in regions().values():
        assert 0 < each.round_trip < 400
        assert 0 <= each.jitter < each.round_trip
        assert 0 < each.loss < 5
        assert each.place
    with pytest.raises(HarnessError, match="no region 'atlantis'; known regions: us-east, "):
        region("atlantis")


def test_a_region_is_found_by_its_place_as_the_feature_has_it() -> None:
    places = region_names("California, Frankfurt and São Paulo")
    assert [region_at(place) for place in places] == ["us-west", "eu-central", "sa-east"]
    with pytest.raises(HarnessError, match="no region in 'Atlantis'; known places: Virginia, "):
        region_at("Atlantis")


def test_customers_are_as_far_away_as_their_region() -> None:
    with Fleet() as fleet, agent_in_thread(healthy) as url:
        told = FromRegions(PLACES).act_out(at(url), fleet, going(url))
    assert [talk.name for talk in told] == list(PLACES)
    assert [talk.recording.about["region"] for talk in told] == list(PLACES.values())
    first = {talk.name: talk.runs[0].events[0].at - talk.runs[0].asked_at for talk in told}
    far, near = region(FAR), region(NEAR)
    slack = (far.jitter + near.jitter) / 1000
    assert first["customer 1"] >= far.round_trip / 1000 - slack
    assert first["customer 3"] >= far.round_trip / 1000 - slack
    assert near.round_trip / 1000 - slack <= first["customer 2"] < first["customer 1"]


@pytest.fixture(scope="module", name="address")
def a_cluster() -> Iterator[str]:
    """A scheduler with two workers in processes of their own, in different regions."""
    with LocalCluster(n_workers=0, processes=True, dashboard_address=None) as cluster:
        address = str(cluster.scheduler_address)
        command = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--no-dashboard"]
        workers = [
            subprocess.Popen(
                [*command, "--nthreads", "1", "--resources", f"region-{name}=1"],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            for name in (FAR, NEAR)
        ]
        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield address
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait(20)


def test_workers_take_the_customers_of_their_region(address: str) -> None:
    with Fleet(address=address) as fleet, agent_in_thread(healthy) as url:
        assert fleet.regions == {FAR, NEAR}
        told = FromRegions(PLACES).act_out(at(url), fleet, going(url))
        mission = fleet.launch(going(url)[:1], FAR)
        (part,) = mission._parts
        assert part.station.region == FAR
        mission.collect()
    assert [talk.name for talk in told] == list(PLACES)
    assert all(talk.runs[0].completed for talk in told)
    assert [talk.recording.about["region"] for talk in told] == list(PLACES.values())


def test_a_region_in_which_nobody_stands_is_not_measured(address: str) -> None:
    places = dict.fromkeys(PLACES, "sa-east")
    with Fleet(address=address) as fleet, pytest.raises(NotMeasured, match="region-sa-east=1"):
        FromRegions(places).act_out(at("ws://127.0.0.1:1"), fleet, going("ws://127.0.0.1:1"))


@pytest.mark.parametrize(
    ("worker", "expected"),
    [
        ({}, ""),
        ({"resources": None}, ""),
        ({"resources": {"GPU": 1}}, ""),
        ({"resources": {"GPU": 1, "region-eu-central": 1}}, "eu-central"),
    ],
)
def test_where_a_worker_stands_is_a_resource(worker: dict[str, Any], expected: str) -> None:
    assert region_of(worker) == expected
