"""Lists that were uploaded and wait for the second click (待确认名册): kept under random names, then taken away."""

import hashlib
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from werkzeug.datastructures import FileStorage

from review.cases.reading import SourceTable, open_package
from review.errors import N_, Kind, ReviewError
from review.people.lists import Column, ListEmpty, find_columns, text_of
from review.web.context import settings

NAME = re.compile(r"[A-Za-z0-9_-]{22}")


class UploadGone(ReviewError):
    sentence = N_("上传的文件已处理或已过期，没有重复导入。请重新上传。")
    kind = Kind.CONFLICT


@dataclass(frozen=True, slots=True)
class Upload:
    """One uploaded list."""

    name: str  # random
    path: Path

    @property
    def hash(self) -> str:
        """SHA-256 of the file as received."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()


def keep(file: FileStorage) -> Upload:
    """Keep an uploaded file under a random name."""
    folder = settings().upload_dir / "lists"
    folder.mkdir(parents=True, exist_ok=True)
    upload = Upload(name := secrets.token_urlsafe(16), folder / name)
    file.save(upload.path)
    return upload


def find(name: str) -> Upload:
    """The upload of that name.

    Raises:
        UploadGone: Taken in already, or never there.
    """
    path = settings().upload_dir / "lists" / name
    if not NAME.fullmatch(name) or not path.is_file():
        raise UploadGone
    return Upload(name, path)


def rows_of(
    upload: Upload, columns: Sequence[Column], file_name: str = "list"
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of an uploaded list, each with its number and its cells by field.

    Raises:
        ColumnsMissing, ListEmpty: Of the list.
        ReviewError: The file cannot be read; the sentence says why.
    """
    table = _table(upload, file_name)
    places = find_columns(table.headers(), columns)
    empty = True
    for row in table.rows():
        empty = False
        yield (
            row.number,
            {
                field: text_of(row.cells[place]) if place < len(row.cells) else ""
                for field, place in places.items()
            },
        )
    if empty:
        raise ListEmpty


def _table(upload: Upload, file_name: str) -> SourceTable:
    tables = open_package(upload.path, name=file_name).tables
    return tables[0]
