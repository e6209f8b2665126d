"""Files of any size and number: streamed record by record, shared by several workers.

One process or several, streamed or read as a whole: the bytes of the output and the books are the
same.
"""
