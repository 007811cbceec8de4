/* Times are whole nanoseconds and stand as microseconds with three decimals: nothing is rounded. */
#include "sim/cli/trace_json.h"

#include "sim/base/json.h"
#include "sim/base/memory.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { NO_LINK = -1 };

/* A row of /trace. */
struct slice {
	int64_t begin, end;            /* ns */
	int64_t request, job, node, to, link;
	const char *message, *part;
};

/* A job, from its first slice to its last. */
struct stay { int64_t begin, end; size_t first, n; };

struct tracing {
	struct slice *slice;
	size_t n;
	const struct results_column *group, *index;            /* of /nodes */
	const struct results_column *link_group;               /* of /links */
	uint64_t nodes, links;
	const char **process;          /* named so far; process 1 is that of the requests */
	uint32_t processes, threads;
	bool begun;                    /* an event was written */
	FILE *out;
};

/* ---- reading ---- */

static int64_t nanoseconds(double seconds)
{
	return (int64_t)llround(seconds * 1e9);
}

static bool read_slices(struct tracing *t, const struct results_table *table)
{
	const struct results_column *request = results_column_of(table, "request", RESULTS_INTEGER), *job = results_column_of(table, "job", RESULTS_INTEGER),
		*node = results_column_of(table, "node", RESULTS_INTEGER), *to = results_column_of(table, "to", RESULTS_INTEGER), *link = results_column_of(table, "link", RESULTS_INTEGER),
		*message = results_column_of(table, "message", RESULTS_WORD), *part = results_column_of(table, "part", RESULTS_WORD),
		*begin = results_column_of(table, "begin_s", RESULTS_REAL), *end = results_column_of(table, "end_s", RESULTS_REAL);

	if (!request || !job || !node || !to || !link || !message || !part || !begin || !end)
		return false;
	t->n = (size_t)table->rows;
	t->slice = xcalloc(t->n + 1, sizeof *t->slice);
	for (size_t i = 0; i < t->n; i++)
		t->slice[i] = (struct slice){
			nanoseconds(begin->real[i]), nanoseconds(end->real[i]), request->integer[i], job->integer[i], node->integer[i], to->integer[i],
			(uint64_t)link->integer[i] < t->links ? link->integer[i] : NO_LINK, message->word[i], part->word[i],
		};
	return true;
}

static bool open_tables(struct tracing *t, struct results *results, struct diag *diag)
{
	const struct results_table *trace = results_table(results, "trace", diag), *nodes = results_table(results, "nodes", diag),
		*links = results_table(results, "links", diag);

	if (!trace || !nodes || !links)
		return false;
	t->group = results_column_of(nodes, "group", RESULTS_WORD);
	t->index = results_column_of(nodes, "index", RESULTS_INTEGER);
	t->link_group = results_column_of(links, "group", RESULTS_WORD);
	t->nodes = nodes->rows;
	t->links = links->rows;
	t->process = xcalloc((size_t)t->nodes + (size_t)t->links + 2, sizeof *t->process);
	if (t->group && t->index && t->link_group && read_slices(t, trace))
		return true;
	return diag_error(diag, (struct mark){ 0 }, "the tables 'trace', 'nodes' and 'links' lack columns");
}

/* ---- events ---- */

static void add_node(struct text *text, const struct tracing *t, int64_t node)
{
	if ((uint64_t)node < t->nodes)
		text_add(text, "%s[%" PRId64 "]", t->group->word[node], t->index->integer[node]);
	else
		text_add(text, "%" PRId64, node);
}

/* "edge[1]", or "phone[3]->edge[1]". */
static void add_place(struct text *text, const struct tracing *t, const struct slice *s)
{
	add_node(text, t, s->node);
	if (s->link != NO_LINK) {
		text_add(text, "->");
		add_node(text, t, s->to);
	}
}

static void begin_event(struct tracing *t)
{
	fputs(t->begun ? ",\n" : "\n", t->out);
	t->begun = true;
}

static void write_text(struct tracing *t, const char *text)
{
	struct text quoted = { 0 };

	json_add_text(&quoted, text);
	fputs(quoted.text, t->out);
	text_fini(&quoted);
}

static void write_name(struct tracing *t, const char *what, uint32_t process, uint32_t thread, const char *name)
{
	begin_event(t);
	fprintf(t->out, "{\"ph\": \"M\", \"cat\": \"__metadata\", \"pid\": %u, \"tid\": %u, \"name\": \"%s\", \"args\": {\"name\": ", process, thread, what);
	write_text(t, name);
	fputs("}}", t->out);
}

static void write_time(struct tracing *t, const char *name, int64_t ns)
{
	fprintf(t->out, ", \"%s\": %" PRId64 ".%03d", name, ns / 1000, (int)(ns % 1000));
}

