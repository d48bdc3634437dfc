@resilience @needs.faults_on_command
Feature: What the agent relies on fails, and the customer is told
  A tool is down, a database does not answer, a weaker model stands in. This feature protects customers
  from answers that quietly lack something, and sees to it that nobody has to repair the agent by hand.

  Background:
    Given the agent is open for business

  @needs.tools
  Scenario Outline: The customer is told that <mishap>, and all is well again afterwards
    When <mishap> for 1 second, and a customer asks 3 times before, once meanwhile and once after it where our GPU money goes
    Then it is noticed within 3 seconds
    And every question is answered
    And answers are worth what they were before, give or take 5%, within 10 seconds after it is over

    Examples: What fails
      | mishap                        |
      | its tools fail                |
      | its database is not available |

  @needs.tools
  Scenario: Slow tools do not freeze the chat
    When its tools are slow for 1.5 seconds, and a customer asks 3 times before, once meanwhile and once after it where our GPU money goes
    Then the chat is never silent for longer than 3 seconds
    And every question is answered
    And answers are worth what they were before, give or take 5%, within 10 seconds after it is over

  Scenario: A weaker model leaves no trace once it is replaced
    When its model is replaced by a weaker one for 1 second, and a customer asks 3 times before, once meanwhile and once after it where our GPU money goes
    Then every question is answered
    And answers are worth what they were before, give or take 5%, within 10 seconds after it is over
