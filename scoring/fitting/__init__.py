"""How the weights of the judgement of general questions were found."""
