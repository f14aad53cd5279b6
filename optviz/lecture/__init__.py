"""The lecture, slide by slide, as pages of live sections; a topic's folder is loaded when its page is opened."""

TITLES = {
    "weights": "Weights",
    "one_dimension": "One dimension",
    "traps": "Traps",
    "stochastic": "Stochastic",
    "momentum": "Momentum",
    "adaptive": "Adaptive rates",
    "network": "Network",
    "backprop": "Backpropagation",
    "practice": "In practice",
    "curvature": "Curvature",
    "lab": "Lab",
}
"""The lecture's pages in its order: the stem, a public address and the name of the topic's folder, and the title."""

BEYOND = ("practice", "curvature", "lab")
"""The pages for after the lecture."""
