"""Everything that touches clock, socket, process, disk or network."""
