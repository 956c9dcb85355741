# Events in Python, with a WebSocket and nothing of ours: python3 examples/listen.py [session]
import asyncio
import json
import os
import sys
from pathlib import Path

import websockets  # Debian: python3-websockets

home = Path(os.environ.get("MPM_HOOK_HOME") or Path.home() / ".mpm-hook")
port = json.loads((home / "daemon.json").read_text())["port"]
token = (home / "token").read_text().strip()


async def main():
    async with websockets.connect(f"ws://127.0.0.1:{port}/?token={token}", max_size=None) as socket:
        if len(sys.argv) > 1:
            await socket.send(json.dumps({"type": "register", "session_id": sys.argv[1]}))
        async for message in socket:
            event = json.loads(message)
            if "data" in event:
                print(event["type"], event.get("session_id"), flush=True)


asyncio.run(main())
