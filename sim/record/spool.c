/*
 * The worker's side: rows to blocks of columns, without HDF5. A row is
 * copied as it is to a stage that fits in the cache; a full stage is turned
 * into columns in one tight loop each, and a full block leaves with one system call or few.
 */
#include "sim/record/record.h"

#include "sim/base/memory.h"
#include "sim/record/block.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

/* A divisor of BLOCK_ROWS, so that a block fills up exactly; 512 rows of 80 bytes stay in the nearest caches. */
enum { STAGE_ROWS = 512 };
enum { VECTORS = 16 };    /* what POSIX promises one writev takes */

struct values {
	unsigned char *bytes;
	size_t length, capacity;
};

/* What waits of one table: first rows in the stage, then columns. */
struct lane {
	unsigned char *next, *end;   /* where the next row goes, within the stage */
	unsigned char *stage;
	size_t row_size;
	const struct column *columns;
	uint32_t n_columns, rows;
	bool texts;
	struct values *values;
};

struct spool {
	struct sink sink;
	const struct record_layout *layout;
	int fd, error;
	struct lane *lane;
	uint64_t blocks, rows, bytes;
	struct iovec *vector;        /* for the widest table: head, and length, values, padding of each column */
	uint64_t *length;
};

#define GATHER(type) do { \
	type *restrict to_ = (type *)(void *)to; \
	for (uint32_t i_ = 0; i_ < n; i_++) \
		memcpy(&to_[i_], from + i_ * stride, sizeof(type)); \
} while (0)

static void gather_times(unsigned char *to, const unsigned char *from, size_t stride, uint32_t n)
{
	double *restrict seconds = (double *)(void *)to;

	for (uint32_t i = 0; i < n; i++) {
		sim_time time;

		memcpy(&time, from + i * stride, sizeof time);
		seconds[i] = time == SIM_TIME_NONE ? (double)NAN : (double)time / 1e9;
	}
}

/* `n` values of one column, `stride` bytes apart, one after the other. */
static void gather(enum column_type type, unsigned char *to, const unsigned char *from, size_t stride, uint32_t n)
{
	if (type == COLUMN_TIME) {
		gather_times(to, from, stride, n);
		return;
	}
	switch (column_width(type)) {
	case 1:
		GATHER(uint8_t);
		return;
	case 2:
		GATHER(uint16_t);
		return;
	case 4:
		GATHER(uint32_t);
		return;
	case 8:
		GATHER(uint64_t);
		return;
	}
}

static void reserve(struct values *values, size_t more, size_t most)
{
	size_t capacity = values->capacity ? values->capacity : more;

	if (values->length + more <= values->capacity)
		return;
	while (capacity < values->length + more)
		capacity *= 2;
	if (most && capacity > most)
		capacity = most;
	values->bytes = xrealloc(values->bytes, capacity);
	values->capacity = capacity;
}

static void gather_text(struct values *values, const unsigned char *from)
{
	const char *text;
	uint32_t length;

	memcpy(&text, from, sizeof text);
	text = text ? text : "";
	length = (uint32_t)strlen(text);
	reserve(values, sizeof length + length + 1, 0);
	memcpy(values->bytes + values->length, &length, sizeof length);
	memcpy(values->bytes + values->length + sizeof length, text, (size_t)length + 1);
	values->length += sizeof length + length + 1;
}

static void write_vectors(struct spool *spool, struct iovec *vector, int n)
{
	while (n > 0 && !spool->error) {
		ssize_t written = writev(spool->fd, vector, n < VECTORS ? n : VECTORS);

		if (written < 0) {
			spool->error = errno == EINTR ? 0 : errno;
			continue;
		}
		spool->bytes += (uint64_t)written;
		while (n > 0 && (size_t)written >= vector->iov_len) {
			written -= (ssize_t)vector->iov_len;
			vector++;
			n--;
		}
		if (n > 0) {
			vector->iov_base = (char *)vector->iov_base + written;
			vector->iov_len -= (size_t)written;
		}
	}
}

/* Write the columns of a table as a block. */
static void write_block(struct spool *spool, uint32_t table)
{
	static const unsigned char zeros[8];
	struct lane *lane = &spool->lane[table];
	struct block_head head = { .magic = BLOCK_MAGIC, .table = table, .rows = lane->rows };
	struct iovec *vector = spool->vector;
	int n = 1;

	for (uint32_t i = 0; i < lane->n_columns; i++) {
		struct values *values = &lane->values[i];
		int first = n;

		spool->length[i] = values->length;
		if (lane->columns[i].type == COLUMN_TEXT)
			vector[n++] = (struct iovec){ &spool->length[i], sizeof spool->length[i] };
		vector[n++] = (struct iovec){ values->bytes, values->length };
		/* The call takes no const, and only reads. */
		vector[n++] = (struct iovec){ (void *)(uintptr_t)zeros, block_padding(values->length) };
		for (int k = first; k < n; k++)
			head.bytes += vector[k].iov_len;
		values->length = 0;
	}
	head.check = block_check(&head, offsetof(struct block_head, check));
	vector[0] = (struct iovec){ &head, sizeof head };
	write_vectors(spool, vector, n);
	spool->blocks++;
	spool->rows += lane->rows;
	lane->rows = 0;
}

