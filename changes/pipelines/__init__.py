"""Deployments: a pipeline opens a standard change when it begins, and closes it with what came of it."""
