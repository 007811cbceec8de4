/* A reader by recursive descent; each rule of the grammar in the header is a function. */
#include "sim/cli/condition.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_QUANTITIES = 64, MOST_DEPTH = 100 };

struct node {
	enum { NODE_NUMBER, NODE_QUANTITY, NODE_OPERATION, NODE_MINUS } kind;
	double number;
	uint32_t quantity;
	char operation;
	struct node *left, *right;
	enum dimension dimension;
};

struct condition {
	struct arena *arena;
	struct condition_quantity quantity[MOST_QUANTITIES];
	bool bare[MOST_QUANTITIES];    /* a letter alone: of the quantity named nearest to it */
	size_t n;
	struct node *left, *right;
	const char *relation;
};

struct reading {
	struct condition *condition;
	const char *text, *at;
	const struct samples *samples;
	size_t files, depth;
	struct diag *diag;
};

static struct node *read_sum(struct reading *r);

static struct mark mark_at(const struct reading *r, const char *at)
{
	return (struct mark){ .source = "--fail-if", .line = 1, .column = (uint32_t)(at - r->text) + 1 };
}

static void skip_spaces(struct reading *r)
{
	while (isspace((unsigned char)*r->at))
		r->at++;
}

static bool take(struct reading *r, char c)
{
	skip_spaces(r);
	if (*r->at != c)
		return false;
	r->at++;
	return true;
}

static struct node *make(struct reading *r, int kind)
{
	struct node *node = arena_alloc(r->condition->arena, sizeof *node);

	node->kind = (unsigned)kind;
	return node;
}

/* NULL, after an error that shows what stands at `at`. */
static struct node *expected(struct reading *r, const char *what)
{
	skip_spaces(r);
	if (*r->at)
		diag_error(r->diag, mark_at(r, r->at), "expected %s, not '%s'", what, r->at);
	else
		diag_error(r->diag, mark_at(r, r->at), "expected %s, not the end of '%s'", what, r->text);
	return NULL;
}

enum dimension condition_unit(const char *unit)
{
	for (int d = DIM_NONE; d < DIMENSIONS; d++)
		if (strcmp(units_base((enum dimension)d), unit) == 0)
			return (enum dimension)d;
	return DIM_NONE;
}

/* ---- names ---- */

/* Names of measures, paths and groups: whatever the grammar does not use. */
static char *read_name(struct reading *r)
{
	const char *begin;

	skip_spaces(r);
	begin = r->at;
	while (*r->at && !isspace((unsigned char)*r->at) && !strchr("(),", *r->at))
		r->at++;
	return arena_strndup(r->condition->arena, begin, (size_t)(r->at - begin));
}

static bool is_measure(const struct samples *s, const char *name)
{
	for (uint64_t i = 0; i < s->n; i++)
		if (strcmp(s->measure[i], name) == 0)
			return true;
	return false;
}

/* Whether `name` is this scope, or the last part of this path. */
static bool is_scope(const char *scope, const char *name)
{
	const char *slash = strchr(scope, '/');

	return strcmp(scope, name) == 0 || (slash && !strchr(scope, ':') && strcmp(slash + 1, name) == 0);
}

/* The scope called `name`, among those that have the measure; without a name the only one. */
static bool find_scope(struct reading *r, const char *at, struct condition_quantity *q, const char *name)
{
	const struct samples *s = r->samples;
	const char **words = xcalloc(2 * s->n + 1, sizeof *words);
	size_t n = 0, found = 0;

	for (uint64_t i = 0; i < s->n; i++) {
		const char *slash = strchr(s->scope[i], '/');

		if (strcmp(s->measure[i], q->measure) != 0)
			continue;
		words[n++] = s->scope[i];
		if (slash && !strchr(s->scope[i], ':'))
			words[n++] = slash + 1;
		if (name && !is_scope(s->scope[i], name))
			continue;
		q->scope = s->scope[i];
		q->dimension = condition_unit(s->unit[i]);
		found++;
		if (name && strcmp(s->scope[i], name) == 0) {
			found = 1;
			break;
		}
	}
	if (!found)
		diag_unknown(r->diag, mark_at(r, at), "path or scope", name ? name : "", words, n);
	else if (found > 1)
		diag_error(r->diag, mark_at(r, at), name ? "'%s' is a path of several applications: write APPLICATION/%s"
			   : "'%s' has several scopes: name one, as in '%s'", name ? name : q->measure, name ? name : q->scope);
	free(words);
	return found == 1;
}

