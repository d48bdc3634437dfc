"""The shipped billing data of the reference agent and the program that makes it."""
