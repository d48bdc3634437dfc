@golden_path @service_level
Feature: A customer gets a cost answer, fast
  Customers leave when the chat looks frozen or the answer takes too long. The golden path stands
  for $500K of yearly revenue: this feature protects the time that a customer is willing to give.

  Background:
    Given the agent is open for business

  Scenario: The chat comes alive at once and finishes in time
    When a customer asks how to cut a $2M annual AI bill
    Then the first sign of work appears within 5 seconds, with 10% tolerance
    And the chat is never silent for longer than 10 seconds
    And the answer is complete within 120 seconds, with 15% tolerance

  Scenario Outline: A narrow question is answered in time, too
    When a customer asks <question>
    Then the first sign of work appears within 5 seconds, with 10% tolerance
    And the chat is never silent for longer than 10 seconds
    And the answer is complete within 120 seconds, with 15% tolerance

    Examples: Questions of every day
      | question                                            |
      | what would we save on model API calls               |
      | how can we reduce our storage cost on GCP           |
      | where does our AI spending go, provider by provider |
