"""One of each picture and page, filled as a run that went wrong would fill it."""

from __future__ import annotations

from dataclasses import replace

from scoring.assess import assess
from scoring.drift import Graded, falls
from scoring.events import Kind, RunLog
from support.benchmarks.delivery import Delivered, Deliveries
from support.benchmarks.grade import SEVEN
from support.benchmarks.growth import Step
from support.benchmarks.samples import sample
from support.evidence import front_page, scenario_page
from support.evidence.answer_page import answer_page
from support.evidence.charts import delivery_svg, memory_svg
from support.evidence.handoff_graph import handoff_graph
from support.evidence.heat_map import Sights, heat_map_svg
from support.evidence.pictures import Picture, Proof, Proofs
from support.evidence.quality_chart import quality_svg
from support.evidence.region_chart import regions_svg
from support.evidence.tests.runs import data_of, past
from support.evidence.tests.samples import HOSTILE, event, figure, graded, results, run, scenario
from support.evidence.timeline import timeline_svg
from support.results import RunResults, ScenarioResult
from support.verdict import Limit, Outcome

LONG = "A promise with a very long name of which no end is in sight " * 4


def a_run() -> RunLog:
    return run(
        event(Kind.AGENT_STARTED, 0.2, root=True),
        event(Kind.AGENT_THINKING, 0.5, text="Let us see."),
        event(Kind.AGENT_HANDOFF, 1, to_agent="Analyst"),
        event(Kind.AGENT_STARTED, 1.1, "Analyst"),
        event(Kind.TOOL_EXECUTING, 2, "Analyst", call_id="1", tool_name="billing"),
        event(Kind.TOOL_EXECUTING, 2.1, "Analyst", call_id="2", tool_name="prices"),
        event(Kind.TOOL_COMPLETED, 3.1, "Analyst", call_id="2", data={"is_error": True}),
        event(Kind.TOOL_COMPLETED, 9.5, "Analyst", call_id="1"),
        event(Kind.AGENT_HANDOFF, 9.6, "Analyst", to_agent="Nobody"),
        event(Kind.AGENT_COMPLETED, 10, "Analyst"),
        event(Kind.TEXT_DELTA, 11, text="Save "),
        event(Kind.AGENT_COMPLETED, 12.5, root=True, text="Answer"),
        question="How to cut a $2M annual AI bill?",
    )


def pictures() -> dict[str, str]:
    """Every kind of picture, by its name."""
    answers = [Graded(float(n), 0.4 if 8 < n < 14 else 0.9, {"relevance": 0.9}) for n in range(20)]
    events = tuple(Delivered(100.0 + n, float(n % 23), 0.1) for n in range(200))
    steps = [Step(users, 60 + users * 0.4, 0.3, 9) for users in (1, 3, 10, 30)]
    sights = Sights(("customer 1", "customer 2", "customer 3"), ((0, 2, 0), (0, 0, 0), (None,) * 3))
    return {
        "Time line": timeline_svg([a_run()], "customer 1", (104.0,)),
        "Event delivery latency": delivery_svg(
            Deliveries(events, 0.1, "one clock"), Limit(15, "ms", tolerance=0.1)
        ),
        "Memory and users": memory_svg(steps, Limit(50, "MB", tolerance=0.1)),
        "The team": handoff_graph(a_run()),
        "Quality over time": quality_svg(answers, falls(answers)),
        "Who saw whose": heat_map_svg(sights),
        "Results by region": regions_svg(
            [
                {"region": "us-east", "round_trip_ms": 9.0, "first_sign_s": 0.1, "answer_s": 2.0},
                {"region": "apac", "round_trip_ms": 230.0, "first_sign_s": 0.5, "answer_s": 2.6},
                {"region": "moon", "round_trip_ms": None, "first_sign_s": None, "answer_s": None},
            ]
        ),
        "Nothing": quality_svg([], []),
    }


def a_run_that_went_wrong() -> RunResults:
    """Results with every outcome, all levels, long and hostile names."""
    levels = [
        figure(Outcome.NOT_MET if n == 1 else Outcome.MET, name=s) for n, s in enumerate(SEVEN)
    ]
    failed = replace(
        scenario(Outcome.NOT_MET, figure(Outcome.NOT_MET), name=LONG),
        reason=f"It said: {HOSTILE}",
        capability="Golden path",
        stake=LONG,
    )
    others: list[ScenarioResult] = [
        replace(
            scenario(way, figure(way), name=f"Promise {way.words}", reason=LONG), feature="Other"
        )
        for way in Outcome
    ]
    return results(failed, *others, graded(*levels), name=f"Adviser {'x' * 90}")


def proofs() -> Proofs:
    """The pictures as the proof of the failed promise."""
    drawn = tuple(Picture(name, body) for name, body in pictures().items())
    return Proofs([Proof("Golden", " ".join(LONG.split()), "0" * 32, drawn, kept=False)], MATRIX)


MATRIX = (
    "<!doctype html><title>Defects</title><h1>Defects and promises</h1><div "
    f"style='overflow:auto'><table><tr>{'<td>kept</td>' * 90}</tr></table></div>"
)


def pages() -> dict[str, str]:
    """Every page of ours, by its name."""
    went_wrong = a_run_that_went_wrong()
    data = data_of(went_wrong, past(*[0.001] * 9))
    given = sample("a rich answer")
    return {
        "scorecard": front_page.whole_page(data, proofs()),
        "scorecard without levels": front_page.whole_page(data_of(results(scenario())), proofs()),
        "scenario": scenario_page.as_html(went_wrong.scenarios[0]),
        "answer": answer_page(assess(given.question, given.answer), LONG),
    }