static void write_event(struct tracing *t, uint32_t process, uint32_t thread, int64_t begin, int64_t end, const char *name, const char *category)
{
	begin_event(t);
	fprintf(t->out, "{\"ph\": \"%s\", \"pid\": %u, \"tid\": %u", begin < end ? "X" : "i\", \"s\": \"t", process, thread);
	write_time(t, "ts", begin);
	if (begin < end)
		write_time(t, "dur", end - begin);
	fputs(", \"name\": ", t->out);
	write_text(t, name);
	fprintf(t->out, ", \"cat\": \"%s\"", category);
}

static void write_slice(struct tracing *t, uint32_t process, uint32_t thread, const struct slice *s, const char *name)
{
	write_event(t, process, thread, s->begin, s->end, name, s->part);
	fprintf(t->out, ", \"args\": {\"request\": %" PRId64 ", \"job\": %" PRId64 ", \"message\": ", s->request, s->job);
	write_text(t, s->message);
	fputs("}}", t->out);
}

/* ---- threads ---- */

/* Threads of one place: when each is free again. */
struct lanes {
	int64_t *free_at;
	uint32_t *thread;
	size_t n;
};

/* The first lane that is free at `begin`, then taken until `end`; a new one, *fresh, if none is. */
static size_t take_lane(struct lanes *lanes, int64_t begin, int64_t end, bool *fresh)
{
	size_t i = 0;

	while (i < lanes->n && lanes->free_at[i] > begin)
		i++;
	*fresh = i == lanes->n;
	if (*fresh) {
		lanes->n++;
		lanes->free_at = xrealloc(lanes->free_at, lanes->n * sizeof *lanes->free_at);
		lanes->thread = xrealloc(lanes->thread, lanes->n * sizeof *lanes->thread);
	}
	lanes->free_at[i] = end;
	return i;
}

static uint32_t new_thread(struct tracing *t, struct lanes *lanes, size_t lane, uint32_t process, const char *name)
{
	char *numbered = lane ? text_format("%s (%zu)", name, lane + 1) : xstrdup(name);

	lanes->thread[lane] = ++t->threads;
	write_name(t, "thread_name", process, lanes->thread[lane], numbered);
	begin_event(t);
	fprintf(t->out, "{\"ph\": \"M\", \"cat\": \"__metadata\", \"pid\": %u, \"tid\": %u, \"name\": \"thread_sort_index\", \"args\": {\"sort_index\": %u}}", process,
		lanes->thread[lane], lanes->thread[lane]);
	free(numbered);
	return lanes->thread[lane];
}

static void lanes_fini(struct lanes *lanes)
{
	free(lanes->free_at);
	free(lanes->thread);
	*lanes = (struct lanes){ 0 };
}

static uint32_t process_of(struct tracing *t, const char *name)
{
	for (uint32_t i = 0; i < t->processes; i++)
		if (strcmp(t->process[i], name) == 0)
			return i + 1;
	t->process[t->processes++] = name;
	write_name(t, "process_name", t->processes, 0, name);
	return t->processes;
}

/* ---- requests ---- */

static int by_job(const void *a, const void *b)
{
	const struct slice *x = a, *y = b;

	if (x->request != y->request)
		return x->request < y->request ? -1 : 1;
	if (x->job != y->job)
		return x->job < y->job ? -1 : 1;
	return (x->begin > y->begin) - (x->begin < y->begin);
}

static int by_begin(const void *a, const void *b)
{
	const struct stay *x = a, *y = b;

	if (x->begin != y->begin)
		return x->begin < y->begin ? -1 : 1;
	return (x->first > y->first) - (x->first < y->first);
}

static void write_job(struct tracing *t, uint32_t thread, const struct stay *stay)
{
	const struct slice *first = &t->slice[stay->first];

	write_event(t, 1, thread, stay->begin, stay->end, first->message, "message");
	fprintf(t->out, ", \"args\": {\"request\": %" PRId64 ", \"job\": %" PRId64 "}}", first->request, first->job);
	for (size_t i = 0; i < stay->n; i++) {
		struct text name = { 0 };

		text_add(&name, "%s ", first[i].part);
		add_place(&name, t, &first[i]);
		write_slice(t, 1, thread, &first[i], name.text);
		text_fini(&name);
	}
}

/* The jobs of the request whose slices begin at `first`, *n of them, in the order in which they begin; freed by the caller. */
static struct stay *find_jobs(const struct tracing *t, size_t first, size_t *n, size_t *after)
{
	struct stay *stay = NULL;
	size_t i = first;

	*n = 0;
	while (i < t->n && t->slice[i].request == t->slice[first].request) {
		struct stay job = { t->slice[i].begin, t->slice[i].end, i, 0 };

		for (; i < t->n && t->slice[i].request == t->slice[first].request && t->slice[i].job == t->slice[job.first].job; i++) {
			job.end = t->slice[i].end > job.end ? t->slice[i].end : job.end;
			job.n++;
		}
		stay = xrealloc(stay, (*n + 1) * sizeof *stay);
		stay[(*n)++] = job;
	}
	*after = i;
	if (*n > 1)
		qsort(stay, *n, sizeof *stay, by_begin);
	return stay;
}