/* ---- the grammar ---- */

static bool read_file(struct reading *r, uint32_t *file)
{
	const char *begin = r->at;

	if (*begin >= 'A' && *begin < 'A' + (int)r->files) {
		*file = (uint32_t)(*begin - 'A');
		r->at++;
		return true;
	}
	return diag_error(r->diag, mark_at(r, begin), r->files > 1 ? "expected a file from A to %c, not '%.*s'" : "there is one file, %c, and no '%.*s'",
			  'A' + (int)r->files - 1, (int)(strcspn(begin, " \t()")), begin);
}

/* What is a word of the grammar at this place. */
static bool take_word(struct reading *r, const char *word)
{
	size_t length = strlen(word);

	skip_spaces(r);
	if (strncmp(r->at, word, length) != 0 || isalnum((unsigned char)r->at[length]) || r->at[length] == '_')
		return false;
	r->at += length;
	return true;
}

static int find_statistic(const char *name)
{
	for (int i = 0; i < STATISTICS; i++)
		if (strcmp(statistic_names[i], name) == 0)
			return i;
	return -1;
}

/* The words in the brackets: up to two. */
static bool read_brackets(struct reading *r, const char *name, const char *at, struct condition_quantity *q)
{
	const char *scope_at, *first, *scope = NULL;
	int statistic = find_statistic(name);

	skip_spaces(r);
	scope_at = r->at;
	first = read_name(r);
	q->statistic = statistic < 0 ? STATISTIC_MEAN : (enum statistic)statistic;
	q->measure = statistic < 0 ? name : "latency";
	if (statistic >= 0 && *first && is_measure(r->samples, first)) {
		q->measure = first;
		take(r, ',');
		skip_spaces(r);
		scope_at = r->at;
		first = read_name(r);
	}
	if (*first)
		scope = first;
	if (!take(r, ')'))
		return expected(r, "')'") != NULL;
	if (!is_measure(r->samples, q->measure))
		return diag_unknown(r->diag, mark_at(r, at), "measure", q->measure, r->samples->measure, r->samples->n);
	return find_scope(r, scope_at, q, scope);
}

static struct condition_quantity *add_quantity(struct reading *r, const char *at, bool bare)
{
	struct condition *c = r->condition;

	if (c->n == MOST_QUANTITIES) {
		diag_error(r->diag, mark_at(r, at), "a condition names at most %d quantities", MOST_QUANTITIES);
		return NULL;
	}
	c->bare[c->n] = bare;
	c->quantity[c->n] = (struct condition_quantity){ .column = (uint32_t)(at - r->text) + 1 };
	return &c->quantity[c->n++];
}

/* A quantity, or a letter. */
static struct node *read_quantity(struct reading *r)
{
	const char *at = r->at, *name = at;
	size_t length = 0;
	struct condition_quantity *q;
	struct node *node = make(r, NODE_QUANTITY);

	while (isalnum((unsigned char)at[length]) || at[length] == '_' || at[length] == '-')
		length++;
	r->at += length;
	skip_spaces(r);
	if (*r->at != '(' && length == 1 && isupper((unsigned char)*at)) {
		q = add_quantity(r, at, true);
		r->at = at;
		node->quantity = (uint32_t)r->condition->n - 1;
		return q && read_file(r, &q->file) ? node : NULL;
	}
	name = arena_strndup(r->condition->arena, at, length);
	if (!take(r, '(')) {
		r->at = at;
		return expected(r, "a quantity, as in 'p95(response) of A'");
	}
	q = add_quantity(r, at, false);
	node->quantity = (uint32_t)r->condition->n - 1;
	if (!q || !read_brackets(r, name, at, q))
		return NULL;
	if (take_word(r, "of")) {
		skip_spaces(r);
		return read_file(r, &q->file) ? node : NULL;
	}
	if (r->files == 1)
		return node;
	return expected(r, "'of A' or another file");
}

/* The characters behind a number that may be its unit. */
static size_t unit_length(const char *text)
{
	size_t length = 0;

	while (isalpha((unsigned char)text[length]) || text[length] == '%' || (length && text[length] == '/' && isalpha((unsigned char)text[length + 1])))
		length++;
	return length;
}

