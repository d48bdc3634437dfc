@proof
Feature: Answers not worth acting on would have been noticed
  Each promise about what answers are worth meets an agent that breaks it, however busy it looks: the
  tools, the team and the speed of these agents are those of a healthy one.

  Scenario Outline: It does not count as an answer when <fault>
    Given a healthy agent with one fault: <fault>
    When the promise "<promise>" is put to the test
    Then the agent is rejected, because "<reason>"

    Examples: The golden path
      | fault                                | promise                                          | reason         |
      | the agent gives a hollow answer      | The answer on the golden path is worth acting on | business value |
      | the sums of the answer do not add up | The answer on the golden path is worth acting on | but its parts  |

    @proof_full
    Examples: The golden path, further
      | fault                                                    | promise                                          | reason   |
      | the agent heaps up keywords                              | The answer on the golden path is worth acting on | order    |
      | the agent gives another customer's answer                | The answer on the golden path is worth acting on | about    |
      | the agent promises more savings than the customer spends | The answer on the golden path is worth acting on | is spent |
      | the agent refuses to answer                              | The answer on the golden path is worth acting on | declines |

    @proof_full
    Examples: Other questions
      | fault                                     | promise                                          | reason         |
      | the agent gives a middling answer         | An enterprise gets an answer for an enterprise   | business value |
      | the agent gives another customer's answer | A narrow question gets an answer worth acting on | about          |

    Examples: What it rests on
      | fault                                            | promise                                   | reason            |
      | the answer uses nothing that its tools found out | What the tools found out is in the answer | the answer uses 0 |

    Examples: Quality over time
      | fault                             | promise                               | reason                                       |
      | the answers get short for a while | The answers stay as good as they were | quality fell with answer 8, from 1.00 to 0.3 |

    @proof_full
    Examples: Quality over time, further
      | fault                                    | promise                               | reason                                       |
      | the answers get vague for a while        | The answers stay as good as they were | quality fell with answer 8, from 1.00 to 0.7 |
      | the figures are wrong for a while        | The answers stay as good as they were | quality fell with answer 8, from 1.00 to 0.8 |
      | the answers rest on old data for a while | The answers stay as good as they were | quality fell with answer 8, from 1.00 to 0.0 |
      | a weaker model answers for a while       | The answers stay as good as they were | quality fell with answer 8, from 1.00 to 0.2 |
      | the tools fail for a while               | The answers stay as good as they were | quality fell with answer 8, from 1.00 to 0.4 |
