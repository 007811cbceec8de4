# The rooms of the simulator. Archives stand in the order in which they need each other.

noinst_LIBRARIES += %D%/libmanual.a %D%/libscenario.a %D%/librecord.a %D%/libsim.a

sim_libsim_a_SOURCES = \
	%D%/base/diag.c \
	%D%/base/diag.h \
	%D%/base/int128.h \
	%D%/base/json.c \
	%D%/base/json.h \
	%D%/base/memory.c \
	%D%/base/memory.h \
	%D%/base/text.c \
	%D%/base/text.h \
	%D%/base/units.c \
	%D%/base/units.h \
	%D%/base/units_format.c \
	%D%/base/units_inside.h \
	%D%/base/units_table.c \
	%D%/kernel/anneal.c \
	%D%/kernel/anneal.h \
	%D%/kernel/contrast.c \
	%D%/kernel/contrast.h \
	%D%/kernel/distribution.c \
	%D%/kernel/distribution.h \
	%D%/kernel/distribution_shape.c \
	%D%/kernel/equeue.c \
	%D%/kernel/event.h \
	%D%/kernel/input.c \
	%D%/kernel/input.h \
	%D%/kernel/keys.c \
	%D%/kernel/keys.h \
	%D%/kernel/ladder.c \
	%D%/kernel/ladder.h \
	%D%/kernel/model.h \
	%D%/kernel/quantity.h \
	%D%/kernel/random.c \
	%D%/kernel/random.h \
	%D%/kernel/random_gsl.h \
	%D%/kernel/row.c \
	%D%/kernel/row.h \
	%D%/kernel/sample.c \
	%D%/kernel/sample.h \
	%D%/kernel/settings.c \
	%D%/kernel/sim.c \
	%D%/kernel/sim.h \
	%D%/kernel/sensitivity.c \
	%D%/kernel/sensitivity.h \
	%D%/kernel/stat.c \
	%D%/kernel/stat.h \
	%D%/kernel/trend.c \
	%D%/kernel/trend.h \
	%D%/kernel/ziggurat.c

sim_libscenario_a_SOURCES = \
	%D%/scenario/axis.c \
	%D%/scenario/axis.h \
	%D%/scenario/axis_sample.c \
	%D%/scenario/choice.c \
	%D%/scenario/complete.c \
	%D%/scenario/csv.c \
	%D%/scenario/draw.c \
	%D%/scenario/effective.c \
	%D%/scenario/effective.h \
	%D%/scenario/files.c \
	%D%/scenario/files.h \
	%D%/scenario/fill.c \
	%D%/scenario/fill_once.c \
	%D%/scenario/fill_once.h \
	%D%/scenario/language.c \
	%D%/scenario/language.h \
	%D%/scenario/override.c \
	%D%/scenario/pair.c \
	%D%/scenario/parse.c \
	%D%/scenario/reader.h \
	%D%/scenario/scenario.c \
	%D%/scenario/scenario.h \
	%D%/scenario/sweep.c \
	%D%/scenario/sweep.h \
	%D%/scenario/sweep_points.c \
	%D%/scenario/tree.c \
	%D%/scenario/tree.h \
	%D%/scenario/value.c

sim_libmanual_a_SOURCES = \
	%D%/manual/classes_page.c \
	%D%/manual/help_page.c \
	%D%/manual/keys.c \
	%D%/manual/keys.h \
	%D%/manual/manual.h \
	%D%/manual/page.c \
	%D%/manual/page.h \
	%D%/manual/page_man.c \
	%D%/manual/page_markdown.c \
	%D%/manual/page_plain.c \
	%D%/manual/results_page.c \
	%D%/manual/scenario_page.c \
	%D%/manual/schema.c \
	%D%/manual/schema.h \
	%D%/manual/schema_choices.c \
	%D%/manual/schema_values.c \
	%D%/manual/word_page.c

sim_librecord_a_SOURCES = \
	%D%/record/block.c \
	%D%/record/block.h \
	%D%/record/columns.c \
	%D%/record/columns.h \
	%D%/record/h5.c \
	%D%/record/h5.h \
	%D%/record/layout.c \
	%D%/record/layout.h \
	%D%/record/layout_union.c \
	%D%/record/layout_union.h \
	%D%/record/record.h \
	%D%/record/recorder.c \
	%D%/record/results.c \
	%D%/record/results_file.c \
	%D%/record/results_file.h \
	%D%/record/run_description.c \
	%D%/record/run_description.h \
	%D%/record/run_file.c \
	%D%/record/run_file.h \
	%D%/record/samples.c \
	%D%/record/samples.h \
	%D%/record/spool.c \
	%D%/record/summary.c \
	%D%/record/summary.h \
	%D%/record/sweep_results.c \
	%D%/record/sweep_results.h \
	%D%/record/target.c \
	%D%/record/target.h

