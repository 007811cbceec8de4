/*
 * The only file that knows GLPK. It prints nothing, and where it would abort the error hook jumps back here; its environment is thrown away
 * then, since it may be in any state.
 */
#include "models/place/program.h"

#include "sim/base/memory.h"

#include <glpk.h>

#include <math.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

struct row { double least, most; uint32_t first, n; };

struct program {
	double *cost;
	bool *whole;
	struct row *row;
	uint32_t *variable;                /* of all rows, one after the other */
	double *factor;
	uint32_t variables, rows, entries, variable_room, row_room, entry_room;
};

struct program *program_new(void)
{
	return xcalloc(1, sizeof(struct program));
}

void program_free(struct program *p)
{
	free(p->cost);
	free(p->whole);
	free(p->row);
	free(p->variable);
	free(p->factor);
	free(p);
}

/* More room, twice as much each time, for `n` beyond `used`; false: there is enough. */
static bool grow(uint32_t *room, uint32_t used, uint32_t n)
{
	if (used + n <= *room)
		return false;
	*room = 2 * (used + n) + 64;
	return true;
}

uint32_t program_variable(struct program *p, double cost, bool whole)
{
	if (grow(&p->variable_room, p->variables, 1)) {
		p->cost = xrealloc(p->cost, p->variable_room * sizeof *p->cost);
		p->whole = xrealloc(p->whole, p->variable_room * sizeof *p->whole);
	}
	p->cost[p->variables] = cost;
	p->whole[p->variables] = whole;
	return p->variables++;
}

void program_row(struct program *p, double least, double most, uint32_t n, const uint32_t *variable, const double *factor)
{
	if (grow(&p->row_room, p->rows, 1))
		p->row = xrealloc(p->row, p->row_room * sizeof *p->row);
	if (grow(&p->entry_room, p->entries, n)) {
		p->variable = xrealloc(p->variable, p->entry_room * sizeof *p->variable);
		p->factor = xrealloc(p->factor, p->entry_room * sizeof *p->factor);
	}
	p->row[p->rows++] = (struct row){ least, most, p->entries, n };
	memcpy(p->variable + p->entries, variable, n * sizeof *variable);
	memcpy(p->factor + p->entries, factor, n * sizeof *factor);
	p->entries += n;
}

/* ---- GLPK ---- */

/* One call of program_solve. */
struct solving {
	jmp_buf out;
	const struct program *p;
	struct program_answer *answer;
	double scale;                      /* the library's tolerances suit costs of some hundreds */
	uint64_t most_nodes;
	bool feasible, told, cut_short;
	double *start;                     /* the solution given, from 1 */
	int *index;
	double *value;
	glp_prob *lp;
};

/* Errors turn the library's output on again: swallow it. */
static int say_nothing(void *info, const char *text)
{
	(void)info; (void)text;
	return 1;
}

static void jump_back(void *info)
{
	longjmp(((struct solving *)info)->out, 1);
}

/* An integer from 1, as the library numbers. */
static void add_row(struct solving *s, uint32_t r)
{
	const struct row *row = &s->p->row[r];
	int kind = row->least == row->most ? GLP_FX : isinf(row->least) ? GLP_UP : isinf(row->most) ? GLP_LO : GLP_DB;

	glp_set_row_bnds(s->lp, (int)r + 1, kind, row->least, row->most);
	for (uint32_t i = 0; i < row->n; i++) {
		s->index[i + 1] = (int)s->p->variable[row->first + i] + 1;
		s->value[i + 1] = s->p->factor[row->first + i];
	}
	glp_set_mat_row(s->lp, (int)r + 1, (int)row->n, s->index, s->value);
}

static void make_problem(struct solving *s)
{
	s->lp = glp_create_prob();
	glp_set_obj_dir(s->lp, GLP_MIN);
	glp_add_cols(s->lp, (int)s->p->variables);
	glp_add_rows(s->lp, (int)s->p->rows);
	for (uint32_t i = 0; i < s->p->variables; i++) {
		glp_set_col_bnds(s->lp, (int)i + 1, GLP_DB, 0, 1);
		glp_set_col_kind(s->lp, (int)i + 1, s->p->whole[i] ? GLP_IV : GLP_CV);
		/* Setting the kind of a whole variable keeps its bounds. */
		glp_set_obj_coef(s->lp, (int)i + 1, s->p->cost[i] * s->scale);
	}
	for (uint32_t r = 0; r < s->p->rows; r++)
		add_row(s, r);
}

