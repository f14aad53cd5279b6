"""What `python -m tools.words` cannot tell from the source: which words are said, and which texts are none."""

ALONE = (
    *("white", "none", "moving", "space", "up", "down", "picture", "question", "prediction", "right", "wrong"),
    *("loop", "undo", "more ▾", "Home", "End", "Shift ←", "Shift →"),
    *("open", "answered", "logarithmic", "input", "output", "slider", "step", "epoch", "gradients", "seconds"),
    *("curve", "rows", "point", "label", "outcome", "share", "says", "unit", "node", "bias", "light", "dark", "weight"),
)
"""Single words in small letters that the page's modules or the boards show."""

NOT_SAID = (
    r"Array|Content-\w+|Retry-After|VideoEncoder|NaN|NumPy|PyTorch|Plotly",  # names and headers
    r"(Page|Arrow)(Up|Down|Left|Right)|Escape|Enter|Home|End|Tab|Esc|Shift [←→]+|\w{4,5}\+\w|Ctrl\+\w",  # keys
    r"(?!.* λ > 0).*(\[[a-z]+[=\]]|[\w ]=|>).*|button, input, select|\.st-key-.*",  # of the document's parts
    r"input, textarea.*",
    r"\(prefers-.*|border: 0.*|fullscreen; .*",
    r"Shift|Control|Alt|AltGraph|Meta|CapsLock|AbortError",  # names by which a script knows keys and a fault
    r"system-ui.*|\\text.*|allow.*|[\w ]+ kind",
    r"A panel says what Plotly draws in it\.",  # to programmers
    r"not wanted any more|the line was cut|no answer|an answer ended early",  # why a request failed, never shown
)
"""Patterns of whole strings in the page's modules that nobody reads on the screen."""

NAMES = {
    *("Ackley", "Beale", "Booth", "Easom", "Goldstein–Price", "Griewank", "Himmelblau", "Matyas", "McCormick"),
    *("Rastrigin", "Rosenbrock", "Styblinski–Tang", "Newton", "Nelder–Mead", "CMA-ES", "BFGS", "Glorot"),
    *("Gauss–Newton", "Levenberg–Marquardt"),
    "f = (x₁² + a x₂²)/2.",
}
"""What is called the same in every language, beside the optimizers."""

SAME = {
    "de": {
        *("Atlas", "Backpropagation", "Batches", "Clipping", "Film (GIF)", "Filter", "Graph"),
        *("Link", "Name", "Newton in 2-D", "Pause", "Quiz", "Start", "Status", "Tour", "Tour: {title}", "Warm-up"),
    },
    "es": {"Atlas", "Ctrl Y", "Ctrl Z", "Matrices", "min {since}–{to}"},
}
"""Texts that a language has as English has them."""

SERVER = {
    "core/simulation/status.py": (
        "converged at step {step}",
        "diverged at step {step}",
        "cycling since step {step}",
        "standing still since step {step}",
        "moving away since step {step}",
        "stuck at a {where} since step {step}",
        "stuck on a {where} since step {step}",
        *("minimum", "saddle", "maximum", "plateau"),
    ),
    "figures/race_panels.py": (
        "Choose a run that is switched on to see its step worked out.",
        "Its steps are made by Optax; there is no worked line for it.",
        "The learning rate of each step, which a schedule changes.",
        "f at the point of each run.",
        "How far f is above its known minimum f*.",
        "Length of the step divided by length of the gradient: η itself for plain gradient descent.",
        "Straight-line distance to the nearest known minimum.",
        "no minimum to measure from",
        "Standings",
        "Worked step: {name}",
        "Worked step",
        "effective step size",
        "Length of the gradient at the point of each run.",
        "distance to a minimum",
        "learning rate η(t)",
        "known minimum",
    ),
    "figures/race_board.py": (
        "Newton's method from here →",
        "At the chosen run's head: level lines of f + g·d + ½ dᵀHd, the Hessian's eigenvectors, Newton's step and "
        "−η∇f.",
        "The surface is hidden but where the runs have been; a diamond marks the lowest point so far.",
        "Quadratic model",
        "Only what is seen",
        "Contour",
        "3-D surface",
        "2 curves",
        "4 curves",
        "Start",
        "Or click, or drag the ring, on the picture.",
        "New noise",
        "View",
        "Curves",
        "Another random seed (now {seed})",
        "There is no noise in this race",
    ),
    "figures/race_cost.py": (
        "Curves by evaluations",
        "evaluations of f, ∇f and Hv",
        "Each f, each gradient and each product of the Hessian with a vector counts as one.",
    ),
    "pictures/quiz_set.py": (
        "All topics, mixed",
        "Lessons of the playground",
        "The exercise in pairs: check what your program prints",
    ),
    "tours/library.py": ("There is no tour {name}.", "There is no tour {name}; did you mean {other}?"),
    "rooms/hall.py": (
        "This is not an answer to this question.",
        "{rooms} rooms are open, as many as this server takes. A room ends three hours after it was opened.",
        "This room is full: it takes {students} students.",
        "This room has ended.",
        "Answers are not taken yet.",
        "Your answer came too late: answers are no longer taken.",
        "The class is already at another question.",
        "You have already answered this question. The first answer counts.",
        "The room has moved on since then.",
        "Reveal this question before you show something else.",
        "Reveal this question before you ask the next one.",
    ),
    "rooms/route.py": (
        "There is no room with this PIN. Rooms end after three hours, or when they are closed.",
        "This room is no longer open, or this device has no place in it.",
        "The rooms cannot be reached just now. Try again in a moment.",
        "There are no rooms on this server: it is not set up for them, and its log says why.",
        "Something went wrong in this room. The server's log has the details.",
        "So many are listening that the server takes no more. Ask again in a few seconds.",
    ),
}
"""What the server says in a message, by the module that says it; what it fills in stands as a gap."""