bin_PROGRAMS += fogline

fogline_SOURCES = \
	%D%/cli/cmd_check.c \
	%D%/cli/cmd_compare.c \
	%D%/cli/cmd_help.c \
	%D%/cli/cmd_inspect.c \
	%D%/cli/cmd_list.c \
	%D%/cli/cmd_merge.c \
	%D%/cli/cmd_plot.c \
	%D%/cli/cmd_report.c \
	%D%/cli/cmd_run.c \
	%D%/cli/cmd_show.c \
	%D%/cli/cmd_sweep.c \
	%D%/cli/cmd_topology.c \
	%D%/cli/command.h \
	%D%/cli/commands_page.c \
	%D%/cli/commands_page.h \
	%D%/cli/compare_print.c \
	%D%/cli/comparison.c \
	%D%/cli/comparison.h \
	%D%/cli/complete.c \
	%D%/cli/complete.h \
	%D%/cli/condition.c \
	%D%/cli/condition.h \
	%D%/cli/divergence.c \
	%D%/cli/effects.c \
	%D%/cli/effects.h \
	%D%/cli/failure_note.c \
	%D%/cli/failure_note.h \
	%D%/cli/gnuplot.c \
	%D%/cli/gnuplot.h \
	%D%/cli/inspect_json.c \
	%D%/cli/inspect_json.h \
	%D%/cli/loading.c \
	%D%/cli/loading.h \
	%D%/cli/main.c \
	%D%/cli/opt.c \
	%D%/cli/opt.h \
	%D%/cli/origin.c \
	%D%/cli/origin.h \
	%D%/cli/picture.c \
	%D%/cli/picture.h \
	%D%/cli/places.c \
	%D%/cli/places.h \
	%D%/cli/platform.c \
	%D%/cli/platform.h \
	%D%/cli/plan_file.c \
	%D%/cli/plan_file.h \
	%D%/cli/plot.h \
	%D%/cli/plot_axes.c \
	%D%/cli/plot_axes.h \
	%D%/cli/plot_bins.c \
	%D%/cli/plot_figure.c \
	%D%/cli/plot_gantt.c \
	%D%/cli/plot_labels.c \
	%D%/cli/plot_labels.h \
	%D%/cli/plot_points.c \
	%D%/cli/plot_stack.c \
	%D%/cli/plot_time.c \
	%D%/cli/plot_time.h \
	%D%/cli/plot_use.c \
	%D%/cli/precision.c \
	%D%/cli/precision.h \
	%D%/cli/progress.c \
	%D%/cli/progress.h \
	%D%/cli/report.h \
	%D%/cli/report_doubts.c \
	%D%/cli/report_figures.c \
	%D%/cli/report_html.c \
	%D%/cli/report_map.c \
	%D%/cli/report_points.c \
	%D%/cli/report_reproduce.c \
	%D%/cli/saturation.c \
	%D%/cli/saturation.h \
	%D%/cli/shard.c \
	%D%/cli/shard.h \
	%D%/cli/signals.c \
	%D%/cli/signals.h \
	%D%/cli/summary.c \
	%D%/cli/summary.h \
	%D%/cli/summary_notes.c \
	%D%/cli/summary_placement.c \
	%D%/cli/summary_sweep.c \
	%D%/cli/sweep_child.c \
	%D%/cli/sweep_child.h \
	%D%/cli/sweep_crew.c \
	%D%/cli/sweep_crew.h \
	%D%/cli/sweep_plan.c \
	%D%/cli/sweep_plan.h \
	%D%/cli/sweep_script.c \
	%D%/cli/sweep_script.h \
	%D%/cli/table.c \
	%D%/cli/table.h \
	%D%/cli/trace_json.c \
	%D%/cli/trace_json.h \
	%D%/cli/workers.c \
	%D%/cli/workers.h

# An uninstalled program finds its data by the first two, an installed one by the third.
fogline_CPPFLAGS = $(AM_CPPFLAGS) -DFOGLINE_BUILD_FOLDER='"$(abs_top_builddir)"' \
	-DFOGLINE_SOURCE_FOLDER='"$(abs_top_srcdir)"' -DFOGLINE_DATA_FOLDER='"$(pkgdatadir)"'
fogline_LDFLAGS = $(SANITIZE_FLAGS) $(LTO_FLAGS)
fogline_LDADD = $(everything)

# What a program that links all rooms needs.
everything = %D%/libmanual.a %D%/libscenario.a %D%/librecord.a models/libmodels.a %D%/libsim.a \
	$(FYAML_LIBS) $(HDF5_LIBS) $(GSL_LIBS) $(IGRAPH_LIBS) $(LUA_LIBS) $(GLPK_LIBS) -lm
