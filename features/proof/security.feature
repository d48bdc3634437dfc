@proof
Feature: A careless agent would have been noticed
  Each promise about security meets an agent that left out just the one guard that keeps it. What
  takes longer, or is caught the same way as a row above it, is tried with all the other long proofs.

  Scenario Outline: Carelessness shows when <fault>
    Given a healthy agent with one fault: <fault>
    When the promise "<promise>" is put to the test
    Then the agent is rejected, because "<reason>"

    Examples: The door
      | fault                                 | promise                                         | reason                                  |
      | nobody asks for a pass                | Nobody is served with no pass at all            | somebody with no right to it was served |
      | a bad pass breaks the door            | Nobody is served with a made-up pass            | it broke down instead of refusing       |
      | a pass is good for ever               | Nobody is served with an expired pass           | somebody with no right to it was served |
      | any web page may speak for a customer | A customer's browser gets nothing for a foreign | somebody with no right to it was served |

    @proof_full
    Examples: The door, pass by pass
      | fault                                       | promise                                                     | reason                                  |
      | any pass will do                            | Nobody is served with a made-up pass                        | somebody with no right to it was served |
      | nobody checks who signed a pass             | Nobody is served with a pass with a forged signature        | somebody with no right to it was served |
      | nobody checks who signed a pass             | Nobody is served with a pass with an empty signature        | somebody with no right to it was served |
      | a pass may say that it needs no signature   | Nobody is served with a pass that nobody signed             | somebody with no right to it was served |
      | a pass may say that it needs no signature   | Nobody is served with a pass that says in capitals          | somebody with no right to it was served |
      | a pass for any service is good              | Nobody is served with a pass for another service            | somebody with no right to it was served |
      | a pass for any service is good              | Nobody is served with a pass for no service at all          | somebody with no right to it was served |
      | any web page may speak for a customer       | A customer's browser gets nothing for a web page that hides | somebody with no right to it was served |
      | web pages are told by how their names begin | A customer's browser gets nothing for a web page whose name | somebody with no right to it was served |

    Examples: Secrets
      | fault                                                 | promise                                            | reason                        |
      | the pass is read back to the browser                  | A pass that a browser shows is not read back to it | the opening repeated the pass |
      | a message holds the customer's pass in another coding | No event holds a pass or a key, whatever is asked  | held a secret (agent started) |

    @proof_full
    Examples: Secrets, told in other places
      | fault                                          | promise                                           | reason                          |
      | a thought holds the customer's pass            | No event holds a pass or a key, whatever is asked | held a secret (agent thinking)  |
      | the answer holds the key that signs the passes | No event holds a pass or a key, whatever is asked | held a secret (agent completed) |

    Examples: Others
      | fault                                             | promise                                             | reason                                  |
      | everybody is taken for the first customer         | A customer cannot follow another's work             | was shown the secret of customer 1      |
      | everybody is taken for the first customer         | A customer cannot stop another's work               | ended with the confirmation of a cancel |
      | a refusal tells what the other customer had asked | A customer cannot read on in another's conversation | was shown the secret of customer 1      |

    @proof_full
    Examples: Others, taken for each other
      | fault                                     | promise                                             | reason                              |
      | everybody is taken for the first customer | A customer cannot read on in another's conversation | was shown the user id of customer 1 |

    Examples: Harm
      | fault                                      | promise                                                    | reason                              |
      | broken frames are shrugged off             | The agent hangs up on whoever breaks the rules of the line | it did not hang up                  |
      | a message may be as long as it likes       | A message beyond all measure is not taken in               | it did not hang up                  |
      | senseless messages are met with silence    | A senseless message is turned down                         | it was neither answered nor refused |
      | a flood of rubbish closes everybody's line | A flood from one device washes nobody away                 | the service had to stop             |

    @proof_full
    Examples: Harm to whoever comes next
      | fault                           | promise                                                    | reason                    |
      | a broken frame ends the service | The agent hangs up on whoever breaks the rules of the line | nobody is served any more |
