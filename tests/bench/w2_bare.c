/*
 * W2, edge offloading, as bare as it gets: a hand-written event loop of the model in scenarios/8-bench-offloading.yaml
 * (here it stops after a number of requests). M devices, each Poisson 1 /s, send over an own link (exponential 0.1 s,
 * then 5 ms) to one edge node for 100 of them: 4 cores, exponential 35 ms, first come first served. One in five goes
 * on over 50 ms to a cloud with room for all. No statistics but the mean latency, no parts, no checks, no cancelling.
 * With a FILE a row of ten columns for each request goes there, by nothing but fwrite of 65,536 rows of a column.
 *
 * w2_bare heap|ladder DEVICES REQUESTS [FILE]    prints requests per second of user CPU (with a FILE: of user and system
 *                                                CPU), and the mean latency in s (0.171)
 */
#include "tests/bench/bare_queue.h"
#include "tests/bench/bench.h"

#include <inttypes.h>

enum { CORES = 4, DEVICES_PER_EDGE = 100 };

#define MILLISECOND INT64_C(1000000)
#define NOBODY UINT32_MAX

enum stage { SENDING, AT_EDGE, AT_CLOUD };

enum { PART = 65536 };

/* As many bytes as a row of fogline's has. */
struct columns {
	FILE *file;
	uint32_t n;
	double created[PART], sent[PART], received[PART], began[PART], ended[PART], latency[PART];
	uint32_t number[PART], device[PART], edge[PART], stage[PART];
};

struct request {
	int64_t created;
	uint32_t device, next;
	uint32_t stage;
};

/* What a row tells beyond the request. */
struct stamps {
	int64_t sent, received, began;
};

struct edge {
	uint32_t busy, first, last;
};

struct bench {
	bool use_heap;
	struct bare_heap heap;
	struct bare_ladder ladder;
	uint64_t order;
	int64_t now;
	uint32_t devices;
	uint64_t *stream;         /* of each device */
	int64_t *link_free;       /* when each access link has sent all it has */
	struct edge *edge;
	struct request *request;
	uint32_t requests, capacity, vacant;
	uint64_t created, wanted, finished;
	double latency;           /* sum, ns */
	struct stamps *stamps;    /* parallel to request; NULL: no rows */
	struct columns *columns;
};

static void write_part(struct columns *c)
{
	double *real[] = { c->created, c->sent, c->received, c->began, c->ended, c->latency };
	uint32_t *whole[] = { c->number, c->device, c->edge, c->stage };
	size_t written = 0;

	for (int i = 0; i < 6; i++)
		written += fwrite(real[i], sizeof *real[i], c->n, c->file);
	for (int i = 0; i < 4; i++)
		written += fwrite(whole[i], sizeof *whole[i], c->n, c->file);
	if (written != 10 * (size_t)c->n)
		abort();
	c->n = 0;
}

static BARE void add_row(struct bench *b, const struct request *r, const struct stamps *stamps)
{
	struct columns *c = b->columns;
	uint32_t i = c->n++;

	c->created[i] = 1e-9 * (double)r->created;
	c->sent[i] = 1e-9 * (double)stamps->sent;
	c->received[i] = 1e-9 * (double)stamps->received;
	c->began[i] = 1e-9 * (double)stamps->began;
	c->ended[i] = 1e-9 * (double)b->now;
	c->latency[i] = 1e-9 * (double)(b->now - r->created);
	c->number[i] = (uint32_t)b->finished;
	c->device[i] = r->device;
	c->edge[i] = r->device / DEVICES_PER_EDGE;
	c->stage[i] = r->stage;
	if (c->n == PART)
		write_part(c);
}

/* Numbers of pending keys: devices first, then requests. */
static BARE void schedule(struct bench *b, int64_t at, uint32_t number)
{
	u128 key = bare_key(at, b->order++, number);

	if (!b->use_heap) {
		bare_ladder_push(&b->ladder, key);
		return;
	}
	if (b->heap.n == b->heap.capacity)
		bare_heap_grow(&b->heap);
	bare_heap_push(&b->heap, key);
}

/* The number of the next event; NOBODY if there is none. */
static BARE uint32_t next(struct bench *b)
{
	struct bare_heap *heap = b->use_heap ? &b->heap : &b->ladder.bottom;
	u128 key;

	if (heap->n == 0 && (b->use_heap || !bare_refill(&b->ladder)))
		return NOBODY;
	key = heap->key[0];
	bare_heap_pop(heap);
	b->now = bare_time(key);
	return bare_number(key);
}

static BARE int64_t exponential(struct bench *b, uint32_t device, double mean)
{
	return (int64_t)(mean * bare_exponential(&b->stream[device]));
}

static BARE uint32_t new_request(struct bench *b)
{
	uint32_t i = b->vacant;

	if (i != NOBODY) {
		b->vacant = b->request[i].next;
		return i;
	}
	if (b->requests == b->capacity) {
		b->capacity *= 2;
		b->request = realloc(b->request, b->capacity * sizeof *b->request);
		if (b->stamps)
			b->stamps = realloc(b->stamps, b->capacity * sizeof *b->stamps);
		if (!b->request)
			abort();
	}
	return b->requests++;
}

