"""The files of the embedded engine: kept, read by several processes, killed, damaged."""

import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.documents import document_hash
from search.embedded import EmbeddedEngine, EmbeddedWriter, IndexBusyError, storage
from search.embedded import writer as writing
from search.embedded.columns import Columns
from search.port import Facet, IndexUnavailableError, Near, Reading, SearchError, SearchQuery
from tests.search.contract import ids
from tests.search.documents import ANGERS, NANTES, settled, supplier, zone

ROOT = Path(__file__).resolve().parents[2]
JARDIN = SearchQuery(text="jardin", facets=(Facet.KIND,))


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[EmbeddedWriter]:
    with EmbeddedWriter(tmp_path) as writer:
        yield writer


@pytest.fixture
def engine(tmp_path: Path, writer: EmbeddedWriter) -> EmbeddedEngine:
    writer.rebuild([supplier(1, "Jardin", kinds=("EA",)), supplier(2, "Colline", kinds=("EA",))])
    return EmbeddedEngine(tmp_path)


class TestWriting:
    def test_it_works(self, engine: EmbeddedEngine, writer: EmbeddedWriter) -> None:
        writer.apply([supplier(3, "Jardin", kinds=("ESAT",))], deleted=[1])

        results = engine.search(JARDIN)

        assert ids(results) == [3]
        assert [counted.value for counted in results.facets[Facet.KIND]] == ["ESAT"]
        assert engine.count() == 2

    def test_a_rebuild_says_how_many(self, writer: EmbeddedWriter) -> None:
        assert writer.rebuild(supplier(i) for i in range(1, 8)) == 7
        assert writer.rebuild([]) == 0

    def test_a_changed_supplier_is_found_as_it_is_now(
        self, engine: EmbeddedEngine, writer: EmbeddedWriter
    ) -> None:
        for name in ("Verger", "Colline", "Serre"):
            writer.apply([supplier(1, name)], [])

        assert engine.search(SearchQuery(text="jardin")).total == 0
        assert engine.search(SearchQuery(text="verger")).total == 0
        assert ids(engine.search(SearchQuery(text="serre"))) == [1]
        assert engine.search(SearchQuery()).total == 2

    def test_one_deleted_comes_back_when_written_again(
        self, engine: EmbeddedEngine, writer: EmbeddedWriter
    ) -> None:
        writer.apply([], [1])
        assert engine.search(JARDIN).total == 0

        writer.apply([supplier(1, "Jardin")], [])
        assert ids(engine.search(JARDIN)) == [1]

    def test_who_is_deleted_or_changed_counts_no_more_in_a_territory(
        self, engine: EmbeddedEngine, writer: EmbeddedWriter
    ) -> None:
        writer.apply([settled(3, ANGERS), settled(4, ANGERS, zones=(zone(country=True),))], [])
        everywhere = engine.count_at("departement")
        assert (everywhere["49"], everywhere["44"]) == (2, 1)

        writer.apply([settled(4, NANTES)], [3])

        assert engine.count_at("departement") == {"44": 1}

    def test_deleting_what_is_unknown_does_no_harm(
        self, engine: EmbeddedEngine, writer: EmbeddedWriter
    ) -> None:
        writer.apply([], [99])

        assert engine.search(SearchQuery()).total == 2
        assert ids(engine.search(SearchQuery(text='-"colline"'))) == [1]

    def test_places_and_zones_follow_too(
        self, engine: EmbeddedEngine, writer: EmbeddedWriter
    ) -> None:
        writer.apply([settled(3, NANTES, zones=(zone(where=("commune:49007",)),))], [])

        assert ids(engine.search(SearchQuery(near=Near("commune", ANGERS, 10)))) == [3]
        assert ids(engine.search(SearchQuery(near=Near("departement", "44")))) == [3]

    def test_fingerprints_are_those_of_the_living(
        self, engine: EmbeddedEngine, writer: EmbeddedWriter
    ) -> None:
        changed = supplier(2, "Serre")
        writer.apply([changed], [1])

        assert writer.fingerprints() == {2: document_hash(changed)}
        assert engine.fingerprints() == writer.fingerprints()

    def test_what_fails_is_not_half_written(
        self, engine: EmbeddedEngine, writer: EmbeddedWriter
    ) -> None:
        broken = supplier(3, "Jardin", raw={"id": "three"})
        with pytest.raises(SearchError):
            writer.apply([supplier(1, "Serre"), broken], [2])
        assert engine.count() == 2

        writer.apply([supplier(4, "Jardin")], [])
        assert ids(engine.search(JARDIN)) == [1, 4]

    def test_nothing_can_be_applied_before_a_build(self, writer: EmbeddedWriter) -> None:
        with pytest.raises(IndexUnavailableError, match="reperess index rebuild"):
            writer.apply([supplier(1)], [])


