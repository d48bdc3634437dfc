@resilience @needs.disturbance @needs.process_faults @needs.resume @needs.tools
Feature: An agent that stumbles gets up again
  Machines are exchanged, processes die, memory runs out. This feature protects the customer who is
  served at that moment, and everybody who comes afterwards: answers are back soon, and as good.

  Background:
    Given the agent is open for business

  @needs.sequence
  Scenario: The agent freezes, and thaws
    When the agent freezes for 1.5 seconds, in the middle of the work for a customer who asks where our GPU money goes
    Then the customer is never without a clear state for longer than 3 seconds
    And the work goes on within 4 seconds after it is over
    And no event of the work is lost, and none is sent twice
    And the question is worked on only once

  @needs.supervision
  Scenario: The agent dies and comes back without anybody's help
    When the agent dies during an answer to a customer who asks 3 times before and once after it where our GPU money goes, and nobody helps
    Then it is noticed within 2 seconds
    And the work goes on within 5 seconds after it is over
    And answers are worth what they were before, give or take 5%, within 15 seconds after it is over

  Scenario: The agent dies and is launched again
    When the agent dies and is started again for 1 second, in the middle of the work for a customer who asks where our GPU money goes
    Then it is noticed within 2 seconds
    And the customer is never without a clear state for longer than 3 seconds
    And the customer has an answer within 10 seconds after it is over

  Scenario: The agent runs short of memory, and has it back
    When the agent runs short of memory for 1 second, and a customer asks 3 times before, once meanwhile and once after it where our GPU money goes
    Then the customer is never without a clear state for longer than 3 seconds
    And answers are worth what they were before, give or take 5%, within 15 seconds after it is over
