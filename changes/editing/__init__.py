"""Writing the plan of a change, part by part."""
