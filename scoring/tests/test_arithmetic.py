"""Contradictions that a careful reader would call wrong, each beside its honest counterpart."""

from __future__ import annotations

import pytest

from scoring.gates.arithmetic import broken_sums
from scoring.text import read_text

MONTHLY = "Our cluster costs $60k a month. How do we cut that?"
BOT = "We handle 500,000 questions a month and each costs 9 cents. How do we get below 4 cents?"
JUMP = "Our bill jumped from $31,000 to $57,000 a week. Why?"

UNEVEN = """
| # | Item | Basis | Cost |
|---|---|---|---|
| 1 | A | all | $6k |
| 2 | B | all | $4k |
| | Total | |"""
MILLIONS = "How to cut a $2M annual AI bill?"
STEPS = "Three changes save {} a year.\n\n" + "\n".join(
    f"{n}. {what}: saves {saved} a year."
    for n, (what, saved) in enumerate(
        [("Route", "$180,000"), ("Cache", "$160,000"), ("Spot", "$280,000")], 1
    )
)
COLUMNS = """
| Part | Now | After | Less |
|---|---|---|---|
| Voice | 8.0 | 3.5 | 4.5 |
| Model | 6.0 | 2.5 | 3.5 |
| Sum | 14.0 | {} | 8.0 | |"""
KEYS = '{{"monthly_saving_usd": 20000, "annual_saving_usd": {}}}'
SUBTOTAL = """
| Item | Cost |
|---|---|
| A | $1k |
| B | $2k |
| Subtotal | $3k |
| C | $1k |
| Total | $4k |"""
PRICES = """
| Tier | GB | $/GB | Month |
|---|---|---|---|
| A | 10 | 0.2 | $2 |
| B | 20 | 0.1 | $2 |
| Total | 30 | 0.13 | $4 |"""

