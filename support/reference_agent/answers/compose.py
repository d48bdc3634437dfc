"""From a brief to the text of the answer, in Markdown."""

from __future__ import annotations

from support.reference_agent.answers import actions, findings, opening, value
from support.reference_agent.answers.brief import Brief
from support.reference_agent.money import usd
from support.reference_agent.questions import Ask, Subject
from support.reference_agent.scope import listed

_ABILITIES = (
    "I work on the AI and cloud bill of your own organization: spending by provider, GPU "
    "utilization, model API cost, storage, savings with their return over 12 months, and the "
    'risks. You could ask: "How do we cut our AI bill?", "How busy are our GPUs?" or "What '
    'does storage on GCP cost us?"'
)
_REFUSALS = {
    Subject.COURTESY: "You are welcome.",
    Subject.FOREIGN: "I can read only the bill of your own organization; nobody else's is within "
    "my reach, so I cannot answer that.",
    Subject.OTHER: "That is outside what I can work out, so I will not guess.",
}


def decline(subject: Subject) -> str:
    """A polite way of saying what the team is for; no figures, since none were worked out."""
    return f"{_REFUSALS[subject]} {_ABILITIES}"


def nothing_there(brief: Brief) -> str:
    """The answer about a scope in which nothing is spent."""
    scope = brief.question.scope
    text = f"There is no spend on {scope.name()} in the bill for {scope.period()}."
    elsewhere = brief.get("elsewhere")
    if elsewhere is not None:
        text += (
            " The money goes to "
            + listed([f"{row['name']} ({usd(row['cost'])})" for row in elsewhere["rows"]])
            + "."
        )
    parts = [
        opening.corrections(brief),
        text,
        "Nothing can be saved there; ask me about any of these instead.",
    ]
    return " ".join(part for part in parts if part)


def _bullets(title: str, lines: list[str]) -> str:
    return "\n".join([f"**{title}**", *(f"- {line}." for line in lines)]) if lines else ""


def _numbered(title: str, lines: list[str]) -> str:
    numbered = [f"{number}. {line}." for number, line in enumerate(lines, 1)]
    return "\n".join([f"**{title}**", *numbered]) if lines else ""


def _titled(title: str, text: str) -> str:
    return f"**{title}.** {text}" if text else ""


def _facts(brief: Brief) -> list[str]:
    if brief.question.in_parts:
        return [
            _bullets(title, lines) if len(lines) > 1 else _titled(title, f"{lines[0]}.")
            for title, lines in findings.by_ask(brief)
        ]
    return [_bullets("What the bill shows", findings.in_short(brief))]


def compose(brief: Brief) -> str:
    """The whole answer: result first, then what the bill shows, what to do, and what it brings."""
    if brief.total == 0:
        return nothing_there(brief)
    risk_first = Ask.RISKS in brief.question.asks and not brief.question.broad
    todo = brief.levers
    act = [
        _bullets("Recommendations", actions.recommendations(brief)),
        _numbered("Steps", actions.steps(brief)) if todo else "",
        _titled("Return over 12 months", value.returns(brief)),
        _titled("How success is measured", value.measures(brief)),
    ]
    risk = [_bullets("Risks and mitigations", value.risks(brief))]
    parts = [
        _titled("Bottom line", opening.bottom_line(brief)),
        *_facts(brief),
        *(risk + act if risk_first else act + risk),
        _titled("Roll back", value.roll_back(brief)) if todo and brief.rolls_back else "",
        _titled("Industry rules", value.industry_rules(brief)) if todo else "",
        _titled("Not worked out", opening.gaps(brief)),
    ]
    return "\n\n".join(part for part in parts if part)
