@proof
Feature: A missed service level would have been noticed
  Each of the seven figures, and the rate of promises kept, meets an agent that misses it. The 120
  seconds of the golden path are proved on recordings instead, whose stamps are moved.

  Scenario Outline: No service level is met when <fault>
    Given a healthy agent with one fault: <fault>
    When the promise "<promise>" is put to the test
    Then the agent is rejected, because "<reason>"

    Examples: Service levels
      | fault                                             | promise                                    | reason                           |
      | the agent takes its time before it shows anything | A customer is served fast, every time      | s after the question; the limit  |
      | the agent brings out three words in a second      | A customer is served fast, every time      | token throughput                 |
      | one customer's question shows in another's work   | Customers who are served together get what | was shown the secret of customer |

    @proof_full
    Examples: Service levels, further
      | fault                                          | promise                                         | reason                               |
      | the answer is empty                            | A customer is served fast, every time           | the run ended with an empty answer   |
      | everything is long on its way                  | What the agent does is on the customer's screen | ms p95 of                            |
      | the answer is not worth acting on              | Customers who are served together get what      | business value under load            |
      | every customer costs more memory than the last | One more user costs little memory               | rise of the cost of one more user    |
      | the answer is empty                            | Asked again and again, the agent keeps its word | answer, how often: kept 0 times of 5 |
