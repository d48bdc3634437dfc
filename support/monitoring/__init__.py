"""What people on call look at: the live view of a run, and the monitor with its metrics."""
