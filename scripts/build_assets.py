"""Copy the browser assets that `npm ci` brought into the package, with a manifest of their hashes."""

import hashlib
import json
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "review" / "static" / "vendor"
ASSETS = {
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "echarts.min.js": "echarts/dist/echarts.min.js",
    "echarts-zh.js": "echarts/i18n/langZH.js",
    "bootstrap-icons.min.css": "bootstrap-icons/font/bootstrap-icons.min.css",
    "fonts/bootstrap-icons.woff2": "bootstrap-icons/font/fonts/bootstrap-icons.woff2",
    "fonts/bootstrap-icons.woff": "bootstrap-icons/font/fonts/bootstrap-icons.woff",
}
"""Name in the package → path under node_modules."""


def main() -> None:
    manifest = {}
    for name, source in ASSETS.items():
        target = VENDOR / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / "node_modules" / source, target)
        manifest[name] = hashlib.sha256(target.read_bytes()).hexdigest()
    (VENDOR / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    print(f"{len(manifest)} assets")


if __name__ == "__main__":
    main()