class TestOpening:
    def test_an_index_outlives_the_process(self, tmp_path: Path, engine: EmbeddedEngine) -> None:
        code = (
            "import sys; from pathlib import Path; from search.embedded import EmbeddedEngine;"
            "print(EmbeddedEngine(Path(sys.argv[1])).count())"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == "2"

    def test_later_writes_are_read_again_when_opened(
        self, tmp_path: Path, engine: EmbeddedEngine, writer: EmbeddedWriter
    ) -> None:
        writer.apply([supplier(3, "Jardin")], [2])
        writer.apply([supplier(3, "Jardin d’hiver")], [])

        assert ids(EmbeddedEngine(tmp_path).search(SearchQuery())) == [1, 3]

    def test_many_later_writes_are_saved_for_the_next_to_open(
        self,
        tmp_path: Path,
        engine: EmbeddedEngine,
        writer: EmbeddedWriter,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(writing, "MANY_ROWS", 3)
        for turn in range(5):
            writer.apply([settled(turn + 3, ANGERS, "Jardin"), supplier(1, "Serre")], [2])
            assert_same(engine, EmbeddedEngine(tmp_path))

        assert Columns.saved_rows(storage.current_build(tmp_path)) > 2
        with_place = SearchQuery(near=Near("commune", ANGERS, reading=Reading.REACHES))
        assert EmbeddedEngine(tmp_path).search(with_place).total == 5

    def test_without_an_index_it_says_what_to_do(self, tmp_path: Path) -> None:
        with pytest.raises(IndexUnavailableError, match="reperess index rebuild"):
            EmbeddedEngine(tmp_path / "none").search(SearchQuery())

    def test_an_index_of_other_settings_is_not_read(
        self,
        tmp_path: Path,
        engine: EmbeddedEngine,
        writer: EmbeddedWriter,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(storage, "settings_hash", lambda: "other")

        with pytest.raises(IndexUnavailableError, match="autres réglages"):
            EmbeddedEngine(tmp_path).count()
        with pytest.raises(IndexUnavailableError, match="autres réglages"):
            writer.apply([supplier(1)], [])
        writer.rebuild([supplier(1)])
        assert EmbeddedEngine(tmp_path).count() == 1

    @pytest.mark.parametrize(
        "pattern",
        ["meta.json", "*.term", "*.idx", "*.pos", "*.fast", "*.store", "columns.*", "seal.json"],
    )
    @pytest.mark.parametrize("damage", ["removed", "emptied", "scrambled"])
    def test_a_damaged_index_says_so(
        self, tmp_path: Path, engine: EmbeddedEngine, pattern: str, damage: str
    ) -> None:
        paths = list(storage.current_build(tmp_path).glob(pattern))
        assert paths
        for path in paths:
            content = path.read_bytes()
            path.unlink()
            if damage != "removed":
                scrambled = random.Random(1).randbytes(len(content))
                path.write_bytes(b"" if damage == "emptied" else scrambled)

        with pytest.raises(SearchError, match="reperess index rebuild"):
            EmbeddedEngine(tmp_path).search(JARDIN)

    @pytest.mark.parametrize("pattern", ["*.term", "*.idx"])
    def test_damage_met_while_searching_is_an_error_of_ours(
        self, tmp_path: Path, engine: EmbeddedEngine, pattern: str
    ) -> None:
        (path,) = storage.current_build(tmp_path).glob(pattern)
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(b"\xff" * (len(content) // 2) + content[len(content) // 2 :])

        with pytest.raises(SearchError, match="reperess index rebuild"):
            EmbeddedEngine(tmp_path).search(JARDIN)

    def test_a_rebuild_mends_a_damaged_index(
        self, tmp_path: Path, engine: EmbeddedEngine, writer: EmbeddedWriter
    ) -> None:
        (storage.current_build(tmp_path) / "meta.json").write_text("{")
        with pytest.raises(IndexUnavailableError):
            writer.apply([supplier(1)], [])

        writer.rebuild([supplier(5, "Jardin")])

        assert ids(engine.search(JARDIN)) == [5]


class TestSharing:
    def test_a_second_writer_is_refused_until_the_first_closes(
        self, tmp_path: Path, writer: EmbeddedWriter
    ) -> None:
        with pytest.raises(IndexBusyError):
            EmbeddedWriter(tmp_path)
        writer.rebuild([])
        EmbeddedWriter(tmp_path / "elsewhere").close()

    def test_a_second_process_is_refused_too(self, tmp_path: Path, writer: EmbeddedWriter) -> None:
        done = run_writer(tmp_path, "1")
        _, errors = done.communicate(timeout=60)

        assert done.returncode != 0
        assert "IndexBusyError" in errors.decode()

    def test_another_process_s_write_is_seen_at_the_next_search(
        self, tmp_path: Path, engine: EmbeddedEngine, writer: EmbeddedWriter
    ) -> None:
        assert engine.count() == 2
        writer.close()
        process = run_writer(tmp_path, "1")
        assert process.stdout is not None
        assert process.stdout.readline() == b"1\n"

        assert engine.count() == 3
        process.kill()
        process.communicate()

    def test_a_rebuild_does_not_interrupt_readers(
        self, tmp_path: Path, engine: EmbeddedEngine, writer: EmbeddedWriter
    ) -> None:
        seen: list[int] = []
        done = threading.Event()

        def read() -> None:
            while not done.is_set():
                seen.append(engine.search(SearchQuery(text="serre", facets=tuple(Facet))).total)

        readers = [threading.Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        for _ in range(5):
            writer.rebuild(supplier(i, "Serre") for i in range(1, 400))
            writer.apply([], range(1, 100))
        done.set()
        for reader in readers:
            reader.join()
        assert set(seen) <= {0, 399, 300}
        assert engine.search(SearchQuery(text="serre")).total == 300

    def test_former_builds_are_removed(self, tmp_path: Path, writer: EmbeddedWriter) -> None:
        for _ in range(3):
            writer.rebuild([supplier(1)])

        assert list(tmp_path.glob("build-*")) == [storage.current_build(tmp_path)]


class TestKilling:
    """The writer is killed outright, at moments drawn at random."""

    @pytest.mark.parametrize("seed", range(8))
    def test_an_index_written_when_killed_opens_with_all_that_was_acknowledged(
        self, tmp_path: Path, engine: EmbeddedEngine, writer: EmbeddedWriter, seed: int
    ) -> None:
        writer.close()
        process = run_writer(tmp_path, "1000")
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(random.Random(seed).uniform(0, 0.3))
        process.kill()
        told, _ = process.communicate()

        acknowledged = 1 + len(told.splitlines())
        assert_sound(EmbeddedEngine(tmp_path), acknowledged)
        with EmbeddedWriter(tmp_path) as successor:
            successor.apply([supplier(2000, "Serre")], [])
        assert 2000 in ids(EmbeddedEngine(tmp_path).search(SearchQuery(text="serre", per_page=100)))

    @pytest.mark.parametrize("seed", range(4))
    def test_one_killed_while_it_rebuilds_leaves_the_former_index_or_the_new_one(
        self, tmp_path: Path, engine: EmbeddedEngine, writer: EmbeddedWriter, seed: int
    ) -> None:
        writer.close()
        process = run_writer(tmp_path, "rebuild")
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(random.Random(seed).uniform(0, 0.5))
        process.kill()
        process.communicate()

        assert EmbeddedEngine(tmp_path).count() in {2, 3000}
        with EmbeddedWriter(tmp_path) as successor:
            successor.rebuild([supplier(1)])
        assert len(list(tmp_path.glob("build-*"))) == 1


WRITER = """
import sys
from pathlib import Path
from search.embedded import EmbeddedWriter
from tests.search.documents import supplier
writer = EmbeddedWriter(Path(sys.argv[1]))
if sys.argv[2] == "rebuild":
    documents = [supplier(i, "Serre") for i in range(1, 3001)]
    while True:
        print("starting", flush=True)
        writer.rebuild(documents)
for number in range(1, int(sys.argv[2]) + 1):
    writer.apply([supplier(100 + number, "Serre")], [])
    print(number, flush=True)
input()
"""


def run_writer(folder: Path, work: str) -> "subprocess.Popen[bytes]":
    """Another process that writes suppliers 101, 102…, telling the number of each once written."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), work],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def assert_same(one: EmbeddedEngine, other: EmbeddedEngine) -> None:
    query = SearchQuery(near=Near("region", "52"), facets=tuple(Facet))
    for asked in (query, SearchQuery(facets=tuple(Facet))):
        first, second = one.search(asked), other.search(asked)
        assert (first.hits, first.facets) == (second.hits, second.facets)
    assert one.fingerprints() == other.fingerprints()


def assert_sound(engine: EmbeddedEngine, acknowledged: int) -> None:
    """Text and columns tell the same, and hold all that was acknowledged, one more at most."""
    with_text = engine.search(SearchQuery(text="serre", per_page=100)).total
    assert acknowledged <= with_text <= acknowledged + 1
    assert engine.count() == 2 + with_text
    assert len(engine.fingerprints()) == 2 + with_text
