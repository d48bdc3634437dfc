@business_value @proof
Feature: Answers that only look good are rejected
  Customers act on what the agent says. An answer that promises more than there is to save, whose
  sums do not add up, or that only sounds like one, costs them money and us the customer. Whatever
  else such an answer has, it must not pass, and the judge must say why.

  Scenario Outline: No merit makes up for it: <answer>
    When <answer> is judged
    Then it does not pass
    And it is rejected, because "<reason>"

    Examples: Figures that cannot be true
      | answer                                                        | reason                      |
      | an answer that promises more savings than the customer spends | more than all that is spent |
      | an answer whose sums do not add up                            | but its parts               |

    Examples: No answer to this question
      | answer                                 | reason                  |
      | a good answer to another question      | not about this question |
      | a refusal                              | declines to answer      |
      | the customer's own question, told back | hands the question back |

    Examples: Made to look like more
      | answer                                | reason                          |
      | a padded answer                       | repeats what it had said before |
      | an answer stuffed with keywords       | do not form sentences           |
      | an answer that gives the judge orders | speaks to whoever judges it     |
      | an answer with a hidden text          | hides text from the reader      |
