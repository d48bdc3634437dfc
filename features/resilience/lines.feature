@resilience @needs.disturbance @needs.resume @needs.sequence @needs.tools
Feature: A line in trouble costs the customer nothing
  Trains go through tunnels, offices change networks, and firewalls forget. This feature protects the
  customer's work from all of that: it goes on where it was, once, and nobody stares at a dead screen.

  Background:
    Given the agent is open for business

  Scenario Outline: The customer comes through when <mishap>
    When <mishap> for <time>, in the middle of the work for a customer who asks where our GPU money goes
    Then the customer is never without a clear state for longer than 3 seconds
    And the work goes on within 4 seconds after it is over
    And no event of the work is lost, and none is sent twice
    And the question is worked on only once
    And every question is answered

    Examples: The line
      | mishap                                              | time        |
      | the line breaks                                     | 3 seconds   |
      | nothing passes in either direction                  | 1.5 seconds |
      | the customer hears nothing                          | 1.5 seconds |
      | the agent hears nothing                             | 1.5 seconds |
      | one side thinks the line is still there             | 1 second    |
      | the agent keeps talking to a line that is gone      | 1 second    |
      | the line is cut off                                 | 0.5 seconds |
      | what is on its way is swallowed and the line closed | 0.5 seconds |
      | the line closes after a little more                 | 0.5 seconds |

    Examples: Single messages
      | mishap                     | time        |
      | a message is lost          | 0.5 seconds |
      | a message arrives twice    | 0.5 seconds |
      | two messages change places | 0.5 seconds |
      | a message comes late       | 0.5 seconds |
      | a message is garbled       | 0.5 seconds |
      | a message is cut short     | 0.5 seconds |

  Scenario: Who comes back is let in
    When the line breaks for 1.5 seconds, in the middle of the work for a customer who asks where our GPU money goes
    Then the customer is let in again at attempt 1 after it is over
    And every question is answered

  @needs.cancel
  Scenario Outline: A cancel gets through although <mishap>
    When <mishap> for <time>, just as a customer cancels the question where our GPU money goes
    Then the cancel is confirmed within 4 seconds after it is over
    And the work on the cancelled question ends as cancelled
    And the work ends once, and nothing comes after its end

    Examples: In the middle of it
      | mishap                             | time        |
      | the line breaks                    | 0.5 seconds |
      | nothing passes in either direction | 0.5 seconds |

  @critical
  Scenario: One customer's line is nobody else's business
    When the line breaks for 3 seconds, for one of 3 customers at work
    Then nobody else notices anything of it
    And nobody else's chat is silent more than 1 second longer than before
    And nobody sees anything of anybody else
    And every question is answered
