"""The data file in memory: every territory has a position, communes first, in code order."""

import gzip
import hashlib
import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from domain.geography.distance import Floats
from domain.geography.former_regions import FORMER_REGIONS
from domain.geography.names import (
    NameIndex,
    canonical,
    canonical_all,
    without_article,
    without_type,
)
from domain.geography.values import Commune, Level, Place, Point
from domain.text import fold_all

Columns = dict[str, list[Any]]
Text = TypeVar("Text", str, str | None)

# What régions are also called: for short, or by the name of one that joined them in 2016.
REGIONS_OTHERWISE = {
    "11": ("idf", "region parisienne"),
    "24": ("cvl", "centre"),
    "27": ("bfc", "bourgogne", "franche comte"),
    "28": ("basse normandie", "haute normandie"),
    "32": ("hdf", "nord pas de calais", "picardie", "nord pas de calais picardie"),
    "44": ("alsace", "champagne ardenne", "lorraine", "alsace champagne ardenne lorraine"),
    "52": ("pdl",),
    "75": ("aquitaine", "limousin", "poitou charentes", "aquitaine limousin poitou charentes"),
    "76": ("languedoc roussillon", "midi pyrenees", "languedoc roussillon midi pyrenees"),
    "84": ("aura", "auvergne", "rhone alpes"),
    "93": ("paca",),
    "94": ("20",),  # Corsica's number until 1976, and still its postcodes'
}

_REGIONS: tuple[Level, ...] = ("region", "former_region")

# What communes were or are also called, that no file tells; in canonical words.
COMMUNES_OTHERWISE = {
    "51108": ("chalons sur marne",),
    "91228": ("evry", "courcouronnes"),
    "92012": ("boulogne sur seine",),
    "92024": ("clichy la garenne",),
    "93048": ("montreuil sous bois",),
}