/* A request, and on its own thread and further ones its jobs. Returns where the slices of the next one begin. */
static size_t write_request(struct tracing *t, size_t first)
{
	size_t n, after;
	struct stay *stay = find_jobs(t, first, &n, &after);
	char *name = text_format("request %" PRId64, t->slice[first].request);
	int64_t end = stay[0].end;
	struct lanes lanes = { 0 };

	for (size_t i = 1; i < n; i++)
		end = stay[i].end > end ? stay[i].end : end;
	for (size_t i = 0; i < n; i++) {
		bool fresh;
		size_t lane = take_lane(&lanes, stay[i].begin, stay[i].end, &fresh);

		if (fresh)
			new_thread(t, &lanes, lane, 1, name);
		if (i == 0) {
			write_event(t, 1, lanes.thread[0], stay[0].begin, end, name, "request");
			fprintf(t->out, ", \"args\": {\"request\": %" PRId64 "}}", t->slice[first].request);
		}
		write_job(t, lanes.thread[lane], &stay[i]);
	}
	lanes_fini(&lanes);
	free(name);
	free(stay);
	return after;
}

/* ---- nodes and links ---- */

static int by_place(const void *a, const void *b)
{
	const struct slice *x = a, *y = b;

	if ((x->link == NO_LINK) != (y->link == NO_LINK))
		return x->link == NO_LINK ? -1 : 1;
	if (x->link != y->link)
		return x->link < y->link ? -1 : 1;
	if (x->node != y->node)
		return x->node < y->node ? -1 : 1;
	if (x->begin != y->begin)
		return x->begin < y->begin ? -1 : 1;
	return by_job(a, b);
}

static bool same_place(const struct slice *a, const struct slice *b)
{
	return a->link == b->link && a->node == b->node;
}

static size_t write_place(struct tracing *t, size_t first)
{
	const struct slice *s = &t->slice[first];
	const char *group = s->link != NO_LINK ? t->link_group->word[s->link] : (uint64_t)s->node < t->nodes ? t->group->word[s->node] : "nodes";
	uint32_t process = process_of(t, group);
	struct text place = { 0 };
	struct lanes lanes = { 0 };
	size_t i = first;

	add_place(&place, t, s);
	for (; i < t->n && same_place(&t->slice[i], s); i++) {
		char *name = text_format("%s %s #%" PRId64, t->slice[i].message, t->slice[i].part, t->slice[i].request);
		bool fresh;
		size_t lane = take_lane(&lanes, t->slice[i].begin, t->slice[i].end, &fresh);

		if (fresh)
			new_thread(t, &lanes, lane, process, place.text);
		write_slice(t, process, lanes.thread[lane], &t->slice[i], name);
		free(name);
	}
	lanes_fini(&lanes);
	text_fini(&place);
	return i;
}

static void write_all(struct tracing *t, struct results *results)
{
	static const char *const attributes[] = { "title", "fogline_version", "seed", "digest" };

	/* With ns the viewer of Chromium takes the clock for a coarse one, and warns that the trace may be unusable. */
	fputs("{\"displayTimeUnit\": \"ms\",\n\"otherData\": {", t->out);
	for (size_t i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++) {
		const char *value = results_attribute(results, attributes[i]);

		fprintf(t->out, "%s\"%s\": ", i ? ", " : "", attributes[i]);
		write_text(t, value ? value : "");
	}
	fputs("},\n\"traceEvents\": [", t->out);
	process_of(t, "requests");
	if (t->n > 1)
		qsort(t->slice, t->n, sizeof *t->slice, by_job);
	for (size_t i = 0; i < t->n;)
		i = write_request(t, i);
	if (t->n > 1)
		qsort(t->slice, t->n, sizeof *t->slice, by_place);
	for (size_t i = 0; i < t->n;)
		i = write_place(t, i);
	fputs("\n]}\n", t->out);
}

/* Beside its place first, and then there. */
static bool write_file(struct tracing *t, struct results *results, const char *path, struct diag *diag)
{
	char *temporary = text_format("%s.%ld.tmp", path, (long)getpid());
	struct mark at = { .source = path };
	bool good = true;

	t->out = fopen(temporary, "w");
	if (!t->out) {
		diag_error(diag, at, "cannot be written: %s", strerror(errno));
		free(temporary);
		return false;
	}
	write_all(t, results);
	if (fflush(t->out) != 0 || ferror(t->out) || fsync(fileno(t->out)) != 0)
		good = diag_error(diag, at, "cannot be written: %s", strerror(errno));
	if (fclose(t->out) != 0 && good)
		good = diag_error(diag, at, "cannot be written: %s", strerror(errno));
	if (good && rename(temporary, path) != 0)
		good = diag_error(diag, at, "cannot be written: %s", strerror(errno));
	if (!good)
		unlink(temporary);
	free(temporary);
	return good;
}

bool trace_json_write(struct results *results, const char *path, struct diag *diag)
{
	struct tracing tracing = { 0 };
	bool good = open_tables(&tracing, results, diag) && write_file(&tracing, results, path, diag);

	free(tracing.slice);
	free(tracing.process);
	return good;
}