static BARE void finish(struct bench *b, uint32_t i)
{
	b->latency += (double)(b->now - b->request[i].created);
	b->finished++;
	if (b->stamps)
		add_row(b, &b->request[i], &b->stamps[i]);
	b->request[i].next = b->vacant;
	b->vacant = i;
}

static BARE void arrived(struct bench *b, uint32_t device)
{
	uint32_t i;
	int64_t start;

	if (b->created == b->wanted)
		return;
	b->created++;
	i = new_request(b);
	b->request[i].created = b->now;
	b->request[i].device = device;
	b->request[i].stage = SENDING;
	start = b->link_free[device] > b->now ? b->link_free[device] : b->now;
	b->link_free[device] = start + exponential(b, device, 1e8);
	if (b->stamps)
		b->stamps[i].sent = start;
	schedule(b, b->link_free[device] + 5 * MILLISECOND, b->devices + i);
	schedule(b, b->now + exponential(b, device, 1e9), device);
}

static BARE void serve(struct bench *b, uint32_t i, int64_t from, enum stage stage)
{
	b->request[i].stage = stage;
	if (b->stamps)
		b->stamps[i].began = from;
	schedule(b, from + exponential(b, b->request[i].device, 35e6), b->devices + i);
}

static BARE void received(struct bench *b, uint32_t i)
{
	uint32_t device = b->request[i].device;
	struct edge *edge = &b->edge[device / DEVICES_PER_EDGE];

	if (b->stamps)
		b->stamps[i].received = b->now;
	if (bare_uniform(bare_bits(&b->stream[device])) < 0.2) {
		serve(b, i, b->now + 50 * MILLISECOND, AT_CLOUD);
	} else if (edge->busy < CORES) {
		edge->busy++;
		serve(b, i, b->now, AT_EDGE);
	} else {
		b->request[i].next = NOBODY;
		if (edge->last == NOBODY)
			edge->first = i;
		else
			b->request[edge->last].next = i;
		edge->last = i;
	}
}

static BARE void served(struct bench *b, uint32_t i)
{
	struct edge *edge = &b->edge[b->request[i].device / DEVICES_PER_EDGE];
	uint32_t waiting = edge->first;

	finish(b, i);
	if (waiting == NOBODY) {
		edge->busy--;
		return;
	}
	edge->first = b->request[waiting].next;
	if (edge->first == NOBODY)
		edge->last = NOBODY;
	serve(b, waiting, b->now, AT_EDGE);
}

static __attribute__((noinline)) void run(struct bench *b)
{
	uint32_t number;

	while ((number = next(b)) != NOBODY) {
		uint32_t i = number - b->devices;

		if (number < b->devices)
			arrived(b, number);
		else if (b->request[i].stage == SENDING)
			received(b, i);
		else if (b->request[i].stage == AT_EDGE)
			served(b, i);
		else
			finish(b, i);
	}
}

static void build(struct bench *b)
{
	uint32_t edges = (b->devices + DEVICES_PER_EDGE - 1) / DEVICES_PER_EDGE;
	uint64_t seed = 12345;

	if (b->use_heap)
		bare_heap_init(&b->heap, 2 * b->devices + 4096);
	else
		bare_ladder_init(&b->ladder);
	b->stream = bare_memory(b->devices * sizeof *b->stream);
	b->link_free = bare_memory(b->devices * sizeof *b->link_free);
	b->edge = bare_memory(edges * sizeof *b->edge);
	b->capacity = 1024;
	b->request = malloc(b->capacity * sizeof *b->request);
	b->vacant = NOBODY;
	for (uint32_t e = 0; e < edges; e++)
		b->edge[e] = (struct edge){ 0, NOBODY, NOBODY };
	for (uint32_t d = 0; d < b->devices; d++) {
		b->stream[d] = bare_bits(&seed);
		b->link_free[d] = 0;
		schedule(b, exponential(b, d, 1e9), d);
	}
}

static void open_rows(struct bench *b, const char *path)
{
	b->columns = calloc(1, sizeof *b->columns);
	b->stamps = malloc(b->capacity * sizeof *b->stamps);
	if (b->columns)
		b->columns->file = fopen(path, "w");
	if (!b->stamps || !b->columns || !b->columns->file)
		abort();
}

static void close_rows(struct bench *b)
{
	write_part(b->columns);
	if (fclose(b->columns->file))
		abort();
}

int main(int argc, char **argv)
{
	struct bench bench = { 0 };
	double (*used)(void) = argc == 5 ? cpu_seconds : user_seconds;
	double begin = used();

	if ((argc != 4 && argc != 5) || (strcmp(argv[1], "heap") && strcmp(argv[1], "ladder")))
		return fprintf(stderr, "usage: w2_bare heap|ladder DEVICES REQUESTS [FILE]\n"), 2;
	bench.use_heap = strcmp(argv[1], "heap") == 0;
	bench.devices = (uint32_t)strtoul(argv[2], NULL, 10);
	bench.wanted = strtoull(argv[3], NULL, 10);
	build(&bench);
	if (argc == 5)
		open_rows(&bench, argv[4]);
	run(&bench);
	if (argc == 5)
		close_rows(&bench);
	printf("%.0f requests/s %.5f s %ld kB\n", (double)bench.finished / (used() - begin),
	       bench.latency / (double)bench.finished / 1e9, resident_kilobytes());
	return 0;
}
