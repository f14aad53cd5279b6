"""optviz in marimo: `marimo edit examples/optviz_marimo.py`, or `python examples/optviz_marimo.py`."""

import marimo

app = marimo.App(width="medium", app_title="optviz")


@app.cell
def _():
    import marimo as mo

    return (mo,)


@app.cell
def _(mo):
    mo.md(r"""
    # optviz in a notebook

    Race optimizers on a surface, look at every number of every step, and take the result along.
    `python -m optviz serve` opens the app beside it.
    """)
    return


@app.cell
def _():
    import jax.numpy as jnp
    import optax

    import optviz

    return jnp, optax, optviz


@app.cell
def _(mo):
    mo.md(r"""
    ## A race

    `figure()` plays: press ▶, or drag the slider.
    """)
    return


@app.cell
def _(optviz):
    himmelblau = optviz.surfaces["himmelblau"]()
    rules = [
        optviz.optimizers["gd"](lr=0.01),
        optviz.optimizers["momentum"](lr=0.005, beta=0.9),
        optviz.optimizers["adam"](lr=0.1),
    ]
    race = optviz.race(himmelblau, rules, start=(-0.3, -4), steps=200)
    race.figure()
    return himmelblau, race, rules


@app.cell
def _(mo):
    mo.md(r"""
    `show()` is the app's own stage as a widget: press ▶, or Space on it. It wants `pip install anywidget`.
    Wrapped by `mo.ui.anywidget`, its playhead `step` runs the cells that read it.
    """)
    return


@app.cell
def _(mo, race):
    stage = mo.ui.anywidget(race.show(step=20))
    stage
    return (stage,)


@app.cell
def _(race, stage):
    race.runs[0].x[stage.value["step"]]
    return


@app.cell
def _(mo):
    mo.md(r"""
    Each run knows what became of it, and why.
    """)
    return


@app.cell
def _(race):
    for _run in race.runs:
        print(f"{_run.optimizer.name}: {_run.status.label}. {_run.status.reason}")
    return


@app.cell
def _(mo):
    mo.md(r"""
    ## Every number of every step

    Row *t* is what step *t* starts from: the point, f, ‖∇f‖, the knobs and the rule's memory.
    """)
    return


@app.cell
def _(race):
    frame = race.to_frame()
    frame[frame["run"] == "Adam"].head()
    return (frame,)


@app.cell
def _(frame):
    frame.groupby("run")["f"].agg(["first", "min", "last"])
    return


@app.cell
def _(mo):
    mo.md(r"""
    ## A sweep

    A knob with a list of values; of several knobs all combinations are run.
    """)
    return


@app.cell
def _(optviz):
    sweep = optviz.sweep(
        optviz.surfaces["quadratic"](kappa=50),
        optviz.optimizers["momentum"](),
        start=(-2, 1),
        steps=150,
        lr=[0.005, 0.02],
        beta=[0.5, 0.9],
    )
    ends = sweep.to_frame().groupby(["lr", "beta"])["f"].last().unstack()
    ends
    return ends, sweep


@app.cell
def _(mo):
    mo.md(r"""
    ## A surface of your own

    A formula, or a function of arithmetic and `jax.numpy`. The gradient is exact.
    """)
    return


@app.cell
def _(jnp, optviz, rules):
    valley = optviz.surface("sin(3x) y^2 + a x^2 + y^4/4", a=0.3)
    cosh = optviz.surface(lambda x, y: jnp.cosh(x) + 10 * jnp.cosh(y), window=((-3, 3), (-2, 2)))
    optviz.race(valley, rules, start=(1.6, 1.2), steps=120).figure()
    return cosh, valley


@app.cell
def _(mo):
    mo.md(r"""
    Of one or of many variables, with a vector `x`:
    """)
    return


@app.cell
def _(jnp, optviz, rules):
    ten = optviz.surface(lambda x: jnp.sum(jnp.arange(1.0, 11.0) * x**2) / 2, dim=10)
    optviz.race(ten, rules, start=[1.0] * 10, steps=100).figure(coordinates=(1, 10))
    return (ten,)


@app.cell
def _(mo):
    mo.md(r"""
    ## Optax, and rules of your own

    Any transformation of Optax races as it is; so does a rule that is typed as an update.
    """)
    return


@app.cell
def _(himmelblau, optax, optviz):
    own = [
        optviz.from_optax(optax.chain(optax.clip_by_global_norm(1.0), optax.adam(0.1)), name="Adam, clipped"),
        optviz.rule("m = beta*m + g; x = x - eta*m", eta=0.005, beta=0.8, name="typed momentum"),
    ]
    [run.status.label for run in optviz.race(himmelblau, own, steps=150).runs]
    return (own,)


@app.cell
def _(mo):
    mo.md(r"""
    ## Modifiers: decay, clipping, schedules, averages

    `.with_` gives a rule what training recipes put round it.
    """)
    return


@app.cell
def _(optviz):
    adam = optviz.optimizers["adam"](lr=0.1)
    recipes = [
        adam,
        adam.with_("cosine", warmup=20),
        adam.with_(decoupled=0.01, clip_norm=1.0),
        adam.with_(ema=0.95),
    ]
    recipe_race = optviz.race(optviz.surfaces["rosenbrock"](), recipes, steps=200, noise=0.5, seed=1)
    recipe_race.figure()
    return adam, recipe_race, recipes


@app.cell
def _(mo):
    mo.md(r"""
    ## Methods that use curvature

    They count what they asked for: values, gradients, products with the Hessian, linear solves.
    """)
    return


@app.cell
def _(optviz):
    second = optviz.minimize(
        optviz.surfaces["rosenbrock"](), [optviz.methods[key]() for key in ("newton", "bfgs", "trust")]
    )
    second.to_frame().groupby("run")[["asked_value", "asked_slope", "asked_solve", "f"]].last()
    return (second,)


@app.cell
def _(mo):
    mo.md(r"""
    ## Matrices

    Rules whose step is a matrix, such as Muon, on a memory of key and value pairs.
    """)
    return


@app.cell
def _(optviz):
    memory = optviz.memory(exponent=1.5)
    learned = {
        name: optviz.learn(memory, rule, steps=120)
        for name, rule in (
            ("Muon", optviz.matrix_rules["muon"]()),
            ("Adam", optviz.optimizers["adam"](lr=0.05)),
        )
    }
    {name: learned[name].steps_to(0.5) for name in learned}
    return learned, memory


@app.cell
def _(mo):
    mo.md(r"""
    ## Take it along

    A GIF without a browser, a table whose columns say what they hold, and a program for another library.
    """)
    return


@app.cell
def _(race):
    from pathlib import Path
    from tempfile import mkdtemp

    folder = Path(mkdtemp())
    race.to_gif(folder / "race.gif", seconds=2, fps=15, size=(640, 360))
    race.to_parquet(folder / "race.parquet")
    race.to_csv(folder / "race.csv")
    {path.name: path.stat().st_size for path in sorted(folder.iterdir())}
    return Path, folder, mkdtemp


@app.cell
def _(race):
    print(race.to_code("torch"))
    return


if __name__ == "__main__":
    app.run()
