"""What the suite itself costs and how true its clock is: ratios within one run, never a test."""
