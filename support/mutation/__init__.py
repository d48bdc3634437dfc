"""Mutation testing: small faults in the code that judges, each of which a test has to notice."""
