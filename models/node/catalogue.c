/*
 * The device catalogue. Speeds are of one core: the clock as listed, instructions at one a cycle, floating-point operations as the
 * sustained single-precision rate of the whole processor over its cores, without its accelerators. Devices of other simulators have the
 * instructions, power and memory that these list; where they list no more, a core makes one floating-point operation and one instruction a
 * cycle.
 */
#include "models/config.h"

/* For figures from memory of data sheets and the literature. */
#define ROUGH "order of magnitude, from data sheets and the literature: "

const struct preset device_catalogue[] = {
	/* ---- sensors, microcontrollers, wearables ---- */
	{ "sensor-node", "wearable sensor or tag, Cortex-M4 class", ROUGH "nRF52840: 64 MHz, 60 MFLOPS, 256 KiB, asleep 6 uW, 20 mW",
	  "{cores: 1, speed: 64 MIPS, flops: 60 MFLOPS, clock: 64 MHz, memory: 256 KiB, power: {idle: 6 uW, busy: 20 mW}}", true },
	{ "microcontroller", "large microcontroller, Cortex-M7 class", ROUGH "STM32H7: 480 MHz, 0.5 GFLOPS, 1 MiB, 5 to 400 mW",
	  "{cores: 1, speed: 480 MIPS, flops: 0.5 GFLOPS, clock: 480 MHz, memory: 1 MiB, power: {idle: 5 mW, busy: 400 mW}}", true },
	{ "esp32", "microcontroller with WLAN, 2 cores", ROUGH "2 x 240 MHz, 0.1 GFLOPS, 512 KiB, asleep 10 uW, 0.5 W while it sends",
	  "{cores: 2, speed: 240 MIPS, flops: 50 MFLOPS, clock: 240 MHz, memory: 512 KiB, power: {idle: 10 uW, busy: 0.5 W}}", true },
	{ "wearable", "watch, 2 cores", ROUGH "2 x 1.1 GHz, 6 GFLOPS, 1 GiB, 0.02 to 1 W",
	  "{cores: 2, speed: 1100 MIPS, flops: 3 GFLOPS, clock: 1.1 GHz, memory: 1 GiB, power: {idle: 20 mW, busy: 1 W}}", true },

	/* ---- telephones, computers for people ---- */
	{ "smartphone", "mid-range telephone, 8 cores", ROUGH "8 x 2.0 GHz, 60 GFLOPS (GPU 300 GFLOPS), 4 GiB, 0.3 to 4 W",
	  "{cores: 8, speed: 2000 MIPS, flops: 7.5 GFLOPS, clock: 2 GHz, memory: 4 GiB, power: {idle: 0.3 W, busy: 4 W}}", true },
	{ "smartphone-high-end", "fast telephone, 8 cores", ROUGH "8 x 2.8 GHz, 150 GFLOPS (GPU 1500 GFLOPS, NPU 10 TOPS), 8 GiB, 0.4 to 8 W",
	  "{cores: 8, speed: 2800 MIPS, flops: 18.75 GFLOPS, clock: 2.8 GHz, memory: 8 GiB, power: {idle: 0.4 W, busy: 8 W}}", true },
	{ "laptop", "laptop, 8 cores", ROUGH "8 x 3.0 GHz, 300 GFLOPS, 16 GiB, 4 to 45 W",
	  "{cores: 8, speed: 3000 MIPS, flops: 37.5 GFLOPS, clock: 3 GHz, memory: 16 GiB, power: {idle: 4 W, busy: 45 W}}", true },
	{ "home-gateway", "router at home, 4 cores", ROUGH "4 x 1.2 GHz, 8 GFLOPS, 1 GiB, 6 to 10 W",
	  "{cores: 4, speed: 1200 MIPS, flops: 2 GFLOPS, clock: 1.2 GHz, memory: 1 GiB, power: {idle: 6 W, busy: 10 W}}", true },

	/* ---- boards ---- */
	{ "raspberry-pi-3", "single-board computer 3B+, 4 cores", ROUGH "4 x 1.4 GHz, 5 to 6 GFLOPS by Linpack in double precision, 1 GiB, 1.9 to 5.1 W",
	  "{cores: 4, speed: 1400 MIPS, flops: 1.375 GFLOPS, clock: 1.4 GHz, memory: 1 GiB, power: {idle: 1.9 W, busy: 5.1 W}}", true },
	{ "raspberry-pi-4", "single-board computer, 4 cores", ROUGH "4 x 1.5 GHz, 13 GFLOPS, 4 GiB, 2.7 to 6.4 W",
	  "{cores: 4, speed: 1500 MIPS, flops: 3.25 GFLOPS, clock: 1.5 GHz, memory: 4 GiB, power: {idle: 2.7 W, busy: 6.4 W}}", true },
	{ "raspberry-pi-5", "single-board computer, 4 cores", ROUGH "4 x 2.4 GHz, 30 GFLOPS in double precision, 8 GiB, 2.7 to between 8 and 12 W",
	  "{cores: 4, speed: 2400 MIPS, flops: 7.5 GFLOPS, clock: 2.4 GHz, memory: 8 GiB, power: {idle: 2.7 W, busy: 10 W}}", true },
	{ "coral-tpu", "Raspberry Pi 4 with a Coral accelerator of 4 TOPS in int8, which `flops` leaves out",
	  ROUGH "that board, and 0.5 to 2 W for the accelerator",
	  "{cores: 4, speed: 1500 MIPS, flops: 3.25 GFLOPS, clock: 1.5 GHz, memory: 4 GiB, power: {idle: 3.2 W, busy: 8.4 W}}", true },
	{ "jetson-nano", "board with a GPU, whose peak is 236 GFLOPS (472 in half precision)", ROUGH "4 x 1.43 GHz, 20 GFLOPS, 4 GiB, 1.3 to 10 W, half of the difference the GPU's",
	  "{cores: 4, speed: 1430 MIPS, flops: 5 GFLOPS, clock: 1.43 GHz, memory: 4 GiB, power: {idle: 1.3 W, busy: 5.65 W},"
	  " accelerator: {flops: 236 GFLOPS, power: {idle: 0 W, busy: 4.35 W}}}", true },
	{ "jetson-tx2", "board with a GPU, whose peak is 665 GFLOPS", ROUGH "2 + 4 cores of 2.0 GHz, 40 GFLOPS, 8 GiB, 2 to 15 W, half of the difference the GPU's",
	  "{cores: 6, speed: 2000 MIPS, flops: 6.666666667 GFLOPS, clock: 2 GHz, memory: 8 GiB, power: {idle: 2 W, busy: 8.5 W},"
	  " accelerator: {flops: 665 GFLOPS, power: {idle: 0 W, busy: 6.5 W}}}", true },
	{ "jetson-xavier-nx", "board with a GPU, whose peak is 844 GFLOPS (21 TOPS in int8)", ROUGH "6 x 1.4 GHz, 60 GFLOPS, 8 GiB, 4 to 15 W, half of the difference the GPU's",
	  "{cores: 6, speed: 1400 MIPS, flops: 10 GFLOPS, clock: 1.4 GHz, memory: 8 GiB, power: {idle: 4 W, busy: 9.5 W},"
	  " accelerator: {flops: 844 GFLOPS, power: {idle: 0 W, busy: 5.5 W}}}", true },
	{ "jetson-agx-xavier", "board with a GPU, whose peak is 1410 GFLOPS (32 TOPS in int8)",
	  ROUGH "8 x 2.26 GHz, 120 GFLOPS, 32 GiB, 7 to 30 W, half of the difference the GPU's",
	  "{cores: 8, speed: 2260 MIPS, flops: 15 GFLOPS, clock: 2.26 GHz, memory: 32 GiB, power: {idle: 7 W, busy: 18.5 W},"
	  " accelerator: {flops: 1410 GFLOPS, power: {idle: 0 W, busy: 11.5 W}}}", true },
	{ "jetson-orin-nano", "board with a GPU, whose peak is 1280 GFLOPS (40 TOPS in int8)",
	  ROUGH "6 x 1.5 GHz, 70 GFLOPS, 8 GiB, 4 to 15 W, half of the difference the GPU's",
	  "{cores: 6, speed: 1500 MIPS, flops: 11.66666667 GFLOPS, clock: 1.5 GHz, memory: 8 GiB, power: {idle: 4 W, busy: 9.5 W},"
	  " accelerator: {flops: 1280 GFLOPS, power: {idle: 0 W, busy: 5.5 W}}}", true },

	/* ---- servers ---- */
	{ "mini-pc", "small computer at the edge, 4 cores", ROUGH "4 x 3.2 GHz, 200 GFLOPS, 16 GiB, 7 to 50 W",
	  "{cores: 4, speed: 3200 MIPS, flops: 50 GFLOPS, clock: 3.2 GHz, memory: 16 GiB, power: {idle: 7 W, busy: 50 W}}", true },
	{ "edge-server", "one-socket server, 16 cores",
	  "SPECpower_ssj2008, a trademark of SPEC, spec.org/power_ssj2008: power of an IBM System x3550 M3, Xeon X5675, which has 12 cores; the rest"
	  " is an order of magnitude: 16 x 2.4 GHz, 1000 GFLOPS, 64 GiB",
	  "{cores: 16, speed: 2400 MIPS, flops: 62.5 GFLOPS, clock: 2.4 GHz, memory: 64 GiB, power: {piecewise: [{load: 0 %, power: 58.4 W},"
	  " {load: 10 %, power: 98 W}, {load: 20 %, power: 109 W}, {load: 30 %, power: 118 W}, {load: 40 %, power: 128 W}, {load: 50 %, power: 140 W},"
	  " {load: 60 %, power: 153 W}, {load: 70 %, power: 170 W}, {load: 80 %, power: 189 W}, {load: 90 %, power: 205 W}, {load: 100 %, power: 222 W}]}}", true },
	{ "edge-server-gpu", "server, 32 cores, with a GPU, whose peak is 8.1 TFLOPS (T4: 65 in half precision)",
	  ROUGH "32 x 2.5 GHz, 2000 GFLOPS, 128 GiB, 120 to 450 W, 70 W of the difference the GPU's",
	  "{cores: 32, speed: 2500 MIPS, flops: 62.5 GFLOPS, clock: 2.5 GHz, memory: 128 GiB, power: {idle: 120 W, busy: 380 W},"
	  " accelerator: {flops: 8.1 TFLOPS, power: {idle: 0 W, busy: 70 W}}}", true },
	{ "cloud-server", "two-socket server, 56 cores",
	  "SPECpower_ssj2008, a trademark of SPEC, spec.org/power_ssj2008: a Dell PowerEdge R740, Xeon Platinum 8180; its 40 GFLOPS a core are an order of"
	  " magnitude",
	  "{cores: 56, speed: 2500 MIPS, flops: 40 GFLOPS, clock: 2.5 GHz, memory: 192 GiB, power: {piecewise: [{load: 0 %, power: 52.3 W},"
	  " {load: 10 %, power: 129 W}, {load: 20 %, power: 147 W}, {load: 30 %, power: 170 W}, {load: 40 %, power: 195 W}, {load: 50 %, power: 224 W},"
	  " {load: 60 %, power: 255 W}, {load: 70 %, power: 292 W}, {load: 80 %, power: 344 W}, {load: 90 %, power: 408 W}, {load: 100 %, power: 457 W}]}}", true },

	/* ---- virtual machines: a virtual core is half of one of 2.5 GHz ---- */
	{ "cloud-vm-2", "virtual machine, 2 cores", ROUGH "20 GFLOPS, 2 GiB, 1.5 to 6 W for each virtual core (half a core of 2.5 GHz)",
	  "{cores: 2, speed: 1250 MIPS, flops: 20 GFLOPS, clock: 1.25 GHz, memory: 4 GiB, power: {idle: 3 W, busy: 12 W}}", true },
	{ "cloud-vm-4", "virtual machine, 4 cores", ROUGH "20 GFLOPS, 2 GiB, 1.5 to 6 W for each virtual core (half a core of 2.5 GHz)",
	  "{cores: 4, speed: 1250 MIPS, flops: 20 GFLOPS, clock: 1.25 GHz, memory: 8 GiB, power: {idle: 6 W, busy: 24 W}}", true },
	{ "cloud-vm-8", "virtual machine, 8 cores", ROUGH "20 GFLOPS, 2 GiB, 1.5 to 6 W for each virtual core (half a core of 2.5 GHz)",
	  "{cores: 8, speed: 1250 MIPS, flops: 20 GFLOPS, clock: 1.25 GHz, memory: 16 GiB, power: {idle: 12 W, busy: 48 W}}", true },
	{ "cloud-vm-16", "virtual machine, 16 cores", ROUGH "20 GFLOPS, 2 GiB, 1.5 to 6 W for each virtual core (half a core of 2.5 GHz)",
	  "{cores: 16, speed: 1250 MIPS, flops: 20 GFLOPS, clock: 1.25 GHz, memory: 32 GiB, power: {idle: 24 W, busy: 96 W}}", true },
	{ "cloud-gpu-a100", "virtual machine, 12 cores, with a GPU, whose peak is 19.5 TFLOPS (A100: 312 in half precision, 1555 GB/s)",
	  ROUGH "12 virtual cores as those of cloud-vm-8, 85 GiB; the GPU draws 60 to 400 W",
	  "{cores: 12, speed: 1250 MIPS, flops: 20 GFLOPS, clock: 1.25 GHz, memory: 85 GiB, power: {idle: 18 W, busy: 72 W},"
	  " accelerator: {flops: 19.5 TFLOPS, power: {idle: 60 W, busy: 400 W}}}", true },

	/* ---- devices of other simulators, to repeat what was published with them ---- */
	{ "ifogsim-camera", "what iFogSim's examples use for cameras and phones: the power of a server",
	  "iFogSim, DCNSFog.java: 500 MIPS, 82.44 to 87.53 W; the rest by convention",
	  "{cores: 1, speed: 500 MIPS, flops: 0.5 GFLOPS, clock: 0.5 GHz, power: {idle: 82.44 W, busy: 87.53 W}}", false },
	{ "ifogsim-gateway", "gateway and proxy of iFogSim's examples", "iFogSim, DCNSFog.java: 2800 MIPS, 4000 MB, 83.4333 to 107.339 W; the rest by convention",
	  "{cores: 1, speed: 2800 MIPS, flops: 2.8 GFLOPS, clock: 2.8 GHz, memory: 4000 MB, power: {idle: 83.4333 W, busy: 107.339 W}}", false },
	{ "ifogsim-cloud", "cloud of iFogSim's examples", "iFogSim, DCNSFog.java: 44800 MIPS, 40000 MB, 16 x 83.25 to 16 x 103 W; the rest by convention",
	  "{cores: 1, speed: 44800 MIPS, flops: 44.8 GFLOPS, clock: 44.8 GHz, memory: 40000 MB, power: {idle: 1332 W, busy: 1648 W}}", false },
	{ "edgecloudsim-edge-host", "edge host of EdgeCloudSim's first example", "EdgeCloudSim, sample_app1: 8 cores, 4000 MIPS, 8000 MB; the rest by convention",
	  "{cores: 8, speed: 4000 MIPS, flops: 4 GFLOPS, clock: 4 GHz, memory: 8000 MB}", false },
	{ "edgecloudsim-cloud-vm", "virtual machine in the cloud of EdgeCloudSim's first example",
	  "EdgeCloudSim, sample_app1: 4 cores, 10000 MIPS, 32000 MB; the rest by convention",
	  "{cores: 4, speed: 10000 MIPS, flops: 10 GFLOPS, clock: 10 GHz, memory: 32000 MB}", false },
	{ "pureedgesim-cloud", "cloud of PureEdgeSim", "PureEdgeSim, cloud.xml: 200 cores, 40000 MIPS, 16 GB, up to 5776 W; the rest by convention",
	  "{cores: 200, speed: 40000 MIPS, flops: 40 GFLOPS, clock: 40 GHz, memory: 16 GB, power: {idle: 0 W, busy: 5776 W}}", false },
	{ "leaf-fog", "fog node of LEAF's example", "LEAF, settings.py: 400000 MIPS, 100 to 240 W; the rest by convention",
	  "{cores: 1, speed: 400000 MIPS, flops: 400 GFLOPS, clock: 400 GHz, power: {idle: 100 W, busy: 240 W}}", false },
	{ 0 }
};
