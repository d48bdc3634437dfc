"""Token throughput: output tokens a second, over the time in which the answer appeared.

What is counted, and from which piece to which, is `scoring.throughput`; both stamps are the
harness's, so its delay is held against the figure before the agent is.
"""

from __future__ import annotations

from scoring.events import RunLog
from scoring.throughput import throughput
from support.benchmarks.timing import Measure
from support.lag import HarnessLag
from support.verdict import Limit, Measurement

NAME, UNIT = "token throughput", "tokens/s"


def token_throughput(limit: Limit) -> Measure:
    """Tokens a second of one answer.

    A run without an answer has failed. Not measured where the answer came at one moment, and where
    the harness's lag, added to the time or taken from it, decides the verdict.
    """

    def measure(run: RunLog, lag: HarnessLag | None) -> Measurement:
        found = throughput(run)
        if found is None:
            why = f"there is no answer to count: {run.gave_up or 'the run brought none'}"
            unknown = run.ending is None and run.impatient
            return Measurement(NAME, UNIT, None, why, failed=not unknown)
        if found.seconds <= 0:
            return Measurement(NAME, UNIT, None, "the answer took no time that could be measured")
        late = lag.at(found.begin, found.end) if lag else 0.0
        slowest = found.tokens / (found.seconds + late)
        fastest = found.tokens / (found.seconds - late) if late < found.seconds else float("inf")
        if limit.allows(slowest) != limit.allows(fastest):
            doubt = f"the harness itself was up to {late * 1000:.1f} ms late, which decides"
            return Measurement(NAME, UNIT, None, f"{found.sentence}, but {doubt}")
        return Measurement(NAME, UNIT, found.rate, found.sentence)

    return measure
