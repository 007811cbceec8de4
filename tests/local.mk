# Tests. Scripts read from $SRCDIR, which may be read-only, and write into folders of their own.

AM_TESTS_ENVIRONMENT = \
	FOGLINE='$(abs_top_builddir)/fogline'; export FOGLINE; \
	SRCDIR='$(abs_top_srcdir)'; export SRCDIR; \
	BUILDDIR='$(abs_top_builddir)'; export BUILDDIR; \
	SANITIZE='$(enable_sanitize)'; export SANITIZE; \
	LC_ALL=C; export LC_ALL; TZ=UTC; export TZ; \
	unset FOGLINE_DATA FOGLINE_RUN_INFO;

scripts = \
	%D%/by_hand.sh \
	%D%/lua.sh \
	%D%/lua_placement.sh \
	%D%/install.sh \
	%D%/layers.sh \
	%D%/sizes.sh \
	%D%/globals.sh \
	%D%/cli_topologies.sh \
	%D%/cli_access.sh \
	%D%/cli_usage.sh \
	%D%/cli_window.sh \
	%D%/cli_run.sh \
	%D%/cli_stop.sh \
	%D%/cli_topology.sh \
	%D%/cli_compare.sh \
	%D%/cli_data.sh \
	%D%/cli_disk.sh \
	%D%/cli_errors.sh \
	%D%/cli_inspect.sh \
	%D%/cli_output.sh \
	%D%/cli_places.sh \
	%D%/cli_plot.sh \
	%D%/antithetic.sh \
	%D%/cli_precision.sh \
	%D%/cli_progress.sh \
	%D%/language.sh \
	%D%/arrivals.sh \
	%D%/classic.sh \
	%D%/copies.sh \
	%D%/generated.sh \
	%D%/laws.sh \
	%D%/offloading.sh \
	%D%/memory.sh \
	%D%/min_cut.sh \
	%D%/heft.sh \
	%D%/placement.sh \
	%D%/explain.sh \
	%D%/placement_search.sh \
	%D%/complete.sh \
	%D%/trace.sh \
	%D%/work_by_data.sh \
	%D%/json.sh \
	%D%/reference.sh \
	%D%/report.sh \
	%D%/offered.sh \
	%D%/scenarios.sh \
	%D%/merge.sh \
	%D%/cluster.sh \
	%D%/slow_slurm.sh \
	%D%/sweep.sh \
	%D%/slow_sweep_kill.sh \
	%D%/schema.sh \
	%D%/devices.sh \
	%D%/docs.sh \
	%D%/energy.sh \
	%D%/validation.sh \
	%D%/validation_page.sh \
	%D%/validation_placements.sh

TEST_EXTENSIONS = .sh
SH_LOG_COMPILER = $(SHELL)
TESTS += $(scripts)
EXTRA_DIST += $(scripts) %D%/lib.sh %D%/count.sh %D%/check_reference.py %D%/check_results.py %D%/check_schema.py %D%/type_into.py %D%/validation %D%/arrivals %D%/by_hand %D%/copies %D%/explain %D%/offloading %D%/placement

# make knows how to make a program X from X.sh, and would put one in the place of these folders.
%D%/arrivals %D%/by_hand %D%/copies %D%/explain %D%/offloading %D%/placement %D%/validation:
	@:

unit_tests = \
	%D%/test_assignment \
	%D%/test_base \
	%D%/test_contrast \
	%D%/test_coverage \
	%D%/test_distribution \
	%D%/test_equeue \
	%D%/test_fuzz_reader \
	%D%/test_graph \
	%D%/test_input \
	%D%/test_place \
	%D%/test_random \
	%D%/test_reader \
	%D%/test_record \
	%D%/test_record_safety \
	%D%/test_route \
	%D%/test_sensitivity \
	%D%/test_sim \
	%D%/test_stat \
	%D%/test_units

if HAVE_CMOCKA
check_PROGRAMS += $(unit_tests)
TESTS += $(unit_tests)
endif

# The cases of cli_errors.sh and language.sh.
EXTRA_DIST += %D%/errors %D%/language.txt

