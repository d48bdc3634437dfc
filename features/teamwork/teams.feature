@teamwork @needs.teams @needs.tools
Feature: A team is more than several names
  Whoever pays for a team of agents must not get one agent with four names, or four that ignore each
  other. This feature protects the customer from work that is shown but not done, or done twice.

  Background:
    Given the agent is open for business

  Scenario: Everybody on the team works, and for the others
    When a customer asks how to cut a $2M annual AI bill
    Then nobody on the team only pretends to be an agent
    And the agents use what others of the team have found
    And no work is done twice

  Scenario: The work is handed on, and comes back
    When a customer asks how to cut a $2M annual AI bill
    Then every handoff is taken up by the agent that it names
    And the work is not passed round in circles
    And every helper that was called in has finished before the work ends

  @realistic
  Scenario: Specialists take the time that such work takes
    When a customer asks how to cut a $2M annual AI bill
    Then the handoffs come 5 to 30 seconds apart
    And the coordination of the team is worth at least 90%
    And the answer is complete within 120 seconds, with 15% tolerance
