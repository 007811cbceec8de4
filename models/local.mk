# The models: one line for each file.

noinst_LIBRARIES += %D%/libmodels.a

models_libmodels_a_SOURCES = \
	%D%/accounts.c \
	%D%/accounts.h \
	%D%/app/job.h \
	%D%/app/request.c \
	%D%/build.c \
	%D%/build.h \
	%D%/build_apps.c \
	%D%/build_graph.c \
	%D%/build_graph.h \
	%D%/build_network.c \
	%D%/build_nodes.c \
	%D%/build_offload.c \
	%D%/build_work.c \
	%D%/config.c \
	%D%/config.h \
	%D%/describe.c \
	%D%/energy/linear.c \
	%D%/energy/power.h \
	%D%/measure.c \
	%D%/measure.h \
	%D%/measure_tables.c \
	%D%/measure_tables.h \
	%D%/net/core.c \
	%D%/net/core.h \
	%D%/net/direction.c \
	%D%/net/direction.h \
	%D%/node/catalogue.c \
	%D%/node/fcfs.c \
	%D%/node/priority.c \
	%D%/node/station.c \
	%D%/node/station.h \
	%D%/offload/cloud_only.c \
	%D%/offload/least_loaded.c \
	%D%/offload/local.c \
	%D%/offload/nearest.c \
	%D%/offload/offload.h \
	%D%/offload/power_of_two.c \
	%D%/offload/random.c \
	%D%/offload/round_robin.c \
	%D%/offload/trade_off.c \
	%D%/offload/weighted.c \
	%D%/registry.c \
	%D%/registry.def \
	%D%/view.c \
	%D%/view.h \
	%D%/work/batch.c \
	%D%/work/closed.c \
	%D%/work/mmpp.c \
	%D%/work/modulated.c \
	%D%/work/modulated.h \
	%D%/work/on_off.c \
	%D%/work/periodic.c \
	%D%/work/poisson.c \
	%D%/work/renewal.c \
	%D%/work/workload.c \
	%D%/work/workload.h \
	%D%/world.h
