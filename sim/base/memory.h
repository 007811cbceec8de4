#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>
#include <stdint.h>

/*
 * Memory. Nobody checks for NULL: without memory the program says so on
 * stderr and exits with 1. Three ways to own: the x-functions (freed by the
 * caller), an arena (freed at once), a pool (things of one size that come and go during a run).
 */

void *xmalloc(size_t size);
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *p, size_t size);
char *xstrdup(const char *text);

/* `n * size` bytes, zeroed, aligned to `alignment` (a power of two); freed with free(). */
void *xaligned(size_t alignment, size_t n, size_t size);

enum { CACHE_LINE = 64 };

/* `n * size` bytes at a cache line, not cleared, on huge pages if they are many and the kernel has some: for what is looked at in no order. free(). */
void *xscattered(size_t n, size_t size);

/* An arena: allocations live until arena_free(). Those of a page and more begin a cache line. */
struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *arena);

/* `size` zeroed bytes, aligned for any type. Never NULL, also for size 0. */
void *arena_alloc(struct arena *arena, size_t size);

/* An array of `n` zeroed elements; exits as out of memory when n * size overflows. */
void *arena_array(struct arena *arena, size_t n, size_t size);

/*
 * Move a block of more than 1 MiB of the arena to pages of this process's own, huge ones where the kernel has some, and return its new place; a smaller
 * one stays where it is. For what a child writes to all over: pages shared with its parent would be copied one by one, and be small.
 */
void *arena_renew(struct arena *arena, void *block);

char *arena_strdup(struct arena *arena, const char *text);
char *arena_strndup(struct arena *arena, const char *text, size_t length);

/* A formatted text that lives in the arena. */
char *arena_format(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* A pool of equally large things, a free list over growing chunks. */
struct pool {
	size_t size, in_use;
	void *free, *chunks;
	uint32_t next_chunk;
};

/* `size` is rounded up to a multiple of 16. */
void pool_init(struct pool *pool, size_t size);
void pool_fini(struct pool *pool);
__attribute__((cold)) void pool_grow(struct pool *pool);

/*
 * Of a pool to which nothing was ever put back: the next block of its things after `block`, `*n` of them, NULL after the last. The first, for NULL,
 * is the latest.
 */
void *pool_block(const struct pool *pool, const void *block, size_t *n);

/* One thing, not zeroed. */
static inline void *pool_get(struct pool *pool)
{
	void **p;

	if (!pool->free)
		pool_grow(pool);
	p = pool->free;
	pool->free = *p;
	pool->in_use++;
	return p;
}

static inline void pool_put(struct pool *pool, void *thing)
{
	*(void **)thing = pool->free;
	pool->free = thing;
	pool->in_use--;
}

#endif
