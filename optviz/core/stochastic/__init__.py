"""Stochastic gradients: data, losses, mini-batches, schedules and the noise ball."""
