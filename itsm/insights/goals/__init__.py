"""What figures should be: targets of measures, how goals move towards theirs, and which of them pull against each other."""
