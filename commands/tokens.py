"""`warta tokens`: makes, lists and revokes what readers show to be let in."""

from typing import Annotated

import typer

from commands.options import Data, Json, settings_with
from commands.showing import console, errors, local_time, print_json, table
from pipeline.errors import UsageError
from pipeline.wiring.stores import open_articles
from serve.access import Scope
from stores.tokens import AccessToken, TokenStore

PER_MINUTE = 600
Scopes = Annotated[list[Scope], typer.Option("--scope", help="What it may do; give it more than once.")]


def create(
    name: Annotated[str, typer.Argument(help="Whose it is.", metavar="NAME")],
    scope: Scopes = [Scope.READ],  # noqa: B006 - typer copies it
    per_minute: Annotated[int, typer.Option(min=1, help="Requests a minute.")] = PER_MINUTE,
    data: Data = None,
    as_lines: Json = False,
) -> None:
    """Make a token and print it: nothing shows it again."""
    if not name.strip() or len(name) > 100:
        raise UsageError("NAME says in 1 to 100 characters whose token it is")
    token, secret = _store(data).create(name.strip(), list(dict.fromkeys(scope)), per_minute=per_minute)
    if as_lines:
        print_json({**_told(token), "token": secret})
        return
    errors.print(f"token {token.id} of {token.name}, for {', '.join(token.scopes)}; keep it, it is shown once:")
    console.print(secret, markup=False, highlight=False, soft_wrap=True)


def list_(data: Data = None, as_lines: Json = False) -> None:
    """Show the tokens, revoked ones too; none of them in full."""
    found = _store(data, to_read=True).all()
    if as_lines:
        print_json([_told(token) for token in found])
        return
    shown = table("Tokens", "id", "name", "scopes", "a minute", "made", "revoked", right=("a minute",))
    for token in found:
        revoked = local_time(token.revoked_at) if token.revoked_at else ""
        made = local_time(token.created_at)
        shown.add_row(token.id, token.name, " ".join(token.scopes), str(token.per_minute), made, revoked)
    console.print(shown if found else "no tokens")


def revoke(
    token_id: Annotated[str, typer.Argument(help="As `list` shows it.", metavar="ID")], data: Data = None
) -> None:
    """Let a token in no more, from a few seconds on, for good."""
    known = {token.id for token in _store(data, to_read=True).all()}
    if token_id not in known or not _store(data).revoke(token_id):
        raise UsageError(f"there is no good token {token_id}: see `warta tokens list`")
    console.print(f"revoked {token_id}", highlight=False)


def _store(data: Data, *, to_read: bool = False) -> TokenStore:
    """`to_read` makes no database in a folder that has none. Raises StoreNotReadyError."""
    return TokenStore(open_articles(settings_with(data=data), to_read=to_read).engine)


def _told(token: AccessToken) -> dict[str, object]:
    return vars(token)
