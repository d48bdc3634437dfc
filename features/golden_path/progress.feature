@golden_path @event_contract
Feature: The customer can follow the work
  A customer who sees the agent think, use its tools and hand over trusts the answer; one who sees
  half of it calls support. This feature protects the promise that the work is shown whole.

  Background:
    Given the agent is open for business

  @needs.tools @needs.thoughts
  Scenario: All five signs of progress are shown
    When a customer asks how to cut a $2M annual AI bill
    Then the customer sees the start, the thinking, the tools at work, their results and the answer

  Scenario: The work begins with its start
    When a customer asks where our GPU money goes
    Then the customer is told once, before anything else, that the work has begun

  @needs.tools
  Scenario: No tool is left hanging
    When a customer asks how can we cut what we pay for idle GPUs
    Then every tool that was called reports its own result

  @needs.teams
  Scenario: Every helper of the team has finished before the answer is
    When a customer asks how to cut a $2M annual AI bill
    Then every helper that was called in has finished before the work ends

  Scenario: The work ends once and for all
    When a customer who asked where our GPU money goes stays on the line for 1 second more
    Then the work ends once, and nothing comes after its end

  @critical @needs.identity
  Scenario: Everything shown belongs to the customer who asked
    When a customer asks which of our services cost the most on Azure
    Then each customer sees only what belongs to their own question

  @needs.sequence
  Scenario: Nothing is lost on the way
    When a customer asks how can we lower our AWS storage cost
    Then nothing was lost, repeated or out of order on the way
