"""The order of the stages, wiring and batch execution."""
