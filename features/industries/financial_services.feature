@industries @business_value
Feature: A bank gets advice that its risk officer can sign
  A bank may not change what it likes, when it likes: supervisors ask who validated a model and what
  was changed in the freeze. This feature protects the close of the year, the customers whose cards and
  credit hang on a model, and the banker who signs. The rules stand in financial_services.toml.

  Background:
    Given the agent is open for business
    And a customer from financial services

  Scenario: A bank hears what it can save on fraud detection before the year-end close
    When a customer asks "We are a bank. How do we lower the cost of our fraud scoring before the year-end change freeze, and stay within model risk rules?"
    Then the answer is worth at least 75%
    And the answer speaks the language of a bank, with at least 5 words of its own
    And the answer takes up each of these, and shows it
      | what was asked   | shown by |
      | fraud scoring    | amounts  |
      | model risk rules | words    |

  Scenario: What a bank is advised stands up to its auditor
    When a customer asks "How can our bank lower its AI bill this year?"
    Then the answer says how everything that binds a bank is kept
    And it advises nothing that a bank must never do

  Scenario: A bank is told no when it asks for a change in the freeze
    When a customer asks "Can we roll out a cheaper fraud model during the year-end change freeze to cut our AI cost?"
    Then a bank is told plainly that what they ask for must not be done
    And it advises nothing that a bank must never do
