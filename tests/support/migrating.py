"""Tables as they were before a migration."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps

#: (app, migration)
State = list[tuple[str, str]]
Migrate = Callable[[State], StateApps]


@pytest.fixture
def migrate(transactional_db: None) -> Iterator[Migrate]:
    """A function that brings the tables to a state; at the end they are those of today again."""

    def to(state: State) -> StateApps:
        MigrationExecutor(connection).migrate(state)
        return MigrationExecutor(connection).loader.project_state(state).apps

    yield to
    today = MigrationExecutor(connection)
    today.migrate(today.loader.graph.leaf_nodes())
