@users @critical @security @needs.disturbance
Feature: What belongs to one customer is out of another's reach
  Competitors use the same agent, and the name under which a customer's work goes on is no secret.
  This feature protects the work and the words of each of them from a customer who knows that name.

  Background:
    Given the agent is open for business

  @needs.resume
  Scenario: A customer cannot follow another's work
    Given a customer with a secret, and another who knows the name of their work and wants to follow it
    When both are served at the same time
    Then the other is shown nothing of it
    And the customer's own work comes to its answer

  @needs.cancel
  Scenario: A customer cannot stop another's work
    Given a customer with a secret, and another who knows the name of their work and wants to stop it
    When both are served at the same time
    Then the customer's own work comes to its answer
    And the other is shown nothing of it

  Scenario: A customer cannot read on in another's conversation
    Given a customer with a secret, who was served
    When another asks on in their conversation
    Then the other is shown nothing of it
    And the next customer is served
