"""Estimated models: a file per question, each with the checks it must pass and the plain figure beside it."""
