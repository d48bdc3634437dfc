@proof
Feature: Neighbours who suffer would have been noticed
  Each promise to customers at the same time meets an agent that breaks it.

  Scenario Outline: Nobody suffers unnoticed when <fault>
    Given a healthy agent with one fault: <fault>
    When the promise "<promise>" is put to the test
    Then the agent is rejected, because "<reason>"

    Examples: Neighbours
      | fault                                            | promise                                            | reason                                  |
      | customers are served one after another           | Nobody waits much longer because others are served | longer than the                         |
      | one customer who vanishes takes the others along | Others notice nothing of one who vanishes          | the service had to stop                 |

    @proof_full
    Examples: Neighbours, further
      | fault                                            | promise                                            | reason                                  |
      | one customer is left waiting                     | A fuller house is still a fair one                 | time of the slowest customer            |
      | one customer's cancel cancels everybody's work   | Others notice nothing of one who cancels           | ended with the confirmation of a cancel |
      | one customer's return interrupts the others      | Others notice nothing of one who loses the line    | the service had to stop                 |
      | one customer's rubbish holds everybody up        | Others notice nothing of one who floods            | longer than the                         |

    Examples: Privacy
      | fault                                              | promise                                 | reason                                 |
      | one customer's question shows in another's work    | Customers at once each get an answer of | was shown the secret of customer       |

    @proof_full
    Examples: Privacy, further
      | fault                                              | promise                                 | reason                                 |
      | everybody is told what the first customer was told | Customers at once each get an answer of | runs of three words are the same       |
      | the answer is about something else                 | Nobody is answered beside the point     | key terms of the question are taken up |
