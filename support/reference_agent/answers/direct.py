"""The reply to a question that wants one thing known, in its first sentence."""

from __future__ import annotations

from collections.abc import Callable

from support.reference_agent.answers.brief import Brief
from support.reference_agent.money import counted, in_words, usd
from support.reference_agent.questions import Ask
from support.reference_agent.scope import area_words


def _gpus(brief: Brief) -> str:
    found = brief.get("gpu_utilization")
    if found is None:
        return ""
    idle, low = found["bands"]["idle"], found["bands"]["underused"]
    text = f"GPUs are {found['mean_percent']}% busy on average; of {found['machines']} machines "
    text += f"{in_words(idle['machines'])} {'stands' if idle['machines'] == 1 else 'stand'} idle"
    if idle["machines"]:
        text += f" at a cost of {usd(idle['cost'])}"
    if low["machines"]:
        text += f", and {usd(low['cost'])} goes to {counted(low['machines'], 'under-used one')}"
    return f"{text}."


def _terms(brief: Brief) -> str:
    found = brief.get("price_commitments")
    if found is None or not found["saving"]:
        return ""
    return (
        "Commit for one year rather than three, and only after rightsizing: one-year terms save "
        f"{usd(found['saving'])} a year and three-year terms {usd(found['three_year_saving'])}, "
        "but those bind three times as long."
    )


def _trend(brief: Brief) -> str:
    found = brief.get("spend_trend")
    if found is None:
        return ""
    first, last = found["first"]["month"], found["last"]["month"]
    if found["change"] <= 0:
        return f"Monthly spend did not grow from {first} to {last}."
    text = f"Monthly spend grew {found['change_percent']}% from {first} to {last}"
    if len(brief.question.scope.areas) > 1:
        text += f", most of all on {area_words(found['drivers'][0]['area'])}"
    return f"{text}."


def _comparison(brief: Brief) -> str:
    found = brief.get("compare_providers")
    if found is None or len(found["rows"]) < 2:
        return ""
    largest = max(found["rows"], key=lambda row: row["cost"])
    fastest = max(found["rows"], key=lambda row: row["growth_percent"])
    text = (
        f"{largest['provider']} costs most, {usd(largest['cost'])} or "
        f"{largest['share_percent']}% of the spend compared"
    )
    if fastest["growth_percent"] > 0:
        text += (
            f"; {fastest['provider']} grew fastest, by {fastest['growth_percent']}% from first to "
            "last month"
        )
    return f"{text}."


def _return(brief: Brief) -> str:
    found = brief.get("model_roi")
    if found is None:
        return ""
    return (
        f"The ROI over 12 months is {found['roi_percent']}%: {usd(found['first_year_net'])} net "
        f"on {usd(found['implementation_cost'])} of work."
    )


def _risk(brief: Brief) -> str:
    found = brief.get("assess_risks")
    if found is None or not found["rows"]:
        return ""
    # Whoever asks about commitments wants to hear of their risk first.
    named = [row for row in found["rows"] if row["lever"] == "commit"]
    asked = Ask.COMMITMENT in brief.question.asks and named
    worst = named[0] if asked else found["rows"][0]
    kind = "risk of committing" if asked else "largest risk"
    return f"The {kind}, with {usd(worst['saving_at_stake'])} at stake: {worst['risk']}."


#: Replies in one answer.
AT_MOST = 2

#: What is replied to first where a question asks for several things.
REPLIES: tuple[tuple[Ask, Callable[[Brief], str]], ...] = (
    (Ask.RISKS, _risk),
    (Ask.COMMITMENT, _terms),
    (Ask.GPU, _gpus),
    (Ask.TREND, _trend),
    (Ask.COMPARE, _comparison),
    (Ask.ROI, _return),
)


def direct_reply(brief: Brief) -> str:
    """The first replies that fit what is asked; empty for a question about everything."""
    if brief.question.broad:
        return ""
    replies = [reply(brief) for ask, reply in REPLIES if ask in brief.question.asks]
    return " ".join([reply for reply in replies if reply][:AT_MOST])
