"""A small neural network: data, training, its loss landscape and its sharpness."""
