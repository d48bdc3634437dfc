@proof
Feature: Trouble that did not show proves nothing
  An agent that only says that it is in trouble, or whose answers vary anyway, has come through
  nothing. It is neither praised nor blamed for that.

  Scenario Outline: Nothing is said for the agent when <fault>
    Given a healthy agent with one fault: <fault>
    When the promise "<promise>" is put to the test
    Then nothing is certified, because "<why>"

    @proof_full
    Examples: What cannot be told
      | fault                                                     | promise                                            | why                                   |
      | the agent says that it fails as it was told, and does not | Slow tools do not freeze the chat                  | the trouble did not show              |
      | the agent says that it fails as it was told, and does not | A weaker model leaves no trace once it is replaced | the trouble did not show              |
      | the second answer is poor                                 | The agent runs short of memory, and has it back    | already varied by more than 5% before |
