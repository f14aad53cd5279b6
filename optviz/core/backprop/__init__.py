"""Backpropagation: expressions, graphs of scalars and the lecture's network as a chain."""
