@industries @business_value
Feature: A retailer gets advice that survives Black Friday
  A shop earns its year in six weeks. Advice that saves in spring and fails in November is the most
  expensive there is. This feature protects the peak: nothing changes then, and nothing is too small.
  What binds a retailer stands in retail.toml, with its reasons.

  Background:
    Given the agent is open for business
    And a customer from retail

  Scenario: A retailer hears what it can save on recommendations and product copy
    When a customer asks "We run an online shop. How do we cut the cost of recommendations and product copy without putting Black Friday at risk?"
    Then the answer is worth at least 75%
    And the answer speaks the language of a retailer, with at least 5 words of its own
    And the answer takes up each of these, and shows it
      | what was asked  | shown by |
      | recommendations | amounts  |
      | product copy    | amounts  |
      | Black Friday    | words    |

  Scenario: What a retailer is advised leaves the peak season alone
    When a customer asks "How can our shop lower its AI bill this year?"
    Then the answer says how everything that binds a retailer is kept
    And it advises nothing that a retailer must never do

  Scenario: A retailer is told no when it asks for a change in Black Friday week
    When a customer asks "Can we switch the recommendations to a cheaper model during Black Friday week to save AI cost?"
    Then a retailer is told plainly that what they ask for must not be done
    And it advises nothing that a retailer must never do