static struct node *read_number(struct reading *r)
{
	const char *begin = r->at, *unit;
	struct node *node = make(r, NODE_NUMBER);
	size_t length;

	while (isdigit((unsigned char)*r->at) || *r->at == '.' ||
	       ((*r->at == 'e' || *r->at == 'E') && (isdigit((unsigned char)r->at[1]) || ((r->at[1] == '-' || r->at[1] == '+') && isdigit((unsigned char)r->at[2])))) ||
	       ((*r->at == '-' || *r->at == '+') && r->at > begin && (r->at[-1] == 'e' || r->at[-1] == 'E')))
		r->at++;
	length = (size_t)(r->at - begin);
	if (!text_number(begin, length, &node->number)) {
		diag_error(r->diag, mark_at(r, begin), "'%.*s' is not a number", (int)length, begin);
		return NULL;
	}
	unit = r->at + strspn(r->at, " \t");
	length = unit_length(unit);
	if (length == 0)
		return node;
	r->at = unit + length;
	return units_parse(begin, (size_t)(r->at - begin), ~0u, r->diag, mark_at(r, begin), &node->number, &node->dimension) ? node : NULL;
}

static struct node *read_factor(struct reading *r)
{
	struct node *node = NULL;

	if (++r->depth > MOST_DEPTH) {
		diag_error(r->diag, mark_at(r, r->at), "the condition is nested too deeply");
	} else if (take(r, '-')) {
		node = make(r, NODE_MINUS);
		node->left = read_factor(r);
		node = node->left ? node : NULL;
	} else if (take(r, '(')) {
		node = read_sum(r);
		if (node && !take(r, ')'))
			node = expected(r, "')'");
	} else if (isdigit((unsigned char)*r->at) || *r->at == '.') {
		node = read_number(r);
	} else if (isalpha((unsigned char)*r->at)) {
		node = read_quantity(r);
	} else {
		expected(r, "a number or a quantity, as in 'p95(response) of A'");
	}
	r->depth--;
	return node;
}

static struct node *read_chain(struct reading *r, const char *operations, struct node *(*part)(struct reading *))
{
	struct node *node = part(r), *both;

	skip_spaces(r);
	while (node && *r->at && strchr(operations, *r->at)) {
		both = make(r, NODE_OPERATION);
		both->operation = *r->at++;
		both->left = node;
		both->right = part(r);
		node = both->right ? both : NULL;
		skip_spaces(r);
	}
	return node;
}

static struct node *read_product(struct reading *r)
{
	return read_chain(r, "*/", read_factor);
}

static struct node *read_sum(struct reading *r)
{
	return read_chain(r, "+-", read_product);
}

static bool read_relation(struct reading *r)
{
	static const char *const relations[] = { "<=", ">=", "<", ">" };

	skip_spaces(r);
	for (size_t i = 0; i < sizeof(relations) / sizeof(relations[0]); i++)
		if (strncmp(r->at, relations[i], strlen(relations[i])) == 0) {
			r->condition->relation = relations[i];
			r->at += strlen(relations[i]);
			return true;
		}
	return expected(r, "<, <=, > or >=") != NULL;
}

/* ---- what the letters mean, and units ---- */

/* A letter alone: the quantity named last before it, else the first. */
static bool resolve_letters(struct reading *r)
{
	struct condition *c = r->condition;
	const struct condition_quantity *named = NULL;

	for (size_t i = 0; i < c->n && !named; i++)
		named = c->bare[i] ? NULL : &c->quantity[i];
	for (size_t i = 0; i < c->n; i++) {
		struct condition_quantity *q = &c->quantity[i];

		if (!c->bare[i]) {
			named = q;
			continue;
		}
		if (!named)
			return diag_error(r->diag, mark_at(r, r->text + q->column - 1), "'%c' alone says of which file, not what of it: write 'p95(response) of %c'",
					  'A' + (int)q->file, 'A' + (int)q->file);
		q->statistic = named->statistic;
		q->measure = named->measure;
		q->scope = named->scope;
		q->dimension = named->dimension;
	}
	return true;
}

static enum dimension plain(enum dimension dimension)
{
	return dimension == DIM_SHARE ? DIM_NONE : dimension;
}