PAIRS = {
    "a sum that goes on": (
        "$300 x 36 = $10,800 plus $80 x 12 = $960",
        "$300 x 36 = $10,800 plus $80 x 12 = $1,960",
    ),
    "a table that lost its last cell": (COLUMNS.format("6.0"), COLUMNS.format("9.0")),
    "a total of parts that stand behind it": (
        "Save $26,000 a month: $12,000 + $8,000 + $6,000.",
        "Save $36,000 a month: $12,000 + $8,000 + $6,000.",
    ),
    "an unnamed total": (
        "A saves $11,500, B $1,200 and C saves $2,300. That makes $15,000 a month.",
        "A saves $11,500, B saves $1,200 and C saves $2,300. That makes $18,000 a month.",
    ),
    "a year behind a percentage": (
        "Together $26,000 a month (43%), so $312,000 less over a year.",
        "Together $26,000 a month (43%), so $372,000 less over a year.",
    ),
    "keys and values": (KEYS.format(240000), KEYS.format(360000)),
    "what is less than today": (
        "You pay $34,000, which is $26,000 less than today's $60,000.",
        "You pay $34,000, which is $16,000 less than today's $60,000.",
    ),
    "a percentage before its amount": (
        "Reduce costs by 30% ($18,000 a month).",
        "Reduce costs by 30% ($28,000 a month).",
    ),
    "a fall below nothing": (
        "The bill falls from $60,000 to $6,000.",
        "The bill falls from $60,000 to minus $6,000.",
    ),
    "a payback of a cost named before": (
        "We invest $120,000 and save $20,000 a month. It is recouped after six months.",
        "We invest $120,000 and save $20,000 a month. It is recouped after six weeks.",
    ),
    "a sum": ("$25,920 + $3,840 = $29,760", "$25,920 + $3,840 = $39,760"),
    "a rounded sum": ("$20.8k + $5.6k = about $26k", "$20.8k + $5.6k = about $36k"),
    "a difference": ("9.0 - 3.8 - 0.4 - 0.6 = 4.2 cents", "9.0 - 3.8 - 0.4 - 0.6 = 3.2 cents"),
    "a product": ("16 x 730 x $4.10 = $47,888", "16 x 730 x $4.10 = $478,880"),
    "a quotient": ("$48,000 / 1.2M = 4 cents each", "$48,000 / 1.2M = 40 cents each"),
    "brackets": ("($60k - $34k) / $60k = 43%", "($60k - $34k) / $60k = 63%"),
    "products before sums": (
        "0.85 x 4.2 + 0.15 x 0.2 = 3.6 cents",
        "0.85 x 4.2 + 0.15 x 0.2 = 2.6 cents",
    ),
    "a sum in words": ("$12k plus $8k is $20k", "$12k plus $8k is $28k"),
    "a table": (
        "| Item | Cost |\n|---|---|\n| A | $6,000 |\n| B | $4,000 |\n| **Total** | **$10,000** |",
        "| Item | Cost |\n|---|---|\n| A | $6,000 |\n| B | $4,000 |\n| **Total** | **$21,000** |",
    ),
    "a table that lost its empty cells": (f"{UNEVEN} $10k |", f"{UNEVEN} $21k |"),
    "a list": (
        "- A saves $12,000 a month\n- B saves $8,000 a month\n\nTotal: $20,000 a month",
        "- A saves $12,000 a month\n- B saves $8,000 a month\n\nTotal: $32,000 a month",
    ),
    "a list in a paragraph": (
        "Do this: 1. Route: $12,000. 2. Cache: $8,000. Total: $20,000 a month.",
        "Do this: 1. Route: $12,000. 2. Cache: $8,000. Total: $31,000 a month.",
    ),
    "a total in prose": (
        "Batch saves $4,050, caching saves $2,268. Together $6,318 a month.",
        "Batch saves $4,050, caching saves $2,268. Together $9,318 a month.",
    ),
    "a total that closes its sentence": (
        "Compute is $14,000 and disks are $4,000, $18,000 in all.",
        "Compute is $14,000 and disks are $4,000, $31,000 in all.",
    ),
    "a saving against the spend": ("It saves $26,000 a month.", "It saves $75,000 a month."),
    "a yearly saving": ("We cut $300k a year off it.", "We cut $900k a year off it."),
    "a first year": ("Year one saves $300,000.", "Year one saves $900,000."),
    "a part of a whole": ("Take $26k out of the $60k.", "Take $75k out of the $60k."),
    "a reduction": ("A 35% reduction of spend.", "A 135% reduction of spend."),
    "added percentages": (
        "Spot cuts 40%, rightsizing 30%: together a 70% saving.",
        "Spot cuts 60%, rightsizing 50%: together a 110% saving.",
    ),
    "a price": ("The new price is 2 cents per query.", "The new price is -2 cents per query."),
    "a bill": ("Your new bill will be $4,000.", "Your new bill will be -$4,000."),
    "a month and a year": (
        "$20,000 a month ($240,000 a year)",
        "$20,000 a month ($420,000 a year)",
    ),
    "a week and a month": (
        "$6,000 a week, which is about $26,000 a month",
        "$6,000 a week, which is about $62,000 a month",
    ),
    "an aside": (
        "From $60k to $34,000 a month (43% lower, $312,000 a year)",
        "From $60k to $34,000 a month (43% lower, $912,000 a year)",
    ),
    "a change": ("Cut it from $60k to $34k, by 43%.", "Cut it from $60k to $34k, by 63%."),
    "a direction": ("It falls from $60k to $34k.", "It falls from $60k to $72k."),
    "a difference named": (
        "That takes $60,000 to $34,000, another $26,000.",
        "That takes $60,000 to $34,000, another $16,000.",
    ),
    "instead of": (
        "$34,000 instead of $60,000, so $26,000 a month.",
        "$34,000 instead of $60,000, so $46,000 a month.",
    ),
    "a percentage of an amount": ("30% of $60,000 is $18,000.", "30% of $60,000 is $28,000."),
    "an amount as a percentage": ("$26k of the $60k (43%)", "$26k of the $60k (63%)"),
    "a headline": ("This saves $26,000 a month (43%).", "This saves $26,000 a month (63%)."),
    "a discount": (
        "$70,000 at about 46% off saves $32,200.",
        "$70,000 at about 46% off saves $52,200.",
    ),
    "a number at a price": (
        "Sixteen GPUs at $4.10 for 730 hours is $47,888.",
        "Sixteen GPUs at $4.10 for 730 hours is $74,888.",
    ),
    "what a price buys": (
        "At $6.25 per TiB, $26,000 is 4,160 TiB.",
        "At $6.25 per TiB, $26,000 is 41,600 TiB.",
    ),
    "what is left": (
        "Sum: $20,000 + $6,000 = $26,000. New bill: about $34,000.",
        "Sum: $20,000 + $6,000 = $26,000. New bill: about $14,000.",
    ),
    "a fall to": ("It drops by $26,000 to $34,000.", "It drops by $26,000 to $14,000."),
    "payback": (
        "It costs $40,000 and saves $20,000 a month, so it pays back in two months.",
        "It costs $40,000 and saves $20,000 a month, so it pays back in two weeks.",
    ),
}


@pytest.mark.parametrize("name", PAIRS)
def test_the_honest_one_passes_and_the_false_one_is_found(name: str) -> None:
    honest, false = PAIRS[name]
    assert broken_sums(MONTHLY, honest) == ()
    assert broken_sums(MONTHLY, false)


