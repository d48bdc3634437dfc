@alone @proof @load
Feature: A house that is too full would have been noticed
  Each promise to a full house meets an agent that breaks it: one that serves its customers in turn,
  and others that mix them up or lose something on the way. Unproven, a full house means nothing.

  Scenario Outline: A full house is not fooled when <fault>
    Given a healthy agent with one fault: <fault>
    When the promise "<promise>" is put to the test
    Then the agent is rejected, because "<reason>"

    Examples: Up to the contract
      | fault                                            | promise                                          | reason                           |
      | customers are served one after another           | As many as the contract names hardly notice each | in the median of 10              |
      | another customer's question stands in the answer | As many as the contract names hardly notice each | was shown the secret of customer |

    Examples: Beyond it
      | fault                                           | promise                                    | reason                           |
      | one customer's question shows in another's work | Beyond the contract nobody of 100 is lost  | was shown the secret of customer |
      | an event is lost on the way                     | Beyond the contract nobody of 1000 is lost | is missing before event          |
