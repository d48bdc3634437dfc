"""Customers: each with a question and a secret of their own."""

from __future__ import annotations

import pytest

from support import customers
from support.behaviour import Ask, Listen, Moment, Question, WaitFor, asks
from support.verdict import HarnessError


@pytest.mark.parametrize("size", [1, 3, 10, 25])
def test_a_crowd_shares_no_name_secret_question_or_id(size: int) -> None:
    crowd = customers.crowd(size)
    questions = [question for customer in crowd for question in customer.questions]
    assert [customer.name for customer in crowd] == [f"customer {n + 1}" for n in range(size)]
    for things in (
        {customer.canary for customer in crowd},
        {question.text for question in questions},
        {question.run_id for question in questions},
        {question.thread_id for question in questions},
    ):
        assert len(things) == size


def test_the_secret_stands_in_its_own_question_alone() -> None:
    crowd = customers.crowd(12)
    for asker in crowd:
        for other in crowd:
            holds = other.canary in asker.questions[0].text
            assert holds is (asker is other)


def test_secrets_are_new_every_time() -> None:
    seen = [customer.canary for _ in range(3) for customer in customers.crowd(3)]
    assert len(set(seen)) == 9
    assert all(len(canary) >= 16 for canary in seen)


def test_up_to_ten_customers_ask_about_different_things() -> None:
    topics = [customer.questions[0].text.partition(" (our")[0] for customer in customers.crowd(10)]
    assert sorted(topics) == sorted(customers.QUESTIONS)


def test_one_customer_does_what_is_told() -> None:
    question = Question("how?")
    customer = customers.one(*asks(question))
    assert customer.actions == (Ask(question), WaitFor(Moment.END, question))
    assert (customer.name, customer.canary, customer.questions) == ("customer 1", "", (question,))


def test_an_attentive_customer_does_the_same_and_listens_on() -> None:
    question = Question("how?")
    customer = customers.attentive(*asks(question))
    patient = customers.one(*asks(question), Listen(customers.AFTERMATH))
    assert customer == patient
    assert customer.actions[-1] == Listen(customers.AFTERMATH)
    assert customers.AFTERMATH > 0
    assert customers.attentive().actions == (Listen(customers.AFTERMATH),)


@pytest.mark.parametrize("size", [1, 3])
def test_everybody_in_a_crowd_listens_on_after_the_end(size: int) -> None:
    for customer in customers.crowd(size):
        (question,) = customer.questions
        assert customer.actions == (*asks(question), Listen(customers.AFTERMATH))


@pytest.mark.parametrize("size", [10, 100, 1000, 2500])
def test_no_two_of_a_crowd_ask_the_same(size: int) -> None:
    crowd = customers.crowd(size)
    assert len({customers.topic(number) for number in range(size)}) == size
    assert len({customer.name for customer in crowd}) == size
    assert len({customer.canary for customer in crowd}) == size
    assert all(c.canary in c.questions[0].text for c in crowd)


@pytest.mark.parametrize("size", [0, -1])
def test_a_crowd_of_nobody_is_refused(size: int) -> None:
    with pytest.raises(HarnessError, match=f"one customer or more, not {size}"):
        customers.crowd(size)
