/*
 * The device catalogue. Speeds are of one core: clock as listed, instructions at one a cycle (ipc 1), floating point
 * as sustained single-precision rate of the whole processor divided by its cores. Figures marked as orders of magnitude are
 * class values from data sheets and the literature; a study should replace them by its own measurements.
 */
#include "models/config.h"

const struct preset device_catalogue[] = {
	{ "smartphone", "mid-range telephone, 8 cores", "class values: 8 x 2.0 GHz, 60 GFLOPS, 0.3 to 4 W (order of magnitude)",
	  "{cores: 8, speed: 2000 MIPS, flops: 7.5 GFLOPS, clock: 2 GHz, power: {idle: 0.3 W, busy: 4 W}}" },
	{ "wearable", "watch, 2 cores", "class values: 2 x 1.1 GHz, 6 GFLOPS, 0.02 to 1 W (order of magnitude)",
	  "{cores: 2, speed: 1100 MIPS, flops: 3 GFLOPS, clock: 1.1 GHz, power: {idle: 20 mW, busy: 1 W}}" },
	{ "raspberry-pi-4", "single-board computer, 4 cores",
	  "4 x 1.5 GHz, 13 GFLOPS, 2.7 to 6.4 W (order of magnitude)",
	  "{cores: 4, speed: 1500 MIPS, flops: 3.25 GFLOPS, clock: 1.5 GHz, power: {idle: 2.7 W, busy: 6.4 W}}" },
	{ "edge-server", "one-socket server, 16 cores",
	  "16 x 2.4 GHz, 1000 GFLOPS (order of magnitude); power: SPECpower_ssj2008, IBM x3550 M3 X5675, idle and full load",
	  "{cores: 16, speed: 2400 MIPS, flops: 62.5 GFLOPS, clock: 2.4 GHz, power: {idle: 58.4 W, busy: 222 W}}" },
	{ "cloud-server", "two-socket server, 56 cores",
	  "56 x 2.5 GHz; 40 GFLOPS a core (order of magnitude); power: SPECpower_ssj2008, Dell PowerEdge R740 (Platinum 8180), idle and full load",
	  "{cores: 56, speed: 2500 MIPS, flops: 40 GFLOPS, clock: 2.5 GHz, power: {idle: 52.3 W, busy: 457 W}}" },
	{ 0 }
};
