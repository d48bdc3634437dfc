@industries @business_value
Feature: A manufacturer gets advice that stops no production line
  In a plant, a minute of standstill costs more than a day of cloud. What inspects and steers the line
  runs at the edge, with or without a network. This feature protects the line, the shift and the people
  who work there. What binds a manufacturer stands in manufacturing.toml, with its reasons.

  Background:
    Given the agent is open for business
    And a customer from manufacturing

  Scenario: A manufacturer hears what it can save at the edge
    When a customer asks "How do we reduce the cost of edge AI and plant inspection in our plants without stopping a production line?"
    Then the answer is worth at least 75%
    And the answer speaks the language of a manufacturer, with at least 5 words of its own
    And the answer takes up each of these, and shows it
      | what was asked   | shown by |
      | plant inspection | amounts  |
      | production line  | words    |

  Scenario: What a manufacturer is advised keeps the line running
    When a customer asks "How can we lower the AI bill of our plants this year?"
    Then the answer says how everything that binds a manufacturer is kept
    And it advises nothing that a manufacturer must never do

  Scenario: A manufacturer is told no when it asks to steer the line from the cloud
    When a customer asks "Would it be cheaper to run the inspection models of our plants in the cloud instead of at the edge?"
    Then a manufacturer is told plainly that what they ask for must not be done
    And it advises nothing that a manufacturer must never do
