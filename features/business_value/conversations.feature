@business_value @conversations
Feature: A conversation is more than single answers
  Customers ask on, change their minds and are sometimes wrong. This feature protects the customer who
  relies on what was said before: the thread is kept, figures stay what they were, and a mistake of
  the customer's is told before it becomes expensive.

  Background:
    Given the agent is open for business

  Scenario: A follow-up is understood from what was asked before
    When a customer who asked "How can we reduce our storage cost?" goes on with "And only for GCP?"
    Then every question is answered
    And the last answer is about GCP storage, and not about Azure

  Scenario: What was said before still holds
    When a customer who asked "Where does our AI spending go, provider by provider?" goes on with "And how much of it was GCP?"
    Then every question is answered
    And both answers give the same figure for GCP

  Scenario: A customer who meant something else is served what they meant
    When a customer who asked "How can we cut our AWS bill?" goes on with "Sorry, I meant Azure."
    Then every question is answered
    And the last answer is about Azure, and not about AWS

  Scenario: A mistaken figure is not waved through
    When a customer who asked "Where does our AI spending go, provider by provider?" goes on with "Since we spend $9M a year on AI, how do we halve it?"
    Then every question is answered
    And the last answer objects to $9M a year
