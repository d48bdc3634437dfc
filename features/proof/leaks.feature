@proof @proof_full
Feature: Every leak between customers would have been noticed
  What belongs to one customer may reach another in many disguises, and many customers may cost more
  than they should. Each disguise is tried on customers who are served together.

  Scenario Outline: No disguise helps when <fault>
    Given a healthy agent with one fault: <fault>
    When the promise "<promise>" is put to the test
    Then the agent is rejected, because "<reason>"

    Examples: In disguise
      | fault                                                 | promise                                                           | reason                           |
      | another customer's question is told in a code         | Customers at once each get an answer of their own (customers: 10) | was shown the secret of customer |
      | another customer's question is told piece by piece    | Customers at once each get an answer of their own (customers: 3)  | was shown the secret of customer |
      | another customer's question is told in hexadecimal    | A fuller house is still a fair one                                | was shown the secret of customer |
      | another customer's question is told backwards         | Others notice nothing of one who cancels                          | was shown the secret of customer |
      | another customer's question is told in percents       | Others notice nothing of one who vanishes                         | was shown the secret of customer |
      | another customer's question stands in a tool's result | Others notice nothing of one who loses the line                   | was shown the secret of customer |
      | another customer's question stands in an error        | Others notice nothing of one who floods                           | was shown the secret of customer |

    Examples: In part, as a number, or too late
      | fault                                                        | promise                                                          | reason                             |
      | another customer's reference is told as a number             | Customers at once each get an answer of their own (customers: 3) | as a decimal number                |
      | another customer's reference is told in ones and noughts     | Customers at once each get an answer of their own (customers: 3) | as a binary number                 |
      | another customer's reference is told but for its last digits | Customers at once each get an answer of their own (customers: 3) | but for a few digits               |
      | another customer's reference is told half by half            | Customers at once each get an answer of their own (customers: 3) | in two halves                      |
      | another customer's question is told without its reference    | Customers at once each get an answer of their own (customers: 3) | was shown the question of customer |
      | whoever was served before is told of to whoever comes        | Others notice nothing of one who cancels                         | who was served before              |

    Examples: What many cost
      | fault                                                | promise                                    | reason                          |
      | every question costs memory that never comes back    | One more user costs little memory          | memory per user session         |
      | answers are hollow as soon as somebody else is there | Customers who are served together get what | held down, whatever else it has |
      | one customer among several gets no answer            | Customers who are served together get what | customer 2: there is no answer  |
