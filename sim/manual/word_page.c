/* `help WORD`: what a word names, for who knows the word but not where it belongs. */
#include "sim/manual/manual.h"

#include "sim/scenario/language.h"
#include "sim/scenario/scenario.h"

#include <stdlib.h>
#include <string.h>

struct keys_found {
	struct page *page;
	const char *word;
	size_t n;
};

/* A paragraph each, not a table: its columns would cut a path in two, which is there to be copied. */
static void add_key(void *with, const char *above, const struct param *row)
{
	struct keys_found *found = with;
	char *path;

	if (row->kind == PARAM_LATER || strcmp(row->name, found->word) != 0)
		return;
	path = language_path(above, row);
	page_paragraph(found->page, "%s: %s", path, row->help);
	found->n++;
	free(path);
}

static size_t add_keys(struct page *page, const char *word)
{
	struct keys_found found = { .page = page, .word = word };

	language_each("", scenario_params, add_key, &found);
	if (found.n)
		page_paragraph(page, "More of a key by 'fogline help KEY'.");
	return found.n;
}

static size_t add_measure(struct page *page, const char *word)
{
	const struct measures *all = model_all_measures();
	size_t n = 0;

	for (uint32_t i = 0; i < all->n_measures; i++)
		if (strcmp(all->measure[i].name, word) == 0) {
			page_paragraph(page, "%s, a measure, in %s: %s", word, all->measure[i].units, all->measure[i].help);
			n++;
		}
	return n;
}

static size_t add_classes(struct page *page, const char *word)
{
	struct diag *diag = diag_new();
	size_t n = 0;

	for (size_t i = 0; model_classes[i]; i++)
		if (strcmp(model_classes[i]->name, word) == 0) {
			char *path = text_format("%s.%s", model_classes[i]->slot, word);

			n += manual_help(path, page, diag);
			free(path);
		}
	diag_free(diag);
	return n;
}

bool manual_word(const char *word, struct page *page)
{
	size_t n = add_classes(page, word);

	n += add_measure(page, word);
	return n + add_keys(page, word) > 0;
}

const char *manual_nearest(const char *word)
{
	const struct measures *all = model_all_measures();
	const char *nearest, **words;
	size_t n = 0, classes = 0;

	while (model_classes[classes])
		classes++;
	words = xcalloc(classes + all->n_measures, sizeof *words);
	for (size_t i = 0; i < classes; i++)
		words[n++] = model_classes[i]->name;
	for (uint32_t i = 0; i < all->n_measures; i++)
		words[n++] = all->measure[i].name;
	nearest = text_nearest(word, words, n);
	free(words);
	return nearest;
}
