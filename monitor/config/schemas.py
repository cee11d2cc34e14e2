"""JSON Schemas of the settings files, so that an editor completes and checks while one types."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from monitor.config.bodies import BodiesFile
from monitor.config.cues import ChineseCuesFile, EnglishCuesFile
from monitor.config.lexicon import LexiconFile
from monitor.config.models import Model
from monitor.config.seeds import SeedFile
from monitor.config.settings import MonitorFile
from monitor.config.sources import SourcesFile
from monitor.config.topics import TopicsFile
from monitor.config.units import DURATION_PATTERN, spell

FILES: dict[str, type[Model]] = {
    "monitor": MonitorFile,
    "sources": SourcesFile,
    "topics": TopicsFile,
    "bodies": BodiesFile,
    "cues.en": EnglishCuesFile,
    "cues.zh": ChineseCuesFile,
    "lexicon": LexiconFile,
    "seed": SeedFile,
}
"""Which schema describes which file: `sources` is `schema/sources.json` of `sources.yaml`."""


class _Schema(GenerateJsonSchema):
    """Describes what may be written, where pydantic describes what it is turned into."""

    def timedelta_schema(self, schema: core_schema.TimedeltaSchema) -> JsonSchemaValue:
        """Return the schema of a time as people write it."""
        return {"type": "string", "pattern": DURATION_PATTERN, "examples": ["45s", "15m", "6h"]}

    def encode_default(self, dft: Any) -> Any:
        """Return a default as it would stand in the file."""
        return spell(dft) if isinstance(dft, timedelta) else super().encode_default(dft)


def schemas() -> dict[str, str]:
    """Return the text of each schema by its file's name, such as `sources.json`."""
    return {f"{name}.json": _text(model) for name, model in FILES.items()}


def _text(model: type[Model]) -> str:
    schema = {
        "$schema": _Schema.schema_dialect,
        **model.model_json_schema(schema_generator=_Schema),
    }
    _loosen(schema)
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _loosen(node: Any) -> None:
    """Let sizes have a unit and ranks stand as `BODY: 3`; drop defaults of whole sections."""
    if isinstance(node, list):
        for part in node:
            _loosen(part)
    if not isinstance(node, dict):
        return
    if isinstance(node.get("default"), dict):
        del node["default"]
    for name, field in node.get("properties", {}).items():
        if name.endswith("_bytes"):
            field["type"] = ["integer", "string"]
        elif name == "authority":
            field.clear()
            field.update({"type": "object", "additionalProperties": {"type": "number"}})
    for part in node.values():
        _loosen(part)


def main() -> None:
    """Write the schemas beside the settings files of this repository."""
    folder = Path("config", "schema")
    folder.mkdir(exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
