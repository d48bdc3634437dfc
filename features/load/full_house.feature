@alone @critical @load @service_level @users @needs.disturbance
Feature: A full house is served like an empty one
  Launch days and incidents bring everybody at once. Up to the number that the contract names, 10
  customers at the same time, this feature protects their time; beyond it, that nobody is lost,
  mixed up or left without an answer.

  Background:
    Given the agent is open for business

  @needs.sequence
  Scenario Outline: As many as the contract names hardly notice each other
    Given <customers> customers, each with a question and a secret of their own
    When they fill the house, after each question was asked alone
    Then in the full house answers take less than 50% longer than alone
    And everybody in the house is answered within 120 seconds
    And nothing on its way to anybody in the house is lost, repeated or out of order
    And nobody in the house sees anything of anybody else

    Examples: As many as the contract names
      | customers |
      | 10        |

  @needs.sequence
  Scenario Outline: Beyond the contract nobody of <customers> is lost
    Given <customers> customers, each with a question and a secret of their own
    When they fill the house, all asking at the same time
    Then everybody in the house is answered within 120 seconds
    And nothing on its way to anybody in the house is lost, repeated or out of order
    And nobody in the house sees anything of anybody else

    Examples: More than the contract names
      | customers |
      | 100       |
      | 1000      |
