"""The grammar: tokens become trees by recursive descent; nothing is ever evaluated as Python.

As in a mathematics book: + − * / ^ (to the right first: 2^3^2 is 2^9), brackets, products without a sign (``2x``,
``3(x + 1)``, ``x y``), −x² = −(x²), functions, ``if(x < 0, a, b)``.
"""

from optviz.core.typed.errors import FormulaError, quoted
from optviz.core.typed.hints import a_function_without_brackets, misplaced, unknown
from optviz.core.typed.tokens import Token, tokens_of
from optviz.core.typed.trees import CONDITIONS, Tree
from optviz.core.typed.vocabulary import CONSTANTS, WORDS, Names

MAX_DEPTH = 24
COMPARISONS = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge"}


class ExpressionParser:
    """Reads tokens into trees; one method a rule of the grammar, loosest first. Each returns its tree."""

    def __init__(self, text: str, names: Names) -> None:
        self.text = text
        self.names = names
        self.tokens = tokens_of(text)
        self.position = 0
        self.depth = 0
        self.assigned: set[str] = set()
        self.parameters: list[str] = []

    @property
    def current(self) -> Token:
        return self.tokens[self.position]

    def advance(self) -> Token:
        self.position += 1
        return self.tokens[self.position - 1]

    def at(self, *signs: str) -> bool:
        """Return whether the current token is one of these signs."""
        return self.current.kind == "sign" and self.current.text in signs

    def word(self, *words: str) -> bool:
        """Return whether the current token is one of these words."""
        return self.current.kind == "name" and self.current.text in words

    # ---- conditions ----------------------------------------------------------------------------------------

    def expression(self) -> Tree:
        left = self.conjunction()
        while self.word("or"):
            self.advance()
            left = self.join("or", left, self.conjunction())
        return left

    def conjunction(self) -> Tree:
        left = self.negation()
        while self.word("and"):
            self.advance()
            left = self.join("and", left, self.negation())
        return left

    def negation(self) -> Tree:
        if not self.word("not"):
            return self.comparison()
        token = self.advance()
        self.enter(token)
        inner = self.negation()
        self.depth -= 1
        return self.make("not", (inner,), token.start)

    def join(self, op: str, left: Tree, right: Tree) -> Tree:
        return self.make(op, (left, right), left.start)

    def comparison(self) -> Tree:
        left = self.sum()
        result: Tree | None = None
        while self.at(*COMPARISONS):
            op = COMPARISONS[self.advance().text]
            right = self.sum()
            compared = self.join(op, left, right)
            result = compared if result is None else self.join("and", result, compared)
            left = right
        return result or left

    # ---- numbers -------------------------------------------------------------------------------------------

    def sum(self) -> Tree:
        left = self.product()
        while self.at("+", "-"):
            op = "add" if self.advance().text == "+" else "sub"
            left = self.join(op, left, self.product())
        return left

    def product(self) -> Tree:
        left = self.signed()
        while True:
            if self.at("*", "/"):
                op = "mul" if self.advance().text == "*" else "div"
                left = self.join(op, left, self.signed())
            elif self.at("(") or (self.current.kind == "name" and not self.word(*WORDS)):
                left = self.join("mul", left, self.power())
            elif self.current.kind == "number":
                token = self.current
                raise FormulaError(
                    "A sign is missing before this number: + − * / or ^.",
                    *(token.start, token.end),
                    (left.end, token.start, "*"),
                )
            else:
                return left

    def signed(self) -> Tree:
        start, minus = self.current.start, False
        while self.at("+", "-"):
            minus ^= self.advance().text == "-"
        inner = self.power()
        if not minus:
            return inner
        if inner.op == "number" and not inner.name and inner.number > 0:
            return Tree("number", number=-inner.number, start=start, end=inner.end)
        return self.make("neg", (inner,), start)

    def power(self) -> Tree:
        base = self.raised()
        if not self.at("^"):
            return base
        self.enter(self.advance())
        exponent = self.signed()
        self.depth -= 1
        return self.join("pow", base, exponent)

    def raised(self) -> Tree:
        """Read an atom and the small digits behind it: (x + 1)²."""
        base = self.atom()
        if self.current.kind == "power":
            base = self.join("pow", base, self.small_number())
            if self.current.kind == "power":
                raise FormulaError("Two powers in a row: use brackets.", self.current.start, self.current.end)
        return base

    def small_number(self) -> Tree:
        token = self.advance()
        return Tree("number", number=float(token.text), start=token.start, end=token.end)

    def atom(self) -> Tree:
        token = self.current
        if token.kind == "number":
            self.advance()
            return Tree("number", number=float(token.text), start=token.start, end=token.end)
        if token.kind == "name" and token.text not in WORDS:
            return self.name(self.advance())
        if not self.at("("):
            raise misplaced(self.text, self.tokens, self.position)
        self.advance()
        (inner,) = self.bracketed(token)
        return Tree(inner.op, inner.args, inner.number, inner.name, token.start, self.tokens[self.position - 1].end)

    def bracketed(self, opened: Token) -> list[Tree]:
        """Read what stands between brackets, of which the first is read: expressions with commas between them."""
        self.enter(opened)
        inner = [self.expression()]
        while self.at(",") and opened.kind == "name":
            self.advance()
            inner.append(self.expression())
        if not self.at(")"):
            if self.current.kind == "end" or self.at(";", "="):
                edit = (self.current.start, self.current.start, ")")
                raise FormulaError("A bracket is not closed: a “)” is missing.", opened.start, opened.end, edit)
            raise misplaced(self.text, self.tokens, self.position)
        self.advance()
        self.depth -= 1
        return inner

    # ---- names ---------------------------------------------------------------------------------------------

    def name(self, token: Token) -> Tree:
        name = token.text
        if self.at("(") and (name in self.names.functions or name == "sigma") and name not in self.assigned:
            return self.call(token, "sigmoid" if name == "sigma" else name)
        if name in self.names.variables or name in self.assigned:
            return Tree("name", name=name, start=token.start, end=token.end)
        if name in CONSTANTS:
            return Tree("number", number=CONSTANTS[name], name=name, start=token.start, end=token.end)
        if name in self.names.functions:
            return self.power_of_call(token)
        if self.names.data and name in self.names.columns:
            return Tree("name", name=name, start=token.start, end=token.end)
        return self.parameter(token)

    def parameter(self, token: Token) -> Tree:
        name = token.text
        function = name in ("f", "g", "h") and self.at("(") and name not in self.parameters
        if function or not self.names.free(name):
            raise unknown(self.text, token, self.current, self.names, self.assigned)
        if name not in self.parameters:
            if len(self.parameters) == self.names.parameters:
                known = ", ".join(self.parameters)
                message = f"{quoted(name)} is one parameter too many: there are {known} already."
                raise FormulaError(message, token.start, token.end)
            self.parameters.append(name)
        return Tree("name", name=name, start=token.start, end=token.end)

    def power_of_call(self, token: Token) -> Tree:
        """Read ``sin^2(x)`` and ``sin²(x)`` as (sin x)²."""
        mark = self.position
        if self.at("^"):
            self.advance()
        exponent = self.current
        if not (exponent.kind == "power" or (mark < self.position and exponent.kind == "number")):
            self.position = mark
            raise a_function_without_brackets(self.text, token, self.current)
        number = self.small_number()
        if not self.at("(") or number.number != int(number.number) or number.number < 1:
            raise a_function_without_brackets(self.text, token, self.current)
        return Tree(
            "pow", (self.call(token, token.text), number), start=token.start, end=self.tokens[self.position - 1].end
        )

    def call(self, token: Token, name: str) -> Tree:
        self.advance()
        args = self.bracketed(token) if not self.at(")") else []
        end = self.tokens[self.position - 1].end if args else self.advance().end
        least, most = self.names.functions[name]
        if not least <= len(args) <= most:
            raise self.wrong_count(token, name, args, end)
        return self.make(name, tuple(args), token.start, end)

    def wrong_count(self, token: Token, name: str, args: list[Tree], end: int) -> FormulaError:
        least, most = self.names.functions[name]
        wants = {(1, 1): "one value", (2, 2): "two values", (3, 3): "a condition and two values"}
        message = f"{quoted(name)} takes {wants.get((least, most), 'two or more values')}, here there are {len(args)}."
        edit = None
        if len(args) == 2 and most == 1:
            message += " A decimal number has a point: 0.5."
            if args[0].op == args[1].op == "number":
                edit = (args[0].end, args[1].start, ".")
        return FormulaError(message, token.start, end, edit)

    # ---- what all rules need -------------------------------------------------------------------------------

    def enter(self, token: Token) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FormulaError(f"There are more than {MAX_DEPTH} brackets in one another.", token.start, token.end)

    def make(self, op: str, args: tuple[Tree, ...], start: int, end: int | None = None) -> Tree:
        """Return the tree of an operation; conditions belong where a condition is asked for, numbers elsewhere."""
        for index, arg in enumerate(args):
            if op in ("and", "or", "not") or (op == "if" and index == 0):
                self.want_condition(op, arg)
            else:
                self.refuse_condition(arg)
        return Tree(op, args, start=start, end=args[-1].end if end is None else end)

    def want_condition(self, op: str, arg: Tree) -> None:
        if arg.op not in CONDITIONS:
            raise FormulaError(f"{quoted(op)} needs a condition, such as x ≤ 0.", arg.start, arg.end)

    def refuse_condition(self, arg: Tree) -> None:
        if arg.op in CONDITIONS:
            message = "A comparison can only stand first in if(condition, a, b)."
            edit = (arg.start, arg.end, f"if({self.text[arg.start : arg.end]}, 1, 0)")
            raise FormulaError(message, arg.start, arg.end, edit)
