"""The small faults that are put into a file, one at a time: each changes one expression or statement of its text."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

COMPARISONS: Mapping[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
ARITHMETIC: Mapping[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.LShift: ast.RShift,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
# What is logged is told to a person: no test holds the words to account.
UNTOLD = frozenset({"log", "faulthandler"})


@dataclass(frozen=True, order=True)
class Mutant:
    """`before` lies at `start` of the file's text, in characters, and becomes `after`.

    `line` to `last_line`, beginning at 1, are run where the change is run; none of a function where `is_of_module`.
    `says` is the text of `line`.
    """

    path: str
    line: int
    last_line: int
    start: int
    before: str
    after: str
    is_of_module: bool
    says: str

    def applied(self, text: str) -> str:
        end = self.start + len(self.before)
        assert text[self.start : end] == self.before
        return text[: self.start] + self.after + text[end:]

    @property
    def change(self) -> str:
        return f"{_one_line(self.before)} -> {_one_line(self.after)}"

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.change}"


def mutants_of(path: str, text: str) -> list[Mutant]:
    """Every mutant of a file, in the order of its text."""
    finder = _Finder(path, text)
    finder.visit(ast.parse(text))
    return sorted(set(finder.found))


class _Finder(ast.NodeVisitor):
    def __init__(self, path: str, text: str) -> None:
        self.found: list[Mutant] = []
        self._path = path
        self._text = text
        self._statement: ast.stmt | None = None
        self._function = ""
        self._lines = text.splitlines()
        self._line_starts = [0]
        for line in text.splitlines(keepends=True):
            self._line_starts.append(self._line_starts[-1] + len(line))

    def visit(self, node: ast.AST) -> None:
        before = self._statement
        if isinstance(node, ast.stmt):
            self._statement = node
            for text in _restated(node, self._function):
                self._add(node, text)
        elif isinstance(node, ast.expr):
            for changed in _changed(node):
                # In brackets, so that it binds as what stood there.
                self._add(node, f"({ast.unparse(changed)})")
        if not _is_untold(node):
            super().visit(node)
        self._statement = before

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Python 3.11 does not say where the parts of an f-string lie."""

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        # Neither decorators nor annotations: they are for the type checker, or for speed.
        for default in (*node.args.defaults, *node.args.kw_defaults):
            if default is not None:
                self.visit(default)
        before, self._function = self._function, node.name
        self._visit_all(node.body)
        self._function = before

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self.visit_FunctionDef(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._visit_all(node.body)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def _visit_all(self, body: Sequence[ast.stmt]) -> None:
        for statement in body:
            self.visit(statement)

    def _add(self, node: ast.expr | ast.stmt, after: str) -> None:
        assert self._statement is not None
        last_line, last_column = _end(node)
        start, end = self._place(node.lineno, node.col_offset), self._place(last_line, last_column)
        self.found.append(
            Mutant(
                path=self._path,
                line=self._statement.lineno,
                last_line=last_line,
                start=start,
                before=self._text[start:end],
                after=after,
                is_of_module=not self._function,
                says=self._lines[self._statement.lineno - 1].strip(),
            )
        )

    def _place(self, line: int, column_bytes: int) -> int:
        first = self._line_starts[line - 1]
        line_text = self._text[first : self._line_starts[line]]
        return first + len(line_text.encode()[:column_bytes].decode())


def _changed(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.Compare(left=left, ops=ops, comparators=right):
            for index, op in enumerate(ops):
                for other in COMPARISONS[type(op)]:
                    yield ast.Compare(left, [*ops[:index], other(), *ops[index + 1 :]], right)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.BinOp(left=left, op=op, right=right) if type(op) in ARITHMETIC and not _is_text(left, right):
            yield ast.BinOp(left, ARITHMETIC[type(op)](), right)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield ast.IfExp(test, orelse, body)
        case ast.Constant(value=value):
            yield from map(ast.Constant, _beside(value))


def _beside(value: object) -> Sequence[bool | float]:
    if isinstance(value, bool):
        return (not value,)
    if isinstance(value, int | float):
        return (value + 1, value - 1) if value > 0 else (value + 1,)
    return ()


def _restated(node: ast.stmt, function: str) -> Iterator[str]:
    """The statement's text anew, or nothing in its place."""
    match node:
        case ast.Expr(value=ast.Call() | ast.Await()) if not _is_untold(node):
            yield "pass"
        case ast.Raise() | ast.Continue() | ast.Break() | ast.AugAssign() | ast.Delete():
            yield "pass"
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]) if function != "__init__":
            yield "pass"
        case ast.Return(value=ast.expr() as value) if not _is_falsy(value):
            yield "return None"


def _is_text(*nodes: ast.expr) -> bool:
    return any(isinstance(node, ast.JoinedStr | ast.Constant) and not _is_number(node) for node in nodes)


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)


def _is_falsy(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and not node.value


def _is_untold(node: ast.AST) -> bool:
    """A statement that logs."""
    match node:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name)))):
            return name in UNTOLD
    return False


def _end(node: ast.expr | ast.stmt) -> tuple[int, int]:
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return node.end_lineno, node.end_col_offset


def _one_line(text: str) -> str:
    joined = " ".join(text.split())
    return joined if len(joined) <= 90 else f"{joined[:87]}..."
