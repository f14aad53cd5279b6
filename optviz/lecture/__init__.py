"""The lecture, slide by slide, as pages of live sections."""

TITLES = {
    "one_dimension": "One dimension",
    "traps": "Traps",
    "stochastic": "Stochastic",
    "momentum": "Momentum",
    "adaptive": "Adaptive rates",
    "network": "Network",
    "backprop": "Backpropagation",
}
"""The lecture pages in the lecture's order, by stem: a public address and the name of the page's modules."""
