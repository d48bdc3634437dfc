@golden_path @users @critical
Feature: Customers at the same time notice nothing of each other
  One company's figures on another's screen end a contract. This feature protects each customer's
  secrets and each customer's time while others are served.

  Background:
    Given the agent is open for business

  Scenario Outline: Several customers at once are each served undisturbed
    Given <customers> customers, each with a question and a secret of their own
    When they all ask at the same time
    Then nobody sees anything of anybody else
    And every question is answered
    And the first sign of work appears within 5 seconds, with 10% tolerance
    And the answer is complete within 120 seconds, with 15% tolerance

    Examples: As many as were agreed
      | customers |
      | 3         |

  @needs.identity
  Scenario: Nothing is delivered to the wrong customer
    Given 3 customers, each with a question and a secret of their own
    When they all ask at the same time
    Then each customer sees only what belongs to their own question
    And the work ends once, and nothing comes after its end
