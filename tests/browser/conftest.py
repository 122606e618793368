"""A JupyterLab of our own, without anybody's settings, and the system's Chromium looking at it."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_OPTIONS = [
    "--no-sandbox",  # continuous integration runs as root
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SETTINGS = {  # JupyterLab follows the browser's colour scheme, and keeps every cell on the page
    "apputils-extension/themes": {"adaptive-theme": True},
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
START_SECONDS = 60


@pytest.fixture(scope="session")
def browser_program():
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.fail(
            "No browser was found on PATH. Install Chromium, for example with"
            " 'sudo apt install chromium' (Debian, Ubuntu) or 'brew install --cask chromium'"
            " (macOS), or leave these tests out: pytest -m 'not browser'."
        )
    return found


@pytest.fixture(scope="session")
def artefacts():
    folder = ROOT / "artefacts"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def lab_url(tmp_path_factory):
    """Yield the address, token included, of a JupyterLab that serves a copy of course/."""
    home = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "course", home / "course")
    write_settings(home / "settings")
    with (home / "server.log").open("wb") as log:
        server = start_lab(home, log)
        try:
            yield wait_for_url(server, home)
        finally:
            server.terminate()
            server.wait(timeout=20)


def write_settings(folder):
    for name, content in SETTINGS.items():
        path = folder / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), encoding="utf-8")


def start_lab(home, log):
    options = [
        "--no-browser",
        "--allow-root",
        "--ServerApp.port=0",
        f"--IdentityProvider.token={secrets.token_hex(16)}",
        f"--ServerApp.root_dir={home / 'course'}",
    ]
    places = {
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": home / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": home / "workspaces",
        "IPYTHONDIR": home / "ipython",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *options],
        env=os.environ | {name: str(place) for name, place in places.items()},
        stdout=log,
        stderr=subprocess.STDOUT,
    )


def wait_for_url(server, home):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        for path in (home / "runtime").glob("jpserver-*.json"):
            if text := path.read_text(encoding="utf-8"):  # it may be there, and not yet written
                about = json.loads(text)
                return f"{about['url']}lab/tree/{{path}}?token={about['token']}"
        time.sleep(0.2)
    pytest.fail("JupyterLab did not start:\n" + (home / "server.log").read_text()[-3000:])


@pytest.fixture
def page(browser_program):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_program, args=BROWSER_OPTIONS)
        page = browser.new_page(viewport={"width": 1200, "height": 900}, color_scheme="light")
        page.set_default_timeout(30_000)
        yield page
        browser.close()
