@resilience @needs.disturbance @needs.resume @needs.sequence @needs.tools
Feature: A poor line is slower, and nothing else
  Not every customer sits beside the computing centre. This feature protects those on slow, lossy and
  narrow lines: the chat keeps moving, and the answer is the same.

  Background:
    Given the agent is open for business

  Scenario Outline: The work is whole although <mishap>
    When <mishap> for 2 seconds, in the middle of the work for a customer who asks where our GPU money goes
    Then the chat is never silent for longer than 3 seconds
    And the pieces of the answer, put together, are exactly the answer
    And no event of the work is lost, and none is sent twice
    And the answer is complete within 20 seconds

    Examples: What is wrong with it
      | mishap                                               |
      | everything takes half a second longer, more or less |
      | the line is as narrow as an old modem               |
      | everything arrives in crumbs                        |
      | one part in ten is lost                             |
      | the line takes long to close                        |