/* Empty the stage into the columns, and these, when full, into the file. */
static void drain(struct spool *spool, uint32_t table)
{
	struct lane *lane = &spool->lane[table];
	uint32_t n;

	if (!lane->stage) {
		lane->stage = xmalloc((lane->texts ? 1 : STAGE_ROWS) * lane->row_size);
		lane->values = xcalloc(lane->n_columns, sizeof *lane->values);
		lane->end = lane->stage + (lane->texts ? 1 : STAGE_ROWS) * lane->row_size;
		lane->next = lane->stage;
	}
	n = (uint32_t)((size_t)(lane->next - lane->stage) / lane->row_size);
	if (!n)
		return;
	for (uint32_t i = 0; i < lane->n_columns; i++) {
		const struct column *column = &lane->columns[i];
		struct values *values = &lane->values[i];
		size_t width = column_width(column->type);

		if (column->type == COLUMN_TEXT) {
			gather_text(values, lane->stage + column->offset);
			continue;
		}
		reserve(values, width * n, width * BLOCK_ROWS);
		gather(column->type, values->bytes + values->length, lane->stage + column->offset, lane->row_size, n);
		values->length += width * n;
	}
	lane->rows += n;
	lane->next = lane->stage;
	if (lane->rows == BLOCK_ROWS)
		write_block(spool, table);
}

static void take(struct sink *sink, uint32_t table, const void *row)
{
	struct spool *spool = container_of(sink, struct spool, sink);
	struct lane *lane = &spool->lane[table];

	if (lane->next == lane->end)
		drain(spool, table);
	memcpy(lane->next, row, lane->row_size);
	lane->next += lane->row_size;
	/* A text may be gone after this call. */
	if (lane->texts)
		drain(spool, table);
}

struct spool *spool_new(const struct record_layout *layout, int fd)
{
	struct spool *spool = xcalloc(1, sizeof *spool);
	uint32_t most = 0;

	spool->sink.row = take;
	spool->layout = layout;
	spool->fd = fd;
	spool->lane = xcalloc(layout->n_tables, sizeof *spool->lane);
	for (uint32_t i = 0; i < layout->n_tables; i++) {
		struct lane *lane = &spool->lane[i];

		lane->columns = layout->table[i]->columns;
		lane->row_size = layout->table[i]->row_size;
		lane->n_columns = column_count(lane->columns);
		most = lane->n_columns > most ? lane->n_columns : most;
		for (uint32_t k = 0; k < lane->n_columns; k++)
			lane->texts |= lane->columns[k].type == COLUMN_TEXT;
	}
	spool->vector = xcalloc(3 * (size_t)most + 1, sizeof *spool->vector);
	spool->length = xcalloc((size_t)most + 1, sizeof *spool->length);
	return spool;
}

struct sink *spool_sink(struct spool *spool)
{
	return &spool->sink;
}

bool spool_close(struct spool *spool)
{
	struct block_closing closing = { .magic = CLOSING_MAGIC };
	struct iovec vector = { &closing, sizeof closing };

	for (uint32_t i = 0; i < spool->layout->n_tables; i++) {
		if (!spool->lane[i].stage)
			continue;
		drain(spool, i);
		if (spool->lane[i].rows)
			write_block(spool, i);
	}
	closing.blocks = spool->blocks;
	closing.rows = spool->rows;
	closing.bytes = spool->bytes;
	closing.check = block_check(&closing, offsetof(struct block_closing, check));
	write_vectors(spool, &vector, 1);
	errno = spool->error;
	return !spool->error;
}

void spool_free(struct spool *spool)
{
	if (!spool)
		return;
	for (uint32_t i = 0; i < spool->layout->n_tables; i++) {
		struct lane *lane = &spool->lane[i];

		for (uint32_t k = 0; lane->values && k < lane->n_columns; k++)
			free(lane->values[k].bytes);
		free(lane->values);
		free(lane->stage);
	}
	free(spool->lane);
	free(spool->vector);
	free(spool->length);
	free(spool);
}
