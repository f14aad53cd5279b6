"""Formulas and update rules that a person types: one language, one tape; nothing typed is ever run as Python."""
