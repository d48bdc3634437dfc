"""The benefit of the doubt: what follows from elsewhere is no contradiction, what does not is."""

from __future__ import annotations

import pytest

from scoring.gates.arithmetic import broken_sums

PAIRS = {
    "pieces at a price": (
        "An L4 handles 300 a second, so two at $0.80 an hour: $1,168 a month.",
        "An L4 handles 300 a second, so one at $0.80 an hour: $1,768 a month.",
    ),
    "a share of the one beside": (
        "They cost €76,353 of €118,000, which leaves €41,647. €41,647 less 40%: €24,988.",
        "They cost €76,353 of €118,000, which leaves €41,647. That is 85% of €118,000.",
    ),
    "a share of a share": (
        "The reservation takes 45% off 60% of $11,760, which is $3,175.",
        "The reservation takes 60% of $11,760, which is $3,175.",
    ),
    "a yearly amount after a share": (
        "Together $41,100 a month, 19.6% of $210,000, $493,200 a year.",
        "Together $41,100 a month, 29.6% of $210,000.",
    ),
    "a saving against seats at a price": (
        "That is $36,864 a month instead of $72,000: $35,136 less.",
        "That is $36,864 a month instead of $72,000: you save $395,136 a month.",
    ),
}
QUESTION = (
    "We pay for 2,400 seats at $30 a month each, $11,760 for tables and $210,000 a month for EC2. "
    "How do we spend less?"
)


@pytest.mark.parametrize("name", PAIRS)
def test_what_follows_from_elsewhere_is_no_contradiction(name: str) -> None:
    honest, false = PAIRS[name]
    assert not broken_sums(QUESTION, honest)
    assert broken_sums(QUESTION, false)
