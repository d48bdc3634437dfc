@business_value @proof
Feature: Good, middling and poor answers are told apart
  A judge that passes what sounds right sends customers away with nothing in their hands. Here the
  judge of answers is judged itself, with answers of known worth, so that its verdict can be trusted.

  Scenario: A rich answer passes
    When a rich answer is judged
    Then its quality is at least 75%

  Scenario Outline: Less than that does not pass: <answer>
    When <answer> is judged
    Then its quality is <quality>, give or take 20%
    And it does not pass

    Examples: Not worth acting on
      | answer            | quality |
      | a middling answer | 45%     |
      | a poor answer     | 20%     |

  Scenario: Between a rich and a poor answer lie worlds
    When a rich answer is judged
    And a poor answer is judged
    Then the first is worth at least 40% more than the second

  Scenario: A team with another subject brings a yardstick of its own
    When a rich account of an incident is judged
    And a poor account of an incident is judged
    Then both are judged as "incident response"
    And the first is worth at least 40% more than the second
