"""What somebody with a pencil can work out of a table with hidden cells. Pure.

Each sum of a table is one equation. Written with the sums on the other side, every cell stands in
one equation of its row and one of its column: the cells are the edges of a network between rows
and columns, and a hidden number can rise as far as a flow can come back from its column to its row
through other hidden cells (Cox 1980, Gusfield 1988). So its interval costs two flows and no
optimiser, and whole numbers come out whole.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reports.figures.cells import TOTAL, Grid, Place

OUTSIDE = "outside"  # the other end of a cell that stands in one equation alone
UNBOUNDED = 10**9

Room = Callable[[Place], tuple[int, int]]  # how far a cell may fall and rise


@dataclass(frozen=True)
class Edge:
    """One cell between the equation of its row and that of its column; a sum goes backwards."""

    place: Place
    start: str
    end: str


def edges_of(grid: Grid) -> list[Edge]:
    return [_edge(grid, row, column) for row in grid.row_codes for column in grid.column_codes]


def _edge(grid: Grid, row: str, column: str) -> Edge:
    start = f"row {row}" if len(grid.columns) > 1 else OUTSIDE
    end = f"column {column}" if len(grid.rows) > 1 else OUTSIDE
    row_is_sum = row == TOTAL and len(grid.rows) > 1
    column_is_sum = column == TOTAL and len(grid.columns) > 1
    if row_is_sum != column_is_sum:
        start, end = end, start
    return Edge((row, column), start, end)


@dataclass(frozen=True)
class Step:
    """One way through an edge: where it leads, how much fits, what the first unit costs."""

    edge: int
    forward: bool
    to: str


class Network:
    """The cells of one grid that may move, each within its room."""

    def __init__(self, grid: Grid):
        self.edges = edges_of(grid)
        self.number = {edge.place: index for index, edge in enumerate(self.edges)}
        self.nodes = sorted({end for edge in self.edges for end in (edge.start, edge.end)})
        self.steps: dict[str, list[Step]] = {node: [] for node in self.nodes}
        for index, edge in enumerate(self.edges):
            self.steps[edge.start].append(Step(index, True, edge.end))
            self.steps[edge.end].append(Step(index, False, edge.start))

    def reach(
        self,
        place: Place,
        *,
        up: bool,
        most: int,
        room: Room,
        through: Iterable[Place],
        costs: dict[Place, int] | None = None,
    ) -> tuple[int, set[Place]]:
        """Return how far the cell can rise (or fall), at most ``most``, and the cells that move.

        Only the cells ``through`` move, the cheapest way first.
        """
        own = self.number[place]
        edge = self.edges[own]
        falls, rises = room(place)
        most = min(most, rises if up else falls)
        if most <= 0:
            return 0, set()
        if edge.start == edge.end:
            return most, set()
        rooms = {self.number[other]: room(other) for other in through if other != place}
        prices = {self.number[other]: cost for other, cost in (costs or {}).items()}
        flow = dict.fromkeys(rooms, 0)
        begin, goal = (edge.end, edge.start) if up else (edge.start, edge.end)
        sent = 0
        while sent < most:
            way = self._cheapest(begin, goal, rooms, prices, flow)
            if way is None:
                break
            amount = min(most - sent, *(_left(step, rooms, flow) for step in way))
            for step in way:
                flow[step.edge] += amount if step.forward else -amount
            sent += amount
        return sent, {self.edges[index].place for index, moved in flow.items() if moved}

    def _cheapest(self, begin, goal, rooms, prices, flow) -> list[Step] | None:
        """Return the cheapest way with anything left (Bellman and Ford), or None.

        A cell costs once, however far it moves: a way through one that has moved is free, and so no
        way ever gains and turns in a circle.
        """
        cost = {begin: 0}
        came: dict[str, tuple[str, Step]] = {}
        for _ in self.nodes:
            changed = False
            for node, so_far in list(cost.items()):
                for step in self.steps[node]:
                    if step.edge not in rooms or _left(step, rooms, flow) <= 0:
                        continue
                    found = so_far + (0 if flow[step.edge] else prices.get(step.edge, 0))
                    if step.to != begin and found < cost.get(step.to, UNBOUNDED):
                        cost[step.to], came[step.to] = found, (node, step)
                        changed = True
            if not changed:
                break
        if goal not in came:
            return None
        way, node = [], goal
        while node != begin:
            node, step = came[node]
            way.append(step)
        return way


def _left(step: Step, rooms, flow) -> int:
    """Return how much more fits through the step, given what flows already.

    A cell rises along its edge and falls against it, a sum too: its edge is turned round.
    """
    falls, rises = rooms[step.edge]
    moved = flow[step.edge]
    return rises - moved if step.forward else falls + moved