static void watch(glp_tree *tree, void *info)
{
	struct solving *s = info;
	int all, best;

	glp_ios_tree_size(tree, NULL, NULL, &all);
	s->answer->nodes = (uint64_t)all;
	best = glp_ios_best_node(tree);
	if (best)
		s->answer->bound = glp_ios_node_bound(tree, best) / s->scale;
	if (glp_ios_reason(tree) == GLP_IHEUR && s->feasible && !s->told) {
		s->told = true;
		glp_ios_heur_sol(tree, s->start);
	}
	if ((uint64_t)all > s->most_nodes) {
		s->cut_short = true;
		glp_ios_terminate(tree);
	}
}

static enum program_end solve_relaxed(struct solving *s)
{
	glp_smcp control;

	glp_init_smcp(&control);
	control.msg_lev = GLP_MSG_OFF;
	glp_adv_basis(s->lp, 0);
	if (glp_simplex(s->lp, &control))
		return PROGRAM_FAILED;
	return glp_get_status(s->lp) == GLP_OPT ? PROGRAM_BEST : glp_get_status(s->lp) == GLP_NOFEAS ? PROGRAM_NONE : PROGRAM_FAILED;
}

static enum program_end branch_and_bound(struct solving *s)
{
	glp_iocp control;
	int error;

	glp_init_iocp(&control);
	control.msg_lev = GLP_MSG_OFF;
	control.cb_func = watch;
	control.cb_info = s;
	error = glp_intopt(s->lp, &control);
	if ((error && error != GLP_ESTOP) || (!error && glp_mip_status(s->lp) == GLP_UNDEF))
		return PROGRAM_FAILED;
	if (glp_mip_status(s->lp) == GLP_NOFEAS)
		return PROGRAM_NONE;
	if (glp_mip_status(s->lp) == GLP_OPT || glp_mip_status(s->lp) == GLP_FEAS)
		for (uint32_t i = 0; i < s->p->variables; i++)
			s->answer->value[i] = glp_mip_col_val(s->lp, (int)i + 1);
	if (error == GLP_ESTOP)
		return PROGRAM_CUT_SHORT;
	s->answer->bound = glp_mip_obj_val(s->lp) / s->scale;
	return PROGRAM_BEST;
}

static double scale_of(const struct program *p)
{
	double most = 0;

	for (uint32_t i = 0; i < p->variables; i++)
		most = fmax(most, fabs(p->cost[i]));
	return most > 0 ? 1000 / most : 1;
}

static enum program_end solve(struct solving *s)
{
	enum program_end end;

	glp_term_out(GLP_OFF);
	glp_term_hook(say_nothing, NULL);
	glp_error_hook(jump_back, s);
	make_problem(s);
	end = solve_relaxed(s);
	if (end == PROGRAM_BEST) {
		s->answer->bound = glp_get_obj_val(s->lp) / s->scale;
		end = branch_and_bound(s);
	}
	glp_delete_prob(s->lp);
	glp_error_hook(NULL, NULL);
	return end;
}

enum program_end program_solve(struct program *p, bool feasible, uint64_t most_nodes, struct program_answer *answer)
{
	struct solving *s = xcalloc(1, sizeof *s);
	enum program_end end = PROGRAM_FAILED;

	*s = (struct solving){ .p = p, .answer = answer, .scale = scale_of(p), .most_nodes = most_nodes, .feasible = feasible,
			       .start = xcalloc(p->variables + 1, sizeof *s->start), .index = xcalloc(p->variables + 1, sizeof *s->index),
			       .value = xcalloc(p->variables + 1, sizeof *s->value) };
	answer->bound = -INFINITY;
	answer->nodes = 0;
	memcpy(s->start + 1, answer->value, p->variables * sizeof *s->start);
	if (setjmp(s->out) == 0)
		end = solve(s);
	glp_free_env();
	free(s->start);
	free(s->index);
	free(s->value);
	free(s);
	return end;
}
