"""Small drawn pictures for recent appeals, in place of photos; they go through the same door as real uploads."""

from io import BytesIO

import numpy as np
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFilter

from appeals.models import Appeal, Photo
from appeals.services.photos import keep, prepare
from appeals.types import PhotoStage, State, Visibility

SIZE = (960, 720)
HORIZON = 380
SCENES = {
    "pothole": "hole", "road_repair": "hole", "yard_holes": "hole", "open_manhole": "hole",
    "waste_not_collected": "bins", "waste_site_dirty": "bins", "waste_bulky": "bins", "waste_container_broken": "bins",
    "lamp_broken": "lamp", "lamp_none": "lamp", "yard_light": "lamp",
    "yard_snow": "snow", "road_snow": "snow", "pavement_snow": "snow", "yard_ice": "snow",
    "grass": "grass", "park_care": "grass", "tree_dangerous": "grass", "yard_trees": "grass",
}  # fmt: skip


def add(rng: np.random.Generator, count: int) -> int:
    """Pictures for the `count` newest published appeals whose topic can be drawn; answers how many were added."""
    chosen = Appeal.objects.filter(topic__code__in=SCENES, visibility=Visibility.PUBLIC).select_related(
        "topic"
    )
    added = 0
    for appeal in chosen.order_by("-submitted_at", "-pk")[:count]:
        upload = SimpleUploadedFile(
            "photo.png", _png(rng, SCENES[appeal.topic.code]), content_type="image/png"
        )
        photos = keep(appeal, [prepare(upload)])
        Photo.objects.filter(pk__in=[photo.pk for photo in photos]).update(is_public=True)
        added += len(photos)
    return added


def add_solved(rng: np.random.Generator, count: int) -> int:
    """The same place before and after for the `count` latest answers that can be drawn; answers how many were added."""
    chosen = Appeal.objects.filter(
        topic__code__in=SCENES,
        visibility=Visibility.PUBLIC,
        state__in=[State.ANSWERED, State.CLOSED],
        answered_at__isnull=False,
    ).select_related("topic")
    added = 0
    # The oldest answer first: the gallery shows the newest photo first.
    for appeal in reversed(chosen.order_by("-answered_at", "-pk")[:count]):
        scene, seed = SCENES[appeal.topic.code], int(rng.integers(1 << 31))
        for stage in (PhotoStage.BEFORE, PhotoStage.AFTER):
            drawn = _png(np.random.default_rng(seed), scene, mended=stage == PhotoStage.AFTER)
            upload = SimpleUploadedFile("photo.png", drawn, content_type="image/png")
            photos = keep(appeal, [prepare(upload)], stage=stage, position=10 + added)
            Photo.objects.filter(pk__in=[photo.pk for photo in photos]).update(is_public=True)
            added += len(photos)
    return added


def _png(rng: np.random.Generator, scene: str, *, mended: bool = False) -> bytes:
    picture = Image.new("RGB", SIZE, "#ffffff")
    draw = ImageDraw.Draw(picture)
    night = scene == "lamp"
    _sky(draw, night=night)
    _houses(rng, draw, night=night)
    _ground(draw, "hole" if mended and scene == "snow" else scene)
    if mended:
        _mended(rng, draw, scene)
    else:
        {"hole": _hole, "bins": _bins, "lamp": _lamp, "snow": _snow, "grass": _grass}[scene](rng, draw)
    out = BytesIO()
    picture.filter(ImageFilter.GaussianBlur(0.8)).save(out, "PNG", compress_level=1)
    return out.getvalue()


def _sky(draw: ImageDraw.ImageDraw, *, night: bool) -> None:
    top, bottom = ((24, 30, 52), (62, 66, 92)) if night else ((150, 184, 214), (222, 230, 234))
    for y in range(HORIZON):
        share = y / HORIZON
        draw.line(
            [(0, y), (SIZE[0], y)],
            fill=_between(top, bottom, share),
        )


