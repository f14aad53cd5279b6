"""Rules that take a layer's weights as the matrix that they are, and the task that shows what for."""
