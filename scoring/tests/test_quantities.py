"""Numbers as people write them, and what is no number though it has digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.quantities import MOST, Quantity, find_quantities


def only(text: str) -> Quantity:
    (found,) = find_quantities(text)
    return found


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("$1.2M", 1_200_000, "USD"),
        ("1.2 million USD", 1_200_000, "USD"),
        ("$1.5bn", 1_500_000_000, "USD"),
        ("€40k", 40_000, "EUR"),
        ("40 000 €", 40_000, "EUR"),
        ("1.200,50 €", 1200.5, "EUR"),
        ("1.200 €", 1200, "EUR"),
        ("EUR 1.500.000", 1_500_000, "EUR"),
        ("1,5 Mio €", 1_500_000, "EUR"),
        ("USD 375,000", 375_000, "USD"),
        ("$1,234.56", 1234.56, "USD"),
        ("US$5", 5, "USD"),
        ("A$5", 5, "AUD"),
        ("£3", 3, "GBP"),
        ("¥500", 500, "JPY"),
        ("CHF 1'200", 1200, "CHF"),
        ("3.6 cents", 0.036, "USD"),
        ("5¢", 0.05, "USD"),
        ("-$5", -5, "USD"),
        ("$-5", -5, "USD"),
        ("minus $4", -4, "USD"),
        ("half a million dollars", 500_000, "USD"),
        ("twenty-six thousand dollars", 26_000, "USD"),
        ("twice a hundred dollars", 200, "USD"),
        ("monthly saving usd: 27000", 27_000, "USD"),
    ],
)
def test_money(text: str, value: float, currency: str) -> None:
    found = only(text)
    assert (found.kind, found.currency) == ("money", currency)
    assert found.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "period", "per"),
    [
        ("$48,000 a month", "month", ""),
        ("$8/mo", "month", ""),
        ("$9 per year", "year", ""),
        ("48,000 USD annually", "year", ""),
        ("27,000 USD saved every month", "month", ""),
        ("annual spend of $2M", "year", ""),
        ("$1,632 a night", "day", ""),
        ("$4.10 per GPU-hour", "", "gpu-hour"),
        ("$4.10/GPU-hour", "", "gpu-hour"),
        ("4 cents per conversation", "", "conversation"),
        ("$3 per 1M tokens", "", "1m tokens"),
        ("$40/user/month", "month", "user"),
        ("$260 each", "", "each"),
        ("$31,000 and a deliberate test", "", ""),
    ],
)
def test_what_money_is_for(text: str, period: str, per: str) -> None:
    found = only(text)
    assert (found.period, found.per) == (period, per)


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("62% lower", "percent", 62, ""),
        ("a third of it", "percent", 100 / 3, ""),
        ("two thirds", "percent", 200 / 3, ""),
        ("half", "percent", 50, ""),
        ("a quarter of spend", "percent", 25, ""),
        ("three-quarters", "percent", 75, ""),
        ("1/3 of it", "percent", 100 / 3, ""),
        ("twice", "multiple", 2, ""),
        ("3x", "multiple", 3, ""),
        ("720,000 conversations", "count", 720_000, "conversations"),
        ("16 GPUs", "count", 16, "gpus"),
        ("two engineers", "count", 2, "engineers"),
        ("four weeks", "duration", 4, "week"),
        ("30-day trial", "duration", 30, "day"),
        ("half an hour", "duration", 0.5, "hour"),
        ("1.8 PB", "size", 1.8, "pb"),
        ("week 4", "ordinal", 4, "week"),
        ("step 2 alone", "ordinal", 2, "step"),
        ("on day one", "ordinal", 1, "day"),
        ("in 2026", "date", 2026, ""),
    ],
)
def test_other_kinds(text: str, kind: str, value: float, unit: str) -> None:
    found = only(text)
    assert (found.kind, found.unit) == (kind, unit)
    assert found.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "low", "high", "kind"),
    [
        ("10-15%", 10, 15, "percent"),
        ("$10k to $12k", 10_000, 12_000, "money"),
        ("$10-15k", 10_000, 15_000, "money"),
        ("between 5 and 10 GPUs", 5, 10, "count"),
        ("weeks 1-4", 1, 4, "ordinal"),
        ("100k-200k tokens", 100_000, 200_000, "count"),
    ],
)
def test_ranges(text: str, low: float, high: float, kind: str) -> None:
    found = only(text)
    assert (found.low, found.high, found.kind, found.is_range) == (low, high, kind, True)


def test_a_change_is_no_range_and_shares_its_unit() -> None:
    old, new = find_quantities("from 6.0 to 2.0 cents")
    assert (old.value, new.value) == pytest.approx((0.06, 0.02))
    assert [q.value for q in find_quantities("9 - 3 - 2 = 4")] == [9, 3, 2, 4]
    assert [q.value for q in find_quantities("15 minus 3")] == [15, 3]


def test_how_exactly_it_is_meant() -> None:
    assert only("about $5").approximate
    assert only("~$5").approximate
    assert only("up to $5").bound == "at most"
    assert only("at least $5").bound == "at least"
    assert not only("the $5").approximate
    assert only("$1.2M").step == 100_000
    assert only("62% lower").base == "lower"
    assert only("8% of it").base == "it"


@pytest.mark.parametrize(
    "text",
    [
        "GPT-4o and H100 on m5.large at p95",
        "8xA100, v1.2.3 and EC2 in us-east-1",
        "24/7 from 07:00, since 2026-05-01",
        "1. Do it. 2. Do that.",
        "Third, use a third-party tool or a third option",
        "1.1.1.1",
        "$$$$",
        "",
    ],
)
def test_no_quantities(text: str) -> None:
    assert find_quantities(text) == ()


WORDS = st.sampled_from(
    [
        *("$5k a month", "€40,000", "about a third of it", "10-15%", "3.6 cents per query", "1.2M"),
        *("two weeks", "16 GPUs", "1. ", "GPT-4o", "from $9 to $5", "twice", "half", "week 4"),
        *("40 000 €", "minus 3", "in 2026", "=", "-", "+", "x", "/", "%", "$", ".", ",", "(", "\n"),
    ]
)


@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_letter_case_changes_nothing(text: str) -> None:
    same = find_quantities(text)
    assert find_quantities(text.upper()) == same
    assert find_quantities(text.lower()) == same


@given(st.one_of(st.text(), st.lists(WORDS).map("".join)))
def test_any_text_is_read_and_places_are_inside_it(text: str) -> None:
    end = 0
    for found in find_quantities(text):
        assert end <= found.start < found.end <= len(text)
        assert found.low <= found.value <= found.high
        end = found.end


@given(st.integers(0, 10**9), st.sampled_from(["${:,}", "{:,} USD", "USD {:,}", "${}"]))
def test_every_amount_is_read_back(value: int, form: str) -> None:
    assert only(form.format(value)).value == value


def test_no_more_is_read_than_anybody_checks() -> None:
    assert len(find_quantities("$1 " * 10_000)) <= 2 * MOST
