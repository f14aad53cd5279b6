"""Theory on quadratics: convergence rates, their maps, damped oscillators."""
