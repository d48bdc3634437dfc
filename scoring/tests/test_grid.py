"""Tables of which one cell was changed: found by what the other rows and columns keep to."""

from __future__ import annotations

import pytest

from scoring.gates.arithmetic import broken_sums

QUESTION = "We spend $40,000 a month on AWS. How do we lower that?"
TABLE = """| Path | Now | After | Saved |
|---|---|---|---|
| Gateways | $8,140 | $2,400 | $5,740 |
| Regions | $17,860 | $10,800 | $7,060 |
| Internet | $14,000 | $10,500 | $3,500 |
"""
TURNED = """| | Now | Later |
|---|---|---|
| Bill today | $46,120 | $46,120 |
| Bill then | $17,520 | $8,760 |
| Saving | $28,600 | $37,360 |
"""
COUNTED = """| Group | Users | Today | After |
|---|---|---|---|
| Weekly | 984 | $29,520 | $29,520 |
| Monthly | 408 | $12,240 | $7,344 |
| Never | 1,008 | $30,240 | $0 |
| Total | 2,400 | $72,000 | $36,864 |

Nobody is excluded, and compound effects are left out.
"""
HEADED = """Before and after (euro a month)

| Path | Now | After | Saved |
|---|---|---|---|
| Gateways | 8,140 | 2,400 | 5,740 |
| Regions | 17,860 | 10,800 | 7,060 |
| Internet | 14,000 | 10,500 | 3,500 |
| Sum | 40,000 | 23,700 | 16,300 |
"""


@pytest.mark.parametrize("table", [TABLE, TURNED, COUNTED, HEADED])
def test_a_table_that_adds_up_is_left_alone(table: str) -> None:
    assert broken_sums(QUESTION, table) == ()


@pytest.mark.parametrize(
    ("table", "right", "wrong", "told"),
    [
        (TABLE, "$7,060", "$7,600", "is 18,400 USD, not $17,860"),
        (TURNED, "$28,600", "$38,600", "is 56,120 USD, not $46,120"),
        (COUNTED, "$36,864", "$26,864", "is 36,864 USD, not $26,864"),
        (HEADED, "| 7,060", "| 8,060", "8,060"),
        (HEADED, "16,300", "17,300", "17,300"),
    ],
)
def test_one_changed_cell_is_found_wherever_else_it_is_repeated(
    table: str, right: str, wrong: str, told: str
) -> None:
    claimed = f"{wrong.strip('| ')} is what matters.\n\n"
    found = broken_sums(QUESTION, claimed + table.replace(right, wrong))
    assert any(told in each.reason for each in found)


def test_a_fee_that_only_one_column_has_is_no_mistake() -> None:
    table = TURNED.replace("| Saving | $28,600", "| Moving, once | $1,000 | |\n| Saving | $27,600")
    assert broken_sums(QUESTION, table) == ()


def test_one_row_alone_proves_no_rule() -> None:
    table = "\n".join(TABLE.splitlines()[:4]).replace("$5,740", "$5,000").replace("Saved", "Other")
    assert broken_sums(QUESTION, table) == ()


@pytest.mark.parametrize(
    "said",
    [
        "Of the $14,784 a month we save $31,500.",
        "So in total 115% of the $40,000 are saved.",
        "Minus $2,410 a month is realistic, $42,410 (113%) less than today.",
        "One vCPU is $36.04 a month, 289 of them $104,160.",
        "Thirty-two A100s at $2.20 for seven hours are $4,928.",
        "We pay 0.63 cents a minute. On 2 million minutes that is $126,000.",
    ],
)
def test_more_than_all_and_slips_by_ten_are_found(said: str) -> None:
    assert broken_sums("How do we lower the bill of our calls?", said)


@pytest.mark.parametrize(
    "said",
    [
        "Of the $14,784 a month we save $3,150.",
        "One vCPU is $36.04 a month, 289 of them $10,416.",
        "Thirty-two A100s at $2.20 for seven hours are $492.80.",
        "About 200 of them need less; at $19 instead of $39 they miss nothing. Saving: $4,000.",
        "We pay 0.63 cents a minute. On 2 million minutes that is $12,600.",
    ],
)
def test_what_is_right_is_left_alone(said: str) -> None:
    assert broken_sums("How do we lower the bill of our calls?", said) == ()
