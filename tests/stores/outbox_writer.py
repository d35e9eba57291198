"""A process that writes articles until it is killed: `python -m tests.stores.outbox_writer URL NAME`."""

import sys
from itertools import count

from stores.articles import ArticleStore
from stores.database import open_engine
from tests.stores.samples import article


def main(url: str, name: str) -> None:
    store = ArticleStore(open_engine(url), stem=str.lower)
    owner = store.claim("articles", name, 0)
    for batch in count():
        store.write(owner, [article(f"https://kabar.example/{name}/{batch}/{n}") for n in range(1 + batch % 5)])
        sys.stdout.write(".")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
