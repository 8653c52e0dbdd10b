import pytest
from intake.checks.delivery import Delivery


@pytest.fixture
def delivery(tmp_path) -> Delivery:
    """A delivery in good order; a test breaks it."""
    return Delivery(tmp_path)
