"""How a request is carried out: its plan, the steps of teams, and steps that another system does."""
