"""Gradient descent in one dimension: functions, walks and what becomes of them."""
