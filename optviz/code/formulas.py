"""Typed formulas and rules as Python in the words of jax.numpy, from which the flavours are translated."""

import keyword

from optviz.core.typed.trees import Statement, Tree

_SIGNS = {"add": "+", "sub": "-", "mul": "*", "div": "/", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_NAMES = {"asin": "arcsin", "acos": "arccos", "atan": "arctan", "min": "minimum", "max": "maximum"}
_TAKEN = {"f", "np", "jnp", "jax", "optax", "torch", "math", "gradient", "noise", "schedule", "value_and_grad"}
_TAKEN |= {"abs", "max", "min", "pow", "round", "sqrt", "log", "STEPS", "START", "SEED"}


def safe(name: str) -> str:
    """Return a typed name as Python has it: ``lambda`` is a word of the language, ``f`` is the function."""
    return f"{name}_" if keyword.iskeyword(name) or name in _TAKEN else name


def python(tree: Tree, names: dict[str, str]) -> str:
    """Return an expression in brackets; ``names``: what a typed name is called where that is another one."""
    op, args = tree.op, [python(arg, names) for arg in tree.args]
    if op == "number":
        return f"jnp.{tree.name}" if tree.name else _number(tree.number)
    if op == "name":
        return names.get(tree.name, safe(tree.name))
    if op in _SIGNS:
        return f"({args[0]} {_SIGNS[op]} {args[1]})"
    if op in ("and", "or"):
        return f"({args[0]} {op} {args[1]})"
    if op in ("neg", "not"):
        return f"({'-' if op == 'neg' else 'not '}{args[0]})"
    if op == "pow":
        return _power(tree, args)
    return _function(op, args)


def statements(parts: list[Statement], names: dict[str, str]) -> list[str]:
    """Return a line for each named part, and for a bare result ``return …``."""
    return [
        f"{safe(part.name)} = {python(part.value, names)}" if part.name else f"return {python(part.value, names)}"
        for part in parts
    ]


def _function(op: str, args: list[str]) -> str:
    if op == "if":
        return f"jnp.where({', '.join(args)})"
    if op == "norm":
        return f"jnp.sqrt(jnp.sum({args[0]} ** 2))"
    if op == "dot":
        return f"jnp.sum({args[0]} * {args[1]})"
    if op == "grad":
        return f"gradient({args[0]})"
    whole = args[0]
    name = f"jnp.{_NAMES.get(op, op)}"
    if len(args) == 1:
        return f"{name}({whole})"
    for arg in args[1:]:
        whole = f"{name}({whole}, {arg})"
    return whole


def _power(tree: Tree, args: list[str]) -> str:
    base, exponent = tree.args
    if base.op == "number" and base.name == "e":
        return f"jnp.exp({args[1]})"
    if exponent.op == "number" and not exponent.name and exponent.number.is_integer():
        return f"({args[0]} ** {int(exponent.number)})"
    return f"jnp.power({args[0]}, {args[1]})"


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e6 else repr(value)
