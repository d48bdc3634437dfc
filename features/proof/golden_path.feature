@proof
Feature: The golden path would have noticed
  A suite that passes everything is worth nothing. Here each promise of the golden path meets an
  agent that breaks it, and must say so, for the right reason.

  Scenario Outline: It is noticed when <fault>
    Given a healthy agent with one fault: <fault>
    When the promise "<promise>" is put to the test
    Then the agent is rejected, because "<reason>"

    Examples: Time
      | fault                                             | promise                                           | reason                 |
      | the agent takes its time before it shows anything | The chat comes alive at once and finishes in time | first sign of work: 6. |
      | the agent takes its time before it shows anything | A narrow question is answered in time             | first sign of work: 6. |

    @proof_full
    Examples: Time, further
      | fault                                             | promise                                           | reason                 |
      | the agent freezes in the middle of its work       | The chat comes alive at once and finishes in time | longest silence: 10.   |

    Examples: Progress
      | fault                                        | promise                                                    | reason                                          |
      | the agent hides its thinking                 | All five signs of progress are shown                       | signs of work: a thought                        |
      | a tool never reports back                    | No tool is left hanging                                    | never reported its result                       |
      | the agent goes on thinking after the end     | The work ends once and for all                             | after the end of the run                        |
      | an event belongs to another question         | Everything shown belongs to the customer who asked         | carries the id of another run                   |

    @proof_full
    Examples: Progress, further
      | fault                                        | promise                                                    | reason                                          |
      | the agent hides which tools it uses          | All five signs of progress are shown                       | signs of work: a tool at work                   |
      | the agent thinks before it starts            | The work begins with its start                             | start of the work: a thought                    |
      | a tool reports back as another               | No tool is left hanging                                    | reported a result for call-of-nobody            |
      | a helper never comes back                    | Every helper of the team has finished before the answer is | started and never ended                         |
      | the agent ends the same work twice           | The work ends once and for all                             | end of the work: the completion                 |
      | an event names another user                  | Everything shown belongs to the customer who asked         | names another user                              |
      | the agent greets a customer as somebody else | Everything shown belongs to the customer who asked         | the agent's greeting names another user         |
      | an event is lost on the way                  | Nothing is lost on the way                                 | is missing before event                         |
      | an event arrives twice                       | Nothing is lost on the way                                 | came twice                                      |

    Examples: Answer
      | fault                                    | promise                                                            | reason                           |
      | a piece of the answer is lost            | The text that builds up on the screen is the answer, to the letter | are not the answer               |

    @proof_full
    Examples: Answer, further
      | fault                                    | promise                                                            | reason                           |
      | the whole answer comes before its pieces | The text that builds up on the screen is the answer, to the letter | no piece of the answer was shown |
      | the answer is empty                      | The text that builds up on the screen is the answer, to the letter | the answer is empty              |
      | an event belongs to another question     | Two questions at once are answered apart                           | carries the id of another run    |

    Examples: Control
      | fault                                                  | promise                                           | reason                       |
      | the agent does not listen to a cancel                  | Cancelling while a tool is at work stops the work | the work went on             |
      | the agent is slow to stop                              | Cancelling while the answer appears stops it      | after the customer cancelled |
      | what was missed while the line was down is gone        | A line that breaks costs the customer nothing     | is missing before event      |

    @proof_full
    Examples: Control, further
      | fault                                                  | promise                                           | reason                       |
      | the agent goes on with work that it said was cancelled | Cancelling while a tool is at work stops the work | after the end of the run     |
      | after a cancel the agent is deaf                       | After a cancel the next question is answered      | stopped waiting after 12 s   |
      | what was seen before the line broke comes again        | A line that breaks costs the customer nothing     | came twice                   |

    Examples: Customers and their mistakes
      | fault                                           | promise                                               | reason                           |
      | one customer's question shows in another's work | Several customers at once are each served undisturbed | was shown the secret of customer |
      | mistakes are met with silence                   | A message that nobody can read is answered            | no error was reported            |

    @proof_full
    Examples: Customers and their mistakes, further
      | fault                                           | promise                                               | reason                           |
      | an event carries another customer's thread      | Nothing is delivered to the wrong customer            | carries another thread           |
      | a repeated question is started again            | A question that arrives twice is worked on once       | the run started again            |
      | a repeated question is worked on a second time  | A question that arrives twice is worked on once       | work began that nobody asked for |
