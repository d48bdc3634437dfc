"""Two pictures of figures beside their limits: events on their way, and memory over users."""

from __future__ import annotations

from collections.abc import Sequence

from support.benchmarks.delivery import Deliveries
from support.benchmarks.growth import Step, fit, marginal
from support.evidence.drawing import text_width
from support.evidence.plot import BOTTOM, LEFT, RIGHT, Plot, empty
from support.plurals import counted
from support.verdict import Limit, readable

_BARS = 60


def delivery_svg(found: Deliveries, limit: Limit) -> str:
    """How many events took how long, with the figure that counts and the limit (both in ms)."""
    title = "Event delivery latency"
    if found.problem:
        return empty(title, found.problem)
    values = [max(each.ms, 0.0) for each in found.events]
    headline, bound, greatest = found.headline(), limit.enforced, max(values)
    what = found.words.partition(" of ")[0]
    over = sum(value > bound for value in values)
    told = (
        f"{counted(len(values), 'event')}: {what} {headline:.1f} ms, greatest {greatest:.1f} ms, "
        f"limit {limit}, {counted(over, 'event')} beyond it"
    )
    length = max(bound * 1.15, headline * 1.15, min(greatest * 1.05, bound * 3))
    counts = [0] * _BARS
    for value in values:
        counts[min(int(value / length * _BARS), _BARS - 1)] += 1
    plot = Plot(title, told, length, max(counts) * 1.05, found.basis)
    plot.axes("milliseconds from the agent's own time to receipt", "events")
    for index, count in enumerate(counts):
        begin, end = index * length / _BARS, (index + 1) * length / _BARS
        _bar(plot, count, begin, end, "over" if begin >= bound else "bar")
    plot.upright(bound, f"limit {readable(bound, 'ms')}", "limit", 1)
    plot.upright(headline, f"{what} {headline:.1f} ms", "mark" if headline <= bound else "miss", 0)
    if greatest > length:
        plot.note(f"the last bar holds all up to {greatest:.0f} ms")
    return plot.finish()


def delivery_table(found: Deliveries) -> str:
    """Every event as a line of text: when it came, how long it took, how late we may have been."""
    if found.problem:
        return f"not measured: {found.problem}"
    first = min(each.at for each in found.events)
    lines = ["seconds\tmilliseconds\tharness lag, ms"]
    lines += [f"{each.at - first:.4f}\t{each.ms:.3f}\t{each.lag_ms:.3f}" for each in found.events]
    return "\n".join(lines)


def memory_svg(steps: Sequence[Step], limit: Limit) -> str:
    """Memory at each number of users, the line through them, and that of the limit (in MB)."""
    title = "Memory of the agent and users connected"
    problem = next((step.problem for step in steps if step.problem), "")
    if problem or len(steps) < 2:
        return empty(title, problem or "there are fewer than two numbers of users")
    line, users = fit(steps), max(step.users for step in steps)
    told = (
        f"{line.base:.1f} MB + {line.slope:.3f} MB a user, R² {line.r_squared:.3f}; limit {limit}"
    )
    parts = "; ".join(memory_table(steps).splitlines())
    most = max(step.mb + step.noise_mb for step in steps) * 1.25
    plot = Plot(title, told, users * 1.1, most, parts)
    plot.axes("users connected at the same time, all answered", "MB")
    plot.line("fit", (0, line.base), (users, line.base + line.slope * users))
    reach = min(users, (most - line.base) / limit.enforced)
    top = line.base + limit.enforced * reach
    plot.line("limit", (0, line.base), (reach, top))
    words = f"limit: {readable(limit.enforced, 'MB')} a user"
    left = min(plot.x(reach) + 8, RIGHT - text_width(words, 13))
    plot.drawing.text(left, plot.y(top) + 26, words, "limittext halo")
    for step in steps:
        half, words = step.noise_mb / 2, f"{step.users}: {step.mb:.1f} MB"
        x, y = plot.x(step.users), plot.y(step.mb)
        plot.line("noise", (step.users, step.mb - half), (step.users, step.mb + half))
        tip = f"{counted(step.users, 'user')}, {words}"
        plot.drawing.add("circle", "dot", tip, cx=x, cy=y, r=5)
        below = 22 if steps.index(step) % 2 else -12
        left = min(x - 8, RIGHT - text_width(words))
        plot.drawing.text(max(left, LEFT + 4), y + below, words, "halo")
    return plot.finish()


def memory_table(steps: Sequence[Step]) -> str:
    """The steps as lines of text, with what one more user costs."""
    lines = [f"{step.users} connected: {step.problem or _read(step)}" for step in steps]
    if len(steps) > 2 and not any(step.problem for step in steps):
        cost = marginal(steps)
        ends = f"{cost.lower:.3f} MB at the lower steps, {cost.top:.3f} MB at the top"
        lines.append(f"one more user: {ends}")
    return "\n".join(lines)


def _read(step: Step) -> str:
    return f"{step.mb:.2f} MB ± {step.noise_mb / 2:.2f} ({counted(step.samples, 'reading')})"


def _bar(plot: Plot, count: int, begin: float, end: float, css: str) -> None:
    if not count:
        return
    x, width = plot.x(begin), plot.x(end) - plot.x(begin)
    top = min(plot.y(count), BOTTOM - 2)  # a single event among thousands can be seen, too
    words = f"{counted(count, 'event')} took {begin:.1f} to {end:.1f} ms"
    plot.drawing.add("rect", css, words, x=x + 0.5, y=top, width=width - 1, height=BOTTOM - top)
