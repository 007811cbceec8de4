/* Single values: the texts of scalars into numbers, words, names and references. Strict, since YAML 1.1 habits differ silently. */
#include "sim/scenario/reader.h"

#include "sim/base/text.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The longest time that fits the clock, with room to add. */
#define LONGEST_S 9.2e9

const char *value_text(struct reader *r, const struct param *row, const struct tree *tree, const char *what)
{
	if (tree->kind == TREE_SCALAR)
		return tree->text;
	if (tree->kind == TREE_EMPTY)
		diag_error(r->diag, tree->mark, "'%s' has no value", row->name);
	else
		diag_error(r->diag, tree->mark, "%s: expected %s, not %s", row->name, what, tree_kind_name(tree));
	return NULL;
}

/* ---- words ---- */

size_t value_words(const char *words, char ***names)
{
	size_t n = 0;

	*names = NULL;
	while (words && *words) {
		size_t length = strcspn(words, " ");
		size_t name = strcspn(words, " =");

		if (length) {
			*names = xrealloc(*names, (n + 1) * sizeof **names);
			(*names)[n++] = text_format("%.*s", (int)name, words);
		}
		words += length + (words[length] == ' ');
	}
	return n;
}

void value_words_free(char **names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(names[i]);
	free(names);
}

static const char *find_word(const char *words, const char *word, unsigned *index)
{
	size_t n = strlen(word);

	*index = 0;
	while (n && words && *words) {
		size_t name = strcspn(words, " =");

		if (name == n && memcmp(words, word, n) == 0)
			return words;
		words += strcspn(words, " ");
		words += strspn(words, " ");
		++*index;
	}
	return NULL;
}

bool value_listed(const char *words, const char *word)
{
	unsigned index;

	return find_word(words, word, &index) != NULL;
}

bool value_of_word(const struct param *row, const char *text, double *value)
{
	unsigned index;
	const char *found = find_word(row->words, text, &index);

	if (!found || found[strlen(text)] != '=')
		return false;
	found += strlen(text) + 1;
	if (strncmp(found, "inf", 3) == 0) {
		*value = INFINITY;
		return true;
	}
	return text_number(found, strcspn(found, " "), value);
}

static bool unknown_word(struct reader *r, const struct param *row, const char *what, const char *text, struct mark mark)
{
	char **names;
	size_t n = value_words(row->words, &names);

	diag_unknown(r->diag, mark, what, text, (const char *const *)names, n);
	value_words_free(names, n);
	return false;
}

const char value_booleans[] = "yes no on off true false y n Yes No On Off True False Y N YES NO ON OFF TRUE FALSE";
const char value_nulls[] = "null Null NULL";
const char value_reserved[] = "origin all same start end unlimited";

static bool is_boolean(const char *text)
{
	return value_listed(value_booleans, text);
}

bool value_word(struct reader *r, const struct param *row, const struct tree *tree, unsigned *out)
{
	const char *text = value_text(r, row, tree, "a word");
	unsigned index;

	if (!text)
		return false;
	if (find_word(row->words, text, &index)) {
		*out = index;
		return true;
	}
	if (is_boolean(text) && value_listed(row->words, "true"))
		return diag_error(r->diag, tree->mark, "%s: '%s' is not a boolean here; write true or false", row->name, text);
	return unknown_word(r, row, row->name, text, tree->mark);
}

bool value_word_list(struct reader *r, const struct param *row, const struct tree *tree, unsigned *mask)
{
	bool single = tree->kind != TREE_LIST, good = true;
	uint32_t n = single ? 1 : tree->n;

	if (n == 0)
		return diag_error(r->diag, tree->mark, "%s: the list is empty", row->name);
	*mask = 0;
	for (uint32_t i = 0; i < n; i++) {
		const struct tree *item = single ? tree : tree->member[i].value;
		unsigned index;

		if (!value_word(r, row, item, &index))
			good = false;
		else if (*mask >> index & 1)
			good = diag_error(r->diag, item->mark, "%s: '%s' stands twice in the list", row->name, item->text);
		else
			*mask |= 1u << index;
	}
	return good;
}

/* ---- numbers ---- */

char *value_range(double min, double max, bool open, enum dimension dimension)
{
	char low[64], high[64];

	if (max == 0 && min >= 0)
		max = INFINITY;
	units_format(min, dimension, low);
	return isinf(max) ? text_format("%c%s, unlimited)", open ? '(' : '[', low)
			  : text_format("%c%s, %s]", open ? '(' : '[', low, units_format(max, dimension, high));
}

