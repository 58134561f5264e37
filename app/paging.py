"""Long lists, a page at a time."""


def page_within(asked: int, total: int, per_page: int) -> tuple[int, int]:
    """The number of the page asked, or of the nearest there is, and that of the last one."""
    last = max(1, -(-total // per_page))
    return min(max(asked, 1), last), last
