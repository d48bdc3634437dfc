"""Pure judgement of answers and event logs: no I/O, no clock, no socket, no Behave."""
