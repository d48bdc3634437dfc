@users @service_level
Feature: Customers at once share the agent fairly
  A company buys seats, not queue numbers. This feature protects every customer's time while others
  are served, and keeps one customer's trouble from becoming everybody's.

  Background:
    Given the agent is open for business

  Scenario Outline: Nobody waits much longer because others are served
    Given <customers> customers, each with a question and a secret of their own
    When each question is first asked alone, and then all of them at the same time
    Then answering takes less than 50% longer than for one customer alone
    And every question is answered

    Examples: As many as were agreed
      | customers |
      | 3         |

  @critical @needs.disturbance
  Scenario Outline: A fuller house is still a fair one
    Given <customers> customers, each with a question and a secret of their own
    When they all ask at the same time
    Then the slowest customer waits at most 2 times as long as the one in the middle
    And nobody sees anything of anybody else
    And every question is answered

    Examples: More than were agreed
      | customers |
      | 10        |

  @critical @needs.disturbance @needs.tools
  Scenario Outline: Others notice nothing of one who <trouble>
    Given 3 customers, each with a question and a secret of their own, and one more who <trouble>
    When each question is first asked alone, and then all of them at the same time
    Then every question of the others is answered
    And nobody sees anything of anybody else
    And the work ends once, and nothing comes after its end
    And answering takes less than 50% longer than for one customer alone

    Examples: What a customer can do
      | trouble                            |
      | cancels in the middle of the work  |
      | vanishes in the middle of the work |
      | loses the line again and again     |
      | floods the agent with rubbish      |
