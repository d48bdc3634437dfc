@proof
Feature: An awkward moment would have shown it
  Most agents do well when nothing comes at the wrong time. Here each promise about awkward moments meets
  an agent that breaks it then, and only then.

  Scenario Outline: It shows that <fault>
    Given a healthy agent with one fault: <fault>
    When the promise "<promise>" is put to the test
    Then the agent is rejected, because "<reason>"

    Examples: Early
      | fault                                  | promise              | reason           |
      | a cancel that comes early is not heard | A cancel counts once | the work went on |

    @proof_full
    Examples: Early and late, further
      | fault                                                      | promise                                                             | reason                           |
      | work that nobody has heard of is lost with the line        | The work outlives a line that breaks once                           | stopped waiting after            |
      | the cancelled question is answered in place of the next    | What was cancelled at once does not come with the next answer       | question 2 is about question 1   |
      | what was cancelled at once is begun with the next question | What was cancelled at once does not come with the next answer       | work began that nobody asked for |
      | a piece of the cancelled answer shows in the next          | Nothing of a cancelled answer shows in the next one                 | the pieces                       |
      | who was busy when the line broke never finishes            | The work of a team outlives a line that breaks                      | started and never ended          |
      | a cancel is answered with an error                         | A cancel counts once                                                | and not as cancelled             |
      | what is asked again after its answer is begun again        | A question that comes again after its answer is not worked on again | the run started again            |
      | who cancelled and comes back is not told of the end        | A cancel stands although the line breaks right after it             | the cancel was never confirmed   |
