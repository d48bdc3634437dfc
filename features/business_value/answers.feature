@business_value
Feature: A customer gets an answer worth acting on
  A fast answer that nobody can act on loses the customer just the same. The golden path stands for
  $500K of yearly revenue: this feature protects what the customer pays for, advice that is specific,
  adds up, can be carried out, and belongs to the question that was asked.

  Background:
    Given the agent is open for business

  @golden_path
  Scenario: The answer on the golden path is worth acting on
    When a customer asks how to cut a $2M annual AI bill
    Then the answer is worth at least 75%
    And the answer makes at least 3 recommendations with a figure
    And the answer names at least 5 steps that somebody can take
    And the answer passes the cost check at 60%, and says what exactly is saved

  @needs.tools
  Scenario: What the tools found out is in the answer
    When a customer asks how to cut a $2M annual AI bill
    Then the answer rests on at least 2 findings of its tools

  Scenario: An enterprise gets an answer for an enterprise
    When a customer asks "I am the CTO of a Fortune 500 company. We spend $2M a year on AI infrastructure across AWS, Azure and GCP. Please give me a spending analysis per provider, GPU utilization, API cost, storage, a quantified ROI over a 12-month timeline, and risks with mitigations."
    Then the answer is worth at least 75%
    And the answer makes at least 5 recommendations with a figure
    And the answer names at least 8 steps that somebody can take
    And the answer names at least 3 dollar amounts
    And the answer names at least 2 cloud providers

  Scenario Outline: A narrow question gets an answer worth acting on, too: <subject>
    When a customer asks <question>
    Then the answer is worth at least 75%
    And each answer takes up at least 30% of what its own question is about

    Examples: Questions of every day
      | subject | question                                  |
      | GPUs    | how can we cut what we pay for idle GPUs  |
      | storage | how can we reduce our storage cost on GCP |
