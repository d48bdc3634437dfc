import re
from types import SimpleNamespace

from support.evidence.sentences import catalogue


def step(pattern: str, file: str, doc: str | None) -> SimpleNamespace:
    def run() -> None: ...

    run.__doc__ = doc
    return SimpleNamespace(
        pattern=pattern, func=run, location=SimpleNamespace(filename=f"features/steps/{file}")
    )


def test_sentences_are_grouped_and_explained() -> None:
    text = catalogue(
        {
            "given": [step("the agent is open", "conversation_steps.py", "It takes customers.")],
            "when": [],
            "then": [
                step("it ends within {limit:Limit}", "service_level_steps.py", "Ends.\n\nMore."),
                step("nothing leaks", "user_steps.py", None),
            ],
            "step": [],
        }
    )
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    assert lines == [
        "Given: how things stand",
        "=" * 23,
        "Conversation",
        "Given the agent is open",
        "It takes customers.",
        "Then: what must hold",
        "=" * 20,
        "Service level",
        "Then it ends within <limit>",
        "Ends.",
        "User",
        "Then nothing leaks",
    ]
    assert not re.search(r"\{|\}|Limit", text)
