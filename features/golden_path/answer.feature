@golden_path @answer
Feature: The answer arrives whole
  A cost answer that loses a figure on its way to the screen costs more than none. This feature
  protects what the customer pays for: the whole answer, as the agent meant it.

  Background:
    Given the agent is open for business

  @needs.streaming
  Scenario Outline: The text that builds up on the screen is the answer, to the letter
    When a customer asks <question>
    Then every question is answered
    And the pieces of the answer, put together, are exactly the answer

    Examples: Broad and narrow
      | question                                  |
      | how to cut a $2M annual AI bill           |
      | how can we reduce our storage cost on GCP |

  @critical @needs.several_questions @needs.streaming @needs.identity
  Scenario: Two questions at once are answered apart
    When a customer puts two questions at once: "Where does our GPU money go?" and "How can we lower our AWS storage cost?"
    Then every question is answered
    And each answer is about its own question
    And each customer sees only what belongs to their own question
    And the pieces of the answer, put together, are exactly the answer
