/*
 * Reads spools. The closing mark is checked before anything else, so that the
 * rows of a worker that died never reach the results file, not even in part.
 */
#include "sim/record/block.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

uint64_t block_check(const void *head, size_t length)
{
	struct digest digest = digest_start();

	digest_add(&digest, head, length);
	return digest.low;
}

size_t column_width(enum column_type type)
{
	switch (type) {
	case COLUMN_U8:
		return 1;
	case COLUMN_U16:
	case COLUMN_CATEGORY:
		return 2;
	case COLUMN_U32:
		return 4;
	case COLUMN_U64:
	case COLUMN_I64:
	case COLUMN_REAL:
	case COLUMN_TIME:
		return 8;
	case COLUMN_TEXT:
		return 0;
	}
	return 0;
}

uint32_t column_count(const struct column *columns)
{
	uint32_t n = 0;

	while (columns[n].name)
		n++;
	return n;
}

static bool read_at(int fd, uint64_t at, void *to, size_t length)
{
	unsigned char *next = to;

	errno = 0;
	while (length) {
		ssize_t got = pread(fd, next, length, (off_t)at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		next += got;
		at += (uint64_t)got;
		length -= (size_t)got;
	}
	errno = 0;
	return true;
}

bool block_begin_at(struct block_reader *reader, const struct record_layout *layout, int fd, uint64_t start)
{
	struct block_closing closing;
	struct stat status;
	uint32_t most = 0;

	if (fstat(fd, &status) < 0)
		return false;
	errno = 0;
	if ((uint64_t)status.st_size < start + sizeof closing)
		return false;
	reader->end = (uint64_t)status.st_size - sizeof closing;
	if (!read_at(fd, reader->end, &closing, sizeof closing))
		return false;
	if (closing.magic != CLOSING_MAGIC || closing.bytes != reader->end - start
	    || closing.check != block_check(&closing, offsetof(struct block_closing, check)))
		return false;
	for (uint32_t i = 0; i < layout->n_tables; i++) {
		uint32_t n = column_count(layout->table[i]->columns);

		most = n > most ? n : most;
	}
	reader->column = xrealloc(reader->column, (most + 1) * sizeof *reader->column);
	reader->layout = layout;
	reader->fd = fd;
	reader->at = start;
	reader->blocks = closing.blocks;
	reader->rows = closing.rows;
	return true;
}

bool block_begin(struct block_reader *reader, const struct record_layout *layout, int fd)
{
	return block_begin_at(reader, layout, fd, 0);
}

/* Point `text` at the `rows` texts of a column of `bytes` bytes. False if they do not fill it exactly. */
static bool find_texts(const char **text, uint32_t rows, const unsigned char *from, uint64_t bytes)
{
	uint64_t at = 0;

	for (uint32_t i = 0; i < rows; i++) {
		uint32_t length;

		if (bytes - at < sizeof length)
			return false;
		memcpy(&length, from + at, sizeof length);
		at += sizeof length;
		if (bytes - at <= length || from[at + length] != '\0')
			return false;
		text[i] = (const char *)from + at;
		at += length + 1;
	}
	return at == bytes;
}

static uint32_t count_texts(const struct column *columns)
{
	uint32_t n = 0;

	for (; columns->name; columns++)
		n += columns->type == COLUMN_TEXT;
	return n;
}

/* Point reader->column at the columns of the block in reader->bytes. */
static bool find_columns(struct block_reader *reader, const struct block_head *head)
{
	const struct column *columns = reader->layout->table[head->table]->columns;
	size_t texts = (size_t)count_texts(columns) * head->rows;
	const char **text;
	uint64_t at = 0;

	if (texts > reader->texts) {
		reader->text = xrealloc(reader->text, texts * sizeof *reader->text);
		reader->texts = texts;
	}
	text = reader->text;
	for (uint32_t i = 0; columns[i].name; i++) {
		uint64_t bytes = column_width(columns[i].type) * head->rows;

		if (columns[i].type == COLUMN_TEXT) {
			if (head->bytes - at < sizeof bytes)
				return false;
			memcpy(&bytes, reader->bytes + at, sizeof bytes);
			at += sizeof bytes;
		}
		if (bytes > head->bytes - at)
			return false;
		reader->column[i] = reader->bytes + at;
		if (columns[i].type == COLUMN_TEXT) {
			if (!find_texts(text, head->rows, reader->bytes + at, bytes))
				return false;
			reader->column[i] = text;
			text += head->rows;
		}
		at += bytes + block_padding(bytes);
	}
	return at == head->bytes;
}

int block_next(struct block_reader *reader, struct block *block)
{
	struct block_head head;

	errno = 0;
	if (reader->at == reader->end)
		return reader->blocks == 0 && reader->rows == 0 ? 0 : -1;
	if (reader->end - reader->at < sizeof head || !read_at(reader->fd, reader->at, &head, sizeof head))
		return -1;
	reader->at += sizeof head;
	if (head.magic != BLOCK_MAGIC || head.check != block_check(&head, offsetof(struct block_head, check))
	    || head.table >= reader->layout->n_tables || head.bytes > reader->end - reader->at
	    || head.rows > reader->rows || reader->blocks == 0)
		return -1;
	if (head.bytes > reader->capacity) {
		free(reader->bytes);
		reader->bytes = xmalloc(head.bytes);
		reader->capacity = head.bytes;
	}
	if (!read_at(reader->fd, reader->at, reader->bytes, head.bytes) || !find_columns(reader, &head))
		return -1;
	reader->at += head.bytes;
	reader->blocks--;
	reader->rows -= head.rows;
	*block = (struct block){ head.table, head.rows, reader->column };
	return 1;
}

void block_reader_fini(struct block_reader *reader)
{
	free(reader->bytes);
	free(reader->column);
	free(reader->text);
	*reader = (struct block_reader){ 0 };
}
