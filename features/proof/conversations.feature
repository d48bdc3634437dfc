@proof
Feature: A conversation that falls apart would have been noticed
  Single answers may be flawless and still not fit together. Each promise about a conversation meets
  an agent that breaks it.

  Scenario Outline: No conversation is taken for one when <fault>
    Given a healthy agent with one fault: <fault>
    When the promise "<promise>" is put to the test
    Then the agent is rejected, because "<reason>"

    Examples: Conversations
      | fault                                      | promise                                | reason                                  |
      | the agent forgets what was asked before    | A follow-up is understood              | nothing is said about GCP storage       |

    @proof_full
    Examples: Conversations, further
      | fault                                      | promise                                | reason                                  |
      | figures change from one answer to the next | What was said before still holds       | later "GCP infrastructure cost $520,040 |
      | a customer's correction is not taken up    | A customer who meant something else    | nothing is said about Azure             |
      | a customer's mistake is taken as given     | A mistaken figure is not waved through | it takes $9M                            |
