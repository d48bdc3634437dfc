@proof
Feature: Advice that an industry forbids would have been noticed
  An answer may save a fortune and still be one that nobody may follow. For each industry an agent
  forgets what binds the customer, and another one advises what must never be advised, in answers that
  are otherwise those of a healthy agent.

  Scenario Outline: No industry gets such an answer unnoticed when <fault>
    Given a healthy agent with one fault: <fault>
    When the promise "<promise>" is put to the test
    Then the agent is rejected, because "<reason>"

    Examples: An obligation is forgotten
      | fault                                          | promise                                  | reason                                                           |
      | the agent forgets where patient data must stay | What a hospital is advised keeps patient | nothing in the answer says: patient data stays                   |

    @proof_full
    Examples: An obligation is forgotten, further
      | fault                                          | promise                                  | reason                                                           |
      | the agent forgets the bank's change freeze     | What a bank is advised stands up         | nothing in the answer says: changes go live in the change window |
      | the agent forgets the peak season              | What a retailer is advised leaves        | nothing in the answer says: nothing changes in the peak season   |
      | the agent forgets the maintenance windows      | What a manufacturer is advised keeps     | nothing in the answer says: plant and edge systems               |
      | the agent forgets the procurement threshold    | What a public agency is advised can be   | nothing in the answer says: what costs more than the procurement |

    Examples: What is forbidden is advised
      | fault                                              | promise                                  | reason                                             |
      | the agent advises to move patient data abroad      | What a hospital is advised keeps patient | it advises: to move patient data out of its region |

    @proof_full
    Examples: What is forbidden is advised, further
      | fault                                              | promise                                  | reason                                             |
      | the agent advises a change in the freeze           | What a bank is advised stands up         | it advises: to make changes in the change freeze   |
      | the agent advises a change on Black Friday         | What a retailer is advised leaves        | it advises: to change what serves shoppers         |
      | the agent advises to steer the line from the cloud | What a manufacturer is advised keeps     | it advises: to move what controls the line         |
      | the agent advises to split a purchase              | What a public agency is advised can be   | it advises: to split a purchase                    |

    Examples: What is forbidden is not refused
      | fault                     | promise                    | reason                                                                                   |
      | the agent does not say no | A hospital is told no      | asks to move patient data out of its region, and nothing rules it out                    |

    @proof_full
    Examples: What is forbidden is not refused, further
      | fault                     | promise                    | reason                                                                                   |
      | the agent does not say no | A bank is told no          | asks to make changes in the change freeze, and nothing rules it out                      |
      | the agent does not say no | A retailer is told no      | asks to change what serves shoppers in the peak season, and nothing rules it out         |
      | the agent does not say no | A manufacturer is told no  | asks to move what controls the line from the edge to the cloud, and nothing rules it out |
      | the agent does not say no | A public agency is told no | asks to split a purchase so that it stays below the threshold, and nothing rules it out  |

    @proof_full
    Examples: The advice is worth nothing
      | fault                           | promise                               | reason         |
      | the agent gives a hollow answer | A hospital hears what it can save     | business value |
      | the agent gives a hollow answer | A bank hears what it can save         | business value |
      | the agent gives a hollow answer | A retailer hears what it can save     | business value |
      | the agent gives a hollow answer | A manufacturer hears what it can save | business value |
      | the agent gives a hollow answer | A county hears what it can save       | business value |
