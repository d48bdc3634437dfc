@users @security @needs.disturbance
Feature: Hostile messages harm nobody
  A chat is open to anybody with a pass, and to anything their device may send. One message must not
  cost the others the service. This feature protects it from messages made to do harm.

  Background:
    Given the agent is open for business

  Scenario: The agent hangs up on whoever breaks the rules of the line
    When a hostile device sends, each over a line of its own, a message that breaks its rules
      | message                                            |
      | of a kind that does not exist                      |
      | with marks that nobody agreed on                   |
      | that is not disguised as the rules demand          |
      | that says it is text and is none                   |
      | that claims to be longer than any can be           |
      | that asks for a sign of life in pieces             |
      | that asks for a sign of life at too great length   |
      | that goes on with what was never begun             |
      | that begins anew before the last was over          |
      | that says goodbye with half a reason               |
      | that says goodbye for a reason that does not exist |
    Then the agent hangs up on each of them within 3 seconds
    And the next customer is served

  Scenario: A message beyond all measure is not taken in
    When a hostile device sends a message of 32 million letters
    Then the agent hangs up on each of them within 3 seconds
    And the next customer is served

  @needs.error_answers
  Scenario: A senseless message is turned down
    When a hostile device sends, each over a line of its own, a message
      | message                           |
      | that breaks off in the middle     |
      | of no words at all                |
      | of 100000 lists within each other |
      | with a number of 100000 digits    |
      | with a number that is none        |
      | that is a list of nothing         |
      | of a kind that nobody knows       |
      | with half a character             |
      | with a character that ends texts  |
    Then each is answered with an error, or the agent hangs up, within 3 seconds
    And the next customer is served

  Scenario: A flood from one device washes nobody away
    When a hostile device sends 5000 messages at once while a customer asks where our GPU money goes
    Then every question is answered
    And the next customer is served
