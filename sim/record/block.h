#ifndef RECORD_BLOCK_H
#define RECORD_BLOCK_H

#include "sim/kernel/row.h"
#include "sim/record/record.h"

#include <stddef.h>
#include <stdint.h>

/*
 * How rows lie in a spool: blocks of columns, then one closing mark. A block
 * is its head, then the columns in the order of the table, each padded to a
 * multiple of 8 bytes: `rows` values of column_width() bytes; or, for
 * texts, a uint64_t with the bytes that follow, then for each row a uint32_t
 * length, the bytes and a NUL. Spools never leave the machine: native byte order.
 */
enum { BLOCK_ROWS = 65536 };

#define BLOCK_MAGIC UINT64_C(0x6b636f6c62676f66)
#define CLOSING_MAGIC UINT64_C(0x676e69736f6c6366)

struct block_head {
	uint64_t magic;
	uint32_t table, rows;
	uint64_t bytes;           /* of the columns */
	uint64_t check;           /* over the fields before it */
};

/* The last bytes of a whole spool. */
struct block_closing {
	uint64_t magic, blocks, rows, bytes;   /* bytes: all before the closing mark */
	uint64_t check;
};

uint64_t block_check(const void *head, size_t length);

/* Bytes of one value in a spool and in the results file; 0 for texts. */
size_t column_width(enum column_type type);

/* How many columns a NULL-terminated list has. */
uint32_t column_count(const struct column *columns);

static inline size_t block_padding(size_t bytes)
{
	return -bytes & 7;
}

/* ---- reading a spool ---- */

struct block {
	uint32_t table, rows;
	const void *const *column;  /* values; of texts: const char *[rows] */
};

/* Reads the blocks of one spool after the other; zero value: nothing allocated yet. */
struct block_reader {
	const struct record_layout *layout;
	int fd;
	uint64_t at, end, blocks, rows;
	unsigned char *bytes;
	size_t capacity;
	const void **column;
	const char **text;
	size_t texts;
};

/*
 * Begin with the spool in `fd` (borrowed). False, with errno 0, if its closing mark is not there: the
 * worker did not finish; with errno set, if it cannot be read.
 */
bool block_begin(struct block_reader *reader, const struct record_layout *layout, int fd);

/* The same of a spool that begins at byte `start`, a multiple of 8. */
bool block_begin_at(struct block_reader *reader, const struct record_layout *layout, int fd, uint64_t start);

/* The next block, valid until the next call: 1; 0 at the end; -1 if the spool is damaged (errno 0) or unreadable. */
int block_next(struct block_reader *reader, struct block *block);

void block_reader_fini(struct block_reader *reader);

#endif
