"""Remembers the templates as Jinja has compiled them; what they give is made each time."""

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from hooks import machinery, root
from hooks.quick import memory


class Compiled(BytecodeCache):
    """Jinja asks it before it compiles a template, with a checksum of the template's source."""

    def __init__(self, config: MkDocsConfig, env: Environment):
        self.config = config
        self.surroundings = memory.key(machinery(root(config)), sorted(env.extensions))

    def load_bytecode(self, bucket: Bucket) -> None:
        kept = memory.get(self.config, f"templates/{bucket.key}", self._key(bucket))
        if kept is not None:
            bucket.bytecode_from_string(kept.encode("latin-1"))

    def dump_bytecode(self, bucket: Bucket) -> None:
        code = bucket.bytecode_to_string().decode("latin-1")
        memory.put(self.config, f"templates/{bucket.key}", self._key(bucket), code)

    def _key(self, bucket: Bucket) -> str:
        return memory.key(self.surroundings, bucket.key, bucket.checksum)


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    env.bytecode_cache = Compiled(config, env)