static const char *named(enum dimension dimension)
{
	return plain(dimension) == DIM_NONE ? "a bare number" : units_dimension_name(dimension);
}

static bool mixed(struct reading *r, const struct node *left, const struct node *right)
{
	return diag_error(r->diag, mark_at(r, r->text), "'%s' compares or adds %s and %s%s", r->text, named(left->dimension), named(right->dimension),
			  plain(left->dimension) == DIM_NONE || plain(right->dimension) == DIM_NONE ? ": give the number a unit" : "");
}

static bool measure_node(struct reading *r, struct node *node)
{
	enum dimension left, right;

	if (node->kind == NODE_QUANTITY)
		node->dimension = r->condition->quantity[node->quantity].dimension;
	if (node->kind == NODE_NUMBER || node->kind == NODE_QUANTITY)
		return true;
	if (!measure_node(r, node->left) || (node->right && !measure_node(r, node->right)))
		return false;
	node->dimension = left = node->left->dimension;
	if (node->kind == NODE_MINUS)
		return true;
	right = node->right->dimension;
	if (node->operation == '+' || node->operation == '-')
		return plain(left) == plain(right) || mixed(r, node->left, node->right);
	if (plain(right) == DIM_NONE)
		return true;
	if (node->operation == '*' && plain(left) == DIM_NONE)
		node->dimension = right;
	else if (node->operation == '/' && left == right)
		node->dimension = DIM_NONE;
	else
		return diag_error(r->diag, mark_at(r, r->text), "'%s': %s %s %s has no unit that is known here", r->text, named(left),
				  node->operation == '*' ? "times" : "by", named(right));
	return true;
}

static bool read_all(struct reading *r)
{
	struct condition *c = r->condition;

	c->left = read_sum(r);
	if (!c->left || !read_relation(r))
		return false;
	c->right = read_sum(r);
	if (!c->right)
		return false;
	skip_spaces(r);
	if (*r->at)
		return expected(r, "the end of the condition") != NULL;
	if (!c->n)
		return diag_error(r->diag, mark_at(r, r->text), "'%s' names nothing that was measured", r->text);
	if (!resolve_letters(r) || !measure_node(r, c->left) || !measure_node(r, c->right))
		return false;
	return plain(c->left->dimension) == plain(c->right->dimension) || mixed(r, c->left, c->right);
}

struct condition *condition_read(const char *text, const struct samples *samples, size_t n, struct diag *diag)
{
	struct condition *condition = xcalloc(1, sizeof *condition);
	struct reading reading = { .condition = condition, .text = text, .at = text, .samples = samples, .files = n, .diag = diag };

	condition->arena = arena_new();
	if (read_all(&reading))
		return condition;
	condition_free(condition);
	return NULL;
}

void condition_free(struct condition *condition)
{
	if (condition)
		arena_free(condition->arena);
	free(condition);
}

const struct condition_quantity *condition_quantities(const struct condition *condition, size_t *n)
{
	*n = condition->n;
	return condition->quantity;
}

static double value_of(const struct node *node, const double *value)
{
	double left, right;

	switch (node->kind) {
	case NODE_NUMBER:
		return node->number;
	case NODE_QUANTITY:
		return value[node->quantity];
	case NODE_MINUS:
		return -value_of(node->left, value);
	case NODE_OPERATION:
		break;
	}
	left = value_of(node->left, value);
	right = value_of(node->right, value);
	switch (node->operation) {
	case '+':
		return left + right;
	case '-':
		return left - right;
	case '*':
		return left * right;
	}
	return left / right;
}

struct sides condition_sides(const struct condition *condition, const double *value)
{
	return (struct sides){ value_of(condition->left, value), value_of(condition->right, value) };
}

bool condition_holds(const struct condition *condition, struct sides sides)
{
	bool equal = condition->relation[1] == '=';

	if (*condition->relation == '<')
		return equal ? sides.left <= sides.right : sides.left < sides.right;
	return equal ? sides.left >= sides.right : sides.left > sides.right;
}

enum dimension condition_dimension(const struct condition *condition)
{
	return plain(condition->left->dimension) == DIM_NONE ? condition->right->dimension : condition->left->dimension;
}

const char *condition_relation(const struct condition *condition)
{
	return condition->relation;
}
