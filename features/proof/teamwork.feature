@proof
Feature: A team that is none would have been noticed
  Names and handoffs are easily shown. Each promise about the team meets agents that only look like
  one.

  Scenario Outline: No team is taken for one when <fault>
    Given a healthy agent with one fault: <fault>
    When the promise "<promise>" is put to the test
    Then the agent is rejected, because "<reason>"

    Examples: Teams
      | fault                                        | promise                                         | reason                                        |
      | one agent appears under four names           | Everybody on the team works, and for the others | are one agent under 4 names                   |
      | the same work is handed over again and again | The work is handed on, and comes back           | again, with nothing new since                 |
      | one agent does the work of all               | A strategy for 3 clouds                         | 1 agents completed tools                      |

    @proof_full
    Examples: Teams, further
      | fault                                        | promise                                         | reason                                        |
      | the same work is done twice                  | Everybody on the team works, and for the others | for the same again                            |
      | the work is handed to nobody                 | The work is handed on, and comes back           | handed over to Somebody Else, who did nothing |
      | a helper never comes back                    | The work is handed on, and comes back           | started and never ended                       |
      | the agents do not listen to each other       | The technology officer's question               | did one use what another had found            |
      | one agent does the work of all               | The technology officer's question               | 1 agents completed tools                      |
      | one agent does the work of all               | A plan for 12 months                            | 1 agents completed tools                      |
      | the answer forgets a part of the question    | Nothing that the technology officer asked       | nothing is said about storage                 |
      | the sums of the answer do not add up         | Nothing that the technology officer asked       | sums that do not add up                       |

    @proof_full
    Examples: At the pace of people
      | fault                        | promise                                        | reason                |
      | the work is handed to nobody | Specialists take the time that such work takes | time between handoffs |
