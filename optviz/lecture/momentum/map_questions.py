"""Predictions on the map."""

from optviz.lecture.momentum.map_trials import TRIALS

QUESTIONS = TRIALS
