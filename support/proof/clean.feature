# A template, outside features/ and its rules on purpose: each question takes every promise at once.
Feature: Nothing is held against a healthy agent
  Whatever is asked, by whomever, and however busy this machine is: of an agent that keeps its
  promises nothing may be said. These are all promises of the golden path that one question can show.

  Scenario: All promises of the golden path are kept
    Given a customer from <industry>
    When a customer asks "<question>"
    Then every question is answered
    And the first sign of work appears within 5 seconds, with 10% tolerance
    And the chat is never silent for longer than 10 seconds
    And the answer is complete within 120 seconds, with 15% tolerance
    And the customer sees the start, the thinking, the tools at work, their results and the answer
    And the customer is told once, before anything else, that the work has begun
    And every tool that was called reports its own result
    And every helper that was called in has finished before the work ends
    And the work ends once, and nothing comes after its end
    And each customer sees only what belongs to their own question
    And nothing was lost, repeated or out of order on the way
    And the pieces of the answer, put together, are exactly the answer
    And the savings that it promises add up within what is spent
    And nobody on the team only pretends to be an agent
    And no work is done twice
    And every handoff is taken up by the agent that it names
    And the work is not passed round in circles
