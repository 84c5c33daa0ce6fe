"""The pictures of a problem's page: cause and effect, and incidents week by week."""

from datetime import UTC, datetime, timedelta

from problems.fishbone import MOST, draw
from problems.models import Cause
from problems.page import WEEKS, weeks

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)


def cause(branch, what="The certificate ran out", *, is_root=False):
    return Cause(branch=branch, what=what, is_root=is_root)


def test_without_a_cause_there_is_no_picture():
    assert draw("Mail stops", []) is None


def test_a_bone_for_each_kind_of_cause_that_there_is_half_above_and_half_below():
    bones = draw("Mail stops", [cause(branch) for branch in Cause.Branch])
    assert len(bones.bones) == len(Cause.Branch)
    above = [bone for bone in bones.bones if bone.top_y < bones.spine]
    assert len(above) == len(Cause.Branch) / 2
    assert all(0 <= bone.top_y <= bones.height and bone.x < bones.head for bone in bones.bones)


def test_the_root_is_marked_and_what_has_no_room_is_counted():
    causes = [cause("people", f"Cause {n}", is_root=n == 1) for n in range(MOST + 2)]
    (bone,) = draw("Mail stops", causes).bones
    assert [twig.is_root for twig in bone.twigs] == [False, True, *[False] * (MOST - 2)]
    assert bone.more == 2
    assert all(abs(twig.y - other.y) >= 24 for twig, other in zip(bone.twigs, bone.twigs[1:], strict=False))


def test_a_long_effect_is_four_lines_at_most():
    picture = draw("word " * 60, [cause("people")])
    assert len(picture.effect) <= 4
    assert all(len(line) <= 22 for line in picture.effect)


def test_each_incident_is_in_one_week_and_those_after_the_fix_are_told_apart():
    opened = [NOW - timedelta(days=days) for days in (1, 2, 8, 30, 400)]
    bars = weeks(opened, now=NOW, fixed_at=NOW - timedelta(days=10))
    assert len(bars) == WEEKS
    assert [bar.count for bar in bars[-2:]] == [1, 2]
    assert sum(bar.count for bar in bars) == 4  # the fifth is more than half a year ago
    assert [bar.after_fix for bar in bars[-3:]] == [False, True, True]
    assert max(bar.height for bar in bars) == 48
