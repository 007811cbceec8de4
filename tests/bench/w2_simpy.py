#!/usr/bin/python3
"""W2, edge offloading, as one would write it in SimPy: a yardstick that nobody here optimised.

w2_simpy.py DEVICES REQUESTS    prints requests per second of user CPU, and the mean latency in s (0.171)
"""
import random
import resource
import sys

import simpy

CORES, DEVICES_PER_EDGE = 4, 100


def request(env, link, edge, latencies):
    created = env.now
    with link.request() as turn:
        yield turn
        yield env.timeout(random.expovariate(1 / 0.1))
    yield env.timeout(0.005)
    if random.random() < 0.2:
        yield env.timeout(0.050)
        yield env.timeout(random.expovariate(1 / 0.035))
    else:
        with edge.request() as core:
            yield core
            yield env.timeout(random.expovariate(1 / 0.035))
    latencies.append(env.now - created)


def device(env, edge, latencies):
    link = simpy.Resource(env, capacity=1)
    while True:
        yield env.timeout(random.expovariate(1.0))
        env.process(request(env, link, edge, latencies))


def main():
    devices, requests = int(sys.argv[1]), int(sys.argv[2])
    random.seed(1)
    env = simpy.Environment()
    edges = [simpy.Resource(env, capacity=CORES) for _ in range((devices + DEVICES_PER_EDGE - 1) // DEVICES_PER_EDGE)]
    latencies = []
    for i in range(devices):
        env.process(device(env, edges[i // DEVICES_PER_EDGE], latencies))
    begin = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    env.run(until=requests / devices)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_utime - begin
    print(f"{len(latencies) / used:.0f} requests/s {sum(latencies) / len(latencies):.5f} s")


main()
