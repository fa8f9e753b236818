"""A video file written anew as platforms like it best: MP4 with H.264 and AAC, upright, its index in front."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from django.utils.translation import gettext as _

from chaoxin.core.refusals import Invalid

from . import probing, stamps

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer, OutputContainer
    from av.filter import FilterContext, Graph
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

AUDIO_BIT_RATE = 160_000
LEAST_BIT_RATE = 300_000
AUDIO_RATES = (44_100, 48_000)
USUAL_FRAME_RATE = Fraction(30)
# Where quality alone would take fewer bits than the most that is allowed, fewer are taken.
QUALITY = "21"
KEY_PICTURE_SECONDS = 4
THREADS = 2
TURNS = {90: ["transpose=cclock"], 180: ["hflip", "vflip"], 270: ["transpose=clock"]}
Tell = Callable[[float], None]


@dataclass(frozen=True)
class Wanted:
    """What a film is to become at most: the shorter side of its picture, bits and pictures a second, octets in all
    (0: as many as come of it). Nothing is made larger than it is. With `stamp` every picture bears the mark of a
    machine's work; the words are those of `stamps`, and are told so that it is known which."""

    short_side: int
    bit_rate: int
    frame_rate: int
    most_bytes: int = 0
    stamp: str = ""

    def as_json(self) -> dict[str, int | str]:
        """By name; without the stamp where there is none, so that having it told means that it is there."""
        return {name: value for name, value in asdict(self).items() if value or name != "stamp"}


def encode(source: Path, target: Path, wanted: Wanted, *, tell: Tell) -> None:
    """Writes the film anew; `tell` hears how many seconds of it are written, and stops everything by raising. Raises
    Invalid where a picture or a sound of it cannot be decoded."""
    with probing.opened(source) as film:
        first = next(film.decode(video=0), None)
    if first is None:
        raise Invalid(_("视频里没有能解码的画面，转不了码。请重新导出后再传。"))
    # Opened anew: not every kind of film can be wound back to a beginning before zero.
    with probing.opened(source) as film:
        film.streams.video[0].thread_type = "AUTO"
        _Rewriting(film, first, wanted, tell).write(target)


