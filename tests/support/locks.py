"""Lock files that install two versions of the bridge, 7.2.0 for the app and 5.17.0 for a package of it."""

_PNPM = "packages:\n\n  BRIDGE5.17.0:\n    resolution: {}\n\n  BRIDGE7.2.0:\n    resolution: {}\n"
_NPM_3 = """\
{
  "packages": {
    "": { "dependencies": { "@forge/bridge": "7.2.0" } },
    "node_modules/@forge/bridge": {
      "version": "7.2.0",
      "dependencies": { "tslib": "^2.4.0" }
    },
    "node_modules/@forge/dashboards-bridge": { "version": "0.1.20" },
    "node_modules/@forge/dashboards-bridge/node_modules/@forge/bridge": {
      "version": "5.17.0"
    }
  }"""
_NPM_1 = """\
  "dependencies": {
    "@forge/bridge": {
      "version": "7.2.0"
    },
    "@forge/dashboards-bridge": {
      "version": "0.1.20",
      "requires": { "@forge/bridge": "^5.17.0" },
      "dependencies": {
        "@forge/bridge": {
          "version": "5.17.0"
        }
      }
    }
  }
}
"""

LOCKS = {
    "npm-1": ("package-lock.json", "{\n" + _NPM_1),
    "npm-2": ("package-lock.json", f"{_NPM_3},\n{_NPM_1}"),
    "npm-3": ("package-lock.json", _NPM_3 + "\n}\n"),
    "npm-shrinkwrap": ("npm-shrinkwrap.json", _NPM_3 + "\n}\n"),
    "yarn-1": (
        "yarn.lock",
        '"@forge/bridge@7.2.0", "@forge/bridge@^7.0.0":\n  version "7.2.0"\n\n'
        '"@forge/bridge@^5.17.0":\n  version "5.17.0"\n',
    ),
    "yarn-4": (
        "yarn.lock",
        '__metadata:\n  version: 8\n\n"@forge/bridge@npm:7.2.0":\n  version: 7.2.0\n'
        '  resolution: "@forge/bridge@npm:7.2.0"\n\n'
        '"@forge/bridge@npm:^5.17.0":\n  version: 5.17.0\n  resolution: "@forge/bridge@npm:5.17.0"\n',
    ),
    "pnpm-5": ("pnpm-lock.yaml", _PNPM.replace("BRIDGE", "/@forge/bridge/")),
    "pnpm-6": ("pnpm-lock.yaml", _PNPM.replace("BRIDGE", "/@forge/bridge@")),
    "pnpm-9": (
        "pnpm-lock.yaml",
        "importers:\n\n  .:\n    dependencies:\n      '@forge/bridge':\n"
        "        specifier: 7.2.0\n        version: 7.2.0\n\n"
        + _PNPM.replace("BRIDGE7.2.0", "'@forge/bridge@7.2.0'").replace("BRIDGE5.17.0", "'@forge/bridge@5.17.0'")
        + "\nsnapshots:\n\n  '@forge/bridge@5.17.0(react@18.3.1)': {}\n\n  '@forge/bridge@7.2.0(react@18.3.1)': {}\n",
    ),
    "bun": (
        "bun.lock",
        '{\n  "lockfileVersion": 1,\n  "workspaces": { "": { "dependencies": { "@forge/bridge": "7.2.0" } } },\n'
        '  "packages": {\n    "@forge/bridge": ["@forge/bridge@7.2.0", "", {}, "sha512-a"],\n\n'
        '    "@forge/dashboards-bridge/@forge/bridge": ["@forge/bridge@5.17.0", "", {}, "sha512-b"],\n  }\n}\n',
    ),
}
"""By the program and the version of its format: the file's name, and its text."""
