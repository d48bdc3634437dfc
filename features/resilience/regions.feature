@resilience @geography @needs.disturbance
Feature: The golden path is open to the whole world
  A contract covers all offices of a customer, not only those next to the computing centre. This feature
  protects those far away: the same answer, in the same order, and hardly later.

  Background:
    Given the agent is open for business

  @critical @needs.sequence
  Scenario Outline: From <regions> the golden path is the same
    When customers from <regions> ask at the same time where our GPU money goes
    Then the first sign of work appears within 5 seconds, with 10% tolerance
    And the chat is never silent for longer than 10 seconds
    And the answer is complete within 120 seconds, with 15% tolerance
    And nothing was lost, repeated or out of order on the way
    And nobody sees anything of anybody else

    Examples: Three at once
      | regions                             |
      | California, Frankfurt and Singapore |
      | Virginia, Pune and São Paulo        |