class _Rewriting:
    """One film on its way from file to file."""

    def __init__(self, film: InputContainer, first: VideoFrame, wanted: Wanted, tell: Tell) -> None:
        self._film, self._first, self._wanted, self._tell = film, first, wanted, tell
        self._picture: VideoStream = film.streams.video[0]
        self._sound: AudioStream | None = film.streams.audio[0] if film.streams.audio else None
        begins, zero = Fraction(film.start_time or 0, probing.TIME_BASE), Fraction(0)
        # A film whose times begin before zero is moved to zero, where players begin to show one.
        self._start, self._moved = float(max(begins, zero)), max(-begins, zero)
        rate = self._picture.average_rate or self._picture.guessed_rate or USUAL_FRAME_RATE
        self._rate = min(Fraction(rate), Fraction(wanted.frame_rate)).limit_denominator(1001)

    def write(self, target: Path) -> None:
        import av

        # All that the file tells of itself goes along but the place: marks of AI generation live there.
        options = {"movflags": "faststart+use_metadata_tags"}
        with av.open(str(target), "w", format="mp4", container_options=options) as out:
            out.metadata.update(
                {name: value for name, value in self._film.metadata.items() if not _is_left_out(name)}
            )
            graph, entry = self._graph()
            picture, sound = self._picture_track(out), self._sound_track(out)
            for packet in self._film.demux([self._picture, *filter(None, [self._sound])]):
                for frame in self._decoded(packet):
                    if packet.stream is self._picture:
                        entry.push(cast("VideoFrame", frame))
                        self._pass_on(out, graph, picture)
                        self._tell_of(cast("VideoFrame", frame))
                    elif sound is not None:
                        out.mux(sound.encode(cast(Any, frame)))
            entry.push(None)
            self._pass_on(out, graph, picture)
            out.mux(picture.encode(None))
            if sound is not None:
                out.mux(sound.encode(None))

    def _decoded(self, packet: Any) -> Iterator[Any]:
        import av

        try:
            for frame in packet.decode():
                if self._moved and frame.pts is not None:
                    frame.pts += round(self._moved / frame.time_base)
                yield frame
        except av.FFmpegError:
            at = float((packet.pts or 0) * packet.time_base + self._moved) - self._start
            sentence = _("视频第 %(seconds)d 秒附近解不开，转不了码。请从原来的软件重新导出一份再传。")
            raise Invalid(sentence % {"seconds": max(0, round(at))}) from None

    def _pass_on(self, out: OutputContainer, graph: Graph, track: VideoStream) -> None:
        import av

        while True:
            try:
                ready = graph.vpull()
            except (av.BlockingIOError, av.EOFError):
                break
            out.mux(track.encode(ready))

    def _tell_of(self, frame: VideoFrame) -> None:
        if frame.time is not None:
            self._tell(max(0.0, frame.time - self._start))

    def _graph(self) -> tuple[Graph, FilterContext]:
        """Upright, no larger than wanted, even sides, a steady rate, with the stamp where it is wanted; and where
        pictures enter it."""
        from av.filter import Graph

        graph, turned = Graph(), int(self._first.rotation) % 360
        width, height = self._sides(turned)
        steps = [*TURNS.get(turned, []), f"scale={width}:{height}:flags=bicubic", "setsar=1"]
        steps += [f"fps={self._rate}", "format=yuv420p"]
        entry = graph.add_buffer(template=self._picture)
        nodes = [entry]
        for step in steps:
            name, _equals, arguments = step.partition("=")
            nodes.append(graph.add(name, arguments or None))
        sink = graph.add("buffersink")
        graph.link_nodes(*nodes)
        if self._wanted.stamp:
            self._lay_over(graph, nodes[-1], sink, (width, height))
        else:
            nodes[-1].link_to(sink)
            graph.configure()
        return graph, entry

    def _lay_over(
        self, graph: Graph, shown: FilterContext, sink: FilterContext, size: tuple[int, int]
    ) -> None:
        """Links `shown` to `sink` with the stamp laid over it, and sets the graph up: the stamp is the first picture
        that enters it, and stays."""
        import av

        plate, left, top = stamps.laid_over(size)
        picture = av.VideoFrame.from_image(plate)
        laid = graph.add_buffer(
            width=plate.width,
            height=plate.height,
            format=picture.format,
            time_base=Fraction(1, 1000),
            name="stamp",
        )
        over = graph.add("overlay", f"x={left}:y={top}:eof_action=repeat:format=auto")
        even = graph.add("format", "yuv420p")
        shown.link_to(over, 0, 0)
        laid.link_to(over, 0, 1)
        graph.link_nodes(over, even, sink)
        graph.configure()
        picture.pts, picture.time_base = 0, Fraction(1, 1000)
        laid.push(picture)
        laid.push(None)

    def _sides(self, turned: int) -> tuple[int, int]:
        width, height = self._picture.width, self._picture.height
        ratio = self._picture.sample_aspect_ratio
        if ratio:
            width = round(width * ratio)
        if turned in (90, 270):
            width, height = height, width
        scale = min(1.0, self._wanted.short_side / min(width, height))
        return max(2, round(width * scale / 2) * 2), max(2, round(height * scale / 2) * 2)

    def _picture_track(self, out: OutputContainer) -> VideoStream:
        most = self._bits()
        track = out.add_stream("libx264", rate=self._rate)
        track.width, track.height = self._sides(int(self._first.rotation) % 360)
        track.pix_fmt, track.thread_count = "yuv420p", THREADS
        track.codec_context.gop_size = max(1, round(self._rate * KEY_PICTURE_SECONDS))
        track.options = {
            "preset": "veryfast",
            "crf": QUALITY,
            "maxrate": str(most),
            "bufsize": str(2 * most),
        }
        context, given = track.codec_context, self._picture.codec_context
        for name in ("color_primaries", "color_trc", "colorspace"):
            setattr(context, name, getattr(given, name))
        return track

    def _sound_track(self, out: OutputContainer) -> AudioStream | None:
        if self._sound is None:
            return None
        rate = self._sound.rate if self._sound.rate in AUDIO_RATES else AUDIO_RATES[1]
        layout = "mono" if self._sound.codec_context.channels == 1 else "stereo"
        track = out.add_stream("aac", rate=rate, layout=layout)
        track.bit_rate = AUDIO_BIT_RATE
        return track

    def _bits(self) -> int:
        """The most bits a second for the picture, so that the whole stays below the most octets."""
        if not self._wanted.most_bytes or not self._film.duration:
            return self._wanted.bit_rate
        seconds = self._film.duration / probing.TIME_BASE
        allowed = self._wanted.most_bytes * 8 * 0.92 / seconds - AUDIO_BIT_RATE
        if allowed < LEAST_BIT_RATE:
            raise Invalid(_("视频太长，压到平台允许的大小就看不清了。请先剪短，再转码。"))
        return min(self._wanted.bit_rate, int(allowed))


def _is_left_out(name: str) -> bool:
    return probing.is_place(name) or name in ("major_brand", "minor_version", "compatible_brands", "encoder")