def test_a_slip_by_a_power_of_ten() -> None:
    honest = "3.6 cents is reachable. At 500,000 questions that is $18,000 a month."
    assert broken_sums(BOT, honest) == ()
    (found,) = broken_sums(BOT, honest.replace("$18,000", "$180,000"))
    assert found.reason == "500,000 questions at 0.036 each is 18,000 USD, not $180,000 a month"


@pytest.mark.parametrize(
    ("honest", "false"),
    [
        (STEPS.format("$620,000"), STEPS.format("$890,000")),
        (
            "Save $620,000 a year (31%) and bring the bill to $1,380,000.",
            "Save $890,000 a year (31%) and bring the bill to $1,380,000.",
        ),
        (
            "The bill of $2,000,000 falls by $620,000 to $1,380,000.",
            "The bill of $2,000,000 falls by $890,000 to $1,380,000.",
        ),
        (
            "- Routing saves $0.9M a year\n- Spot saves $0.8M a year",
            "- Routing saves $1.1M a year\n- Spot saves $1.2M a year",
        ),
    ],
)
def test_the_bill_that_is_to_be_cut_is_what_is_spent(honest: str, false: str) -> None:
    assert broken_sums(MILLIONS, honest) == ()
    assert broken_sums(MILLIONS, false)


def test_spending_from_prices_and_from_the_last_of_two_amounts() -> None:
    assert broken_sums(BOT, "This saves $27,000 a month.") == ()
    assert broken_sums(BOT, "This saves $52,500 a month.")
    assert broken_sums(JUMP, "This saves $26,000 a week.") == ()
    assert broken_sums(JUMP, "This saves $90,000 a week.")


@pytest.mark.parametrize(
    "answer",
    [
        "It saves $20,000 a month. That is $240,000 a year, or $720,000 over three years.",
        "- A saves $12,000\n- B saves $8,000\n\nThey overlap, so the total is $15,000 a month.",
        "- A: $12,000\n- B: not yet known\n\nTotal: at least $20,000",
        "- A: $12,000 a month\n- B: $8,000 a month\n\nThe total cost of the work is $40,000.",
        "- A: $1,000 a month\n- B: $2,000 a month\n\nTotal: $36,000 a year",
        "Option A saves $12,000 a month, option B $18,000. They exclude each other.",
        SUBTOTAL,
        PRICES,
        "ROI is 320% and traffic grew 150%, so usage is at 160% of the request.",
        "40% of $300k and 30% of $450k: $120,000 + $135,000 = $255,000",
        "The GPU bill drops by $20,000 to $10,000; the API stays at $20,000.",
        "Choose one:\n- A saves $40,000 a month\n- B saves $30,000 a month",
        "The saving is $60,000 - $34,000 = $26,000 a month. It takes two thirds of an hour.",
        "Your competitors save $300,000 a month.",
        "First year: $226,000 less; $18,000 a month from May.",
        "Gross $23,000 a month, minus $3,000 for tools, leaves $20,000: over a year $240,000.",
        "Costs grew from $40,000 to $60,000 a month (50%).",
        "The one-off cost of $75,000 is more than a month's bill.",
        "$5,000 to $8,000 a month, $60,000 to $96,000 a year.",
        "The ramp: $25,000 a month at the end, $210,000 in the first year.",
        "Net change: -$20,000 a month. Cash flow: month 1 -$30,000, month 2 +$10,000.",
        "We pay $40k a month for Bedrock, $1M a year for GPUs.",
        "This saves €18,000 a month (about $19,500 at 1.08).",
        "Price per 1M tokens falls from $5.00 to $0.15 (97% lower).",
        "100M tokens x $3 per 1M = $300.",
        "A developer costs $800 a day, $16,000 a month.",
        "It also saves $1.5M a year of staff time.",
        "Spot is 60-70% cheaper: on $20,000 that is $12,000-$14,000.",
        "n + 3 = 5, f(2) = 7 and 2(3 + 4) = 14.",
    ],
)
def test_honest_answers_pass(answer: str) -> None:
    assert broken_sums(MONTHLY, answer) == ()


def test_the_reason_names_what_contradicts_what_and_where() -> None:
    answer = "**Plan.** Cut it from $60k to $34k, by 63%."
    (found,) = broken_sums(MONTHLY, answer)
    assert found.reason == "from $60k to $34k is 43%, not 63%"
    clean = read_text(answer).clean
    assert [clean[start:end] for start, end in found.parts] == ["$60k", "$34k", "63%"]


def test_letter_case_changes_nothing() -> None:
    for honest, false in PAIRS.values():
        assert broken_sums(MONTHLY.upper(), honest.upper()) == ()
        assert broken_sums(MONTHLY.lower(), false.lower())