class Tables:
    """Territories by position, and the ways in: by level and code, by postcode, by name."""

    def __init__(self, path: Path) -> None:
        content = path.read_bytes()
        self.hash = hashlib.sha256(content).hexdigest()
        data: dict[str, Columns] = json.loads(gzip.decompress(content))
        communes, departements = data["communes"], data["departements"]
        self._epci = _one_object_each(communes["epci"])
        self._postcodes = _one_object_each(communes["postcodes"])
        self._region_of = dict(zip(departements["code"], departements["region"], strict=True))
        # NaN where there is no point.
        self.latitudes: Floats = np.array(communes["latitude"], dtype=np.float64)
        self.longitudes: Floats = np.array(communes["longitude"], dtype=np.float64)
        self.inhabitants = np.array(communes["population"])

        self.commune_count = len(communes["code"])
        self.codes: list[str] = list(communes["code"])
        self.names: list[str] = list(communes["name"])
        self.populations = array("i", communes["population"])
        self.departements: list[str] = _one_object_each(communes["departement"])
        self._levels: list[Level] = ["commune"] * self.commune_count
        self._members: dict[int, list[int]] = {}
        # One object each, for all the tables that hold them.
        self._communes = list(range(self.commune_count))
        positions = dict(zip(self.codes, self._communes, strict=True))
        self._positions: dict[Level, dict[str, int]] = {"commune": positions}

        regions = [self._region_of[code] for code in communes["departement"]]
        self._add("departement", departements, communes["departement"])
        self._add("region", data["regions"], regions)
        self._add("former_region", *_former_regions(communes["departement"]))
        self._first_epci = len(self.codes)
        self._add("epci", data["epci"], communes["epci"])
        self._rank = self._ranks()

        self._at_postcode = _grouped(
            (postcode, position)
            for position, postcodes in zip(self._communes, self._postcodes, strict=True)
            for postcode in postcodes.split()
        )
        former = self._former_names(data["former"])
        self._renamed = _grouped(self._own_names_among(data["former"]["code"], former))
        self.index = self._index(former)
        # Lists and searches name the same ones again and again.
        self.commune = lru_cache(4096)(self._commune)
        self.place = lru_cache(4096)(self._place_at)

    def _add(self, level: Level, table: Columns, codes_of_communes: list[str | None]) -> None:
        whose = zip(codes_of_communes, self._communes, strict=True)
        members_of = _grouped((code, i) for code, i in whose if code)
        self._positions[level] = {
            code: position for position, code in enumerate(table["code"], start=len(self.codes))
        }
        for code, name in zip(table["code"], table["name"], strict=True):
            members = members_of[code]
            self._members[len(self.codes)] = members
            self.codes.append(code)
            self.names.append(name)
            self._levels.append(level)
            self.populations.append(sum(self.populations[i] for i in members))
            self.departements.append(self._departements(members)[0])

    def _ranks(self) -> Sequence[int]:
        """Each position's place in the order of `ordered`."""
        positions = np.arange(len(self.codes))
        order = np.lexsort((-np.array(self.populations), positions >= self._first_epci))
        ranks = np.empty_like(positions)
        ranks[order] = positions
        return array("i", ranks.tolist())

    def _former_names(self, former: Columns) -> list[tuple[str, int]]:
        """Names of former communes, and where they lead; their codes lead there from now on."""
        positions = self._positions["commune"]
        today = [positions[code] for code in former["commune"]]
        for code, position in zip(former["code"], today, strict=True):
            positions.setdefault(code, position)
        return list(zip(canonical_all(former["name"]), today, strict=True))

    def _own_names_among(
        self, codes: list[str], former: list[tuple[str, int]]
    ) -> Iterator[tuple[str, int]]:
        """Those that the commune itself bore, under its code of today, before it was renamed."""
        for code, (name, position) in zip(codes, former, strict=True):
            if name and code == self.codes[position]:
                yield name, position
        yield from self._communes_otherwise()

    def _index(self, former: list[tuple[str, int]]) -> NameIndex:
        first_epci = self._first_epci
        # Names of communes hold nothing that `canonical` would write otherwise, and are many.
        names = fold_all(self.names[:first_epci]) + canonical_all(self.names[first_epci:])
        other_names = chain(
            former,
            self._communes_otherwise(),
            _numbered(map(without_article, names)),
            _numbered(map(without_type, names[first_epci:]), first_epci),
            self._regions_otherwise(),
        )
        return NameIndex(names, ((name, i) for name, i in other_names if name))

    def _communes_otherwise(self) -> Iterator[tuple[str, int]]:
        for code, names in COMMUNES_OTHERWISE.items():
            for name in names:
                yield name, self._positions["commune"][code]

    def _regions_otherwise(self) -> Iterator[tuple[str, int]]:
        for code, names in REGIONS_OTHERWISE.items():
            for name in names:
                yield name, self._positions["region"][code]

    def position(self, level: Level, code: str) -> int | None:
        """Of a commune, département, région or EPCI."""
        return self._positions[level].get(code)

    def codes_of(self, level: Level) -> tuple[str, ...]:
        """Of all communes (former ones too), départements, régions or EPCI."""
        return tuple(self._positions[level])

    def called(self, level: Level, code_or_name: str) -> int | None:
        """By code, a missing leading zero forgiven, or by name."""
        code = code_or_name.strip().upper().zfill(2)
        words = canonical(code_or_name)
        named = (*self.index.named(words), *self.index.otherwise_named(words))
        by_name = next((i for i in named if self._levels[i] == level), None)
        return self._positions[level].get(code, by_name)

    def departement_called(self, words: str) -> int | None:
        """As `called`, of canonical words: asked of every part of a text, it has its own names."""
        code = words.upper().zfill(2)
        return self._positions["departement"].get(code, self._names_of_departements.get(words))

    @cached_property
    def _names_of_departements(self) -> dict[str, int]:
        return self.index.borne_by(frozenset(self._positions["departement"].values()))

    def renamed(self, name: str) -> list[int]:
        """Positions of the communes that bore this canonical name themselves."""
        return self._renamed.get(name, [])

    def is_commune(self, position: int) -> bool:
        return position < self.commune_count

    def is_region(self, position: int) -> bool:
        """Of today or of before 2016."""
        return self._levels[position] in _REGIONS

    def at_postcode(self, postcode: str) -> list[int]:
        """Positions of the communes it serves."""
        return self._at_postcode.get(postcode, [])

    def postcodes_begun(self, digits: str) -> list[str]:
        """Those that begin so, in order."""
        return sorted(code for code in self._at_postcode if code.startswith(digits))

    def ordered(self, positions: Iterable[int]) -> list[int]:
        """Each once, the most populous first; EPCI, which few people mean, after the others."""
        return sorted(set(positions), key=self._rank.__getitem__)

    def _commune(self, position: int) -> Commune:
        departement = self.departements[position]
        return Commune(
            code_insee=self.codes[position],
            name=self.names[position],
            departement=departement,
            region=self._region_of[departement],
            epci=self._epci[position],
            postcodes=tuple(self._postcodes[position].split()),
            population=self.populations[position],
            point=self._centre([position]),
        )

    def _place_at(self, position: int) -> Place:
        level, name = self._levels[position], self.names[position]
        label = name if level in _REGIONS else f"{name} ({self.departements[position]})"
        members = self._members.get(position, [position])
        return self._place(level, self.codes[position], name, label, members)

    def postcode(self, postcode: str) -> Place | None:
        members = self.at_postcode(postcode)
        return self._place("postcode", postcode, postcode, postcode, members) if members else None

    def _place(self, level: Level, code: str, name: str, label: str, members: list[int]) -> Place:
        departements = self._departements(members)
        return Place(
            level=level,
            code=code,
            name=name,
            label=label,
            communes=tuple(self.codes[i] for i in members),
            point=self._centre(members),
            population=sum(self.populations[i] for i in members),
            departements=departements,
            regions=tuple(dict.fromkeys(self._region_of[code] for code in departements)),
        )

    def _departements(self, members: list[int]) -> tuple[str, ...]:
        """Those of the members, each once, by their share of the members' population."""
        people: defaultdict[str, int] = defaultdict(int)
        for member in members:
            people[self.departements[member]] += self.populations[member]
        return tuple(sorted(people, key=lambda code: (-people[code], code)))

    def _centre(self, members: list[int]) -> Point | None:
        """The members' points weighted by population: where people are, rather than the middle."""
        latitudes, longitudes = self.latitudes[members], self.longitudes[members]
        located = ~np.isnan(latitudes)
        if not located.any():
            return None
        # One inhabitant more, so that villages without any weigh something.
        people = self.inhabitants[members][located] + 1
        # As np.average does, in a third of its time.
        latitude, longitude = (
            float((degrees[located] * people).sum() / people.sum())
            for degrees in (latitudes, longitudes)
        )
        return Point(latitude, longitude)


def _former_regions(departements: list[str]) -> tuple[Columns, list[str | None]]:
    """Their table, and the code of that of each commune, by its département."""
    codes = {d: code for code, region in FORMER_REGIONS.items() for d in region.departements}
    names = [region.name for region in FORMER_REGIONS.values()]
    return {"code": [*FORMER_REGIONS], "name": names}, [codes.get(d) for d in departements]


def _one_object_each(codes: Iterable[Text]) -> list[Text]:
    """The same, where those that are written alike are one object: it takes less memory."""
    known: dict[Text, Text] = {}
    return [known.setdefault(code, code) for code in codes]


def _grouped(pairs: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for key, position in pairs:
        groups[key].append(position)
    return dict(groups)


def _numbered(names: Iterable[str | None], start: int = 0) -> Iterator[tuple[str | None, int]]:
    return ((name, position) for position, name in enumerate(names, start))
