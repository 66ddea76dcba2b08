"""What a worker is asked, and what it answers. Both travel as JSON, and results are kept as it."""

from dataclasses import dataclass, field

from .telling import shortened


@dataclass(frozen=True)
class Job:
    """One snippet to execute."""

    id: int
    path: str
    modules: str  # the folder of modules that it may import
    hide: list[str]  # folders that are on the path for the runner's own sake
    timeout: int  # seconds
    fresh: bool  # in an interpreter that has imported nothing yet
    texts: dict[str, dict[str, str]]  # what its figure says, by language


@dataclass(frozen=True)
class Problem:
    """What is wrong with a run, and on which line of the snippet if that is known."""

    line: int | None
    text: str

    def of(self, name: str) -> str:
        """The text after the file's name and the line."""
        text = shortened(self.text)
        return f"{name}:{self.line}: {text}" if self.line else f"{name}: {text}"


@dataclass(frozen=True)
class Result:
    """What a snippet did. `seconds` and `peak` (bytes) are 0 where its process could not say."""

    stdout: str = ""
    figure: str | None = None
    problem: Problem | None = None
    translated: dict[str, str] = field(default_factory=dict)  # the figure by language
    seconds: float = 0.0
    peak: int = 0

    @property
    def output(self) -> tuple[str, str | None, dict[str, str]]:
        """All that is recorded of it."""
        return self.stdout, self.figure, self.translated

    @classmethod
    def from_json(cls, data: object) -> "Result":
        """The inverse of `dataclasses.asdict`; raises ValueError for data of another shape."""
        match data:
            case {
                "stdout": str(stdout),
                "figure": (str() | None) as figure,
                "problem": found,
                "translated": dict(translated),
                "seconds": (float() | int()) as seconds,
                "peak": int(peak),
            }:
                return cls(stdout, figure, _problem(found), translated, seconds, peak)
        raise ValueError("not a result")


def _problem(data: object) -> Problem | None:
    match data:
        case None:
            return None
        case {"line": (int() | None) as line, "text": str(text)}:
            return Problem(line, text)
    raise ValueError("not a problem")
