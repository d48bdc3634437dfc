"""Evidence: what people see in the report and on the terminal, and machines in a file."""
