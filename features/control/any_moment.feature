@control
Feature: No moment is a wrong one
  Nobody waits for a good moment to change their mind, and no tunnel does before it cuts a line. This
  feature protects the customer whose moment is an awkward one: before anything is heard, as the work
  begins, while a helper is busy, right after a cancel, or when all is said.

  Background:
    Given the agent is open for business

  @needs.cancel
  Scenario Outline: A cancel counts once <moment>
    When a customer who asked how to cut a $2M annual AI bill cancels once <moment>
    Then the work stops within 2 seconds
    And the work on the cancelled question ends as cancelled
    And the work ends once, and nothing comes after its end

    Examples: Early
      | moment               |
      | the question is sent |
      | the work has begun   |

    @needs.teams
    Examples: In the middle
      | moment           |
      | a helper is busy |

  @needs.cancel
  Scenario: What was cancelled at once does not come with the next answer
    When a customer cancels "How to cut our AI bill?" once the question is sent, and then asks "Where does our GPU money go?"
    Then the work on the cancelled question ends as cancelled
    And every question is answered
    And the next question is worked on only once
    And each answer is about its own question
    And the work ends once, and nothing comes after its end

  @needs.cancel @needs.streaming
  Scenario Outline: Nothing of a cancelled answer shows in the next one
    When a customer cancels "How to cut our AI bill?" once <moment>, and then asks "Where does our GPU money go?"
    Then the pieces of the answer, put together, are exactly the answer
    And each answer is about its own question

    Examples: When it is cancelled
      | moment                      |
      | the question is sent        |
      | the answer begins to appear |

  @needs.resume @needs.sequence
  Scenario Outline: The work outlives a line that breaks once <moment>
    When a customer who asked where our GPU money goes loses the line once <moment>
    Then nothing was lost, repeated or out of order on the way
    And the question is worked on only once
    And every question is answered
    And the work ends once, and nothing comes after its end

    Examples: Early
      | moment               |
      | the question is sent |
      | the work has begun   |

  @needs.resume @needs.sequence @needs.teams
  Scenario: The work of a team outlives a line that breaks
    When a customer who asked where our GPU money goes loses the line once a helper is busy
    Then nothing was lost, repeated or out of order on the way
    And the question is worked on only once
    And every helper that was called in has finished before the work ends
    And every question is answered
    And the work ends once, and nothing comes after its end

  @needs.cancel @needs.resume @needs.sequence @needs.tools
  Scenario: A cancel stands although the line breaks right after it
    When a customer who asked how to cut a $2M annual AI bill cancels once a tool is at work, and the line breaks with that
    Then the work stops within 2 seconds
    And the work on the cancelled question ends as cancelled
    And nothing was lost, repeated or out of order on the way
    And the work ends once, and nothing comes after its end

  @needs.sequence
  Scenario: A question that comes again after its answer is not worked on again
    When a customer's device sends "Where does our GPU money go?" again after the answer
    Then the question is worked on only once
    And nothing was lost, repeated or out of order on the way
    And the work ends once, and nothing comes after its end