unit_libraries = $(everything) $(CMOCKA_LIBS)
tests_test_assignment_LDADD = $(unit_libraries)
tests_test_base_LDADD = $(unit_libraries)
tests_test_contrast_LDADD = $(unit_libraries)
tests_test_coverage_LDADD = $(unit_libraries)
tests_test_distribution_LDADD = $(unit_libraries)
tests_test_equeue_LDADD = $(unit_libraries)
tests_test_fuzz_reader_LDADD = $(unit_libraries)
tests_test_graph_LDADD = $(unit_libraries)
tests_test_input_LDADD = $(unit_libraries)
tests_test_place_LDADD = $(unit_libraries)
tests_test_random_LDADD = $(unit_libraries)
tests_test_reader_LDADD = $(unit_libraries)
tests_test_record_LDADD = $(unit_libraries)
tests_test_record_SOURCES = %D%/test_record.c %D%/record_fixture.h
tests_test_record_safety_LDADD = $(unit_libraries)
tests_test_record_safety_SOURCES = %D%/test_record_safety.c %D%/record_fixture.h
tests_test_route_LDADD = $(unit_libraries)
tests_test_sensitivity_LDADD = $(unit_libraries)
tests_test_sim_LDADD = $(unit_libraries)
tests_test_stat_LDADD = $(unit_libraries)
tests_test_units_LDADD = $(unit_libraries)

# The program with its books falsified, for laws.sh.
check_PROGRAMS += %D%/faulty
tests_faulty_LDADD = $(fogline_OBJECTS) $(everything)
tests_faulty_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=laws_hold,--wrap=net_send,--wrap=measure_path,--wrap=layers_book,--wrap=node_sums_read,--wrap=component_sums_read

# Random scenarios, and whether they cover the language (generated.sh).
check_PROGRAMS += %D%/generate %D%/generate_covers
tests_generate_LDADD = $(everything)
tests_generate_covers_LDADD = $(everything)

# Exact answers of theory; by validation.sh in `make check`, and alone with all figures by `make check-long`.
check_PROGRAMS += %D%/validate
tests_validate_SOURCES = %D%/validate.c %D%/validate.h %D%/validate_estimate.c
tests_validate_LDADD = $(everything)

# The page of all verdicts, which stands in docs/.
validation-page: all %D%/validate$(EXEEXT)
	mkdir -p %D%/validation.out
	LC_ALL=C %D%/validate --page ./fogline $(srcdir)/%D%/validation/cases.csv $(srcdir)/%D%/validation %D%/validation.out >%D%/validation.out/page.md
	mv %D%/validation.out/page.md $(srcdir)/docs/validation.md

check-long: all %D%/validate$(EXEEXT) %D%/generate$(EXEEXT) %D%/generate_covers$(EXEEXT)
	mkdir -p %D%/validation.out
	%D%/validate ./fogline $(srcdir)/%D%/validation/cases.csv $(srcdir)/%D%/validation %D%/validation.out
	$(AM_TESTS_ENVIRONMENT) GENERATED=200 $(SHELL) $(srcdir)/%D%/generated.sh

# It measures for memory.sh too.
check_PROGRAMS += %D%/bench/measure

benchmarks = %D%/bench/draw %D%/bench/hold %D%/bench/route %D%/bench/rows %D%/bench/start %D%/bench/w2_bare
EXTRA_PROGRAMS += $(benchmarks)
CLEANFILES += $(benchmarks)
EXTRA_DIST += %D%/bench/bench.sh %D%/bench/profile.sh %D%/bench/w2_simpy.py
tests_bench_draw_SOURCES = %D%/bench/draw.c %D%/bench/bench.h
tests_bench_draw_LDADD = $(everything)
tests_bench_hold_SOURCES = %D%/bench/hold.c %D%/bench/bench.h %D%/bench/bare_queue.h
tests_bench_hold_LDADD = $(everything)
tests_bench_measure_SOURCES = %D%/bench/measure.c %D%/bench/bench.h
tests_bench_measure_LDADD = $(everything)
tests_bench_route_SOURCES = %D%/bench/route.c %D%/bench/bare_route.h
tests_bench_route_LDADD = $(everything)
tests_bench_rows_SOURCES = %D%/bench/rows.c %D%/bench/bench.h
tests_bench_rows_LDADD = $(everything)
tests_bench_w2_bare_SOURCES = %D%/bench/w2_bare.c %D%/bench/bench.h %D%/bench/bare_queue.h
tests_bench_w2_bare_LDADD = $(everything)

# REPORT=FILE.md puts the figures there.
bench: all $(benchmarks) %D%/bench/measure$(EXEEXT)
	$(SHELL) $(srcdir)/%D%/bench/bench.sh $(abs_top_builddir) $(abs_top_srcdir) $(REPORT)

.PHONY: bench check-long validation-page
