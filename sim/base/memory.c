/* Arena: a list of chunks, each twice as large as the last up to 1 MiB; a large request gets a chunk of its own. */
#define _DEFAULT_SOURCE                     /* madvise */

#include "sim/base/memory.h"

#include "sim/base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { ALIGNMENT = 16, PAGE = 4096, FIRST_CHUNK = 4096, LARGEST_CHUNK = 1 << 20, POOL_FIRST = 64, POOL_LARGEST = 16384, HUGE_PAGE = 2 << 20 };

/* Memory for things of a page and more begins a cache line, so that none of their parts of half a line or a line lies on two. */
struct chunk {
	struct chunk *next;
	size_t used, size;
	unsigned char *data;               /* at a cache line */
};

struct arena {
	struct chunk *first;
	size_t next_size;
};

static void *no_memory(size_t size)
{
	fprintf(stderr, "fogline: out of memory (%zu bytes were asked for)\n", size);
	exit(1);
}

void *xmalloc(size_t size)
{
	void *p = malloc(size ? size : 1);

	return p ? p : no_memory(size);
}

void *xcalloc(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);

	return p ? p : no_memory(n * size);
}

void *xrealloc(void *p, size_t size)
{
	void *q = realloc(p, size ? size : 1);

	return q ? q : no_memory(size);
}

char *xstrdup(const char *text)
{
	size_t size = strlen(text) + 1;

	return memcpy(xmalloc(size), text, size);
}

void *xaligned(size_t alignment, size_t n, size_t size)
{
	void *p = NULL;

	if (size && n > (SIZE_MAX - alignment) / size)
		no_memory(SIZE_MAX);
	if (posix_memalign(&p, alignment, n * size > 0 ? n * size : alignment))
		no_memory(n * size);
	memset(p, 0, n * size);
	return p;
}

/*
 * Room for many things that are looked at in no order. It is of huge pages, if it is large and the kernel has some on request: that saves the search
 * for a page each time, which takes a fifth off a run of 10^5 devices. Not cleared where it is large.
 */
static unsigned char *scattered_room(size_t *size)
{
	void *room = NULL;

	if (*size < HUGE_PAGE / 2)
		return xaligned(CACHE_LINE, 1, *size);
	*size = (*size + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
	if (posix_memalign(&room, HUGE_PAGE, *size))
		no_memory(*size);
#ifdef MADV_HUGEPAGE
	madvise(room, *size, MADV_HUGEPAGE);
#endif
	return room;
}

void *xscattered(size_t n, size_t size)
{
	size_t whole = n * size;

	if (size && n > SIZE_MAX / 2 / size)
		no_memory(SIZE_MAX);
	return scattered_room(&whole);
}

struct arena *arena_new(void)
{
	struct arena *arena = xcalloc(1, sizeof *arena);

	arena->next_size = FIRST_CHUNK;
	return arena;
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	for (struct chunk *c = arena->first, *next; c; c = next) {
		next = c->next;
		free(c);
	}
	free(arena);
}

static struct chunk *add_chunk(size_t size)
{
	struct chunk *c;

	if (size > SIZE_MAX - sizeof *c - CACHE_LINE)
		no_memory(size);
	c = xcalloc(1, sizeof *c + CACHE_LINE + size);
	c->size = size;
	c->data = (unsigned char *)(c + 1);
	c->data += -(uintptr_t)c->data % CACHE_LINE;
	return c;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	struct chunk *c = arena->first;
	size_t alignment = size < PAGE ? ALIGNMENT : CACHE_LINE;
	size_t rounded = (size + alignment - 1) / alignment * alignment;

	if (rounded < size)
		no_memory(size);
	if (rounded == 0)
		rounded = ALIGNMENT;
	if (c)
		c->used += -c->used % alignment;
	if (rounded > LARGEST_CHUNK / 2) {
		c = add_chunk(rounded);
		/* Behind the first, which may still have room. */
		c->next = arena->first ? arena->first->next : NULL;
		if (arena->first)
			arena->first->next = c;
		else
			arena->first = c;
	} else if (!c || c->used > c->size || c->size - c->used < rounded) {
		size_t chunk = arena->next_size > rounded ? arena->next_size : rounded;

		c = add_chunk(chunk);
		c->next = arena->first;
		arena->first = c;
		if (arena->next_size < LARGEST_CHUNK)
			arena->next_size *= 2;
	}
	c->used += rounded;
	return c->data + c->used - rounded;
}

void *arena_renew(struct arena *arena, void *block)
{
	for (struct chunk **place = &arena->first; *place; place = &(*place)->next) {
		struct chunk *old = *place, *c;
		size_t room = sizeof *c + CACHE_LINE + old->size;

		/* Only a larger chunk than any that is shared holds nothing but its first block. */
		if (old->data != block || old->size <= LARGEST_CHUNK)
			continue;
		c = (struct chunk *)(void *)scattered_room(&room);
		*c = *old;
		c->data = (unsigned char *)c + CACHE_LINE;
		memcpy(c->data, old->data, old->size);
		*place = c;
		free(old);
		return c->data;
	}
	return block;
}

void *arena_array(struct arena *arena, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		no_memory(SIZE_MAX);
	return arena_alloc(arena, n * size);
}

char *arena_strndup(struct arena *arena, const char *text, size_t length)
{
	char *copy = arena_alloc(arena, length + 1);

	memcpy(copy, text, length);
	copy[length] = 0;
	return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
	return arena_strndup(arena, text, strlen(text));
}

char *arena_format(struct arena *arena, const char *format, ...)
{
	va_list args;

	va_start(args, format);

	char *text = text_vformat(format, args);
	char *copy = arena_strdup(arena, text);

	va_end(args);
	free(text);
	return copy;
}

/* Its things begin a cache line further on. */
struct pool_chunk {
	struct pool_chunk *next;
	size_t n;
};

void pool_init(struct pool *pool, size_t size)
{
	*pool = (struct pool){ .size = (size + 15) / 16 * 16, .next_chunk = POOL_FIRST };
	if (pool->size == 0)
		pool->size = 16;
}

void pool_fini(struct pool *pool)
{
	for (struct pool_chunk *c = pool->chunks, *next; c; c = next) {
		next = c->next;
		free(c);
	}
	*pool = (struct pool){ 0 };
}

void *pool_block(const struct pool *pool, const void *block, size_t *n)
{
	const struct pool_chunk *before = block ? (const void *)((const unsigned char *)block - CACHE_LINE) : NULL;
	struct pool_chunk *chunk = before ? before->next : pool->chunks;

	if (!chunk)
		return NULL;
	/* All but the latest are full, and that is handed out from its start. */
	*n = chunk->n;
	if (!before) {
		*n = pool->in_use;
		for (const struct pool_chunk *c = chunk->next; c; c = c->next)
			*n -= c->n;
	}
	return (unsigned char *)chunk + CACHE_LINE;
}

void pool_grow(struct pool *pool)
{
	/* A line ahead of the things, so that they stay aligned to cache lines where their size allows. */
	size_t size = CACHE_LINE + pool->size * pool->next_chunk;
	struct pool_chunk *chunk = (void *)scattered_room(&size);

	chunk->next = pool->chunks;
	chunk->n = (size - CACHE_LINE) / pool->size;
	pool->chunks = chunk;
	for (size_t i = chunk->n; i-- > 0;) {
		void **thing = (void **)(void *)((unsigned char *)chunk + CACHE_LINE + i * pool->size);

		*thing = pool->free;
		pool->free = thing;
	}
	if (pool->next_chunk < POOL_LARGEST)
		pool->next_chunk *= 2;
}
