"""Run inside the copy: writes the mutants, and sets those aside that were not drawn.

    python -m support.mutation.writing SHARE SEED [again]

Verdicts that are known stay, whatever is drawn; with `again` the survivors are tried once more.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from mutmut.__main__ import create_mutants
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.utils.file_utils import (
    copy_also_copy_files,
    copy_src_dir,
    setup_source_paths,
    walk_mutatable_files,
)

from support.mutation.sample import NOT_DRAWN, RETRIED, UNNOTICED, drawn, survivors_before


def main(share: float, seed: int, *, again: bool) -> None:
    """Writes the mutants of this folder into `mutants`."""
    set_mutant_under_test("mutant_generation")
    Path("mutants").mkdir(exist_ok=True)
    copy_src_dir()
    copy_also_copy_files()
    setup_source_paths()
    create_mutants(1)
    retried = set(survivors_before(Path()))
    for path in walk_mutatable_files():
        file = SourceFileMutationData(path=path)
        file.load()
        for name, code in file.exit_code_by_key.items():
            if again and code in UNNOTICED:
                file.exit_code_by_key[name] = None
                retried.add(name)
            elif code in (None, NOT_DRAWN):
                wanted = name in retried or drawn(name, share, seed)
                file.exit_code_by_key[name] = None if wanted else NOT_DRAWN
        file.save()
    (Path() / RETRIED).write_text(json.dumps(sorted(retried)), encoding="utf-8")


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]), again="again" in sys.argv)
