@golden_path @control
Feature: The customer stays in control
  People change their minds and trains go through tunnels. This feature protects the customer who
  cancels, and the one whose line breaks: no work goes on unwanted, and none is lost or done twice.

  Background:
    Given the agent is open for business

  @needs.cancel @needs.tools
  Scenario: Cancelling while a tool is at work stops the work
    When a customer who asked how to cut a $2M annual AI bill cancels once a tool is at work
    Then the work stops within 2 seconds
    And the work on the cancelled question ends as cancelled
    And the work ends once, and nothing comes after its end

  @needs.cancel @needs.streaming
  Scenario: Cancelling while the answer appears stops it
    When a customer who asked where our GPU money goes cancels once the answer begins to appear
    Then the work stops within 2 seconds
    And the work on the cancelled question ends as cancelled
    And the work ends once, and nothing comes after its end

  @needs.cancel @needs.tools
  Scenario: After a cancel the next question is answered as ever
    When a customer cancels "How to cut our AI bill?" once a tool is at work, and then asks "Where does our GPU money go?"
    Then the work on the cancelled question ends as cancelled
    And every question is answered
    And each answer is about its own question
    And the work ends once, and nothing comes after its end

  @needs.resume @needs.sequence @needs.streaming
  Scenario Outline: A line that breaks costs the customer nothing
    When a customer who asked where our GPU money goes loses the line once <moment>
    Then nothing was lost, repeated or out of order on the way
    And the pieces of the answer, put together, are exactly the answer
    And the work ends once, and nothing comes after its end

    @needs.tools
    Examples: Early
      | moment            |
      | a tool is at work |

    Examples: Late
      | moment                      |
      | the answer begins to appear |
      | the answer is complete      |
