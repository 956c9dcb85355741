"""The stack this project began with: Python's websockets, whose broadcast() writes each event to every client.
Whoever says "register" is a client; what anybody else says is broadcast. Prints its port."""
import asyncio
import websockets

clients = set()


async def handle(socket, _path=None):
    try:
        async for message in socket:
            if message == "register":
                clients.add(socket)
            else:
                websockets.broadcast(clients, message)
    except websockets.ConnectionClosedError:
        pass
    finally:
        clients.discard(socket)


async def main():
    # deflate off, as in all the others: it would cost this one ten times as much
    async with websockets.serve(handle, "127.0.0.1", 0, compression=None, ping_interval=None) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.Future()


asyncio.run(main())