bool value_in_range(struct reader *r, const struct param *row, const char *text, struct mark mark,
		    double value, enum dimension dimension)
{
	double max = row->max == 0 && row->min >= 0 ? INFINITY : row->max;
	char *range;

	if (value <= max && (row->open ? value > row->min : value >= row->min))
		return true;
	range = value_range(row->min, row->max, row->open, dimension);
	diag_error(r->diag, mark, "%s: %s is outside %s (%s)", row->name, text, range, row->help);
	free(range);
	return false;
}

static bool all_digits(const char *text)
{
	return *text && text[strspn(text, "0123456789")] == 0;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* What to write instead of a number that only other readers of YAML know; "" if there is nothing to say. */
static const char *number_hint(const struct param *row, const char *text)
{
	const char *digits = text + (*text == '-' || *text == '+');

	if (is_boolean(text))
		return "; it is a boolean in YAML 1.1, not a number";
	if (strncmp(digits, "0x", 2) == 0 || strncmp(digits, "0o", 2) == 0 || strncmp(digits, "0b", 2) == 0)
		return "; write it in decimal digits";
	if (*digits == '0' && digits[1] && all_digits(digits))
		return "; write it without leading zeros";
	if (*digits >= '0' && *digits <= '9' && strchr(digits, '_'))
		return "; write it without '_'";
	if (*digits >= '0' && *digits <= '9' && strchr(digits, ':'))
		return "; write it as one number, such as 90 for 1:30";
	if (strcmp(digits, ".inf") == 0 || strcmp(digits, "inf") == 0)
		return value_listed(row->words, "unlimited") ? "; write unlimited" : "; it must be finite";
	return "";
}

bool value_odd_number(struct reader *r, const struct param *row, const char *text, struct mark mark)
{
	const char *hint = number_hint(row, text);
	char **names;
	size_t n = value_words(row->words, &names);
	const char *nearest = text_nearest(text, (const char *const *)names, n);
	char *listed = n && is_letter(*text) ? text_join((const char *const *)names, n, ", ") : NULL;

	if (nearest)
		diag_error(r->diag, mark, "%s: '%s' is not a number; did you mean '%s'?", row->name, text, nearest);
	else if (*hint)
		diag_error(r->diag, mark, "%s: '%s' is not a number%s", row->name, text, hint);
	else if (listed)
		diag_error(r->diag, mark, "%s: '%s' is not a number and none of the words allowed: %s", row->name, text, listed);
	free(listed);
	value_words_free(names, n);
	return nearest || *hint || (n && is_letter(*text));
}

static bool count_of(struct reader *r, const struct param *row, const char *text, struct mark mark, uint64_t *out)
{
	const char *digits = text + (*text == '-');
	double real;
	const char *hint;

	if (all_digits(digits) && (digits[0] != '0' || !digits[1])) {
		errno = 0;
		*out = strtoull(digits, NULL, 10);
		real = *text == '-' ? -strtod(digits, NULL) : strtod(digits, NULL);
		if (errno || (*text == '-' && *out) || *out == COUNT_UNLIMITED)
			return value_in_range(r, row, text, mark, *text == '-' ? -1 : INFINITY, DIM_NONE)
			       && diag_error(r->diag, mark, "%s: %s is too large", row->name, text);
		return value_in_range(r, row, text, mark, real, DIM_NONE);
	}
	hint = number_hint(row, text);
	if (!*hint && text_number(text, strlen(text), &real))
		hint = "; write it with digits only";
	if (*hint)
		return diag_error(r->diag, mark, "%s: '%s' is not a whole number%s", row->name, text, hint);
	if (value_odd_number(r, row, text, mark))
		return false;
	return diag_error(r->diag, mark, "%s: '%s' is not a whole number", row->name, text);
}

bool value_count(struct reader *r, const struct param *row, const struct tree *tree, uint64_t *out)
{
	const char *text = value_text(r, row, tree, "a whole number");
	double word;

	if (!text)
		return false;
	if (value_of_word(row, text, &word)) {
		*out = isinf(word) ? COUNT_UNLIMITED : (uint64_t)word;
		return true;
	}
	return count_of(r, row, text, tree->mark, out);
}

enum dimension value_first_dimension(unsigned mask)
{
	int d = 0;

	while (d < DIMENSIONS - 1 && !(mask & DIM_BIT(d)))
		d++;
	return (enum dimension)d;
}

bool value_real(struct reader *r, const struct param *row, const struct tree *tree, double *out)
{
	const char *text = value_text(r, row, tree, "a value");
	enum dimension dimension;

	if (!text)
		return false;
	if (value_of_word(row, text, out))
		return true;
	if (value_odd_number(r, row, text, tree->mark))
		return false;
	return units_parse(text, strlen(text), row->dimensions, r->diag, tree->mark, out, &dimension)
	       && value_in_range(r, row, text, tree->mark, *out, dimension);
}

bool value_time(struct reader *r, const struct param *row, const struct tree *tree, sim_time *out)
{
	const char *text = value_text(r, row, tree, "a time");
	enum dimension dimension;
	double seconds;

	if (!text)
		return false;
	if (value_of_word(row, text, &seconds)) {
		*out = (sim_time)llround(seconds * 1e9);
		return true;
	}
	if (value_odd_number(r, row, text, tree->mark)
	    || !units_parse(text, strlen(text), DIM_BIT(DIM_TIME), r->diag, tree->mark, &seconds, &dimension))
		return false;
	if (!(fabs(seconds) <= LONGEST_S))
		return diag_error(r->diag, tree->mark, "%s: %s is longer than 9.2e9 s", row->name, text);
	if (!value_in_range(r, row, text, tree->mark, seconds, DIM_TIME))
		return false;
	*out = (sim_time)llround(seconds * 1e9);
	if (*out == 0 && row->open && row->min == 0)
		return diag_error(r->diag, tree->mark, "%s: %s is shorter than a nanosecond", row->name, text);
	return true;
}

bool value_values(struct reader *r, const struct param *row, const struct tree *tree, struct values *out)
{
	bool single = tree->kind == TREE_SCALAR;
	uint32_t n = single ? 1 : tree->n;
	double *list;
	bool good = true;

	if (tree->kind == TREE_EMPTY)
		return diag_error(r->diag, tree->mark, "'%s' has no value", row->name);
	if (tree->kind == TREE_MAPPING)
		return diag_error(r->diag, tree->mark, "%s: expected a value or a list of values, not a mapping", row->name);
	if (n == 0)
		return diag_error(r->diag, tree->mark, "%s: the list is empty", row->name);
	list = arena_array(r->arena, n, sizeof *list);
	for (uint32_t i = 0; i < n; i++)
		good = value_real(r, row, single ? tree : tree->member[i].value, &list[i]) && good;
	*out = (struct values){ list, n };
	return good;
}

/* ---- names ---- */

static size_t name_length(const char *text)
{
	size_t n = 0;

	if (is_letter(text[0]))
		while (is_letter(text[n]) || (text[n] >= '0' && text[n] <= '9') || text[n] == '-' || text[n] == '_')
			n++;
	return n;
}

bool value_name(struct reader *r, const char *name, struct mark mark)
{
	size_t n = name_length(name);

	if (n == 0 || name[n])
		return diag_error(r->diag, mark, "'%s' is not a name: letters, digits, '-' and '_', beginning with a letter", name);
	if (is_boolean(name) || value_listed(value_nulls, name))
		return diag_error(r->diag, mark, "'%s' cannot be a name: YAML 1.1 reads it otherwise", name);
	if (value_listed(value_reserved, name))
		return diag_error(r->diag, mark, "'%s' cannot be a name: it is a word of the language", name);
	return true;
}

bool value_reference(struct reader *r, const struct param *row, const struct tree *tree, struct reference *out)
{
	const char *text = value_text(r, row, tree, "a name");
	size_t n;
	double member = -1;
	size_t digits = 0;

	if (!text)
		return false;
	n = name_length(text);
	if (n && text[n] == '[') {
		digits = strspn(text + n + 1, "0123456789");
		if (digits && digits < 10 && (digits == 1 || text[n + 1] != '0') && strcmp(text + n + 1 + digits, "]") == 0)
			text_number(text + n + 1, digits, &member);
	}
	if (n == 0 || (text[n] && member < 0))
		return diag_error(r->diag, tree->mark, "%s: '%s' is not a name; expected NAME or \"NAME[0]\"", row->name, text);
	*out = (struct reference){ arena_strndup(r->arena, text, n), (int64_t)member, tree->mark };
	return true;
}

static bool repeated(struct reader *r, const struct param *row, const struct references *list, uint32_t i)
{
	for (uint32_t j = 0; j < i; j++)
		if (list->list[j].member == list->list[i].member && strcmp(list->list[j].name, list->list[i].name) == 0)
			return !diag_error(r->diag, list->list[i].mark, "%s: '%s' stands twice in the list", row->name, list->list[i].name);
	return false;
}

bool value_references(struct reader *r, const struct param *row, const struct tree *tree, struct references *out)
{
	bool single = tree->kind != TREE_LIST;
	uint32_t n = single ? 1 : tree->n;
	struct reference *list = arena_array(r->arena, n, sizeof *list);
	bool fine = true;

	if (tree->kind == TREE_MAPPING)
		return diag_error(r->diag, tree->mark, "%s: expected a name or a list of names, not a mapping", row->name);
	if (n == 0)
		return diag_error(r->diag, tree->mark, "%s: the list is empty", row->name);
	*out = (struct references){ list, n };
	for (uint32_t i = 0; i < n; i++)
		fine &= value_reference(r, row, single ? tree : tree->member[i].value, &list[i]);
	for (uint32_t i = 1; i < n && fine; i++)
		fine = !repeated(r, row, out, i);
	return fine;
}

bool value_call(struct arena *arena, const char *text, struct call *call)
{
	size_t name = strcspn(text, "(");
	size_t length = strlen(text);
	const char *from = text + name + 1;
	const char *to = text + length - 1;

	if (name == 0 || name == length || *to != ')')
		return false;
	from += strspn(from, " ");
	while (to > from && to[-1] == ' ')
		to--;
	while (name > 1 && text[name - 1] == ' ')
		name--;
	call->name = arena_strndup(arena, text, name);
	call->argument = arena_strndup(arena, from, to > from ? (size_t)(to - from) : 0);
	return true;
}

/* ---- files ---- */

/* The path of the file that a text names; NULL with an error. */
static const char *path_of(struct reader *r, const struct param *row, const struct tree *tree)
{
	const char *name = value_text(r, row, tree, "a file name");

	if (name && !*name)
		diag_error(r->diag, tree->mark, "%s: the file name is empty", row->name);
	return name && *name ? files_beside(r->arena, tree->mark, name) : NULL;
}

/* What a value stands for is in the file that it names: the bytes count, not the name. */
static void note_data(struct reader *r, const char *path)
{
	const char *digest = r->data ? files_digest(r->files, path) : NULL;

	if (digest)
		digest_add(r->data, digest, strlen(digest));
}

bool value_file(struct reader *r, const struct param *row, const struct tree *tree, const struct file **out)
{
	const char *path = path_of(r, row, tree);
	struct file *file = arena_alloc(r->arena, sizeof *file);

	if (!path || r->no_files)
		return path != NULL;
	*file = (struct file){ .path = path, .name = files_seen_from(r->arena, r->path, path), .mark = tree->mark };
	file->text = files_read(r->files, path, &file->length, tree->mark, r->diag);
	if (!file->text)
		return false;
	note_data(r, path);
	*out = file;
	return file->length || diag_error(r->diag, tree->mark, "%s is empty", path);
}

bool value_csv(struct reader *r, const struct param *row, const struct tree *tree, const struct csv **out)
{
	const char *path = path_of(r, row, tree);
	const struct csv *table = path && !r->no_files ? files_csv(r->files, path, tree->mark, r->diag) : NULL;
	struct csv *csv = arena_alloc(r->arena, sizeof *csv);

	if (!table)
		return path && r->no_files;
	note_data(r, path);
	*csv = *table;
	csv->path = path;
	csv->name = files_seen_from(r->arena, r->path, path);
	csv->mark = tree->mark;
	*out = csv;
	return true;
}

bool value_column(struct reader *r, const struct param *row, const struct tree *tree, struct column_name *out)
{
	*out = (struct column_name){ value_text(r, row, tree, "the name of a column"), tree->mark };
	return out->name != NULL;
}

bool value_columns(struct reader *r, const struct param *row, const struct tree *tree, struct column_names *out)
{
	bool single = tree->kind != TREE_LIST;
	uint32_t n = single ? 1 : tree->n;
	struct column_name *list = arena_array(r->arena, n, sizeof *list);
	bool good = n > 0 || diag_error(r->diag, tree->mark, "%s: the list is empty", row->name);

	*out = (struct column_names){ list, n };
	for (uint32_t i = 0; i < n; i++)
		good = value_column(r, row, single ? tree : tree->member[i].value, &list[i]) && good;
	return good;
}
