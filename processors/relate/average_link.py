"""Average-link clustering of a few articles: two clusters become one while their pairs speak for it on average."""

import heapq
from collections.abc import Callable, Sequence

Score = Callable[[str, str], float]


def average_link(ids: Sequence[str], score: Score) -> list[list[str]]:
    """Clusters of ids, joined while the mean score of their pairs is over 0, the best first.

    The order of `ids` decides nothing: ties go to the smaller id. O(n² log n).
    """
    order = sorted(ids)
    sums: dict[str, dict[str, float]] = {one: {} for one in order}
    for at, one in enumerate(order):
        for other in order[at + 1 :]:
            sums[one][other] = sums[other][one] = score(one, other)
    members = {one: [one] for one in order}
    heap = [(-value, one, other, 1, 1) for one in order for other, value in sums[one].items() if one < other]
    heap = [each for each in heap if each[0] < 0]
    heapq.heapify(heap)
    while heap:
        _, one, other, size, other_size = heapq.heappop(heap)
        stale = one not in members or other not in members
        if stale or len(members[one]) != size or len(members[other]) != other_size:
            continue
        _join(one, other, members, sums)
        for third, total in sums[one].items():
            mean = total / (len(members[one]) * len(members[third]))
            if mean > 0:
                first, second = sorted((one, third))
                heapq.heappush(heap, (-mean, first, second, len(members[first]), len(members[second])))
    return [sorted(each) for each in members.values()]


def _join(one: str, other: str, members: dict[str, list[str]], sums: dict[str, dict[str, float]]) -> None:
    members[one] += members.pop(other)
    for third, total in sums.pop(other).items():
        sums[third].pop(other)
        if third != one:
            sums[one][third] = sums[third][one] = sums[one][third] + total
