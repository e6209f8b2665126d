"""Files of any size: streamed record by record, shared by several workers.

One process or several, streamed or read as a whole: the bytes of the output and the books are the
same.
"""

from evmap.conversion.bulk.one import Converted, Progress, convert_file, no_progress

__all__ = ["Converted", "Progress", "convert_file", "no_progress"]
