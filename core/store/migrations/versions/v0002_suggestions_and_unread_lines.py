"""What a scan suggests and what it could not read, kept with the review that it opened.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two lists on `reviews`; those of older reviews are empty."""
    for name in ("suggestions", "unread"):
        op.add_column("reviews", sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
