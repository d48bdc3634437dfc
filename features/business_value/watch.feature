@business_value @quality_watch
Feature: Quality that falls is noticed, and so is its return
  A model is exchanged, a tool fails, a bill is not updated: the agent still answers, only worse. This
  feature protects customers from answers that quietly lose their worth.

  Background:
    Given the agent is open for business

  Scenario: The answers stay as good as they were
    When a customer asks these questions in turn, 12 times in all
      | question                                   |
      | how to cut a $2M annual AI bill            |
      | how can we cut what we pay for idle GPUs   |
      | how can we reduce our storage cost on GCP  |
    Then the quality of the answers never falls
