@proof
Feature: Trouble that an agent handles badly would have been noticed
  Breaking a line proves nothing unless an agent that copes badly is told so. Here each promise about
  trouble meets one, and must be broken for the right reason.

  Scenario Outline: Resilience is not certified when <fault>
    Given a healthy agent with one fault: <fault>
    When the promise "<promise>" is put to the test
    Then the agent is rejected, because "<reason>"

    Examples: Lines
      | fault                                             | promise                                                            | reason                     |
      | the agent starts over for one who comes back      | The customer comes through when the line breaks                    | came again                 |
      | work is done a second time for one who comes back | The customer comes through when nothing passes in either direction | nobody asked for           |
      | the answer is begun again for one who comes back  | The customer comes through when the line breaks                    | the answer was begun again |
      | the agent does not take up work again             | The customer comes through when the line is cut off                | no work came back          |

    Examples: Messages
      | fault                                               | promise                                                    | reason     |
      | an event never comes, however often it is asked for | The customer comes through when a message arrives twice    | never came |
      | the agent starts over for one who comes back        | The customer comes through when two messages change places | came again |

    Examples: Customers
      | fault                                                    | promise                                        | reason                |
      | the agent does not listen to a cancel                    | A cancel gets through although the line breaks | the work went on      |
      | one customer who vanishes takes the others along         | One customer's line is nobody else's business  | closed the connection |
      | one customer who vanishes freezes the others for a while | One customer's line is nobody else's business  | s at most before it   |

    Examples: Poor lines
      | fault                  | promise                                          | reason     |
      | an event arrives twice | The work is whole although the line is as narrow | came again |

    Examples: The agent itself
      | fault                                              | promise                                              | reason                |
      | nobody starts the agent again when it dies         | The agent dies and comes back without anybody's help | no work came back     |
      | after three answers and trouble the agent is worse | The agent runs short of memory, and has it back      | quality afterwards: 0 |

    Examples: Far away
      | fault                       | promise                                                       | reason                  |
      | an event is lost on the way | From Virginia, Pune and São Paulo the golden path is the same | is missing before event |

    Examples: What it relies on
      | fault                                     | promise                                  | reason                     |
      | a tool that failed is said to have worked | The customer is told that its tools fail | nor the agent ever said so |

    @proof_full
    Examples: Lines, all that is left
      | fault                                               | promise                                                                 | reason                         |
      | the agent goes on in silence for one who comes back | The customer comes through when the line breaks                         | s after it was over; the limit |
      | the agent starts over for one who comes back        | The customer comes through when the customer hears nothing              | came again                     |
      | the agent dawdles in the middle of its work         | The customer comes through when the agent hears nothing                 | s after it was over; the limit |
      | what was seen before the line broke comes again     | The customer comes through when one side thinks the line is still there | came again                     |
      | the agent keeps one who comes back waiting          | The customer comes through when the agent keeps talking                 | no work came back              |
      | the answer is lost while the line is down           | The customer comes through when what is on its way is swallowed         | the end never came             |
      | the agent starts over for one who comes back        | The customer comes through when the line closes after a little more     | came again                     |

    @proof_full
    Examples: Messages, all that is left
      | fault                                               | promise                                                | reason            |
      | the agent does not take up work again               | The customer comes through when a message is lost      | no work came back |
      | an event never comes, however often it is asked for | The customer comes through when a message comes late   | never came        |
      | what was seen before the line broke comes again     | The customer comes through when a message is garbled   | came again        |
      | the agent starts over for one who comes back        | The customer comes through when a message is cut short | came again        |

    @proof_full
    Examples: Customers, all that is left
      | fault                                                             | promise                                       | reason                           |
      | the agent does not greet one who comes back                       | Who comes back is let in                      | never let in again               |
      | the agent does not listen to a cancel                             | A cancel gets through although nothing passes | the work went on                 |
      | the agent shuts out for a while whoever comes after a broken line | Who comes back is let in                      | code 1008, too many broken lines |

    @proof_full
    Examples: Poor lines, all that is left
      | fault                                       | promise                                                   | reason                 |
      | a piece of the answer is lost               | The work is whole although everything takes half a second | are not the answer     |
      | the whole answer comes before its pieces    | The work is whole although everything arrives in crumbs   | no piece of the answer |
      | the agent dawdles in the middle of its work | The work is whole although one part in ten is lost        | longest silence        |
      | the answer is empty                         | The work is whole although the line takes long to close   | the answer is empty    |

    @proof_full
    Examples: The agent itself, all that is left
      | fault                                         | promise                                         | reason                         |
      | the agent dawdles in the middle of its work   | The agent freezes, and thaws                    | s after it was over; the limit |
      | the answer takes its time                     | The agent dies and is launched again            | s after it was over; the limit |
      | the agent takes its time whenever it is asked | The agent runs short of memory, and has it back | without a clear state          |

    @proof_full
    Examples: Far away, all that is left
      | fault                                           | promise                                                              | reason                  |
      | one customer's question shows in another's work | From California, Frankfurt and Singapore the golden path is the same | was shown the secret of |

    @proof_full
    Examples: What it relies on, all that is left
      | fault                                              | promise                                                 | reason                |
      | after three answers and trouble the agent is worse | The customer is told that its database is not available | quality afterwards: 0 |
      | the agent dawdles in the middle of its work        | Slow tools do not freeze the chat                       | longest silence       |
      | after three answers and trouble the agent is worse | A weaker model leaves no trace once it is replaced      | quality afterwards: 0 |
