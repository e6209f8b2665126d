"""Files of any size and number: streamed record by record, shared by several workers.

One process or several, streamed or read as a whole: the bytes of the output and the books are the
same.
"""

from evmap.conversion.batch.one import Converted, Progress, convert_file, no_progress
from evmap.conversion.batch.run import FileDone, FileJob, run_files

__all__ = [
    "Converted",
    "FileDone",
    "FileJob",
    "Progress",
    "convert_file",
    "no_progress",
    "run_files",
]
