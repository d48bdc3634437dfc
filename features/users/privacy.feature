@users @critical
Feature: Every customer gets their own answer, and nobody else's
  A figure of one company in another's answer ends two contracts. This feature protects what each
  customer tells the agent, however the agent might let it slip, and that each gets an answer to
  what they asked.

  Background:
    Given the agent is open for business

  Scenario Outline: Customers at once each get an answer of their own
    Given <customers> customers, each with a question and a secret of their own
    When they all ask at the same time
    Then nobody sees anything of anybody else
    And what they are told is less than 70% alike

    Examples: As many as were agreed
      | customers |
      | 3         |

    @needs.disturbance
    Examples: More than were agreed
      | customers |
      | 10        |

  Scenario: Nobody is answered beside the point
    Given 3 customers, each with a question and a secret of their own
    When they all ask at the same time
    Then each answer takes up at least 30% of what its own question is about
