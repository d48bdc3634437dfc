@teamwork
Feature: A team of agents answers what one agent could not
  The technology officer of a large company spends two million dollars a year and wants the whole
  picture. This feature protects the promise that specialists work on it together: what one finds,
  another builds on, and nothing that was asked is forgotten.

  Background:
    Given the agent is open for business

  @needs.teams @needs.tools
  Scenario: The technology officer's question is worked on by a team
    When a technology officer asks
      """
      I am the CTO of a Fortune 500 company. We spend $2M a year on AI infrastructure across AWS,
      Azure and GCP. Please give me a spending analysis per provider, GPU utilization, API cost,
      storage, a quantified ROI over a 12-month timeline, and risks with mitigations.
      """
    Then at least 2 handoffs are taken up by the agents that they name
    And the agents use what others of the team have found
    And the coordination of the team is worth at least 70%

  Scenario: Nothing that the technology officer asked is forgotten
    When a technology officer asks
      """
      I am the CTO of a Fortune 500 company. We spend $2M a year on AI infrastructure across AWS,
      Azure and GCP. Please give me a spending analysis per provider, GPU utilization, API cost,
      storage, a quantified ROI over a 12-month timeline, and risks with mitigations.
      """
    Then the savings that it promises add up within what is spent
    And the answer takes up each of these, and shows it
      | what was asked             | shown by |
      | spending per provider      | amounts  |
      | GPU utilization            | figures  |
      | API cost                   | amounts  |
      | storage                    | amounts  |
      | return over 12 months      | figures  |
      | risks and their mitigation | words    |

  @needs.teams @needs.tools
  Scenario Outline: <plan> is drawn up by a team
    When a customer asks <question>
    Then at least 2 handoffs are taken up by the agents that they name
    And the coordination of the team is worth at least 70%
    And the answer takes up each of these, and shows it
      | what was asked | shown by |
      | <first>        | amounts  |
      | <second>       | amounts  |
      | <third>        | figures  |

    Examples: What large companies ask
      | plan                    | question                                                                                                     | first | second | third                 |
      | A strategy for 3 clouds | "What is our best multi-cloud strategy for AWS, Azure and GCP, so that our AI infrastructure costs us less?" | AWS   | Azure  | GCP                   |
      | A plan for 12 months    | "Please draw up a 12-month ROI plan for cutting what our AI infrastructure costs on AWS, Azure and GCP."     | AWS   | Azure  | return over 12 months |
