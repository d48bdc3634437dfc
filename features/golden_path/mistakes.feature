@golden_path @mistakes
Feature: A mistake on the customer's side does no harm
  Phones send things twice and networks mangle messages. This feature protects the customer from
  paying for that with a lost conversation or with work that is done twice.

  Background:
    Given the agent is open for business

  @needs.error_answers
  Scenario: A message that nobody can read is answered, and the conversation goes on
    When a customer's device sends an unreadable message, and then asks where our GPU money goes
    Then the customer is told that the message could not be taken
    And every question is answered

  @needs.sequence
  Scenario: A question that arrives twice is worked on once
    When a customer's device sends "Where does our GPU money go?" twice
    Then the question is worked on only once
    And nothing was lost, repeated or out of order on the way
    And the work ends once, and nothing comes after its end