def _between(first: tuple[int, int, int], second: tuple[int, int, int], share: float) -> tuple[int, int, int]:
    red, green, blue = (int(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def _houses(rng: np.random.Generator, draw: ImageDraw.ImageDraw, *, night: bool) -> None:
    """A row of panel houses with windows behind everything."""
    x = -60
    while x < SIZE[0]:
        wide, high = int(rng.integers(170, 300)), int(rng.integers(150, 290))
        tone = int(rng.integers(36, 60)) if night else int(rng.integers(176, 214))
        draw.rectangle([x, HORIZON - high, x + wide, HORIZON], fill=(tone, tone - 4, tone - 12))
        for wx in range(x + 16, x + wide - 22, 34):
            for wy in range(HORIZON - high + 16, HORIZON - 26, 38):
                lit = night and rng.random() < 0.35
                glass = (236, 200, 120) if lit else (tone - 34, tone - 26, tone - 12)
                draw.rectangle([wx, wy, wx + 17, wy + 22], fill=glass)
        x += wide + int(rng.integers(8, 60))


def _ground(draw: ImageDraw.ImageDraw, scene: str) -> None:
    side = {"snow": (232, 238, 242), "lamp": (44, 46, 50)}.get(scene, (136, 150, 110))
    road = {"snow": (196, 204, 210), "lamp": (58, 60, 64), "grass": (126, 158, 92)}.get(
        scene, (112, 114, 116)
    )
    draw.rectangle([0, HORIZON, *SIZE], fill=side)
    draw.polygon([(380, HORIZON), (580, HORIZON), (1060, SIZE[1]), (-100, SIZE[1])], fill=road)


def _hole(rng: np.random.Generator, draw: ImageDraw.ImageDraw) -> None:
    for _ in range(int(rng.integers(2, 5))):
        x, y = int(rng.integers(250, 640)), int(rng.integers(480, 640))
        wide = int(rng.integers(70, 190))
        ring = [
            (
                x + wide * np.cos(a) * rng.uniform(0.8, 1.1),
                y + wide * 0.34 * np.sin(a) * rng.uniform(0.8, 1.1),
            )
            for a in np.linspace(0, 6.0, 18)
        ]
        draw.polygon(ring, fill=(66, 64, 62))
        draw.polygon([(px * 0.8 + x * 0.2, py * 0.8 + y * 0.2 + 5) for px, py in ring], fill=(86, 92, 98))


def _mended(rng: np.random.Generator, draw: ImageDraw.ImageDraw, scene: str) -> None:
    """The place when the work is done: patched, empty, lit; cleared of snow and mown it is the bare ground."""
    if scene == "hole":
        x, y = int(rng.integers(300, 420)), int(rng.integers(500, 560))
        draw.polygon([(x, y), (x + 240, y), (x + 300, y + 110), (x - 30, y + 110)], fill=(84, 86, 88))
    elif scene == "bins":
        _containers(draw)
    elif scene == "lamp":
        for x, top, scale in ((370, 140, 1.0), (488, 248, 0.55), (756, 188, 0.8)):
            low, half = HORIZON + int(180 * scale), int(150 * scale)
            draw.ellipse([x - half, low - half // 4, x + half, low + half // 4], fill=(104, 98, 74))
            draw.ellipse([x - 22, top - 8, x + 8, top + 14], fill=(255, 236, 170))
        _lamp(rng, draw)


def _containers(draw: ImageDraw.ImageDraw) -> None:
    for n in range(3):
        x = 230 + n * 180
        draw.polygon([(x, 440), (x + 150, 440), (x + 138, 590), (x + 12, 590)], fill=(54, 104, 84))
        draw.rectangle([x - 6, 428, x + 156, 446], fill=(40, 80, 66))


def _bins(rng: np.random.Generator, draw: ImageDraw.ImageDraw) -> None:
    _containers(draw)
    for _ in range(26):
        x, y, r = int(rng.integers(170, 800)), int(rng.integers(400, 640)), int(rng.integers(16, 38))
        tone = int(rng.integers(40, 220))
        draw.ellipse([x - r, y - r, x + r, y + r * 0.8], fill=(tone, tone, int(tone * 0.92)))


def _lamp(rng: np.random.Generator, draw: ImageDraw.ImageDraw) -> None:
    for x, scale in ((300, 1.0), (450, 0.55), (700, 0.8)):
        top = HORIZON - int(240 * scale)
        draw.rectangle([x, top, x + int(9 * scale), HORIZON + int(180 * scale)], fill=(18, 20, 24))
        draw.rectangle([x, top, x + int(70 * scale), top + int(8 * scale)], fill=(18, 20, 24))
    draw.ellipse([690, 120, 720, 136], fill=(90, 90, 84 + int(rng.integers(0, 8))))


def _snow(rng: np.random.Generator, draw: ImageDraw.ImageDraw) -> None:
    for _ in range(14):
        x, y, r = int(rng.integers(-40, 980)), int(rng.integers(430, 700)), int(rng.integers(40, 130))
        tone = int(rng.integers(222, 250))
        draw.ellipse([x - r, y - r * 0.4, x + r, y + r * 0.5], fill=(tone - 4, tone, tone + 2))
    for _ in range(320):
        x, y = int(rng.integers(0, SIZE[0])), int(rng.integers(0, SIZE[1]))
        draw.ellipse([x, y, x + 3, y + 3], fill=(250, 250, 252))


def _grass(rng: np.random.Generator, draw: ImageDraw.ImageDraw) -> None:
    for _ in range(1400):
        x, y = int(rng.integers(0, SIZE[0])), int(rng.integers(400, SIZE[1]))
        high = int((y - 360) * rng.uniform(0.2, 0.5))
        green = int(rng.integers(96, 170))
        draw.line([(x, y), (x + int(rng.integers(-14, 14)), y - high)], fill=(green - 50, green, 58), width=3)
