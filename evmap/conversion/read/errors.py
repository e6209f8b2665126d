"""What is wrong with an input that cannot be converted at all."""

from __future__ import annotations


class ReadError(Exception):
    """The input cannot be read; `message` says what is wrong, `advice` what to do.

    `line` and `column` count from 1; they are None where there is no place to point at.
    """

    #: The HTTP status of an answer that tells of it.
    status = 400

    def __init__(
        self, message: str, advice: str = "", line: int | None = None, column: int | None = None
    ) -> None:
        # A key of the input may hold half a character, which no page or terminal can show.
        message = message.encode(errors="backslashreplace").decode()
        super().__init__(message)
        self.message = message
        self.advice = advice
        self.line = line
        self.column = column

    def __str__(self) -> str:
        place = f"line {self.line}, column {self.column}: " if self.line is not None else ""
        return f"{place}{self.message}{' ' + self.advice if self.advice else ''}"


class IsV3(ReadError):
    """The input is v3 or OCPI already; there is a way back to v2 (:mod:`evmap.revert`)."""


class TooLarge(ReadError):
    """The input is larger than a limit allows."""

    status = 413
