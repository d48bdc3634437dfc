@proof @proof_full
Feature: Every breach of the contract of events would have been noticed
  The golden path has a proof for each of its promises; here each way to break them has one of its
  own, down to the tool that ends under another name.

  Scenario Outline: No breach is overlooked when <fault>
    Given a healthy agent with one fault: <fault>
    When the promise "<promise>" is put to the test
    Then the agent is rejected, because "<reason>"

    Examples: Order on the way
      | fault                                            | promise                                       | reason                     |
      | two events change places on the way              | Nothing is lost on the way                    | came after event           |
      | an event has no number                           | Nothing is lost on the way                    | has a number that is none  |
      | a message arrives in half                        | Nothing is lost on the way                    | is missing before event 6  |
      | the agent does not know the customer who returns | A line that breaks costs the customer nothing | nothing came after event   |
      | whoever returns is told all of it again          | A line that breaks costs the customer nothing | event 1 came twice         |
      | a returning customer is told of the end only     | A line that breaks costs the customer nothing | is missing before event 16 |

    Examples: The beginning and the end
      | fault                                         | promise                                             | reason                                      |
      | the agent starts twice                        | The work begins with its start                      | the run started again                       |
      | the work has no beginning                     | A question that arrives twice is worked on once     | came first, before any start                |
      | the work never comes to an end                | The work ends once and for all                      | the run never ended                         |
      | a piece of the answer comes after its end     | The work ends once and for all                      | end of the work: a piece of the answer      |
      | the work breaks off with an error             | The text that builds up on the screen is the answer | the model is gone                           |
      | the work stops by itself                      | The text that builds up on the screen is the answer | too much to do                              |
      | an error is swallowed, and nothing follows it | All five signs of progress are shown                | signs of work: the completion               |

    Examples: Tools and helpers
      | fault                                   | promise                                      | reason                                      |
      | a tool's result comes twice             | No tool is left hanging                      | ended twice                                 |
      | a tool is called twice under one number | No tool is left hanging                      | began twice                                 |
      | a tool ends as another one              | No tool is left hanging                      | and ended as the tool                       |
      | a tool's result comes before its call   | No tool is left hanging                      | reported a result for call-02, never called |
      | no tool reports back                    | All five signs of progress are shown         | signs of work: a tool's result              |
      | a helper works for nobody               | Every helper of the team has finished before | works for an unknown agent                  |
      | a helper is called in twice             | Every helper of the team has finished before | started twice                               |
      | a helper goes on after it has finished  | Every helper of the team has finished before | after it had ended                          |
      | somebody works who was never called in  | Every helper of the team has finished before | without a start                             |

    Examples: Whose it is
      | fault                                      | promise                                    | reason                                     |
      | the answer belongs to another question     | Nothing is delivered to the wrong customer | customer 1: a piece of the answer          |
      | a result carries another customer's thread | Two questions at once are answered apart   | carries another thread                     |

    Examples: The answer in pieces
      | fault                                  | promise                                             | reason             |
      | two pieces of the answer change places | A line that breaks costs the customer nothing       | are not the answer |
      | a piece of the answer comes twice      | The text that builds up on the screen is the answer | the pieces (27     |

    Examples: The customer's cancel
      | fault                                | promise                                           | reason                                       |
      | the cancel is confirmed twice        | Cancelling while the answer appears stops it      | end of the work: the confirmation            |
      | a cancel ends in an error            | Cancelling while a tool is at work stops the work | agent error                                  |
      | a cancelled question is never closed | Cancelling while a tool is at work stops the work | the cancel was never confirmed               |

    Examples: What is worked on
      | fault                                                   | promise                                         | reason                                 |
      | a repeated question is answered a second time           | A question that arrives twice is worked on once | work that nobody asked for             |
      | another question of the same customer is answered       | Two questions at once are answered apart        | question 2 is about question 1         |
      | the cancelled question is answered in place of the next | After a cancel the next question is answered    | question 2 is about question 1         |
      | cancelled work goes on under another name               | Cancelling while a tool is at work stops        | under the id of another                |
      | cancelled work is delivered all the same                | Cancelling while a tool is at work stops        | end of the work: an unknown message    |
      | cancelled work stirs once more, later                   | Cancelling while the answer appears stops it    | end of the work: a thought             |
      | the agent thinks of nothing                             | All five signs of progress are shown            | a thought (agent_thinking) came, but   |
      | the tools' results are empty                            | All five signs of progress are shown            | result (tool_completed) came, but none |
      | an error follows the answer                             | The work ends once and for all                  | end of the work: an error answer       |
