"""A switch between network interfaces that delays, loses, doubles and reorders: `tc netem` for kernels that have none.

    switch.py <seed> <port>,<port>,... [<port>,<port>,...]

Each argument is a LAN. Lines on the standard input: `shape <port> <delay ms> <jitter ms> <loss %> <duplicate %> <reorder %>`
holds for what enters and what leaves by that port; `counts` answers one line, `<carried> <lost>`, since the last one.
It ends when the standard input does.
"""

import heapq
import os
import random
import selectors
import socket
import sys
import time

# linux/if_packet.h. With the header of virtio a frame keeps what the kernel left to the card, such as its checksum.
SOL_PACKET, PACKET_VNET_HDR, PACKET_IGNORE_OUTGOING, ETH_P_ALL = 263, 15, 23, 3
HEADER_BYTES, FRAME_BYTES_MAX = 10, 10 + 65_549
# Frames on their way; what comes when so many are is lost, as in a real queue.
WAITING_MAX = 10_000


class Port:
    def __init__(self, name):
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
        self.socket.setsockopt(SOL_PACKET, PACKET_VNET_HDR, 1)
        self.socket.setsockopt(SOL_PACKET, PACKET_IGNORE_OUTGOING, 1)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self.socket.bind((name, ETH_P_ALL))
        self.socket.setblocking(False)
        self.delay_s = self.jitter_s = self.loss = self.duplicate = self.reorder = 0.0

    def shape(self, delay_ms, jitter_ms, loss, duplicate, reorder):
        self.delay_s, self.jitter_s = delay_ms / 1000, jitter_ms / 1000
        self.loss, self.duplicate, self.reorder = loss / 100, duplicate / 100, reorder / 100


def crossing_s(port, rng):
    """Seconds that a frame takes through a port, or None when it is lost there."""
    if rng.random() < port.loss:
        return None
    if rng.random() < port.reorder:
        return 0.0
    return max(0.0, port.delay_s + rng.uniform(-port.jitter_s, port.jitter_s))


def main(seed, lans):
    rng = random.Random(seed)
    ports, neighbours, at = {}, {}, {}
    for lan in lans:
        names = lan.split(",")
        for name in names:
            ports[name] = Port(name)
            neighbours[name] = [other for other in names if other != name]
    selector = selectors.DefaultSelector()
    for name, port in ports.items():
        selector.register(port.socket, selectors.EVENT_READ, name)
    selector.register(0, selectors.EVENT_READ)
    waiting, order, carried, lost, text = [], 0, 0, 0, b""
    print("ready", flush=True)
    while True:
        timeout = max(0.0, waiting[0][0] - time.monotonic()) if waiting else None
        for key, _ in selector.select(timeout):
            if key.data is None:
                chunk = os.read(0, 65_536)
                if not chunk:
                    return
                *lines, text = (text + chunk).split(b"\n")
                for line in lines:
                    word, *rest = line.decode().split()
                    if word == "shape":
                        ports[rest[0]].shape(*map(float, rest[1:]))
                    else:
                        print(carried, lost, flush=True)
                        carried = lost = 0
                continue
            try:
                frame = key.fileobj.recv(FRAME_BYTES_MAX)
            except OSError:
                continue  # The interface is down.
            source = frame[HEADER_BYTES + 6 : HEADER_BYTES + 12]
            at[key.data, source] = key.data
            target = frame[HEADER_BYTES : HEADER_BYTES + 6]
            known = [name for name in neighbours[key.data] if (name, target) in at]
            for name in known or neighbours[key.data]:
                for _ in range(2 if rng.random() < ports[key.data].duplicate else 1):
                    took = [crossing_s(ports[one], rng) for one in (key.data, name)]
                    if None in took or len(waiting) >= WAITING_MAX:
                        lost += 1
                        continue
                    order += 1
                    heapq.heappush(waiting, (time.monotonic() + sum(took), order, name, frame))
        while waiting and waiting[0][0] <= time.monotonic():
            _, _, name, frame = heapq.heappop(waiting)
            try:
                ports[name].socket.send(frame)
                carried += 1
            except OSError:
                lost += 1


main(int(sys.argv[1]), sys.argv[2:])
